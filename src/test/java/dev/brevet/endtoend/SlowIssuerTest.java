package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A fresh instance, beside a registered issuer whose answers come a byte now and then.
class SlowIssuerTest {
  /// Just less than one document may take.
  private static final Duration METADATA = Duration.ofMillis(2_800);

  private static final AtomicInteger ASKED = new AtomicInteger();
  private static final LocalWorld WORLD = SharedWorld.start(SharedWorld.options());
  private static HttpServer slow;
  private static String url;

  @BeforeAll
  static void start() throws IOException {
    slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    url = "http://127.0.0.1:" + slow.getAddress().getPort();
    slow.createContext("/", SlowIssuerTest::drip);
    slow.start();
    Answer registered =
        new Call(WORLD, "PUT", "/v1/iam/admin/issuers/" + encoded(url))
            .header("If-None-Match", "*")
            .body("{\"issuer\":\"" + url + "\",\"audiences\":[\"brevet\"]}")
            .signed(WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user"))
            .send();
    assertEquals(201, registered.status(), registered.toString());
  }

  @AfterAll
  static void stop() {
    slow.stop(0);
    WORLD.close();
  }

  /// The metadata in [#METADATA]; the keys within a minute.
  private static void drip(HttpExchange exchange) throws IOException {
    boolean isMetadata = exchange.getRequestURI().getPath().startsWith("/.well-known");
    ASKED.addAndGet(isMetadata ? 1 : 0);
    byte[] body =
        "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}"
            .formatted(url, url)
            .getBytes(StandardCharsets.UTF_8);
    long pause = (isMetadata ? METADATA : Duration.ofMinutes(1)).toMillis() / body.length;
    try (exchange) {
      exchange.sendResponseHeaders(200, body.length);
      for (byte each : body) {
        Thread.sleep(pause);
        exchange.getResponseBody().write(each);
        exchange.getResponseBody().flush();
      }
    } catch (IOException | InterruptedException _) {
      // The client left, as it should.
    }
  }

  private static String token() {
    long now = Instant.now().getEpochSecond();
    return encoded("{\"alg\":\"RS256\",\"kid\":\"a\"}")
        + "."
        + encoded(
            "{\"iss\":\"%s\",\"sub\":\"a\",\"aud\":\"brevet\",\"iat\":%d,\"exp\":%d}"
                .formatted(url, now, now + 600))
        + "."
        + encoded("x".repeat(256));
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private record Timed(Answer answer, Duration took) {}

  private static Timed vend(String token) {
    Instant began = Instant.now();
    Answer answer =
        new Call(WORLD, "POST", "/v1/credentials")
            .bearer(token)
            .body("{\"mapping\":\"orders-reader\",\"reuse\":false}")
            .send();
    return new Timed(answer, Duration.between(began, Instant.now()));
  }

  @Test
  void requestsOfASlowIssuer_shareOneWait_andOthersDoNotWait() throws Exception {
    // Classes and connections are not what is measured.
    assertEquals(200, vend(WORLD.token("deploy-pipeline")).answer().status());
    List<Timed> first;
    List<Timed> others = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Timed>> slowOnes = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        slowOnes.add(threads.submit(() -> vend(token())));
      }
      for (int i = 0; i < 10; i++) {
        Thread.sleep(200);
        others.add(vend(WORLD.token("deploy-pipeline")));
      }
      first = new ArrayList<>();
      for (Future<Timed> each : slowOnes) {
        first.add(each.get());
      }
    }
    List<Timed> next = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      next.add(vend(token()));
    }
    String figures = "five at once " + first + ", five after them " + next + ", others " + others;
    for (Timed each : first) {
      assertEquals(503, each.answer().status(), figures);
      assertTrue(each.answer().header("Retry-After").isPresent(), figures);
      assertTrue(each.answer().header("Brevet-Decision-Id").isPresent(), figures);
      assertTrue(each.took().compareTo(Duration.ofMillis(4_500)) < 0, figures);
    }
    for (Timed each : next) {
      assertEquals(503, each.answer().status(), figures);
      assertTrue(each.took().compareTo(Duration.ofSeconds(1)) < 0, figures);
    }
    for (Timed each : others) {
      assertEquals(200, each.answer().status(), figures);
      assertTrue(each.took().compareTo(Duration.ofMillis(1_500)) < 0, figures);
    }
    assertEquals(1, ASKED.get(), figures);
  }
}
