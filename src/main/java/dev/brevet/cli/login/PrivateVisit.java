package dev.brevet.cli.login;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.login.LoopbackServer.Answer;

/// Leads the user's browser to an address that other users of this machine must not learn.
///
/// Every user can read the command lines of a browser, which keeps its own for as long as it runs.
/// So the browser is started with an address that only redirects. Where the system reports the
/// owners of connections, it is a port of this machine that answers once, and only to programs of
/// this user. Elsewhere it is a file that only this user can read.
public final class PrivateVisit implements AutoCloseable {
  private static final int SECONDS_FOR_A_FILE = 10;

  private final Environment environment;
  private final URI target;
  private final String name;
  private final AtomicBoolean free = new AtomicBoolean(true);
  private final CountDownLatch visited = new CountDownLatch(1);

  public PrivateVisit(Environment environment, URI target) {
    this.environment = environment;
    this.target = target;
    this.name = "visit-" + environment.randomText() + ".html";
  }

  /// What the server answers to a request for this visit; empty when it is for something else.
  public Optional<Answer> answer(HttpExchange exchange) {
    if (!exchange.getRequestURI().getPath().equals("/" + name)) {
      return Optional.empty();
    }
    // A request of another user does not use up the visit.
    if (Peer.isAnotherUser(exchange) || !free.getAndSet(false)) {
      return Optional.of(new Answer(404, Map.of(), ""));
    }
    visited.countDown();
    return Optional.of(new Answer(302, Map.of("Location", target.toString()), ""));
  }

  /// Whether a browser was started.
  ///
  /// @param server the address of the server that asks [#answer]
  public boolean open(URI server) {
    if (Peer.isKnown()) {
      return Browser.open(environment, URI.create(server + "/" + name));
    }
    try {
      environment.cacheFolder().write(name, page().getBytes(StandardCharsets.UTF_8));
    } catch (IOException _) {
      return false;
    }
    return Browser.open(environment, environment.cacheFolder().path(name).toUri());
  }

  /// Waits for the browser, and returns whether it came. Whether a browser read a file is unknown,
  /// so the file stays for some seconds.
  public boolean await(int seconds) throws InterruptedException {
    return Peer.isKnown()
        ? visited.await(seconds, TimeUnit.SECONDS)
        : !visited.await(SECONDS_FOR_A_FILE, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    try {
      if (!Peer.isKnown()) {
        environment.cacheFolder().delete(name);
      }
    } catch (IOException _) {
      // It holds nothing that is good for long.
    }
  }

  private String page() {
    String escaped =
        target.toString().replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    return "<!doctype html><meta charset=\"utf-8\"><meta name=\"referrer\" content=\"no-referrer\">"
        + "<meta http-equiv=\"refresh\" content=\"0; url="
        + escaped
        + "\">\n";
  }
}
