package dev.brevet.testing;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecorder;

/// A decision log in memory, which may be made unavailable. Its ids count from 1.
public final class DecisionsInMemory implements DecisionLog {
  private final List<DecisionRecord> records = new ArrayList<>();
  private int made;

  /// Takes no decision.
  public volatile boolean unavailable;

  /// Records here, with ids and times of `clock`.
  public DecisionRecorder recorder(Clock clock) {
    return new DecisionRecorder(this, () -> next(clock), clock);
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

  /// Forgets what was recorded.
  public synchronized void clear() {
    records.clear();
  }

  @Override
  public synchronized void record(DecisionRecord decision) {
    if (unavailable) {
      throw new DecisionLogUnavailable("the decision log did not answer", new RuntimeException());
    }
    records.add(decision);
  }

  /// The id that the next decision has, of the time of `clock`.
  public synchronized DecisionId next(Clock clock) {
    made++;
    byte[] random = {0, 0, 0, 0, 0, 0, 0, 0, (byte) (made >> 8), (byte) made};
    return DecisionId.of(clock.millis(), random);
  }
}
