package dev.brevet.vending.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.sun.net.httpserver.HttpServer;
import dev.brevet.deadline.Deadline;
import dev.brevet.iam.SecretString;
import dev.brevet.vending.ConsolePartition;
import dev.brevet.vending.SessionCredentials;
import dev.brevet.vending.SignInTokens.Answer;
import org.junit.jupiter.api.Test;

class FederationSignInTest {
  private static final SessionCredentials SESSION =
      new SessionCredentials(
          "ASIAEXAMPLE",
          new SecretString("secret"),
          new SecretString("token"),
          Instant.parse("2026-11-22T10:00:00Z"));

  /// Headers at once, and then a byte now and then: the time is that of the whole answer.
  @Test
  void answerThatDrips_isGivenUpInTime() throws IOException {
    HttpServer slow =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.createContext(
        "/",
        exchange -> {
          byte[] body = "{\"SigninToken\":\"abc\"}".getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(200, body.length);
            for (byte each : body) {
              exchange.getResponseBody().write(each);
              exchange.getResponseBody().flush();
              Thread.sleep(500);
            }
          } catch (IOException | InterruptedException _) {
            // The client left, as it should.
          }
        });
    slow.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + slow.getAddress().getPort());
      Instant began = Instant.now();
      Answer answer =
          Deadline.of(Duration.ofSeconds(2))
              .call(
                  () ->
                      new FederationSignIn(Optional.of(url))
                          .ask(ConsolePartition.all().getFirst(), SESSION));
      Duration took = Duration.between(began, Instant.now());
      assertInstanceOf(Answer.Unreachable.class, answer);
      assertTrue(took.compareTo(Duration.ofMillis(2_500)) < 0, "it took " + took);
    } finally {
      slow.stop(0);
    }
  }

  @Test
  void whenNoTimeIsLeft_nothingIsSent() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", _ -> asked.incrementAndGet());
    server.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
      assertInstanceOf(
          Answer.Unreachable.class,
          Deadline.of(Duration.ZERO)
              .call(
                  () ->
                      new FederationSignIn(Optional.of(url))
                          .ask(ConsolePartition.all().getFirst(), SESSION)));
      assertEquals(0, asked.get());
    } finally {
      server.stop(0);
    }
  }
}
