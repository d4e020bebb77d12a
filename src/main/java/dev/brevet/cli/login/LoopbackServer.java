package dev.brevet.cli.login;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;

/// A server for programs of this machine: bound to 127.0.0.1, and deaf to requests that name
/// another host, which is how a page in a browser would reach it through a name of its own (DNS
/// rebinding).
public final class LoopbackServer implements AutoCloseable {
  private final HttpServer server;

  /// What to answer.
  public record Answer(int status, Map<String, String> headers, String body) {}

  /// Answers requests. A [Failure] is no answer: the handler shows it.
  public interface Handler {
    Answer answer(HttpExchange exchange);
  }

  private LoopbackServer(HttpServer server) {
    this.server = server;
  }

  /// Starts to serve this machine at `port` of a loopback address.
  ///
  /// @param port 0 for any free one
  public static LoopbackServer start(int port, Handler handler) throws Failure {
    // Without it every answer on a kept connection waits for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Requests that are not sent whole in seconds are dropped: their connections are bounded.
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      LoopbackServer started = new LoopbackServer(server);
      server.createContext("/", exchange -> started.handle(exchange, handler));
      server.start();
      return started;
    } catch (IOException e) {
      throw Failure.of(
          Exit.USAGE, "port " + port + " of 127.0.0.1 cannot be used: " + e.getMessage());
    }
  }

  /// `http://127.0.0.1:<port>`.
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      Answer answer;
      if (!isForUs(exchange)) {
        answer = new Answer(421, Map.of(), "this is not the host that you are looking for\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        answer = new Answer(405, Map.of("Allow", "GET"), "");
      } else {
        answer = handler.answer(exchange);
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private boolean isForUs(HttpExchange exchange) {
    int port = server.getAddress().getPort();
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    // AWS's Common Runtime leaves the port out; a name that another party points here is never
    // among these.
    return hosts.size() == 1
        && List.of("127.0.0.1:" + port, "localhost:" + port, "127.0.0.1", "localhost")
            .contains(hosts.getFirst())
        && exchange.getRemoteAddress().getAddress().isLoopbackAddress();
  }

  @Override
  public void close() {
    // Answers that are on their way get a second.
    server.stop(1);
    if (server.getExecutor() instanceof ExecutorService executor) {
      executor.shutdownNow();
    }
  }
}
