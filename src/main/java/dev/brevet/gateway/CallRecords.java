package dev.brevet.gateway;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord.Caller;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecord.Target;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.Decision;
import dev.brevet.policy.StatementReference;

/// The records of an authorizer's answers: one each, before the gateway gets it.
final class CallRecords {
  private final DecisionRecorder records;

  CallRecords(DecisionRecorder records) {
    this.records = records;
  }

  /// The verdict of one decision on `what`.
  static Verdict verdict(String what, Decision decision) {
    Outcome outcome = Outcome.of(decision.isAllowed());
    return Verdict.of(outcome, code(outcome), decision, what);
  }

  /// Of several decisions together: what allowed, or where nothing is allowed what denied.
  static Verdict verdict(boolean isAllowed, List<Decision> decisions, String reason) {
    List<StatementReference> statements =
        decisions.stream()
            .filter(decision -> decision.isAllowed() == isAllowed)
            .flatMap(decision -> decision.statements().stream())
            .distinct()
            .toList();
    Outcome outcome = Outcome.of(isAllowed);
    return new Verdict(
        outcome, code(outcome), Verdict.references(statements), Optional.empty(), reason);
  }

  /// A refusal that no policy decided.
  static Verdict refused(String reason) {
    return Verdict.of(Outcome.DENIED, code(Outcome.DENIED), reason);
  }

  private static String code(Outcome outcome) {
    return outcome == Outcome.ALLOWED ? "allowed" : "access_denied";
  }

  DecisionId decided(AuthorizerRequest request, VerifiedIdentity identity, Verdict verdict) {
    return record(request, Caller.of(identity), verdict);
  }

  void unauthenticated(
      AuthorizerRequest request, Optional<VerifiedIdentity> identity, String reason) {
    var _ =
        record(
            request,
            identity.map(Caller::of).orElse(Caller.unknown(AuthenticationMethod.TOKEN)),
            Verdict.of(Outcome.DENIED, "not_authenticated", reason));
  }

  /// What is needed to decide did not answer.
  void unavailable(AuthorizerRequest request, String reason) {
    var _ =
        record(
            request,
            Caller.unknown(AuthenticationMethod.TOKEN),
            Verdict.of(Outcome.FAILED, "unavailable", reason));
  }

  private DecisionId record(AuthorizerRequest request, Caller caller, Verdict verdict) {
    MethodArn method = request.method();
    Map<String, String> call =
        Map.of(
            "api", method.api(),
            "stage", method.stage(),
            "call", method.method() + " /" + method.path());
    return records.record("Authorize", caller, Target.of(call), verdict, request.origin());
  }
}
