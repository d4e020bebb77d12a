package dev.brevet.identity.token;

import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.json.JsonReader;
import java.util.List;

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
    return JsonReader.untrusted(keySet)
        .flatMap(SigningKey::ofSet)
        .orElseThrow(() -> new IllegalArgumentException("not a key set"));
  }
}
