package dev.brevet.api.admin;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Problem;
import dev.brevet.api.admin.Administration.Operation;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionRecord.Caller;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.DecisionRecord.Target;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.Decision;

/// Records what is decided on one administrative request.
record AdministrationEntry(
    DecisionRecorder records, ApiRequest request, Operation operation, VerifiedIdentity caller) {
  /// `why` is for the log, where no statement denies.
  ApiResponse refused(Decision denied, String why) {
    return refused(
        Problem.of(Problem.Code.ACCESS_DENIED),
        denied,
        denied instanceof Decision.ExplicitlyDenied ? "explicitly denied" : why);
  }

  ApiResponse refused(Problem problem, Decision.Allowed allowed) {
    return refused(problem, allowed, problem.detail());
  }

  private ApiResponse refused(Problem problem, Decision decision, String why) {
    return problem
        .decision(record(Outcome.DENIED, problem.code().wire(), decision, why))
        .response();
  }

  /// A refusal, or a fault, that no policy decided.
  ApiResponse refused(Problem problem, Outcome outcome, String why) {
    DecisionId id = record(Verdict.of(outcome, problem.code().wire(), about(why)));
    return problem.decision(id).response();
  }

  DecisionId record(Outcome outcome, String code, Decision decision, String why) {
    return record(Verdict.of(outcome, code, decision, about(why)));
  }

  private DecisionId record(Verdict verdict) {
    return records.record(
        operation.name(),
        Caller.of(caller),
        Target.of(operation.mapping()),
        verdict,
        request.origin());
  }

  private String about(String why) {
    return operation.resource().path() + ": " + why;
  }
}
