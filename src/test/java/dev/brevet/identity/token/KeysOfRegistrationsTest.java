package dev.brevet.identity.token;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.SecretString;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.KeysInMemory;
import dev.brevet.identity.TestKey;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.identity.Verification;
import dev.brevet.testing.HandClock;
import dev.brevet.testing.IssuersInMemory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// INVARIANT: what was learnt of an issuer under one registration counts for no other: neither its
/// keys, nor how long it is not to be asked.
class KeysOfRegistrationsTest {
  private static final IssuerUrl URL = new IssuerUrl("https://idp.example.com");
  private static final String LEAKED = "the key that leaked";
  private static final String NEW = "the key after it";

  private final HandClock clock = new HandClock(Instant.ofEpochSecond(1_000_000_000));
  private final KeysInMemory source = new KeysInMemory(TestKey.RSA);
  private final IssuersInMemory issuers = new IssuersInMemory();
  private final JwtVerifier verifier =
      new JwtVerifier(issuers, new SigningKeys(source, clock), clock);
  private long version;

  private static TrustedIssuer registration(boolean enabled) {
    String json =
        "{\"issuer\":\"%s\",\"audiences\":[\"a\"],\"enabled\":%s}".formatted(URL, enabled);
    return TrustedIssuerDocument.read(json, false).valid().orElseThrow();
  }

  private void write(boolean enabled) {
    version =
        assertInstanceOf(
                IssuerStore.WriteOutcome.Written.class, issuers.put(registration(enabled), version))
            .version();
  }

  private void delete() {
    assertInstanceOf(IssuerStore.WriteOutcome.Written.class, issuers.delete(URL, version));
    version = 0;
  }

  private void publish(TestKey... keys) {
    source.keys.clear();
    for (TestKey key : keys) {
      source.keys.add(key.published());
    }
  }

  private boolean isTaken(TestKey key) {
    try {
      return verifier.verify(token(key), TokenUse.BREVET) instanceof Verification.Verified;
    } catch (IdentityUnavailable _) {
      return false;
    }
  }

  @Test
  void keyOfADeletedRegistration_isRefusedAtOnceByTheNext() {
    write(true);
    assertTrue(isTaken(TestKey.RSA), LEAKED);
    delete();
    assertFalse(isTaken(TestKey.RSA), LEAKED);
    publish(TestKey.RSA_OTHER);
    write(true);

    assertFalse(isTaken(TestKey.RSA), LEAKED);
    assertTrue(isTaken(TestKey.RSA_OTHER), NEW);
  }

  @Test
  void keyOfADeletedRegistration_isRefusedThoughNobodyAskedInBetween() {
    write(true);
    assertTrue(isTaken(TestKey.RSA), LEAKED);
    delete();
    publish(TestKey.RSA_OTHER);
    write(true);

    assertFalse(isTaken(TestKey.RSA), LEAKED);
    assertTrue(isTaken(TestKey.RSA_OTHER), NEW);
  }

  @Test
  void keyOfADeletedRegistration_isRefusedThoughTheIssuerIsDown() {
    write(true);
    assertTrue(isTaken(TestKey.RSA), LEAKED);
    delete();
    publish(TestKey.RSA_OTHER);
    source.down = true;
    write(true);

    assertFalse(isTaken(TestKey.RSA), LEAKED);
    clock.move(SigningKeys.PAUSE_AFTER_FAULT);
    assertFalse(isTaken(TestKey.RSA), LEAKED);
    clock.move(SigningKeys.PAUSE_AFTER_FAULT);
    source.down = false;
    assertTrue(isTaken(TestKey.RSA_OTHER), NEW);
    assertFalse(isTaken(TestKey.RSA), LEAKED);
  }

  @Test
  void keyOfADisabledRegistration_isRefusedAtOnceWhenItIsEnabled() {
    write(true);
    assertTrue(isTaken(TestKey.RSA), LEAKED);
    write(false);
    assertFalse(isTaken(TestKey.RSA), LEAKED);
    publish(TestKey.RSA_OTHER);
    write(true);

    assertFalse(isTaken(TestKey.RSA), LEAKED);
    assertTrue(isTaken(TestKey.RSA_OTHER), NEW);
  }

