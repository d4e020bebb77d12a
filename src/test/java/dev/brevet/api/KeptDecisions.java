package dev.brevet.api;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecorder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/// A decision log in memory, which can be out of order; and ids that count.
public final class KeptDecisions implements DecisionLog {
  public final List<DecisionRecord> records = new ArrayList<>();
  public boolean unavailable;
  private int made;

  @Override
  public void record(DecisionRecord decision) {
    if (unavailable) {
      throw new DecisionLogUnavailable("the decision log did not answer", new RuntimeException());
    }
    records.add(decision);
  }

  public DecisionRecorder recorder(Clock clock) {
    return new DecisionRecorder(this, this::next, clock);
  }

  public DecisionId next() {
    return DecisionId.of(
        Requests.NOW.toEpochMilli(), new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) ++made});
  }

  public DecisionRecord only() {
    if (records.size() != 1) {
      throw new AssertionError("not one decision but " + records.size());
    }
    return records.getFirst();
  }
}
