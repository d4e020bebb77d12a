package dev.brevet.decisionlog;

import module java.base;

/// The decision log, to be read by operators. Each throws [DecisionLogUnavailable] when it does not
/// answer.
public interface RecordedDecisions {
  /// The decision of that id. One of the last moments may not be there yet.
  Optional<RecordedDecision> find(DecisionId id);

  /// A page of decisions, the newest first.
  Page list(DecisionQuery query);

  /// `isLast` when nothing older is left; a page that is not the last may be short, and has one at
  /// least.
  record Page(List<RecordedDecision> decisions, boolean isLast) {
    public Page {
      decisions = List.copyOf(decisions);
    }
  }
}
