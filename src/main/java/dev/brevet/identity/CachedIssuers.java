package dev.brevet.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Registered issuers, remembered for 30 seconds: so long may a change or a disabling made
/// elsewhere take to count.
///
/// Only what was found is remembered: not absence, which callers could fill a memory with, and no
/// fault.
public final class CachedIssuers implements Issuers {
  static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final int MOST_ISSUERS = 256;

  private final Issuers store;
  private final InstantSource clock;
  private final Map<IssuerUrl, Found> foundByUrl = new LinkedHashMap<>();

  private record Found(TrustedIssuer issuer, Instant at) {}

  public CachedIssuers(Issuers store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Optional<TrustedIssuer> find(IssuerUrl issuer) {
    Instant now = clock.instant();
    synchronized (foundByUrl) {
      Found found = foundByUrl.get(issuer);
      if (found != null && !now.isBefore(found.at()) && now.isBefore(found.at().plus(REMEMBERED))) {
        return Optional.of(found.issuer());
      }
      foundByUrl.remove(issuer);
    }
    Optional<TrustedIssuer> stored = store.find(issuer);
    synchronized (foundByUrl) {
      if (foundByUrl.size() >= MOST_ISSUERS) {
        foundByUrl.clear();
      }
      stored.ifPresent(value -> foundByUrl.put(issuer, new Found(value, now)));
    }
    return stored;
  }
}
