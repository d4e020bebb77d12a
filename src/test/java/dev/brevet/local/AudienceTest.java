package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A token is good at the doors that its audience means, and at no other: tried at every route that
/// takes a bearer, and at the authorizer. Its bearer, alice, is an administrator here.
class AudienceTest {
  private static final Set<String> PUBLIC =
      Set.of(
          "GET /healthz",
          "GET /.well-known/authzen-configuration",
          "GET /.well-known/authzen-configuration/iam",
          "GET /.well-known/jwks.json");
  private static LocalWorld world;

  @BeforeAll
  static void start() {
    PrintStream standard = System.out;
    // Functions take standard output as their log when they are made.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      world = LocalWorld.start(LocalOptions.inMemory(Path.of("").toAbsolutePath()));
    } finally {
      System.setOut(standard);
    }
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static String token(Object audience) {
    return world
        .issuer()
        .token(
            Map.of(
                "sub",
                "alice",
                "aud",
                audience,
                "groups",
                List.of("operations", "orders"),
                "amr",
                List.of("mfa")),
            Duration.ofHours(1));
  }

  /// Whether the caller is known at a route.
  private static boolean isKnown(GatewayRoute route, String token) throws Exception {
    boolean form = route.path().equals("/");
    String method = route.method().replace("ANY", "GET");
    String path =
        route
            .path()
            .replace("{proxy+}", "mappings")
            .replace("{kind}", "service-role")
            .replaceAll("\\{[^}]*}", "orders-reader");
    String body =
        form
            ? "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=app&RoleArn="
                + URLEncoder.encode(
                    "arn:aws:iam::111122223333:role/brevet/orders-reader", StandardCharsets.UTF_8)
                + "&WebIdentityToken="
                + token
            : "{\"mapping\":\"orders-reader\"}";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(world.url() + path + (form && method.equals("GET") ? "?" + body : "")))
            .header("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json")
            .method(
                method,
                method.equals("GET")
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (!form) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() != 401 && !answer.body().contains("InvalidIdentityToken");
    }
  }

  // With and without the slash at the end a route is one.
  private static boolean isBearers(GatewayRoute route) {
    boolean again = route.path().length() > 1 && route.path().endsWith("/");
    return !route.signed() && !again && !PUBLIC.contains(route.key());
  }

  private static Set<String> doors(Object audience) throws Exception {
    Set<String> known = new TreeSet<>();
    for (GatewayRoute route : GatewayRoute.of(world.template())) {
      if (isBearers(route) && isKnown(route, token(audience))) {
        known.add(route.key());
      }
    }
    return known;
  }

  private static boolean mayCall(Object audience) throws Exception {
    String event =
        Files.readString(Path.of("events/authorizer-http.json"))
            .replace("BREVET_API_TOKEN", token(audience));
    byte[] answer =
        world
            .function("AuthorizerFunction")
            .invoke(event.getBytes(StandardCharsets.UTF_8), "request-1");
    return new ObjectMapper().readTree(answer).get("isAuthorized").asBoolean();
  }

  @Test
  void tokenForBrevet_isKnownAtEveryDoorOfBrevet_andAtNoApi() throws Exception {
    Set<String> all = new TreeSet<>();
    GatewayRoute.of(world.template()).stream()
        .filter(AudienceTest::isBearers)
        .forEach(route -> all.add(route.key()));
    assertTrue(all.size() > 12, all::toString);
    assertEquals(all, doors("brevet"));
    assertFalse(mayCall("brevet"));
  }

  @Test
  void tokenForAnApi_isKnownAtNoDoorOfBrevet() throws Exception {
    assertEquals(Set.of(), doors("orders"));
    assertTrue(mayCall("orders"));
  }

  @Test
  void tokenForAsking_asksAndDoesNothingElse() throws Exception {
    assertEquals(
        Set.of(
            "POST /access/v1/evaluation",
            "POST /access/v1/evaluations",
            "POST /access/v1/search/action",
            "POST /access/v1/search/resource",
            "POST /access/v1/search/subject"),
        doors("brevet-access"));
    assertFalse(mayCall("brevet-access"));
  }

  @Test
  void tokenForSeveral_isForNone() throws Exception {
    assertEquals(Set.of(), doors(List.of("brevet", "orders")));
    assertFalse(mayCall(List.of("brevet", "orders")));
  }
}
