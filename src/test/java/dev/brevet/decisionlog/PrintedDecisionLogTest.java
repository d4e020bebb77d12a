package dev.brevet.decisionlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.testing.DecisionsInMemory;
import org.junit.jupiter.api.Test;

class PrintedDecisionLogTest {
  private final DecisionsInMemory table = new DecisionsInMemory();
  private final List<String> lines = new ArrayList<>();
  private final PrintedDecisionLog log = new PrintedDecisionLog(table, lines::add);

  @Test
  void decision_isRecordedAndPrinted() {
    log.record(Decisions.refused());

    assertEquals(List.of(Decisions.refused()), table.records());
    assertEquals(List.of(DecisionLogLine.of(Decisions.refused(), true)), lines);
  }

  @Test
  void decisionThatTheTableDoesNotTake_isPrintedAsSuchAndRefused() {
    table.unavailable = true;
    DecisionRecord decision = Decisions.refused();

    assertThrows(DecisionLogUnavailable.class, () -> log.record(decision));
    assertEquals(1, lines.size());
    assertTrue(lines.getFirst().contains("\"recorded\":false"));
  }
}
