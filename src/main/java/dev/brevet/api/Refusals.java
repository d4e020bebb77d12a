package dev.brevet.api;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Records the refusals that come before an operation is asked: nobody was authenticated, or what
/// is named cannot exist. Each throws [dev.brevet.decisionlog.DecisionLogUnavailable] when the
/// refusal could not be written.
public final class Refusals {
  private final DecisionLog log;
  private final Supplier<DecisionId> ids;
  private final Clock clock;

  public Refusals(DecisionLog log, Supplier<DecisionId> ids, Clock clock) {
    this.log = log;
    this.ids = ids;
    this.clock = clock;
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
    return record(
        operation,
        origin,
        Optional.empty(),
        method,
        mapping,
        DecisionRecord.Outcome.DENIED,
        code,
        reason);
  }

  /// What is needed to verify a proof did not answer.
  DecisionId notVerifiable(
      String operation,
      RequestOrigin origin,
      AuthenticationMethod method,
      String mapping,
      String reason) {
    return record(
        operation,
        origin,
        Optional.empty(),
        method,
        mapping,
        DecisionRecord.Outcome.FAILED,
        Problem.Code.UNAVAILABLE,
        reason);
  }

  /// A caller named a mapping that no store can hold.
  public DecisionId impossibleMapping(
      String operation, RequestOrigin origin, VerifiedIdentity caller) {
    return record(
        operation,
        origin,
        Optional.of(caller),
        caller.method(),
        "",
        DecisionRecord.Outcome.DENIED,
        Problem.Code.ACCESS_DENIED,
        "the caller's name for the mapping is not a mapping id");
  }

  /// A caller may not have what it asks for, whatever mapping that is; a role, say, that stands for
  /// more than one.
  public DecisionId denied(
      String operation, RequestOrigin origin, VerifiedIdentity caller, String reason) {
    return record(
        operation,
        origin,
        Optional.of(caller),
        caller.method(),
        "",
        DecisionRecord.Outcome.DENIED,
        Problem.Code.ACCESS_DENIED,
        reason);
  }

  /// Something that a recorded decision needs besides did not answer, so that nothing came of it.
  public DecisionId unavailable(
      String operation,
      RequestOrigin origin,
      VerifiedIdentity caller,
      String mapping,
      String reason) {
    return record(
        operation,
        origin,
        Optional.of(caller),
        caller.method(),
        mapping,
        DecisionRecord.Outcome.FAILED,
        Problem.Code.UNAVAILABLE,
        reason);
  }

  private DecisionId record(
      String operation,
      RequestOrigin origin,
      Optional<VerifiedIdentity> caller,
      AuthenticationMethod method,
      String mapping,
      DecisionRecord.Outcome outcome,
      Problem.Code code,
      String reason) {
    DecisionId id = ids.get();
    Instant now = clock.instant();
    DecisionRecord record =
        new DecisionRecord(
            id,
            now,
            operation,
            caller.map(known -> known.principal().identifier()).orElse("-"),
            Optional.of(method),
            MappingId.parse(mapping).map(MappingId::value),
            Optional.empty(),
            outcome,
            code.wire(),
            List.of(),
            Optional.empty(),
            reason,
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            origin,
            Latency.since(origin, now));
    log.record(caller.map(record::provedBy).orElse(record));
    return id;
  }
}
