package dev.brevet.api;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord.Caller;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecord.Target;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;

/// Records the refusals that come before an operation is asked: the caller was not authenticated,
/// or what is named cannot exist. Each throws [dev.brevet.decisionlog.DecisionLogUnavailable] when
/// the refusal could not be written.
public final class Refusals {
  private final DecisionRecorder records;

  public Refusals(DecisionRecorder records) {
    this.records = records;
  }

  /// A proof was missing or rejected, which is answered with `code`. `reason` goes to the log,
  /// never into the answer; `mapping` is what was asked for.
  DecisionId notAuthenticated(
      String operation,
      RequestOrigin origin,
      AuthenticationMethod method,
      String mapping,
      Problem.Code code,
      String reason) {
    Verdict verdict = Verdict.of(Outcome.DENIED, code.wire(), reason);
    return record(operation, origin, Caller.unknown(method), mapping, verdict);
  }

  /// A request of a protocol whose every answer has an id could not be read; `reason` is fit to
  /// show.
  DecisionId malformed(String operation, RequestOrigin origin, String reason) {
    return notAuthenticated(
        operation, origin, AuthenticationMethod.TOKEN, "", Problem.Code.MALFORMED_REQUEST, reason);
  }

  /// What is needed to verify a proof did not answer.
  DecisionId notVerifiable(
      String operation,
      RequestOrigin origin,
      AuthenticationMethod method,
      String mapping,
      String reason) {
    return record(operation, origin, Caller.unknown(method), mapping, unavailable(reason));
  }

  /// A caller may not have what it asks for, whatever mapping that is; a role, say, that stands for
  /// more than one.
  public DecisionId denied(
      String operation, RequestOrigin origin, VerifiedIdentity caller, String reason) {
    Verdict verdict = Verdict.of(Outcome.DENIED, Problem.Code.ACCESS_DENIED.wire(), reason);
    return record(operation, origin, Caller.of(caller), "", verdict);
  }

  /// Something that a recorded decision needs besides did not answer, so that nothing came of it.
  public DecisionId unavailable(
      String operation,
      RequestOrigin origin,
      VerifiedIdentity caller,
      String mapping,
      String reason) {
    return record(operation, origin, Caller.of(caller), mapping, unavailable(reason));
  }

  private static Verdict unavailable(String reason) {
    return Verdict.of(Outcome.FAILED, Problem.Code.UNAVAILABLE.wire(), reason);
  }

  private DecisionId record(
      String operation, RequestOrigin origin, Caller caller, String mapping, Verdict verdict) {
    Target target = Target.of(MappingId.parse(mapping).map(MappingId::value));
    return records.record(operation, caller, target, verdict, origin);
  }
}
