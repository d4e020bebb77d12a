package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Authentication;
import dev.brevet.api.Authentication.Proof;
import dev.brevet.api.Authentication.Question;
import dev.brevet.api.Problem;
import dev.brevet.api.Refusals;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;

/// What the routes that vend share: authenticate, then ask the operation, then answer.
///
/// Every refusal from here on is a decision and was recorded before it is answered.
public final class Vending {
  private static final String OPERATION = "VendCredentials";

  private final Authentication authentication;
  private final Function<VendRequest, VendOutcome> vend;
  private final Refusals refusals;

  public Vending(
      Authentication authentication, Function<VendRequest, VendOutcome> vend, Refusals refusals) {
    this.authentication = authentication;
    this.vend = vend;
    this.refusals = refusals;
  }

  ApiResponse byToken(ApiRequest request, VendBody body, VendAnswers answers) {
    return answer(authentication.byToken(question(request, body)), request, body, answers);
  }

  /// Only for routes that carry the gateway's `AWS_IAM` authorizer.
  ApiResponse bySignature(ApiRequest request, VendBody body, VendAnswers answers) {
    return answer(authentication.bySignature(question(request, body)), request, body, answers);
  }

  private static Question question(ApiRequest request, VendBody body) {
    return new Question(request, OPERATION, body.mapping(), true);
  }

  private ApiResponse answer(Proof proof, ApiRequest request, VendBody body, VendAnswers answers) {
    return switch (proof) {
      case Proof.Rejected(DecisionId id, var cause) ->
          answers.refused(Problem.rejected(cause).decision(id));
      case Proof.Vended(DecisionId id) ->
          answers.refused(Problem.of(Problem.Code.ACCESS_DENIED).decision(id));
      case Proof.NotVerifiable(DecisionId id, var _) ->
          answers.answer(new VendOutcome.Unavailable(id, Duration.ofSeconds(1)));
      case Proof.Proven(VerifiedIdentity caller) -> answers.answer(outcome(request, caller, body));
    };
  }

  private VendOutcome outcome(ApiRequest request, VerifiedIdentity caller, VendBody body) {
    Optional<MappingId> mapping = MappingId.parse(body.mapping());
    if (mapping.isEmpty()) {
      return new VendOutcome.Denied(
          refusals.impossibleMapping(OPERATION, request.origin(), caller),
          VendOutcome.Denied.Kind.ACCESS_DENIED);
    }
    return vend.apply(
        new VendRequest(
                caller,
                mapping.get(),
                body.duration(),
                body.parameters(),
                body.policy(),
                body.reuse() && request.takesReuse(),
                request.origin())
            .within(request.budget()));
  }
}
