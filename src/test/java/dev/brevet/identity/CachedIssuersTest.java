package dev.brevet.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import module java.base;

import dev.brevet.testing.HandClock;
import dev.brevet.testing.IssuersInMemory;
import org.junit.jupiter.api.Test;

class CachedIssuersTest {
  private static final IssuerUrl URL = new IssuerUrl("https://idp.example.com");

  private static final Duration REMEMBERED = Duration.ofSeconds(5);

  private final HandClock clock = new HandClock(Instant.ofEpochSecond(1_000_000_000));
  private final IssuersInMemory stored = new IssuersInMemory(issuer("first"));
  private final CachedIssuers cached = new CachedIssuers(stored, REMEMBERED, clock);

  private static TrustedIssuer issuer(String description) {
    String json =
        "{\"issuer\":\"%s\",\"audiences\":[\"a\"],\"description\":\"%s\"}"
            .formatted(URL, description);
    return TrustedIssuerDocument.read(json, false).valid().orElseThrow();
  }

  private String description() {
    return cached.find(URL).orElseThrow().description();
  }

  @Test
  void found_isRememberedForAsLongAsIsSaid() {
    assertEquals("first", description());
    stored.replace(issuer("second"));
    clock.move(REMEMBERED.minusMillis(1));
    assertEquals("first", description());
    assertEquals(1, stored.lookups);
    clock.move(Duration.ofMillis(1));
    assertEquals("second", description());
  }

  @Test
  void nothing_isRememberedForNoTime() {
    CachedIssuers asking = new CachedIssuers(stored, Duration.ZERO, clock);
    asking.find(URL);
    asking.find(URL);
    assertEquals(2, stored.lookups);
  }

  @Test
  void absence_isNotRemembered() {
    IssuerUrl other = new IssuerUrl("https://other.example.com");
    assertEquals(Optional.empty(), cached.find(other));
    assertEquals(Optional.empty(), cached.find(other));
    assertEquals(2, stored.lookups);
  }

  @Test
  void brokenRegistration_isNotCoveredUpOnceTheMemoryIsOld() {
    assertEquals("first", description());
    stored.broken = true;
    clock.move(REMEMBERED);
    assertThrows(BrokenIssuer.class, this::description);
  }
}
