package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// A stand-in for AWS's federation endpoint: takes a session in a POST body and nowhere else, no
/// `SessionDuration`, and gives the token `signin-<access key id>`.
public final class LocalSignIn implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private volatile boolean down;

  private LocalSignIn(HttpServer server) {
    this.server = server;
  }

  /// Starts on a free port of 127.0.0.1.
  static LocalSignIn start() {
    HttpServer server = Loopback.server(0);
    LocalSignIn signIn = new LocalSignIn(server);
    Loopback.serveNoBrowser(server, "/federation", signIn::handle);
    server.start();
    return signIn;
  }

  /// Where it listens.
  public URI endpoint() {
    return Loopback.uri(server).resolve("/federation");
  }

  /// Whether it answers 503 from now on.
  public void down(boolean isDown) {
    down = isDown;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = new HashMap<>();
    UriText.parameters(body).forEach(pair -> form.put(pair.getKey(), pair.getValue()));
    JsonNode session = JSON.readTree(form.getOrDefault("Session", "{}"));
    boolean good =
        exchange.getRequestMethod().equals("POST")
            && exchange.getRequestURI().getRawQuery() == null
            && form.keySet().equals(java.util.Set.of("Action", "Session"))
            && form.get("Action").equals("getSigninToken")
            && session.path("sessionId").asText().startsWith("ASIA")
            && !session.path("sessionKey").asText().isEmpty()
            && !session.path("sessionToken").asText().isEmpty();
    byte[] answer =
        ("{\"SigninToken\":\"signin-" + session.path("sessionId").asText() + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(down ? 503 : good ? 200 : 400, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    Loopback.stop(server);
  }
}
