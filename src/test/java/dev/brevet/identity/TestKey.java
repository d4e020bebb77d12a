package dev.brevet.identity;

import module java.base;

import dev.brevet.identity.token.SigningKey;
import dev.brevet.json.JsonReader;
import java.security.Signature;

/// A key pair that signs tokens for tests, by the JDK alone, and its JWK as an issuer publishes it.
public record TestKey(String id, KeyPair pair, String jwk) {
  public static final TestKey RSA = rsa("rsa-1", 2048);
  public static final TestKey RSA_OTHER = rsa("rsa-2", 2048);
  public static final TestKey P256 = ec("ec-1", "secp256r1", "P-256", 32);
  public static final TestKey P384 = ec("ec-2", "secp384r1", "P-384", 48);

  public static TestKey rsa(String id, int bits) {
    KeyPair pair = generate("RSA", Optional.empty(), bits);
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return new TestKey(
        id,
        pair,
        "{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
            .formatted(id, number(key.getModulus(), bits / 8), number(key.getPublicExponent(), 3)));
  }

  private static TestKey ec(String id, String name, String curve, int bytes) {
    KeyPair pair = generate("EC", Optional.of(name), 0);
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    return new TestKey(
        id,
        pair,
        "{\"kty\":\"EC\",\"use\":\"sig\",\"kid\":\"%s\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
            .formatted(
                id,
                curve,
                number(key.getW().getAffineX(), bytes),
                number(key.getW().getAffineY(), bytes)));
  }

  public SigningKey published() {
    return SigningKey.of(JsonReader.untrusted(jwk).orElseThrow()).orElseThrow();
  }

  /// The compact form of a token with this header and payload, signed as `algorithm` says whatever
  /// the header does.
  public String sign(String algorithm, String header, String payload) {
    String input = base64(header) + "." + base64(payload);
    try {
      Signature signature =
          Signature.getInstance(
              switch (algorithm) {
                case "RS256" -> "SHA256withRSA";
                case "RS512" -> "SHA512withRSA";
                case "ES256" -> "SHA256withECDSAinP1363Format";
                case "ES384" -> "SHA384withECDSAinP1363Format";
                default -> throw new IllegalArgumentException(algorithm);
              });
      signature.initSign(pair.getPrivate());
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String number(BigInteger number, int bytes) {
    byte[] raw = number.toByteArray();
    byte[] exact = new byte[bytes];
    int copied = Math.min(raw.length, bytes);
    System.arraycopy(raw, raw.length - copied, exact, bytes - copied, copied);
    return base64(exact);
  }

  private static KeyPair generate(String kind, Optional<String> curve, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
      if (curve.isPresent()) {
        generator.initialize(new ECGenParameterSpec(curve.get()));
      } else {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
