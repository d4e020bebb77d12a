package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Documents;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.iam.SecretString;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Source: OpenID Authorization API 1.0, Signature Parameter; RFC 7515, appendix A.2; RFC 7517.
class MetadataSignerTest {
  private static final String URL = "https://pdp.example.com";

  private static KeyPair key(int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String pem(KeyPair key) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----";
  }

  private static JsonNode get(AccessMetadataEndpoint endpoint, String path) {
    ApiResponse response =
        new Router(List.of(endpoint))
            .answer(Requests.of("GET", path, Map.of("Host", "evil.test"), ""));
    assertEquals(200, response.status());
    return Documents.of(response);
  }

  private static byte[] decoded(String base64Url) {
    return Base64.getUrlDecoder().decode(base64Url);
  }

  @Test
  void metadata_isSignedWithThePublishedKey() throws Exception {
    MetadataSigner signer = MetadataSigner.of(new SecretString(pem(key(2048))));
    AccessMetadataEndpoint endpoint =
        new AccessMetadataEndpoint(Optional.of(URL), Optional.of(signer));
    JsonNode metadata = get(endpoint, "/.well-known/authzen-configuration");
    String[] token = metadata.path("signed_metadata").asText().split("\\.", -1);
    JsonNode header = Documents.of(new String(decoded(token[0]), StandardCharsets.UTF_8));
    JsonNode claims = Documents.of(new String(decoded(token[1]), StandardCharsets.UTF_8));
    assertEquals("RS256", header.path("alg").asText());
    assertEquals(URL, claims.path("iss").asText());
    for (String name : List.of("policy_decision_point", "access_evaluation_endpoint")) {
      assertEquals(metadata.path(name), claims.path(name));
    }
    assertFalse(claims.has("signed_metadata"));
    JsonNode published = get(endpoint, "/.well-known/jwks.json").path("keys").path(0);
    assertEquals(header.path("kid"), published.path("kid"));
    assertFalse(published.has("d"));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    new BigInteger(1, decoded(published.path("n").asText())),
                    new BigInteger(1, decoded(published.path("e").asText())))));
    signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
    assertTrue(signature.verify(decoded(token[2])));
  }

  @Test
  void keyThatIsTooShort_isRefused() throws Exception {
    SecretString weak = new SecretString(pem(key(1024)));
    assertThrows(IllegalArgumentException.class, () -> MetadataSigner.of(weak));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "secret-that-is-no-key", "-----BEGIN PRIVATE KEY-----\nAAAA"})
  void textThatIsNoKey_isRefusedAndNotRepeated(String text) {
    SecretString secret = new SecretString(text);
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> MetadataSigner.of(secret));
    assertEquals(
        "the metadata signing key is not an RSA key of 2048 bits or more in PKCS #8",
        refused.getMessage());
  }
}
