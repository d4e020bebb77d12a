package dev.brevet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import module java.base;

import org.junit.jupiter.api.Test;

class AuthorizerEventTest {
  private static Map<String, String> parameters(String json) {
    String event =
        """
        {"type":"REQUEST","methodArn":"arn:aws:execute-api:eu-west-1:111122223333:b2c3d4e5f6/prod/GET/orders/x",
         "resource":"/orders/{id}","pathParameters":%s,"requestContext":{"requestId":"r"}}
        """
            .formatted(json);
    return assertInstanceOf(
            AuthorizerRequest.Rest.class,
            AuthorizerEvent.read(event.getBytes(StandardCharsets.UTF_8), "f", Instant.EPOCH)
                .orElseThrow())
        .pathParameters();
  }

  @Test
  void parametersOfARestApi_areReadAsWhoServesTheCallReadsThem() {
    assertEquals(
        Map.of("a", "secret", "b", "a b", "c", "1+1", "d", "..", "e", "\u00e9", "f", "plain"),
        parameters(
            "{\"a\":\"%73ecret\",\"b\":\"a%20b\",\"c\":\"1+1\",\"d\":\"%2e%2E\",\"e\":\"%C3%A9\","
                + "\"f\":\"plain\"}"));
  }

  @Test
  void parametersThatTwoMayReadDifferently_areLeftOut() {
    assertEquals(
        Map.of("proxy", "a/b"),
        parameters(
            "{\"a\":\"..%2Fadmin\",\"b\":\"%2573ecret\",\"c\":\"%zz\",\"d\":\"%\",\"e\":\"%ff\","
                + "\"f\":\"100%25\",\"proxy\":\"a/b\"}"));
  }

  /// An HTTP API decodes them itself, and writes U+FFFD for bytes that are no UTF-8.
  @Test
  void parameterOfAnHttpApi_thatItCouldNotDecode_isLeftOut() {
    String event =
        """
        {"version":"2.0","type":"REQUEST","routeKey":"GET /orders/{id}",
         "routeArn":"arn:aws:execute-api:eu-west-1:111122223333:b2c3d4e5f6/prod/GET/orders/x",
         "pathParameters":{"a":"secret\ufffd","b":"\u00e9"},"requestContext":{"requestId":"r"}}
        """;
    assertEquals(
        Map.of("b", "\u00e9"),
        assertInstanceOf(
                AuthorizerRequest.Http.class,
                AuthorizerEvent.read(event.getBytes(StandardCharsets.UTF_8), "f", Instant.EPOCH)
                    .orElseThrow())
            .pathParameters());
  }

  @Test
  void halfACharacter_isNoEvent() {
    String event =
        """
        {"type":"TOKEN","authorizationToken":"a\\ud800",
         "methodArn":"arn:aws:execute-api:eu-west-1:111122223333:b2c3d4e5f6/prod/GET/orders/x"}
        """;
    assertEquals(
        Optional.empty(),
        AuthorizerEvent.read(event.getBytes(StandardCharsets.UTF_8), "f", Instant.EPOCH));
  }
}
