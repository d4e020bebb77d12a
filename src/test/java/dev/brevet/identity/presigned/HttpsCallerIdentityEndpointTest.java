package dev.brevet.identity.presigned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import module java.base;

import com.sun.net.httpserver.HttpServer;
import dev.brevet.identity.IdentityUnavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Over the wire, on a loopback address.
class HttpsCallerIdentityEndpointTest {
  private final HttpsCallerIdentityEndpoint endpoint = new HttpsCallerIdentityEndpoint();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String body = "<x/>";
  private HttpServer server;
  private URI url;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().get("x-brevet-audience"));
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/?a=%2F&b=%3B");
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void request_isAGetOfExactlyTheUrlWithTheAudience() {
    assertEquals(new CallerIdentityEndpoint.Answer(200, "<x/>"), endpoint.ask(url, "us"));
    assertEquals(List.of("GET /?a=%2F&b=%3B [us]"), requests);
  }

  @Test
  void redirect_isNotFollowed() {
    status = 302;
    assertEquals(302, endpoint.ask(url, "us").status());
    assertEquals(1, requests.size());
  }

  @Test
  void refusal_isAnAnswerWithItsBody() {
    status = 403;
    body = "<Code>SignatureDoesNotMatch</Code>";
    assertEquals(new CallerIdentityEndpoint.Answer(403, body), endpoint.ask(url, "us"));
  }

  @Test
  void refusalWithoutABody_isAnAnswer() {
    status = 500;
    body = "";
    assertEquals(new CallerIdentityEndpoint.Answer(500, ""), endpoint.ask(url, "us"));
  }

  @Test
  void hugeAnswer_isAFault() {
    body = "x".repeat(16 * 1024 + 1);
    assertThrows(IdentityUnavailable.class, () -> endpoint.ask(url, "us"));
  }

  @Test
  void serverThatIsGone_isAFault() {
    server.stop(0);
    assertThrows(IdentityUnavailable.class, () -> endpoint.ask(url, "us"));
  }
}
