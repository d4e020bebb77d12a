package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// An API Gateway HTTP API on a loopback address: the template's routes, its `AWS_IAM` authorizer,
/// its events, and the answers of the functions passed through.
///
/// Stage `$default`, no CORS. Sources: API Gateway Developer Guide, http-api-develop-routes,
/// http-api-quotas and http-api-access-control-iam.
public final class LocalGateway implements AutoCloseable {
  private static final int MOST_BODY = 10 * 1024 * 1024;
  private static final int MOST_HEADERS = 10_240;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<GatewayRoute> routes;
  private final Map<String, LocalFunction> functions;
  private final SignatureV4 signatures;
  private final LocalIam iam;
  private final InvokePermission permission;
  private final String region;
  private final Clock clock;

  private LocalGateway(
      HttpServer server,
      List<GatewayRoute> routes,
      Map<String, LocalFunction> functions,
      LocalIam iam,
      LocalKeys keys,
      String region,
      Clock clock) {
    this.server = server;
    this.routes = routes.stream().sorted(Comparator.comparingInt(GatewayRoute::rank)).toList();
    this.functions = Map.copyOf(functions);
    this.signatures = new SignatureV4("execute-api", clock, keys::find);
    this.iam = iam;
    this.permission = new InvokePermission(new LocalAuthorization(iam, clock), region);
    this.region = region;
    this.clock = clock;
  }

  /// Answers on `server`, which is bound already, for `functions` by logical id, as in `region`.
  static LocalGateway start(
      HttpServer server,
      Template template,
      Map<String, LocalFunction> functions,
      LocalIam iam,
      LocalKeys keys,
      String region,
      Clock clock) {
    LocalGateway gateway =
        new LocalGateway(server, GatewayRoute.of(template), functions, iam, keys, region, clock);
    Loopback.serve(server, "/", gateway::handle);
    server.start();
    return gateway;
  }

  /// Where it listens: `http://127.0.0.1:<port>`.
  public URI url() {
    return Loopback.uri(server);
  }

  @Override
  public void close() {
    Loopback.stop(server);
  }

  @SuppressWarnings("ArrayRecordComponent") // the bytes of one answer, never compared
  private record Answer(
      int status, Map<String, String> headers, List<String> cookies, byte[] body) {
    static Answer message(int status, String message) {
      return new Answer(
          status,
          Map.of("Content-Type", "application/json"),
          List.of(),
          ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String requestId = UUID.randomUUID().toString();
      Answer answer;
      if (headerBytes(exchange) > MOST_HEADERS) {
        answer = Answer.message(431, "Request Header Fields Too Large");
      } else {
        Optional<WireRequest> request = WireRequest.read(exchange, MOST_BODY);
        answer = request.isEmpty() ? tooLarge() : answer(request.get(), requestId);
      }
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      answer.cookies().forEach(cookie -> exchange.getResponseHeaders().add("Set-Cookie", cookie));
      exchange.getResponseHeaders().set("Apigw-Requestid", requestId);
      boolean bodiless = exchange.getRequestMethod().equals("HEAD") || answer.status() == 204;
      exchange.sendResponseHeaders(
          answer.status(), bodiless || answer.body().length == 0 ? -1 : answer.body().length);
      if (!bodiless && answer.body().length > 0) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  private Answer answer(WireRequest request, String requestId) throws IOException {
    String path = UriText.decode(request.rawPath(), false);
    for (GatewayRoute route : routes) {
      Optional<Map<String, String>> parameters = route.match(request.method(), path);
      if (parameters.isPresent()) {
        return answer(request, route, parameters.get(), requestId);
      }
    }
    return Answer.message(404, "Not Found");
  }

  private Answer answer(
      WireRequest request, GatewayRoute route, Map<String, String> parameters, String requestId)
      throws IOException {
    Optional<GatewayEvent.Signer> signer = Optional.empty();
    if (route.signed()) {
      if (!(signatures.verify(request) instanceof SignatureV4.Outcome.Signed(var key, var signedFor)
          && signedFor.equals(region))) {
        return Answer.message(403, "Forbidden");
      }
      String path = UriText.decode(request.rawPath(), false);
      if (!permission.allows(key.caller(), request, path, clock.instant())) {
        return Answer.message(403, "Forbidden");
      }
      signer =
          Optional.of(
              new GatewayEvent.Signer(
                  key.caller(), key.accessKeyId(), iam.organization(key.caller().account())));
    }
    byte[] event =
        JSON.writeValueAsBytes(
            GatewayEvent.of(request, route, parameters, signer, requestId, clock.instant()));
    try {
      return answer(functions.get(route.function()).invoke(event, requestId));
    } catch (LocalFunction.Failure failure) {
      System.err.println(requestId + " " + route.key() + ": " + failure.getMessage());
      return failure.getMessage().contains("event is over")
          ? tooLarge()
          : Answer.message(500, "Internal Server Error");
    }
  }

  /// A function's answer without `statusCode` is a JSON body with 200, as in payload format 2.0.
  private static Answer answer(byte[] written) throws IOException {
    JsonNode answer = JSON.readTree(written);
    if (!answer.has("statusCode")) {
      return new Answer(200, Map.of("Content-Type", "application/json"), List.of(), written);
    }
    Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Content-Type", "text/plain;charset=UTF-8");
    answer
        .path("headers")
        .properties()
        .forEach(e -> headers.put(e.getKey(), e.getValue().asText()));
    List<String> cookies = new java.util.ArrayList<>();
    answer.path("cookies").forEach(cookie -> cookies.add(cookie.asText()));
    String body = answer.path("body").asText("");
    return new Answer(
        answer.path("statusCode").asInt(),
        headers,
        cookies,
        answer.path("isBase64Encoded").asBoolean()
            ? Base64.getDecoder().decode(body)
            : body.getBytes(StandardCharsets.UTF_8));
  }

  private static Answer tooLarge() {
    return Answer.message(413, "Request Entity Too Large");
  }

  /// The request line and all headers, as API Gateway's quota counts them.
  private static int headerBytes(HttpExchange exchange) {
    int[] sum = {
      exchange.getRequestURI().toString().length() + exchange.getRequestMethod().length()
    };
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> values.forEach(value -> sum[0] += name.length() + value.length()));
    return sum[0];
  }
}