  /// Whatever becomes of a version: a row that was put by hand, a table that was restored.
  @Test
  void registrationThatIsMissingOrDisabled_leavesNoKeysEvenIfAVersionWereGivenTwice() {
    SigningKeys keys = new SigningKeys(source, clock);
    Registered registered = new Registered();
    JwtVerifier careless = new JwtVerifier(registered, keys, clock);
    TrustedIssuer enabled = registration(true).atVersion(1);
    for (Optional<TrustedIssuer> between :
        List.of(Optional.<TrustedIssuer>empty(), Optional.of(registration(false).atVersion(1)))) {
      publish(TestKey.RSA);
      registered.issuer = Optional.of(enabled);
      assertInstanceOf(
          Verification.Verified.class, careless.verify(token(TestKey.RSA), TokenUse.BREVET));
      publish(TestKey.RSA_OTHER);
      registered.issuer = between;
      assertInstanceOf(
          Verification.Rejected.class, careless.verify(token(TestKey.RSA), TokenUse.BREVET));
      registered.issuer = Optional.of(enabled);
      assertInstanceOf(
          Verification.Rejected.class, careless.verify(token(TestKey.RSA), TokenUse.BREVET));
      registered.issuer = Optional.empty();
      careless.verify(token(TestKey.RSA), TokenUse.BREVET);
    }
  }

  private static final class Registered implements Issuers {
    private Optional<TrustedIssuer> issuer = Optional.empty();

    @Override
    public Optional<TrustedIssuer> find(IssuerUrl url) {
      return issuer;
    }
  }

  private SecretString token(TestKey key) {
    long now = clock.instant().getEpochSecond();
    return new SecretString(
        key.sign(
            "RS256",
            "{\"alg\":\"RS256\",\"kid\":\"" + key.id() + "\"}",
            "{\"iss\":\"%s\",\"sub\":\"alice\",\"aud\":\"a\",\"iat\":%d,\"exp\":%d}"
                .formatted(URL, now, now + 60)));
  }

  @Test
  void pauseAfterAFault_isOfItsRegistration() {
    source.down = true;
    write(true);
    assertFalse(isTaken(TestKey.RSA));
    source.down = false;
    write(true);

    assertTrue(isTaken(TestKey.RSA), "the registration is written anew and asks at once");
  }

  /// A token is taken only when its key was published at some time since the registration that is
  /// in force was written.
  @RepeatedTest(20)
  void randomHistories_takeNoKeyFromBeforeTheRegistration(RepetitionInfo repetition) {
    long seed = 20261300L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<TestKey> all = List.of(TestKey.RSA, TestKey.RSA_OTHER);
    Set<TestKey> published = new HashSet<>(Set.of(TestKey.RSA));
    Set<TestKey> sinceWritten = new HashSet<>();
    boolean enabled = false;
    int taken = 0;
    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(8)) {
        case 0 -> {
          if (version != 0) {
            delete();
            enabled = false;
          }
        }
        case 1, 2 -> {
          enabled = random.nextInt(4) > 0;
          write(enabled);
          sinceWritten = new HashSet<>(published);
        }
        case 3 -> {
          published = new HashSet<>();
          for (TestKey key : all) {
            if (random.nextBoolean()) {
              published.add(key);
            }
          }
          publish(published.toArray(TestKey[]::new));
          sinceWritten.addAll(published);
        }
        case 4 -> source.down = random.nextBoolean();
        case 5 -> clock.move(Duration.ofSeconds(random.nextInt(600)));
        default -> {
          TestKey key = all.get(random.nextInt(all.size()));
          boolean may = version != 0 && enabled && sinceWritten.contains(key);
          boolean is = isTaken(key);
          assertTrue(may || !is, "seed " + seed + ", step " + step + ": " + key.id());
          taken += is ? 1 : 0;
        }
      }
    }
    assertTrue(taken > 0, "seed " + seed + " took no token at all, and shows nothing");
  }
}
