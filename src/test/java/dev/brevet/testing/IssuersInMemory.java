package dev.brevet.testing;

import module java.base;

import dev.brevet.identity.BrokenIssuer;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.TrustedIssuer;

/// An issuer store in memory. It counts its look-ups, and may be made unavailable or broken.
public final class IssuersInMemory implements IssuerStore {
  /// By the issuer's address.
  public final Map<String, TrustedIssuer> issuers = new TreeMap<>();

  private final Map<String, Long> last = new TreeMap<>();

  /// The number of calls of [#find].
  public int lookups;

  /// Every call fails as that of a table that does not answer.
  public boolean unavailable;

  /// Every issuer is unreadable.
  public boolean broken;

  public IssuersInMemory(TrustedIssuer... issuers) {
    for (TrustedIssuer issuer : issuers) {
      this.issuers.put(issuer.issuer().value(), issuer);
    }
  }

  /// Writes the issuer, whatever version of it is stored.
  public void replace(TrustedIssuer issuer) {
    if (!(put(issuer, version(issuer.issuer())) instanceof WriteOutcome.Written)) {
      throw new IllegalArgumentException(issuer.issuer() + " cannot be stored beside the others");
    }
  }

  @Override
  public Optional<TrustedIssuer> find(IssuerUrl issuer) {
    lookups++;
    requireAnswer();
    if (broken) {
      throw new BrokenIssuer(issuer, "`audiences` is empty");
    }
    return Optional.ofNullable(issuers.get(issuer.value()));
  }

  @Override
  public List<TrustedIssuer> list() {
    requireAnswer();
    return List.copyOf(issuers.values());
  }

  @Override
  public WriteOutcome put(TrustedIssuer issuer, long expectedVersion) {
    requireAnswer();
    if (version(issuer.issuer()) != expectedVersion) {
      return new WriteOutcome.Conflict();
    }
    for (TrustedIssuer other : issuers.values()) {
      if (!other.issuer().equals(issuer.issuer())
          && other.issuer().keyName().equals(issuer.issuer().keyName())) {
        return new WriteOutcome.Taken(other.issuer());
      }
    }
    long version =
        last.merge(
            issuer.issuer().value(),
            expectedVersion + 1,
            (before, next) -> Math.max(before + 1, next));
    issuers.put(issuer.issuer().value(), issuer.atVersion(version));
    return new WriteOutcome.Written(version);
  }

  @Override
  public WriteOutcome delete(IssuerUrl issuer, long expectedVersion) {
    requireAnswer();
    if (version(issuer) != expectedVersion) {
      return new WriteOutcome.Conflict();
    }
    issuers.remove(issuer.value());
    return new WriteOutcome.Written(expectedVersion);
  }

  private long version(IssuerUrl issuer) {
    return Optional.ofNullable(issuers.get(issuer.value())).map(TrustedIssuer::version).orElse(0L);
  }

  private void requireAnswer() {
    if (unavailable) {
      throw new IdentityUnavailable("the table `i` did not answer");
    }
  }
}
