package dev.brevet.identity;

import module java.base;

/// Registered issuers, remembered for some seconds: a change, a disabling or a deletion made
/// elsewhere counts after that time at the latest. Use it only for decisions on data of some age;
/// what hands out credentials or administers asks the store each time.
///
/// Only what was found is remembered: not absence, which callers could fill a memory with, and no
/// fault.
public final class CachedIssuers implements Issuers {
  private static final int MOST_ISSUERS = 256;

  private final Issuers store;
  private final Duration remembered;
  private final InstantSource clock;
  private final Map<IssuerUrl, Found> foundByUrl = new LinkedHashMap<>();

  private record Found(TrustedIssuer issuer, Instant at) {}

  /// @param remembered how old a registration may be; zero asks `store` each time
  public CachedIssuers(Issuers store, Duration remembered, InstantSource clock) {
    this.store = store;
    this.remembered = remembered;
    this.clock = clock;
  }

  @Override
  public Optional<TrustedIssuer> find(IssuerUrl issuer) {
    Instant now = clock.instant();
    synchronized (foundByUrl) {
      Found found = foundByUrl.get(issuer);
      if (found != null && !now.isBefore(found.at()) && now.isBefore(found.at().plus(remembered))) {
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
