package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.identity.Identities;
import dev.brevet.vending.Shares.Holder;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final AccountId ACCOUNT = new AccountId("111122223333");

  private static int held(Shares<String, String> shares, List<String> keys) {
    return (int) keys.stream().filter(key -> shares.get(key) != null).count();
  }

  /// INVARIANT: a tenant that has no more than an equal share loses nothing to others, however many
  /// parties these have; a party none to others of its tenant.
  @Test
  void whateverOthersAdd_anEqualShareIsKept() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      int tenants = 1 + random.nextInt(4);
      int parties = 1 + random.nextInt(4);
      int most = tenants * parties * (1 + random.nextInt(6));
      Shares<String, String> shares = new Shares<>(most, random.nextBoolean());
      Map<String, List<String>> added = new HashMap<>();
      List<String> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        // Some add much more than others; each tenant has another number of parties.
        int tenant = Math.min(random.nextInt(tenants), random.nextInt(tenants));
        int party = random.nextInt(tenant == 0 ? 50 : parties);
        String proof = "proof " + random.nextInt(3);
        String key = tenant + "/" + party + "/" + i;
        shares.put(new Holder("tenant " + tenant, "party " + party, proof), key, key);
        all.add(key);
        added.computeIfAbsent("tenant " + tenant, _ -> new ArrayList<>()).add(key);
        if (tenant != 0) {
          added.computeIfAbsent(tenant + "/" + party, _ -> new ArrayList<>()).add(key);
        }
        String where = "seed " + seed + ", round " + round + ", step " + i;
        for (Map.Entry<String, List<String>> of : added.entrySet()) {
          List<String> keys = of.getValue();
          int share = most / tenants / (of.getKey().startsWith("tenant") ? 1 : parties);
          assertTrue(held(shares, keys) >= Math.min(keys.size(), share), where + ": " + of);
        }
        assertTrue(held(shares, all) <= most, where);
        assertEquals(key, shares.get(key), where);
      }
    }
  }

  @Test
  void ofOneParty_theProofWithMostMakesRoom_theOldestFirst() {
    Shares<String, String> shares = new Shares<>(4, false);
    Holder own = new Holder("account", "role", "own");
    Holder other = new Holder("account", "role", "other");
    shares.put(other, "other 1", "");
    for (int i = 1; i <= 9; i++) {
      shares.put(own, "own " + i, "");
    }
    assertEquals(1, held(shares, List.of("other 1")));
    assertEquals(3, held(shares, List.of("own 7", "own 8", "own 9")));
    shares.put(other, "other 2", "");
    assertEquals(0, held(shares, List.of("own 7")));
    assertEquals(2, held(shares, List.of("other 1", "other 2")));
  }

  @Test
  void namesThatACallerChooses_makeNoPartyOfTheirOwn() {
    assertEquals(party(session("one")), party(session("two")));
    assertEquals(
        party(session("one")),
        party(
            new Principal.Role(RoleArn.parse("arn:aws:iam::111122223333:role/x/R").orElseThrow())));
    assertEquals(
        party(new Principal.FederatedUser("aws", ACCOUNT, "a")),
        party(new Principal.FederatedUser("aws", ACCOUNT, "b")));
    assertNotEquals(
        party(new Principal.User("aws", ACCOUNT, "/", "a")),
        party(new Principal.User("aws", ACCOUNT, "/", "b")));
    assertNotEquals(
        party(new Principal.WebIdentity("https://i.example", "a")),
        party(new Principal.WebIdentity("https://i.example", "b")));
    Arn provider = Arn.parse("arn:aws:iam::111122223333:saml-provider/Corp").orElseThrow();
    for (String subject : List.of("role/R", "user/a", "R", "federated-users")) {
      Holder saml = party(new Principal.SamlIdentity(provider, subject));
      assertNotEquals(party(session("one")), saml);
      assertNotEquals(party(new Principal.User("aws", ACCOUNT, "/", "a")), saml);
      assertNotEquals(party(new Principal.FederatedUser("aws", ACCOUNT, "a")), saml);
    }
  }

  private static Principal session(String name) {
    return new Principal.RoleSession("aws", ACCOUNT, Optional.empty(), "R", name);
  }

  private static Holder party(Principal principal) {
    return Holder.of(Identities.of(principal), "");
  }
}
