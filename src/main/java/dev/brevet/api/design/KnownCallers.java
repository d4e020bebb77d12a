package dev.brevet.api.design;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.BearerToken;
import dev.brevet.api.DocumentBody;
import dev.brevet.api.Problem;
import dev.brevet.api.Route;
import dev.brevet.iam.Principal;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.policy.element.WorkBudget;

/// Lets in whoever proves who it is, by token or by signature, to what every such caller may ask:
/// about documents that it brings itself. Nothing is decided, and nothing recorded.
public final class KnownCallers {
  /// Bytes of an answer as Lambda hands it on, with room for what is around it. Source: Lambda
  /// Developer Guide, gettingstarted-limits.
  private static final int MOST = 6_000_000;

  private final TokenVerifier tokens;
  private final Function<GatewayCaller, Verification> signatures;

  public KnownCallers(TokenVerifier tokens, Function<GatewayCaller, Verification> signatures) {
    this.tokens = tokens;
    this.signatures = signatures;
  }

  /// What is answered to a body whose fields can be read: a JSON document. All that the body
  /// multiplies is done within the request's `budget`.
  interface Answer {
    String to(JsonFields body, WorkBudget budget) throws InvalidField;
  }

  /// `POST /v1<path>` for bearers and `POST /v1/iam<path>` for AWS principals.
  List<Route> routes(String path, Answer answer) {
    return List.of(
        Route.of(
            "POST",
            "/v1" + path,
            (request, _) ->
                answered(
                    request,
                    BearerToken.of(request)
                        .map(bearer -> tokens.verify(bearer, TokenUse.BREVET))
                        .orElseGet(() -> new Verification.Rejected("there is no bearer token")),
                    answer)),
        Route.of(
            "POST",
            "/v1/iam" + path,
            (request, _) ->
                answered(
                    request,
                    request
                        .caller()
                        .map(signatures)
                        .orElseGet(() -> new Verification.Rejected("the gateway named no caller")),
                    answer)));
  }

  private ApiResponse answered(ApiRequest request, Verification verification, Answer answer) {
    return switch (verification) {
      case Verification.Rejected(var cause, var _) -> Problem.rejected(cause).response();
      case Verification.Vended _ -> Problem.of(Problem.Code.ACCESS_DENIED).response();
      case Verification.Verified(VerifiedIdentity caller)
          when caller.principal() instanceof Principal.Root ->
          Problem.of(Problem.Code.ROOT_DENIED).response();
      case Verification.Verified _ -> answered(request, answer);
    };
  }

  /// How long a body is within the event that it is answered in, at least.
  private static long written(String json) {
    return json.chars()
        .mapToLong(c -> c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : c < 0x800 ? 2 : 3)
        .sum();
  }

  private ApiResponse answered(ApiRequest request, Answer answer) {
    WorkBudget budget = request.budget();
    try {
      String json = answer.to(DocumentBody.read(request.body(), budget), budget);
      return written(json) <= MOST
          ? ApiResponse.json(200, json)
          : Problem.malformed("body", "the answer would be too long: ask for less").response();
    } catch (InvalidField wrong) {
      return Problem.malformed(wrong).response();
    }
  }
}
