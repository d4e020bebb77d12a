package dev.brevet.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An issuer store in memory, which counts look-ups and can hold broken items.
public final class IssuersInMemory implements IssuerStore {
  private final Map<String, TrustedIssuer> issuers = new TreeMap<>();
  private final Map<String, Long> last = new TreeMap<>();
  int lookups;
  public boolean broken;

  public IssuersInMemory(TrustedIssuer... issuers) {
    for (TrustedIssuer issuer : issuers) {
      this.issuers.put(issuer.issuer().value(), issuer);
    }
  }

  @Override
  public Optional<TrustedIssuer> find(IssuerUrl issuer) {
    lookups++;
    if (broken) {
      throw new BrokenIssuer(issuer, "`document` is missing");
    }
    return Optional.ofNullable(issuers.get(issuer.value()));
  }

  @Override
  public List<TrustedIssuer> list() {
    return List.copyOf(issuers.values());
  }

  @Override
  public WriteOutcome put(TrustedIssuer issuer, long expectedVersion) {
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
    return issuers.remove(issuer.value()) == null
        ? new WriteOutcome.Conflict()
        : new WriteOutcome.Written(expectedVersion);
  }
}
