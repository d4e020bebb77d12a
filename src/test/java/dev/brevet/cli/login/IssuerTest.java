package dev.brevet.cli.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.cli.environment.Failure;
import dev.brevet.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssuerTest {
  private static URI endpoint(String issuer, String endpoint) throws Failure {
    return new Issuer(
            URI.create(issuer), JsonValue.of(Map.of("token_endpoint", JsonValue.of(endpoint))))
        .endpoint("token_endpoint");
  }

  /// Source: RFC 9110, 4.2.2, of an https URI with an empty host identifier: "A recipient that
  /// processes such a URI reference MUST reject it as invalid."
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https:token",
        "https:/token",
        "https:///token",
        "https://:443/token",
        "https://?a",
        "/token",
        "//i.example/token",
        "token",
        "",
        // Java finds no host where a name has what no host name may have: RFC 952.
        "https://i_1.example/token"
      })
  void endpointWithoutAHost_isRefused(String endpoint) {
    for (String issuer : new String[] {"https://i.example", "http://127.0.0.1:8788"}) {
      Failure refused = assertThrows(Failure.class, () -> endpoint(issuer, endpoint));
      assertTrue(refused.message().contains("`token_endpoint`"), refused.message());
    }
  }

  /// An issuer on the network has no business on this machine, whatever the address says.
  @ParameterizedTest
  @CsvSource({
    "https://i.example, https://login.example/token, true",
    "https://i.example, HTTPS://i.example:8443/token?a=b, true",
    "https://i.example, http://i.example/token, false",
    "https://i.example, http://127.0.0.1:8787/token, false",
    "https://i.example, http://localhost/token, false",
    "https://i.example, https://i.example/token#a, false",
    "https://i.example, ftp://i.example/token, false",
    "http://127.0.0.1:8788, http://127.0.0.1:8788/token, true",
    "http://127.0.0.1:8788, http://i.example/token, false"
  })
  void endpoint_getsSecretsOnlyWhereNobodyCanReadThem(String issuer, String endpoint, boolean taken)
      throws Failure {
    if (taken) {
      assertEquals(URI.create(endpoint), endpoint(issuer, endpoint));
    } else {
      assertThrows(Failure.class, () -> endpoint(issuer, endpoint));
    }
  }

  @Test
  void endpointThatIsMissing_isNamed() {
    Issuer issuer = new Issuer(URI.create("https://i.example"), JsonValue.of(Map.of()));
    Failure refused = assertThrows(Failure.class, () -> issuer.endpoint("token_endpoint"));
    assertTrue(refused.message().contains("has no `token_endpoint`"), refused.message());
  }
}
