package dev.brevet.endtoend;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// Something at the address where Brevet should be: answers what a test tells it to, and remembers
/// who asked.
final class StandIn implements AutoCloseable {
  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /// What it answers.
  record Said(int status, Map<String, String> headers, String body) {}

  /// @param answer from the request's path
  StandIn(Function<String, Said> answer) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> handle(exchange, answer));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Method and path of each request so far.
  List<String> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange, Function<String, Said> answer) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      Said said = answer.apply(exchange.getRequestURI().toString());
      byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
      said.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
