package dev.brevet.gateway;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What is written down of an authorizer's answers: one record each, before the gateway learns it.
final class CallRecords {
  private final DecisionLog log;
  private final Supplier<DecisionId> ids;
  private final Clock clock;

  CallRecords(DecisionLog log, Supplier<DecisionId> ids, Clock clock) {
    this.log = log;
    this.ids = ids;
    this.clock = clock;
  }

  DecisionId decided(AuthorizerRequest request, VerifiedIdentity identity, Verdict verdict) {
    return record(
        request,
        Optional.of(identity),
        verdict.isAllowed() ? Outcome.ALLOWED : Outcome.DENIED,
        verdict.isAllowed() ? "allowed" : "access_denied",
        verdict.statements(),
        verdict.blockedBy().map(PolicyType::name),
        verdict.reason());
  }

  void unauthenticated(
      AuthorizerRequest request, Optional<VerifiedIdentity> identity, String reason) {
    var _ =
        record(
            request,
            identity,
            Outcome.DENIED,
            "not_authenticated",
            List.of(),
            Optional.empty(),
            reason);
  }

  /// What is needed to decide did not answer.
  void unavailable(AuthorizerRequest request, String reason) {
    var _ =
        record(
            request,
            Optional.empty(),
            Outcome.FAILED,
            "unavailable",
            List.of(),
            Optional.empty(),
            reason);
  }

  private DecisionId record(
      AuthorizerRequest request,
      Optional<VerifiedIdentity> identity,
      Outcome outcome,
      String code,
      List<StatementReference> statements,
      Optional<String> policyType,
      String reason) {
    DecisionId id = ids.get();
    Instant now = clock.instant();
    RequestOrigin origin = request.origin();
    Duration latency = Duration.between(origin.receivedAt(), now);
    DecisionRecord record =
        new DecisionRecord(
            id,
            now,
            "Authorize",
            identity.map(who -> who.principal().identifier()).orElse("-"),
            Optional.of(identity.map(VerifiedIdentity::method).orElse(AuthenticationMethod.TOKEN)),
            Optional.empty(),
            Optional.empty(),
            outcome,
            code,
            statements.stream().map(StatementReference::toString).toList(),
            policyType,
            reason,
            Map.of(
                "api", request.method().api(),
                "stage", request.method().stage(),
                "call", request.method().method() + " /" + request.method().path()),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            origin,
            latency.isNegative() ? Duration.ZERO : latency);
    log.record(identity.map(record::provedBy).orElse(record));
    return id;
  }
}
