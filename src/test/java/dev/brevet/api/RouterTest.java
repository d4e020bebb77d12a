package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import module java.base;

import dev.brevet.policy.element.WorkBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
  private final Router router =
      new Router(
          List.of(
              () ->
                  List.of(
                      Route.of("GET", "/", (_, _) -> ApiResponse.json(200, "root")),
                      Route.of("POST", "/things", (_, _) -> ApiResponse.json(200, "posted")),
                      Route.of("GET", "/things", (_, _) -> ApiResponse.json(200, "list")),
                      Route.of(
                          "GET",
                          "/things/{id}",
                          (_, path) -> ApiResponse.json(200, "thing " + path.get("id"))))));

  @ParameterizedTest
  @CsvSource({
    "GET, /, root",
    "GET, /things, list",
    "GET, /things/, list",
    "POST, /things/, posted",
    "GET, /things/a.b_c-1, thing a.b_c-1",
    "GET, /things/a/, thing a",
    // The gateway decoded the path already: what still looks encoded is text.
    "GET, /things/a%2Fb, thing a%2Fb",
    "GET, /things/%252e%252e, thing %252e%252e",
    "GET, /things/.., thing ..",
  })
  void path_thatARouteNames_isAnswered(String method, String path, String answer) {
    assertEquals(answer, router.answer(Requests.of(method, path, Map.of(), "")).body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "things",
        "//",
        "//things",
        "/things//",
        "/things//a",
        "/things/a//",
        "/things/a/b",
        "/Things",
        "/things%2Fa",
        "/things;v=1",
        "/./things",
        "/nothing"
      })
  void path_thatNoRouteNames_isNotFound(String path) {
    ApiResponse response = router.answer(Requests.get(path));
    assertEquals(404, response.status());
    assertEquals("no_such_route", Documents.of(response).get("code").asText());
  }

  @ParameterizedTest
  @CsvSource({"DELETE, /things, 'GET, POST'", "BREW, /things/a, GET", "get, /things/a, GET"})
  void method_thatThePathDoesNotHave_isNotAllowed(String method, String path, String allow) {
    ApiResponse response = router.answer(Requests.of(method, path, Map.of(), ""));
    assertEquals(405, response.status());
    assertEquals(allow, response.headers().get("Allow"));
    assertEquals("method_not_allowed", Documents.of(response).get("code").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "550e8400-e29b-41d4-a716-446655440000",
        "Root=1-5f/a:b_c.d+e@f",
        // "The value of this header is an arbitrary string" (Request Identification).
        "a b",
        "<script>\"&\\%{}~!",
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
            + "12345678901234567890123456789012345678"
      })
  void requestId_isEchoed(String id) {
    ApiRequest request = Requests.of("GET", "/nothing", Map.of("x-request-id", id), "");
    assertEquals(id, router.answer(request).headers().get("X-Request-ID"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " a",
        "a ",
        "a\r\nSet-Cookie: b=c",
        "a\nb",
        "a\tb",
        "a\u007f",
        "a\u0000",
        "\u00e9",
        "a\u2028b"
      })
  void requestId_thatIsNotPlainOrTooLong_isNotEchoed(String id) {
    ApiRequest request = Requests.of("GET", "/things", Map.of("X-Request-ID", id), "");
    assertFalse(router.answer(request).headers().containsKey("X-Request-ID"));
  }

  @Test
  void requestId_isEchoedUpTo512Characters() {
    String most = "x".repeat(512);
    assertEquals(
        most,
        router
            .answer(Requests.of("GET", "/things", Map.of("X-Request-ID", most), ""))
            .headers()
            .get("X-Request-ID"));
    assertFalse(
        router
            .answer(Requests.of("GET", "/things", Map.of("X-Request-ID", most + "x"), ""))
            .headers()
            .containsKey("X-Request-ID"));
  }

  @Test
  void refusal_hasTheShapeOfItsRoute() {
    Router shaped =
        new Router(
            List.of(
                () ->
                    List.of(
                        Route.of("GET", "/plain", RouterTest::costly),
                        Route.of("POST", "/xml", RouterTest::costly)
                            .refusing((problem, _) -> ApiResponse.json(418, problem.detail())))));
    assertEquals(418, shaped.answer(Requests.of("POST", "/xml", Map.of(), "")).status());
    assertEquals(400, shaped.answer(Requests.of("GET", "/plain", Map.of(), "")).status());
    assertEquals(
        418,
        shaped.refused(Requests.of("POST", "/xml", Map.of(), ""), Problem.unavailable()).status());
    // No route has these.
    for (String[] other : new String[][] {{"GET", "/xml"}, {"POST", "/plain"}, {"POST", "xml"}}) {
      assertEquals(
          503,
          shaped
              .refused(Requests.of(other[0], other[1], Map.of(), ""), Problem.unavailable())
              .status());
    }
  }

  private static ApiResponse costly(ApiRequest request, Map<String, String> path) {
    new WorkBudget(0).buy(1);
    return ApiResponse.json(200, "not reached");
  }
}
