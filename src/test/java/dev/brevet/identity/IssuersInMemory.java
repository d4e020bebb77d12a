package dev.brevet.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// An issuer store in memory, which counts look-ups and can hold broken items.
final class IssuersInMemory implements IssuerStore {
  private final Map<String, TrustedIssuer> issuers = new TreeMap<>();
  int lookups;
  boolean broken;

  IssuersInMemory(TrustedIssuer... issuers) {
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
    issuers.put(issuer.issuer().value(), issuer.atVersion(expectedVersion + 1));
    return new WriteOutcome.Written(expectedVersion + 1);
  }

  @Override
  public WriteOutcome delete(IssuerUrl issuer, long expectedVersion) {
    return issuers.remove(issuer.value()) == null
        ? new WriteOutcome.Conflict()
        : new WriteOutcome.Written(expectedVersion);
  }
}
