package dev.brevet.identity.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.KeysInMemory;
import dev.brevet.identity.SignatureAlgorithm;
import dev.brevet.identity.TestKey;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.json.JsonReader;
import dev.brevet.testing.HandClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SigningKeysTest {
  private final HandClock clock = new HandClock(Instant.ofEpochSecond(1_000_000_000));
  private final KeysInMemory source = new KeysInMemory(TestKey.RSA);
  private final SigningKeys keys = new SigningKeys(source, clock);

  private static TrustedIssuer issuer(String url, String more) {
    String json = "{\"issuer\":\"" + url + "\",\"audiences\":[\"a\"]" + more + "}";
    return TrustedIssuerDocument.read(json, false).valid().orElseThrow();
  }

  private static final TrustedIssuer ISSUER = issuer("https://idp.example.com", "");

  private int found(TrustedIssuer issuer, String keyId) {
    return keys.find(issuer, SignatureAlgorithm.RS256, Optional.of(keyId)).size();
  }

  @Test
  void keys_areFetchedOnceForAQuarterOfAnHour() {
    assertEquals(1, found(ISSUER, "rsa-1"));
    clock.move(SigningKeys.FRESH.minusMillis(1));
    assertEquals(1, found(ISSUER, "rsa-1"));
    assertEquals(1, source.fetches);
    clock.move(Duration.ofMillis(1));
    assertEquals(1, found(ISSUER, "rsa-1"));
    assertEquals(2, source.fetches);
  }

  @Test
  void withdrawnKey_isGoneWhenKeysAreFetchedAgain() {
    assertEquals(1, found(ISSUER, "rsa-1"));
    source.keys.clear();
    clock.move(SigningKeys.FRESH);
    assertEquals(0, found(ISSUER, "rsa-1"));
  }

  @Test
  void rotatedKey_isFoundByOneMoreFetch() {
    assertEquals(1, found(ISSUER, "rsa-1"));
    source.keys.add(TestKey.RSA_OTHER.published());
    assertEquals(1, found(ISSUER, "rsa-2"));
    assertEquals(2, source.fetches);
  }

  @Test
  void unknownKeyAtTheFirstFetch_makesNoSecond() {
    assertEquals(0, found(ISSUER, "unknown"));
    assertEquals(0, found(ISSUER, "unknown"));
    assertEquals(1, source.fetches);
  }

  @Test
  void unknownKeyOfOneIssuer_doesNotPauseAnother() {
    TrustedIssuer other = issuer("https://login.example.org", "");
    assertEquals(0, found(ISSUER, "unknown"));
    assertEquals(1, found(other, "rsa-1"));
    source.keys.add(TestKey.RSA_OTHER.published());
    assertEquals(1, found(other, "rsa-2"));
  }

  @Test
  void issuerThatIsDown_isAskedEveryFiveSecondsAlone() {
    source.down = true;
    for (int i = 0; i < 10; i++) {
      assertThrows(IdentityUnavailable.class, () -> found(ISSUER, "rsa-1"));
    }
    assertEquals(1, source.fetches);
    clock.move(SigningKeys.PAUSE_AFTER_FAULT);
    source.down = false;
    assertEquals(1, found(ISSUER, "rsa-1"));
    assertEquals(2, source.fetches);
  }

  /// A fetch may take longer than the pause after it.
  @Test
  void pauseAfterAFault_countsFromTheEndOfTheFetch() {
    source.down = true;
    source.takes = () -> clock.move(SigningKeys.PAUSE_AFTER_FAULT.plusSeconds(1));
    assertThrows(IdentityUnavailable.class, () -> found(ISSUER, "rsa-1"));
    assertThrows(IdentityUnavailable.class, () -> found(ISSUER, "rsa-1"));
    clock.move(SigningKeys.PAUSE_AFTER_FAULT.minusMillis(1));
    assertThrows(IdentityUnavailable.class, () -> found(ISSUER, "rsa-1"));
    assertEquals(1, source.fetches);
    clock.move(Duration.ofMillis(1));
    assertThrows(IdentityUnavailable.class, () -> found(ISSUER, "rsa-1"));
    assertEquals(2, source.fetches);
  }

  /// An issuer whose answer is on its way for as long as a test wants.
  private final class Slow implements AutoCloseable {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Slow() {
      source.takes =
          () -> {
            begun.countDown();
            await(answered);
          };
    }

    /// A request; the first is under way when this returns.
    Future<Integer> asks(String keyId) {
      Future<Integer> asked = threads.submit(() -> found(ISSUER, keyId));
      await(begun);
      return asked;
    }

    void answers() {
      source.takes = () -> {};
      answered.countDown();
    }

    @Override
    public void close() {
      answers();
      threads.close();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(10, TimeUnit.SECONDS), "it did not come to it");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void requestsThatNeedKeysAtOnce_shareOneFetch() throws Exception {
    try (Slow slow = new Slow()) {
      List<Future<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        asked.add(slow.asks("rsa-1"));
      }
      slow.answers();
      for (Future<Integer> each : asked) {
        assertEquals(1, each.get(10, TimeUnit.SECONDS));
      }
    }
    assertEquals(1, source.fetches);
  }

  @Test
  void requestsThatNeedKeysAtOnce_shareOneFault() {
    source.down = true;
    try (Slow slow = new Slow()) {
      List<Future<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        asked.add(slow.asks("rsa-1"));
      }
      slow.answers();
      for (Future<Integer> each : asked) {
        assertInstanceOf(
            IdentityUnavailable.class,
            assertThrows(ExecutionException.class, () -> each.get(10, TimeUnit.SECONDS))
                .getCause());
      }
    }
    assertEquals(1, source.fetches);
  }

  @Test
  void keysThatAreKnown_areFoundWhileAFetchIsUnderWay() throws Exception {
    assertEquals(1, found(ISSUER, "rsa-1"));
    for (Duration age : List.of(Duration.ZERO, SigningKeys.FRESH)) {
      clock.move(age);
      try (Slow slow = new Slow()) {
        Future<Integer> first = slow.asks("unknown");
        Future<Integer> known = slow.asks("rsa-1");
        assertEquals(1, known.get(10, TimeUnit.SECONDS));
        assertFalse(first.isDone());
      }
    }
  }

  @Test
  void anotherIssuersKeys_areFoundWhileAFetchIsUnderWay() throws Exception {
    TrustedIssuer other = issuer("https://login.example.org", "");
    assertEquals(1, found(other, "rsa-1"));
    clock.move(SigningKeys.FRESH);
    try (Slow slow = new Slow()) {
      Future<Integer> first = slow.asks("rsa-1");
      source.takes = () -> {};
      assertEquals(1, found(other, "rsa-1"));
      assertFalse(first.isDone());
    }
  }

  /// Its end says nothing about the issuer.
  @Test
  void requestThatHasLittleTimeLeft_pausesNobody() {
    source.down = true;
    Deadline.of(Duration.ofSeconds(1))
        .call(() -> assertThrows(IdentityUnavailable.class, () -> found(ISSUER, "rsa-1")));
    source.down = false;
    assertEquals(1, found(ISSUER, "rsa-1"));
  }

  @Test
  void issuerThatGoesDown_leavesItsKeysUsableForAnHour() {
    assertEquals(1, found(ISSUER, "rsa-1"));
    source.down = true;
    clock.move(SigningKeys.USABLE.minusMillis(1));
    assertEquals(1, found(ISSUER, "rsa-1"));
    assertEquals(2, source.fetches);
    clock.move(Duration.ofMillis(1));
    assertThrows(IdentityUnavailable.class, () -> found(ISSUER, "rsa-1"));
  }

  @Test
  void clockThatGoesBack_makesKeysOld() {
    assertEquals(1, found(ISSUER, "rsa-1"));
    clock.move(Duration.ofDays(-1));
    assertEquals(1, found(ISSUER, "rsa-1"));
    assertEquals(2, source.fetches);
  }

  @Test
  void otherPlaceForTheKeys_isFetchedAtOnce() {
    assertEquals(1, found(ISSUER, "rsa-1"));
    TrustedIssuer moved =
        issuer("https://idp.example.com", ",\"jwksUri\":\"https://keys.example.com/jwks\"");
    assertEquals(1, found(moved, "rsa-1"));
    assertEquals(2, source.fetches);
  }

  record Jwk(String name, String json) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Jwk> unusableKeys() {
    String rsa = TestKey.RSA.jwk();
    String ec = TestKey.P256.jwk();
    return Stream.of(
        new Jwk("symmetric", "{\"kty\":\"oct\",\"k\":\"c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0\"}"),
        new Jwk("private", rsa.replace("{", "{\"d\":\"AQAB\",")),
        new Jwk("with a symmetric part", rsa.replace("{", "{\"k\":\"AQAB\",")),
        new Jwk("for encryption", rsa.replace("\"sig\"", "\"enc\"")),
        new Jwk("use a number", rsa.replace("\"sig\"", "1")),
        new Jwk("for wrapping", rsa.replace("{", "{\"key_ops\":[\"wrapKey\"],")),
        new Jwk("1024 bits", TestKey.rsa("weak", 1024).jwk()),
        new Jwk("exponent of one", rsa.replaceAll("\"e\":\"[^\"]*\"", "\"e\":\"AQ\"")),
        new Jwk("no modulus", rsa.replace("\"n\"", "\"m\"")),
        new Jwk("modulus no base64", rsa.replaceAll("\"n\":\"[^\"]*\"", "\"n\":\"%%\"")),
        new Jwk("off the curve", ec.replaceAll("\"y\":\"[^\"]*\"", "\"y\":\"AQAB\"")),
        new Jwk("at infinity", ec.replaceAll("\"([xy])\":\"[^\"]*\"", "\"$1\":\"AA\"")),
        new Jwk("curve of another", ec.replace("P-256", "P-384")),
        new Jwk("curve of bitcoin", ec.replace("P-256", "secp256k1")),
        new Jwk("type in small letters", rsa.replace("RSA", "rsa")),
        new Jwk("edwards", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQAB\"}"),
        new Jwk("empty", "{}"));
  }

  @ParameterizedTest
  @MethodSource("unusableKeys")
  void unusableKey_isLeftOut(Jwk jwk) {
    assertEquals(Optional.empty(), SigningKey.of(JsonReader.untrusted(jwk.json()).orElseThrow()));
  }

  @Test
  void keyLimitedToAnAlgorithm_fitsThatAlone() {
    SigningKey limited =
        SigningKey.of(
                JsonReader.untrusted(TestKey.RSA.jwk().replace("{", "{\"alg\":\"RS512\","))
                    .orElseThrow())
            .orElseThrow();
    assertEquals(
        List.of(SignatureAlgorithm.RS512),
        Stream.of(SignatureAlgorithm.values()).filter(limited::fits).toList());
  }

  @Test
  void keys_fitTheirTypeAndCurve() {
    assertEquals(
        List.of(
            SignatureAlgorithm.RS256,
            SignatureAlgorithm.RS384,
            SignatureAlgorithm.RS512,
            SignatureAlgorithm.PS256,
            SignatureAlgorithm.PS384,
            SignatureAlgorithm.PS512),
        Stream.of(SignatureAlgorithm.values()).filter(TestKey.RSA.published()::fits).toList());
    assertEquals(
        List.of(SignatureAlgorithm.ES384),
        Stream.of(SignatureAlgorithm.values()).filter(TestKey.P384.published()::fits).toList());
  }
}
