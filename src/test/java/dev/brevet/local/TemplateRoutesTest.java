package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// The routes that `template.yaml` declares and those that the functions answer are the same.
class TemplateRoutesTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static LocalWorld world;
  private static List<GatewayRoute> routes;

  @BeforeAll
  static void start() {
    world = LocalWorld.start(LocalOptions.inMemory(Path.of("").toAbsolutePath()));
    routes = GatewayRoute.of(world.template());
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void routeOfTheTemplate_isAnsweredByItsFunction() throws Exception {
    for (GatewayRoute route : routes) {
      HttpResponse<String> answer = send(route, route.signed());
      assertFalse(
          answer.statusCode() == 405 || answer.body().contains("no_such_route"),
          route.key() + ": " + answer.statusCode() + " " + answer.body());
    }
  }

  @Test
  void signedRoute_isForbiddenWithoutASignature() throws Exception {
    List<GatewayRoute> signed = routes.stream().filter(GatewayRoute::signed).toList();
    assertFalse(signed.isEmpty());
    for (GatewayRoute route : signed) {
      assertEquals(403, send(route, false).statusCode(), route.key());
      assertTrue(route.path().contains("/iam/"), route.key());
    }
  }

  @Test
  void pathOfAwsPrincipals_isAlwaysSigned() {
    routes.stream()
        .filter(route -> route.path().contains("/iam/"))
        // What describes the signed routes is for everybody to read.
        .filter(route -> !route.path().startsWith("/.well-known/"))
        .forEach(route -> assertTrue(route.signed(), route.key()));
  }

  @Test
  void everyRoute_isThereWithATrailingSlashToo() {
    Set<String> keys = routes.stream().map(GatewayRoute::key).collect(Collectors.toSet());
    routes.stream()
        .map(GatewayRoute::key)
        .filter(key -> !key.endsWith("/") && !key.endsWith("+}"))
        .forEach(key -> assertTrue(keys.contains(key + "/"), key));
  }

  @Test
  void routeThatListsForEverybody_hasAThrottleOfItsOwn_belowThatOfVending() {
    Map<String, Object> api = world.template().resources("AWS::Serverless::HttpApi").get("Api");
    Map<String, Object> own = Template.map(api.get("RouteSettings"));
    Map<String, Object> usual = Template.map(api.get("DefaultRouteSettings"));
    assertEquals(
        routes.stream()
            .filter(route -> route.method().equals("GET"))
            .filter(route -> route.path().matches("/v1(/iam)?/mappings/?"))
            .map(GatewayRoute::key)
            .collect(Collectors.toSet()),
        own.keySet());
    own.forEach(
        (route, settings) -> {
          for (String limit : List.of("ThrottlingRateLimit", "ThrottlingBurstLimit")) {
            int lists = Integer.parseInt(Template.text(Template.map(settings).get(limit)));
            assertTrue(lists * 10 <= Integer.parseInt(Template.text(usual.get(limit))), route);
          }
        });
  }

  private static HttpResponse<String> send(GatewayRoute route, boolean signed)
      throws IOException, InterruptedException {
    // Kinds of design are the function's own; everything else in braces names something stored.
    String path =
        route
            .path()
            .replace("{kind}", "state-machine-role")
            .replace("{proxy+}", "groups/not-there")
            .replaceAll("\\{[^}]*}", "not-there");
    String method = route.method().equals("ANY") ? "GET" : route.method();
    URI uri = URI.create(world.url() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody());
    if (signed) {
      SdkHttpRequest unsigned =
          SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri).build();
      AwsV4HttpSigner.create()
          .sign(
              s ->
                  s.identity(world.credentials(LocalWorld.ADMINISTRATOR))
                      .request(unsigned)
                      .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                      .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                      .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.systemUTC()))
          .request()
          .forEachHeader(
              (name, values) -> {
                if (!name.equalsIgnoreCase("host")) {
                  request.header(name, String.join(",", values));
                }
              });
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
