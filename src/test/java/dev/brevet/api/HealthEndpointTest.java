package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import dev.brevet.testing.HandClock;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {
  private final HandClock clock = new HandClock(Instant.parse("2026-11-30T12:00:00Z"));
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicBoolean up = new AtomicBoolean(true);
  private final Router router =
      new Router(
          List.of(
              new HealthEndpoint(
                  () -> {
                    asked.incrementAndGet();
                    return up.get();
                  },
                  clock)));

  private int status() {
    return router.answer(Requests.get("/healthz")).status();
  }

  @Test
  void tables_areAskedOnceASecond_howeverOftenItIsCalled() {
    for (int i = 0; i < 1000; i++) {
      assertEquals(200, status());
    }
    assertEquals(1, asked.get());
  }

  @Test
  void change_isToldWithinASecond() {
    assertEquals(200, status());
    up.set(false);
    clock.move(Duration.ofSeconds(1));
    assertEquals(503, status());
    up.set(true);
    clock.move(Duration.ofSeconds(1));
    assertEquals(200, status());
    up.set(false);
    clock.move(Duration.ofMillis(-1));
    assertEquals(503, status(), "a clock that went back");
  }
}
