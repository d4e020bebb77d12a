package dev.brevet.decisionlog;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// Decisions in a list; may be made to take none.
public final class DecisionsInMemory implements DecisionLog {
  private final List<DecisionRecord> records = new ArrayList<>();
  private boolean available = true;

  /// Takes no decision from now on.
  public void fail() {
    available = false;
  }

  /// Takes decisions again.
  public void recover() {
    available = true;
  }

  /// Records here, with ids and times of `clock`.
  public DecisionRecorder recorder(Clock clock) {
    return new DecisionRecorder(this, new DecisionIds(clock, new SecureRandom())::next, clock);
  }

  /// What was recorded, in order.
  public synchronized List<DecisionRecord> records() {
    return List.copyOf(records);
  }

  /// The one that was recorded.
  public DecisionRecord only() {
    if (records.size() != 1) {
      throw new AssertionError("expected one decision, not " + records.size());
    }
    return records.getFirst();
  }

  @Override
  public synchronized void record(DecisionRecord decision) {
    if (!available) {
      throw new DecisionLogUnavailable("made to fail", new IllegalStateException("made to fail"));
    }
    records.add(decision);
  }
}
