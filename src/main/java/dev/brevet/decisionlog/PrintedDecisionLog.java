package dev.brevet.decisionlog;

import java.util.function.Consumer;

/// A decision log that also prints a line for each decision, after it is durable.
///
/// A decision that could not be written is printed too, marked so: only the function's log then has
/// it.
public final class PrintedDecisionLog implements DecisionLog {
  private final DecisionLog durable;
  private final Consumer<String> lines;

  public PrintedDecisionLog(DecisionLog durable, Consumer<String> lines) {
    this.durable = durable;
    this.lines = lines;
  }

  @Override
  public void record(DecisionRecord decision) {
    boolean recorded = false;
    try {
      durable.record(decision);
      recorded = true;
    } finally {
      lines.accept(DecisionLogLine.of(decision, recorded));
    }
  }
}
