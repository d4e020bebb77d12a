package dev.brevet.decisionlog;

import module java.base;

import dev.brevet.decisionlog.DecisionRecord.Caller;
import dev.brevet.decisionlog.DecisionRecord.Extent;
import dev.brevet.decisionlog.DecisionRecord.Session;
import dev.brevet.decisionlog.DecisionRecord.Target;
import dev.brevet.decisionlog.DecisionRecord.Verdict;

/// Makes the records of all operations, each with its id and time, and writes them to the log. Each
/// throws [DecisionLogUnavailable] when a record is not known to be durable: nothing may be
/// released then.
public final class DecisionRecorder {
  private final DecisionLog log;
  private final Supplier<DecisionId> ids;
  private final Clock clock;

  public DecisionRecorder(DecisionLog log, Supplier<DecisionId> ids, Clock clock) {
    this.log = log;
    this.ids = ids;
    this.clock = clock;
  }

  /// An id for a decision that is about to be made.
  public DecisionId newId() {
    return ids.get();
  }

  /// Records an answer that is given now; the new decision's id.
  public DecisionId record(
      String operation, Caller caller, Target target, Verdict verdict, RequestOrigin origin) {
    return record(operation, caller, target, verdict, Extent.ONE, origin);
  }

  /// Records an answer, or several, that are given now; the new decision's id.
  public DecisionId record(
      String operation,
      Caller caller,
      Target target,
      Verdict verdict,
      Extent extent,
      RequestOrigin origin) {
    DecisionId id = newId();
    record(made(id, operation, caller, target, verdict, Session.NONE, extent, origin));
    return id;
  }

  /// The record of an answer that is given now, to be written by [#record(DecisionRecord)].
  public DecisionRecord made(
      DecisionId id,
      String operation,
      Caller caller,
      Target target,
      Verdict verdict,
      Session session,
      Extent extent,
      RequestOrigin origin) {
    return new DecisionRecord(
        id, clock.instant(), operation, caller, target, verdict, session, extent, origin);
  }

  /// Returns once `decision` is durable.
  public void record(DecisionRecord decision) {
    log.record(decision);
  }
}
