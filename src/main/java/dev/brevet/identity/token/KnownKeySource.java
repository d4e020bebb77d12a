package dev.brevet.identity.token;

import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.Json;
import dev.brevet.identity.TrustedIssuer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The keys of one issuer, known beforehand; no other issuer has any here.
final class KnownKeySource implements KeySource {
  private final IssuerUrl issuer;
  private final List<SigningKey> keys;

  /// @param keySet a JSON Web Key Set (RFC 7517)
  KnownKeySource(IssuerUrl issuer, String keySet) {
    this.issuer = issuer;
    this.keys = read(keySet);
  }

  @Override
  public List<SigningKey> fetch(TrustedIssuer asked) {
    if (!asked.issuer().equals(issuer)) {
      throw new IdentityUnavailable("the keys of `" + asked.issuer() + "` are not known");
    }
    return keys;
  }

  private static List<SigningKey> read(String keySet) {
    Optional<Json> keys = Json.object(keySet).map(set -> set.values().get("keys"));
    if (keys.isPresent() && keys.get() instanceof Json.Elements(List<Json> elements)) {
      return elements.stream()
          .flatMap(key -> key instanceof Json.Members members ? Stream.of(members) : Stream.empty())
          .flatMap(key -> SigningKey.of(key).stream())
          .toList();
    }
    throw new IllegalArgumentException("not a key set");
  }
}
