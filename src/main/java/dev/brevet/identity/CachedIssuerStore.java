package dev.brevet.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Registered issuers, remembered for 30 seconds: so long may a change or a disabling made
/// elsewhere take to count.
///
/// Only what was found is remembered: not absence, which callers could fill a memory with, and no
/// fault. A write through this store forgets what it wrote.
public final class CachedIssuerStore implements IssuerStore {
  static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final int MOST_ISSUERS = 256;

  private final IssuerStore store;
  private final InstantSource clock;
  private final Map<IssuerUrl, Found> foundByUrl = new LinkedHashMap<>();

  private record Found(TrustedIssuer issuer, Instant at) {}

  public CachedIssuerStore(IssuerStore store, InstantSource clock) {
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

  @Override
  public List<TrustedIssuer> list() {
    return store.list();
  }

  @Override
  public WriteOutcome put(TrustedIssuer issuer, long expectedVersion) {
    try {
      return store.put(issuer, expectedVersion);
    } finally {
      forget(issuer.issuer());
    }
  }

  @Override
  public WriteOutcome delete(IssuerUrl issuer, long expectedVersion) {
    try {
      return store.delete(issuer, expectedVersion);
    } finally {
      forget(issuer);
    }
  }

  private void forget(IssuerUrl issuer) {
    synchronized (foundByUrl) {
      foundByUrl.remove(issuer);
    }
  }
}
