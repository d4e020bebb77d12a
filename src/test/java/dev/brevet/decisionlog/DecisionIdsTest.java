package dev.brevet.decisionlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Test;

class DecisionIdsTest {
  private static final Clock CLOCK = Clock.fixed(Decisions.TIME, ZoneOffset.UTC);

  @Test
  void ids_sortByTime() {
    DecisionId first = new DecisionIds(CLOCK, new SecureRandom()).next();
    DecisionId later =
        new DecisionIds(Clock.offset(CLOCK, Duration.ofMillis(1)), new SecureRandom()).next();

    assertTrue(first.value().compareTo(later.value()) < 0);
    assertEquals("01M81B5HBV", first.value().substring(0, 10));
  }

  @Test
  void idsOfOneMillisecond_differ() {
    DecisionIds ids = new DecisionIds(CLOCK, new SecureRandom());
    Set<DecisionId> made = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      made.add(ids.next());
    }

    assertEquals(1000, made.size());
  }
}
