package dev.brevet.api.admin;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Latency;
import dev.brevet.api.Problem;
import dev.brevet.api.admin.Administration.Operation;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementReference;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The record of one request, but for what is decided.
final class AdministrationEntry {
  private final DecisionLog log;
  private final Supplier<DecisionId> ids;
  private final Clock clock;
  private final ApiRequest request;
  private final Operation operation;
  private final VerifiedIdentity caller;

  AdministrationEntry(
      DecisionLog log,
      Supplier<DecisionId> ids,
      Clock clock,
      ApiRequest request,
      Operation operation,
      VerifiedIdentity caller) {
    this.log = log;
    this.ids = ids;
    this.clock = clock;
    this.request = request;
    this.operation = operation;
    this.caller = caller;
  }

  /// `why` is for the log, where no statement denies.
  ApiResponse refused(Decision denied, String why) {
    return refused(
        Problem.Code.ACCESS_DENIED,
        denied.statements(),
        Optional.of(
            switch (denied) {
              case Decision.Allowed _ -> throw new IllegalArgumentException("it is allowed");
              case Decision.ExplicitlyDenied(var _, PolicyType by) -> by.name();
              case Decision.ImplicitlyDenied(PolicyType by) -> by.name();
            }),
        denied instanceof Decision.ExplicitlyDenied ? "explicitly denied" : why);
  }

  ApiResponse refused(Problem problem, Decision.Allowed allowed) {
    DecisionId id =
        record(
            Outcome.DENIED,
            problem.code().wire(),
            allowed.statements(),
            Optional.empty(),
            problem.detail());
    return problem.decision(id).response();
  }

  ApiResponse refused(
      Problem.Code code,
      List<StatementReference> statements,
      Optional<String> policyType,
      String reason) {
    DecisionId id = record(Outcome.DENIED, code.wire(), statements, policyType, reason);
    return Problem.of(code).decision(id).response();
  }

  DecisionId record(
      Outcome outcome,
      String code,
      List<StatementReference> statements,
      Optional<String> policyType,
      String reason) {
    DecisionId id = ids.get();
    Instant now = clock.instant();
    log.record(
        new DecisionRecord(
                id,
                now,
                operation.name(),
                caller.principal().identifier(),
                Optional.of(caller.method()),
                operation.mapping(),
                Optional.empty(),
                outcome,
                code,
                statements.stream().map(StatementReference::toString).toList(),
                policyType,
                operation.resource().path() + ": " + reason,
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                request.origin(),
                Latency.since(request.origin(), now))
            .provedBy(caller));
    return id;
  }
}
