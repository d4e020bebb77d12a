package dev.brevet.api;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the routes that vend share: authenticate, then ask the operation, then answer.
///
/// Every refusal from here on is a decision and was recorded before it is answered.
public final class Vending {
  private static final String OPERATION = "vend";

  private final TokenVerifier tokens;
  private final Function<GatewayCaller, Verification> signatures;
  private final Function<VendRequest, VendOutcome> vend;
  private final Refusals refusals;

  public Vending(
      TokenVerifier tokens,
      Function<GatewayCaller, Verification> signatures,
      Function<VendRequest, VendOutcome> vend,
      Refusals refusals) {
    this.tokens = tokens;
    this.signatures = signatures;
    this.vend = vend;
    this.refusals = refusals;
  }

  ApiResponse byToken(ApiRequest request, VendBody body, VendAnswers answers) {
    return answer(
        request,
        AuthenticationMethod.TOKEN,
        () ->
            BearerToken.of(request)
                .map(tokens::verify)
                .orElseGet(() -> new Verification.Rejected("there is no bearer token")),
        body,
        answers);
  }

  /// Only for routes that carry the gateway's `AWS_IAM` authorizer.
  ApiResponse bySignature(ApiRequest request, VendBody body, VendAnswers answers) {
    return answer(
        request,
        AuthenticationMethod.SIGV4,
        () ->
            request
                .caller()
                .map(signatures)
                .orElseGet(() -> new Verification.Rejected("the gateway named no caller")),
        body,
        answers);
  }

  private ApiResponse answer(
      ApiRequest request,
      AuthenticationMethod method,
      Supplier<Verification> proof,
      VendBody body,
      VendAnswers answers) {
    Verification verification;
    try {
      verification = proof.get();
    } catch (IdentityUnavailable fault) {
      DecisionId id =
          refusals.notVerifiable(
              OPERATION, request.origin(), method, body.mapping(), "" + fault.getMessage());
      return answers.answer(new VendOutcome.Unavailable(id, Duration.ofSeconds(1)));
    }
    return switch (verification) {
      case Verification.Rejected(String reason) -> {
        DecisionId id =
            refusals.notAuthenticated(OPERATION, request.origin(), method, body.mapping(), reason);
        yield answers.refused(Problem.of(Problem.Code.NOT_AUTHENTICATED).decision(id));
      }
      case Verification.Verified(VerifiedIdentity caller) ->
          answers.answer(outcome(request, caller, body));
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
            caller, mapping.get(), body.duration(), body.parameters(), request.origin()));
  }
}
