package dev.brevet.identity.presigned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.identity.presigned.UsedSignatures.Share;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// INVARIANT: no signature is used twice, and what one caller uses up is its own.
class UsedSignaturesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofMinutes(15));
  private static final Principal KNOWN = principal("arn:aws:iam::111122223333:user/dev/alice");

  private final UsedSignatures used = new UsedSignatures();
  private int signatures;

  private static Principal principal(String arn) {
    return Principal.parseArn(arn).orElseThrow();
  }

  private static Principal stranger(int account, int role, int session) {
    return principal("arn:aws:sts::%012d:assumed-role/r%d/s%d".formatted(account, role, session));
  }

  private boolean takes(Principal principal) {
    String signature = "s" + signatures++;
    assertTrue(used.begin(signature));
    boolean taken = used.use(signature, LATER, principal, NOW);
    used.end(signature);
    return taken;
  }

  @Test
  void signature_isUsedOnce_alsoWhileItIsAskedAbout() {
    assertTrue(used.begin("a"));
    assertFalse(used.begin("a"));
    used.end("a");
    assertTrue(used.begin("a"), "it proved nothing");
    assertTrue(used.use("a", LATER, KNOWN, NOW));
    used.end("a");
    assertFalse(used.begin("a"));
  }

  @Test
  void strangers_haveSharesByPrincipalAndByAccount() {
    int ofOne = 0;
    for (int i = 0; i < 100; i++) {
      ofOne += takes(stranger(1, 0, i)) ? 1 : 0;
    }
    assertEquals(Share.STRANGER.most(), ofOne, "whatever the sessions of a role are called");
    int ofAll = ofOne;
    for (int i = 0; i < 1_000; i++) {
      ofAll += takes(stranger(1, i, 0)) ? 1 : 0;
    }
    assertEquals(Share.STRANGERS_OF_ONE_ACCOUNT.most(), ofAll);
    assertTrue(takes(stranger(2, 0, 0)), "another account's");
  }

  @Test
  void federatedUsers_areTheirAccounts() {
    int taken = 0;
    for (int i = 0; i < 100; i++) {
      taken += takes(principal("arn:aws:sts::000000000001:federated-user/f" + i)) ? 1 : 0;
    }
    assertEquals(Share.STRANGER.most(), taken);
  }

  @Test
  void manyStrangers_keepOutNobodyThatIsKnown() {
    assertTrue(takes(KNOWN));
    used.allowed(KNOWN.identifier());
    int taken = 0;
    for (int i = 0; i < 2 * Share.ALL_STRANGERS.most(); i++) {
      taken += takes(stranger(i, 0, 0)) ? 1 : 0;
    }
    assertEquals(Share.ALL_STRANGERS.most(), taken, "one for each, at the end");
    for (int i = 1; i < Share.KNOWN.most(); i++) {
      assertTrue(takes(KNOWN), "the " + i + "th");
    }
    assertFalse(takes(KNOWN), "its own share is full");
  }

  /// A hundred accounts leave room for others; however many there are, only other strangers notice.
  @Test
  void accountsOfStrangers_leaveLessToTheNextOnes_andNobodyThatIsKnownNotices() {
    assertTrue(takes(KNOWN));
    used.allowed(KNOWN.identifier());
    for (int account = 1; account <= 100; account++) {
      for (int i = 0; i < 60; i++) {
        takes(stranger(account, i, 0));
      }
    }
    for (int i = 0; i < 10; i++) {
      assertTrue(takes(stranger(500_000, 0, i)), "the " + i + "th of one more stranger");
      assertTrue(takes(KNOWN));
    }
    for (int account = 101; account <= 450; account++) {
      for (int i = 0; i < 60; i++) {
        takes(stranger(account, i, 0));
      }
    }
    assertTrue(takes(stranger(500_001, 0, 0)), "450 accounts are not enough");
    for (int account = 451; account <= 5_000; account++) {
      takes(stranger(account, 0, 0));
    }
    assertFalse(takes(stranger(500_002, 0, 0)));
    assertTrue(takes(KNOWN));
  }

  /// What the callers of some accounts use up leaves room for those of another, also of the known.
  @Test
  void accountsOfKnown_keepOutNobodyOfAnotherAccount() {
    assertTrue(takes(KNOWN));
    used.allowed(KNOWN.identifier());
    for (int account = 1; account <= 20; account++) {
      for (int role = 0; role < 5; role++) {
        takes(stranger(account, role, 0));
        used.allowed(stranger(account, role, 0).identifier());
        for (int i = 0; i < Share.KNOWN.most(); i++) {
          takes(stranger(account, role, 0));
        }
      }
    }
    assertTrue(takes(KNOWN), "twenty accounts are not enough");
  }

  /// An account may have more users and roles that are allowed something than all may be known of.
  @Test
  void callersOfOneAccount_makeNoStrangersOfAnothersThatAreKnown() {
    List<Principal> others = new ArrayList<>();
    for (int account = 2; account < 12; account++) {
      others.add(stranger(account, 0, 0));
    }
    others.forEach(this::known);
    Instant now = NOW;
    for (int i = 0; i < 2 * UsedSignatures.MOST_IDLE; i++) {
      now = now.plusMillis(500);
      Principal principal = stranger(1, i, 0);
      assertTrue(used.use("k" + i, now.plusSeconds(1), principal, now), "the " + i + "th");
      used.allowed(principal.identifier());
    }
    Instant later = now.plusSeconds(61);
    for (Principal other : others) {
      for (int i = 0; i <= Share.STRANGER.most(); i++) {
        assertTrue(
            used.use(other + "/" + i, later.plusSeconds(900), other, later), other + ", " + i);
      }
    }
  }

  private void known(Principal principal) {
    assertTrue(used.use("first of " + principal, NOW.plusSeconds(1), principal, NOW));
    used.allowed(principal.identifier());
  }

  @Test
  void callerThatIsAllowed_takesNothingFromStrangersAnyMore() {
    Principal stranger = principal("arn:aws:iam::111122223333:user/bob");
    for (int i = 0; i < Share.STRANGER.most(); i++) {
      assertTrue(takes(KNOWN));
    }
    assertFalse(takes(KNOWN));
    used.allowed(KNOWN.identifier());
    assertTrue(takes(KNOWN));
    int taken = 0;
    for (int i = 0; i < Share.STRANGER.most(); i++) {
      taken += takes(stranger) ? 1 : 0;
    }
    assertEquals(Share.STRANGER.most(), taken);
  }

  @Test
  void sharesAreFree_whenSignaturesExpire() {
    Principal stranger = stranger(1, 0, 0);
    for (int i = 0; i < Share.STRANGER.most(); i++) {
      assertTrue(takes(stranger));
    }
    assertFalse(used.use("x", LATER.plusSeconds(1), stranger, LATER.minusMillis(1)));
    assertTrue(used.use("x", LATER.plusSeconds(1), stranger, LATER));
  }

  private static long mostOfOneAccount(long strangers) {
    return Math.ceilDiv(
        (Share.ALL_STRANGERS.most() - strangers) * Share.STRANGERS_OF_ONE_ACCOUNT.most(),
        Share.ALL_STRANGERS.most());
  }

  /// What a caller has alive is within its share, no signature that is alive is taken again, and a
  /// caller below its shares is never kept out while the whole has room.
  @RepeatedTest(10)
  void randomHistories_keepTheShares(RepetitionInfo repetition) {
    long seed = 20261130L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Instant now = NOW;
    Map<String, Instant> alive = new HashMap<>();
    Map<String, Integer> account = new HashMap<>();
    Map<String, Integer> role = new HashMap<>();
    Set<Integer> known = new HashSet<>();
    List<String> all = new ArrayList<>();
    int refused = 0;
    for (int step = 0; step < 6_000; step++) {
      String what = "seed " + seed + ", step " + step;
      if (random.nextInt(20) == 0) {
        now = now.plusMillis(random.nextInt(20_000));
        Instant at = now;
        alive.values().removeIf(expiry -> !expiry.isAfter(at));
      }
      boolean again = !all.isEmpty() && random.nextInt(5) == 0;
      String signature = again ? all.get(random.nextInt(all.size())) : "r" + step;
      if (alive.containsKey(signature)) {
        assertFalse(used.begin(signature), what);
        continue;
      }
      if (again) {
        // It is expired, which the verifier looks at first.
        continue;
      }
      int of = random.nextInt(3);
      int as = of * 100 + (int) Math.abs(random.nextGaussian() * 4);
      assertTrue(used.begin(signature), what);
      Instant expiry = now.plusSeconds(1 + random.nextInt(900));
      boolean taken = used.use(signature, expiry, stranger(of, as, step), now);
      used.end(signature);
      long own = alive.keySet().stream().filter(each -> role.get(each) == as).count();
      long others =
          alive.keySet().stream()
              .filter(each -> account.get(each) == of && !known.contains(role.get(each)))
              .count();
      long strangers =
          alive.keySet().stream().filter(each -> !known.contains(role.get(each))).count();
      boolean fits =
          known.contains(as)
              ? own < Share.KNOWN.most()
              : own < Share.STRANGER.most() && others < mostOfOneAccount(strangers);
      assertEquals(fits, taken, what);
      if (taken) {
        alive.put(signature, expiry);
        account.put(signature, of);
        role.put(signature, as);
        all.add(signature);
        if (random.nextInt(50) == 0) {
          known.add(as);
          used.allowed(stranger(of, as, 0).identifier());
        }
      } else {
        refused++;
      }
    }
    assertTrue(refused > 0 && !known.isEmpty(), "seed " + seed + " shows nothing");
  }
}
