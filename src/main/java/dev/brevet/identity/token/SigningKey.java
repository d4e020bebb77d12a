package dev.brevet.identity.token;

import module java.base;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.brevet.identity.SignatureAlgorithm;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;

/// One public key of an issuer, and what it may verify. The key decides: an RSA key never verifies
/// an ECDSA signature, and no key verifies an HMAC, whatever a token's header says.
///
/// `id` is the key's `kid`; `algorithm` is its `alg`, where the issuer limits it to one.
public record SigningKey(Optional<String> id, Optional<String> algorithm, Material material) {
  // Below 2048 bits RSA is too weak (RFC 7518, 3.3); above 8192 one verification is a denial of
  // service.
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_RSA_BITS = 8192;

  /// Of more keys, none is used.
  static final int MOST_IN_SET = 200;

  sealed interface Material {
    record Rsa(RSAPublicKey key) implements Material {}

    record EllipticCurve(ECPublicKey key, Curve curve) implements Material {}
  }

  /// The usable keys of a key set. Empty when it has no list of at most [#MOST_IN_SET] keys.
  static Optional<List<SigningKey>> ofSet(JsonObject set) {
    return set.get("keys").orElse(null) instanceof JsonArray(List<JsonValue> keys, _)
            && keys.size() <= MOST_IN_SET
        ? Optional.of(
            keys.stream()
                .flatMap(key -> key.asObject().stream())
                .flatMap(key -> of(key.withoutNulls()).stream())
                .toList())
        : Optional.empty();
  }

  /// Empty when `key` is not a usable public signing key: symmetric or private (an issuer should
  /// not publish one), for encryption, of another type or curve, too weak, or malformed. What is
  /// not used here (`x5c`, `x5t`, ...) is not read.
  public static Optional<SigningKey> of(JsonObject key) {
    if (key.has("d") || key.has("k") || !isForSignatures(key)) {
      return Optional.empty();
    }
    try {
      return material(key)
          .map(material -> new SigningKey(key.text("kid"), key.text("alg"), material));
    } catch (JOSEException | IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  boolean fits(SignatureAlgorithm wanted) {
    boolean sameType =
        switch (material) {
          case Material.Rsa _ -> wanted.curve().isEmpty();
          case Material.EllipticCurve(_, Curve curve) ->
              wanted.curve().filter(curve.getName()::equals).isPresent();
        };
    return sameType && (algorithm.isEmpty() || algorithm.get().equals(wanted.name()));
  }

  /// Whether `signature` (base64url) is this key's over `input`, which is ASCII. `wanted` must fit.
  boolean verifies(SignatureAlgorithm wanted, String input, String signature) {
    try {
      JWSVerifier verifier =
          switch (material) {
            case Material.Rsa(RSAPublicKey key) -> new RSASSAVerifier(key);
            case Material.EllipticCurve(ECPublicKey key, _) -> new ECDSAVerifier(key);
          };
      return verifier.verify(
          new JWSHeader(JWSAlgorithm.parse(wanted.name())),
          input.getBytes(StandardCharsets.US_ASCII),
          new Base64URL(signature));
    } catch (JOSEException e) {
      return false;
    }
  }

  private static Optional<Material> material(JsonObject key) throws JOSEException {
    String type = key.text("kty").orElse("");
    if (type.equals("RSA")) {
      RSAPublicKey rsa =
          new RSAKey.Builder(number(key, "n"), number(key, "e")).build().toRSAPublicKey();
      int bits = rsa.getModulus().bitLength();
      return bits < LEAST_RSA_BITS
              || bits > MOST_RSA_BITS
              || rsa.getPublicExponent().bitLength() < 2
              || rsa.getPublicExponent().bitLength() > 32
          ? Optional.empty()
          : Optional.of(new Material.Rsa(rsa));
    }
    if (type.equals("EC")) {
      Curve curve = curve(key.text("crv").orElse(""));
      // The builder refuses coordinates that are not on the curve.
      ECPublicKey point =
          new ECKey.Builder(curve, number(key, "x"), number(key, "y")).build().toECPublicKey();
      return Optional.of(new Material.EllipticCurve(point, curve));
    }
    return Optional.empty();
  }

  private static Curve curve(String name) {
    return switch (name) {
      case "P-256" -> Curve.P_256;
      case "P-384" -> Curve.P_384;
      case "P-521" -> Curve.P_521;
      default -> throw new IllegalArgumentException("the curve is not P-256, P-384 or P-521");
    };
  }

  private static Base64URL number(JsonObject key, String name) {
    return new Base64URL(
        key.text(name).orElseThrow(() -> new IllegalArgumentException("`" + name + "` missing")));
  }

  // RFC 7517, 4.2 and 4.3.
  private static boolean isForSignatures(JsonObject key) {
    if (key.has("use") && !key.text("use").orElse("").equals("sig")) {
      return false;
    }
    return !key.has("key_ops")
        || (key.get("key_ops").orElse(null) instanceof JsonArray operations
            && operations.items().stream()
                .anyMatch(one -> one.asText().equals(Optional.of("verify"))));
  }
}
