package dev.brevet.api.access;

import module java.base;

import dev.brevet.api.JsonText;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.Sha256;
import java.security.Signature;

/// Signs metadata as JSON Web Tokens: RS256, with the SHA-256 thumbprint of the key as its id. The
/// issuer is the decision point itself.
///
/// Source: RFC 7515, RFC 7638, RFC 7518 section 6.3; OpenID Authorization API 1.0, Signature
/// Parameter.
public final class MetadataSigner {
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int FEWEST_BITS = 2_048;

  private final RSAPrivateCrtKey key;
  private final String keyId;
  // By decision point: there are two of each host name, and the gateway has few.
  private final Map<String, String> signed = new ConcurrentHashMap<>();

  private MetadataSigner(RSAPrivateCrtKey key) {
    this.key = key;
    this.keyId = thumbprint(key);
  }

  /// A signer with a key.
  ///
  /// @param pem an RSA key of at least 2,048 bits as PKCS #8, with or without its PEM lines
  /// @throws IllegalArgumentException when it is none; the message does not repeat it
  public static MetadataSigner of(SecretString pem) {
    try {
      String base64 = pem.reveal().replaceAll("-----[A-Z ]+-----|\\s|\\\\n", "");
      PrivateKey key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
      if (key instanceof RSAPrivateCrtKey rsa && rsa.getModulus().bitLength() >= FEWEST_BITS) {
        return new MetadataSigner(rsa);
      }
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // What was thrown may repeat the key.
    }
    throw new IllegalArgumentException(
        "the metadata signing key is not an RSA key of 2048 bits or more in PKCS #8");
  }

  /// A token with `metadata` and `iss` as its claims.
  String sign(Map<String, String> metadata) {
    String issuer = metadata.getOrDefault("policy_decision_point", "");
    String known = signed.get(issuer);
    if (known != null) {
      return known;
    }
    String token = token(issuer, metadata);
    if (signed.size() < 64) {
      signed.put(issuer, token);
    }
    return token;
  }

  private String token(String issuer, Map<String, String> metadata) {
    String header =
        JsonText.object(
            json -> {
              json.writeStringField("alg", "RS256");
              json.writeStringField("typ", "JWT");
              json.writeStringField("kid", keyId);
            });
    String claims =
        JsonText.object(
            json -> {
              json.writeStringField("iss", issuer);
              for (Map.Entry<String, String> claim : metadata.entrySet()) {
                json.writeStringField(claim.getKey(), claim.getValue());
              }
            });
    String content = base64(header) + "." + base64(claims);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the metadata signing key does not sign", e);
    }
  }

  /// The public key, as a JSON Web Key Set.
  String keySet() {
    return JsonText.object(
        json -> {
          json.writeArrayFieldStart("keys");
          json.writeStartObject();
          json.writeStringField("kty", "RSA");
          json.writeStringField("use", "sig");
          json.writeStringField("alg", "RS256");
          json.writeStringField("kid", keyId);
          json.writeStringField("e", unsigned(key.getPublicExponent().toByteArray()));
          json.writeStringField("n", unsigned(key.getModulus().toByteArray()));
          json.writeEndObject();
          json.writeEndArray();
        });
  }

  private static String thumbprint(RSAPrivateCrtKey key) {
    String canonical =
        "{\"e\":\""
            + unsigned(key.getPublicExponent().toByteArray())
            + "\",\"kty\":\"RSA\",\"n\":\""
            + unsigned(key.getModulus().toByteArray())
            + "\"}";
    return BASE64.encodeToString(Sha256.of(canonical));
  }

  /// Without the byte that only says that the number is positive.
  private static String unsigned(byte[] bigEndian) {
    int from = bigEndian.length > 1 && bigEndian[0] == 0 ? 1 : 0;
    return BASE64.encodeToString(Arrays.copyOfRange(bigEndian, from, bigEndian.length));
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
