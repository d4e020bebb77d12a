package dev.brevet.identity;

import java.util.Optional;

/// The signature algorithms that an issuer may be registered with. All are asymmetric: there is no
/// word for `none` and none for an HMAC, so neither can be configured or accepted.
///
/// Source: RFC 7518, 3.1. EdDSA is left out: the JDK verifies it, Nimbus JOSE only through another
/// library.
public enum SignatureAlgorithm {
  RS256,
  RS384,
  RS512,
  PS256,
  PS384,
  PS512,
  ES256,
  ES384,
  ES512;

  /// Empty when `name` is not one of these, in exactly this spelling.
  public static Optional<SignatureAlgorithm> parse(String name) {
    for (SignatureAlgorithm algorithm : values()) {
      if (algorithm.name().equals(name)) {
        return Optional.of(algorithm);
      }
    }
    return Optional.empty();
  }

  /// The curve that the key must lie on (RFC 7518, 3.4); empty when the key is an RSA key.
  public Optional<String> curve() {
    return switch (this) {
      case RS256, RS384, RS512, PS256, PS384, PS512 -> Optional.empty();
      case ES256 -> Optional.of("P-256");
      case ES384 -> Optional.of("P-384");
      case ES512 -> Optional.of("P-521");
    };
  }
}
