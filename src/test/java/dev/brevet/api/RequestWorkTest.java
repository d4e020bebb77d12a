package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.api.HeavyBodies.Heavy;
import dev.brevet.api.HeavyRequests.Taken;
import dev.brevet.policy.element.WorkBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No body makes an answer cost more than the budget of one request. What is counted are steps, and
/// the bytes that the JVM says were allocated: neither depends on the machine's speed.
class RequestWorkTest {
  /// In all, most of it for a moment. The 104 KB of the first row took 5 GB, and kept them.
  private static final long MOST_ALLOCATED = 2_000_000_000;

  private static final HeavyRequests REQUESTS = new HeavyRequests();

  static Stream<Heavy> heavy() {
    return HeavyBodies.all().stream();
  }

  @ParameterizedTest
  @MethodSource("heavy")
  void heavyBody_isAnsweredOrRefusedWithinTheBudget(Heavy heavy) {
    assertWithin(heavy.toString(), REQUESTS.answer(heavy));
  }

  @Test
  void drawnBody_isAnsweredOrRefusedWithinTheBudget() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      Heavy heavy = HeavyBodies.drawn(random);
      assertWithin("seed " + seed + ", body " + i + ", " + heavy, REQUESTS.answer(heavy));
    }
  }

  /// The smallest of the bodies that took 15 seconds and 5 GB: 104 KB.
  @Test
  void substitutionThatMultiplies_isRefusedBeforeItIsBuilt() {
    Heavy heavy = HeavyBodies.all().getFirst();
    Taken taken = REQUESTS.answer(heavy);
    assertEquals(400, taken.response().status(), heavy::toString);
    assertTrue(taken.response().body().contains("more work than one request"), heavy::toString);
  }

  private static void assertWithin(String what, Taken taken) {
    if (Boolean.getBoolean("work.table")) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %,d | %d ms | %d MB |%n",
          what,
          taken.response().status(),
          taken.steps(),
          taken.nanos() / 1_000_000,
          taken.allocated() >> 20);
    }
    int status = taken.response().status();
    assertTrue(status == 200 || status == 400, () -> what + ": " + status);
    assertTrue(taken.steps() <= WorkBudget.REQUEST, () -> what + ": " + taken.steps());
    assertTrue(
        taken.allocated() <= MOST_ALLOCATED,
        () -> what + ": " + taken.allocated() + " bytes allocated");
  }
}
