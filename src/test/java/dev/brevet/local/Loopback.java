package dev.brevet.local;

import module java.base;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/// HTTP servers on 127.0.0.1, one virtual thread for each request.
final class Loopback {
  static {
    // Without it every answer on a kept connection waits for the client's delayed acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private Loopback() {}

  /// A server that is bound, not started. @throws UncheckedIOException when the port is taken
  static HttpServer server(int port) {
    try {
      HttpServer server = HttpServer.create(address(port), 128);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " of 127.0.0.1: " + e.getMessage(), e);
    }
  }

  /// Answers requests below `path` of `server` with `handler`, but only those for this address: a
  /// page in a browser that reaches this port through a host name of its own (DNS rebinding) gets
  /// 421.
  static void serve(HttpServer server, String path, HttpHandler handler) {
    server.createContext(
        path,
        exchange -> {
          int port = server.getAddress().getPort();
          if (isThisAddress(exchange.getRequestHeaders().get("Host"), port)) {
            handler.handle(exchange);
          } else {
            exchange.sendResponseHeaders(421, -1);
            exchange.close();
          }
        });
  }

  /// The same for what no page in a browser is meant to call: a request that another origin's page
  /// sends gets 403.
  static void serveNoBrowser(HttpServer server, String path, HttpHandler handler) {
    serve(
        server,
        path,
        exchange -> {
          List<String> origins = exchange.getRequestHeaders().get("Origin");
          if (isForeign(origins, server.getAddress().getPort())) {
            exchange.sendResponseHeaders(403, -1);
            exchange.close();
          } else {
            handler.handle(exchange);
          }
        });
  }

  /// Whether there is one `Host` header and it names this machine, with `port` or without one, as
  /// AWS's Common Runtime sends it.
  static boolean isThisAddress(@Nullable List<String> hosts, int port) {
    return hosts != null
        && hosts.size() == 1
        && List.of("127.0.0.1:" + port, "localhost:" + port, "127.0.0.1", "localhost")
            .contains(hosts.getFirst());
  }

  /// Whether an `Origin` header names another origin than this machine's `port`.
  static boolean isForeign(@Nullable List<String> origins, int port) {
    return origins != null
        && !origins.isEmpty()
        && !origins.equals(List.of("http://127.0.0.1:" + port))
        && !origins.equals(List.of("http://localhost:" + port));
  }

  static InetSocketAddress address(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }

  static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  static void stop(HttpServer server) {
    server.stop(0);
    ((ExecutorService) server.getExecutor()).shutdownNow();
  }
}
