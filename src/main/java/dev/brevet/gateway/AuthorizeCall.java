package dev.brevet.gateway;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TokenTerms;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.element.WorkBudget;

/// Answers what an API Gateway asks its authorizer: may the bearer of this token make this call?
///
/// The answer holds for every request that the gateway may serve from its cache. What decides is
/// which parts of a request are among the cache's identity sources: what is not among them may be
/// different, and the answer is the one that is right whatever it is. So a policy that allows only
/// from some address allows nothing to a cache that does not distinguish addresses, and a cache
/// that does not distinguish routes is answered for all of them. A token is not good for an answer
/// that the gateway would remember for longer than the token lives.
public final class AuthorizeCall {
  private final Directory directory;
  private final TokenVerifier tokens;
  private final CallRecords records;
  private final Clock clock;

  public AuthorizeCall(
      Directory directory, TokenVerifier tokens, DecisionRecorder records, Clock clock) {
    this.directory = directory;
    this.tokens = tokens;
    this.records = new CallRecords(records);
    this.clock = clock;
  }

  /// The answer, which is recorded; so is that there is none, when something did not answer.
  ///
  /// @throws DirectoryUnavailable when what is known would be too old
  /// @throws IdentityUnavailable when the token could not be checked
  /// @throws dev.brevet.decisionlog.DecisionLogUnavailable when the answer could not be recorded
  public AuthorizerAnswer answer(AuthorizerRequest request) {
    try {
      return decided(request);
    } catch (DirectoryUnavailable | IdentityUnavailable fault) {
      try {
        records.unavailable(request, String.valueOf(fault.getMessage()));
      } catch (DecisionLogUnavailable unrecorded) {
        fault.addSuppressed(unrecorded);
      }
      throw fault;
    }
  }

  private AuthorizerAnswer decided(AuthorizerRequest request) {
    DirectorySnapshot current = directory.current();
    Optional<ProtectedApi> api = current.api(request.method().api());
    Verification verification =
        request
            .bearer()
            .map(bearer -> tokens.verify(bearer, TokenUse.AUTHORIZER))
            .orElseGet(() -> new Verification.Rejected("there is no bearer token"));
    WorkBudget budget = WorkBudget.ofRequest();
    return switch (verification) {
      case Verification.Rejected rejected ->
          unauthenticated(request, Optional.empty(), rejected.reason());
      case Verification.Vended(VerifiedIdentity session) ->
          refused(request, session, "a session that brevet vended does not prove its role");
      case Verification.Verified(VerifiedIdentity identity) when request.method().isOfWebSocket() ->
          refused(request, identity, "WebSocket APIs are not served: use HTTP or REST APIs");
      case Verification.Verified(VerifiedIdentity identity) ->
          api.map(known -> answer(request, identity, known, current, budget))
              .orElseGet(() -> refused(request, identity, "the directory does not have this API"));
    };
  }

  private AuthorizerAnswer answer(
      AuthorizerRequest request,
      VerifiedIdentity identity,
      ProtectedApi api,
      DirectorySnapshot current,
      WorkBudget budget) {
    Optional<String> problem = audience(identity, api);
    if (problem.isPresent()) {
      return unauthenticated(request, Optional.of(identity), problem.get());
    }
    Instant now = clock.instant();
    if (!new GatewayCache(api.cache()).isOutlivedBy(identity, now)) {
      return unauthenticated(
          request,
          Optional.of(identity),
          "the token expires before the gateway forgets the answer");
    }
    Optional<ApiCaller> caller = ApiCaller.of(identity, api, current);
    if (caller.isEmpty()) {
      return refused(
          request, identity, "the token does not say which entity its bearer is in this API");
    }
    RouteDecisions decisions =
        new RouteDecisions(
            current,
            caller.get(),
            request.origin().context(RequestContext.empty(), now),
            new GatewayCache(CallDecision.cache(request, api)).varying(request),
            budget);
    CallDecision decision;
    try {
      decision = CallDecision.of(request, api, decisions);
    } catch (WorkBudget.TooMuchWork _) {
      return refused(request, identity, "deciding takes more work than one call may cause");
    }
    return switch (decision) {
      case CallDecision.Refused(String reason) -> refused(request, identity, reason);
      case CallDecision.ForCall(Verdict verdict) ->
          new AuthorizerAnswer.Simple(
              verdict.isAllowed(), recorded(request, identity, verdict, api, current));
      case CallDecision.ByPolicy(Verdict verdict, String json) ->
          new AuthorizerAnswer.Policy(
              identity.principal().identifier(),
              json,
              recorded(request, identity, verdict, api, current));
    };
  }

  // INVARIANT: one value of `aud` is the issuer's for the authorizer and this API's. Where the
  // token is for others too, they could present it here unless it says which party it was made for.
  private static Optional<String> audience(VerifiedIdentity identity, ProtectedApi api) {
    List<String> own = identity.token().map(TokenTerms::audiences).orElse(List.of());
    if (own.stream().noneMatch(api.audiences()::contains)) {
      return Optional.of("the token is for another audience");
    }
    return identity.claims().containsKey("azp")
            || api.audiences().containsAll(identity.claims().getOrDefault("aud", List.of()))
        ? Optional.empty()
        : Optional.of("the token has audiences of others too, and no authorized party (`azp`)");
  }

  private AuthorizerAnswer unauthenticated(
      AuthorizerRequest request, Optional<VerifiedIdentity> identity, String reason) {
    records.unauthenticated(request, identity, reason);
    return switch (request) {
      case AuthorizerRequest.Http _ -> new AuthorizerAnswer.Simple(false, Map.of());
      case AuthorizerRequest.Rest _, AuthorizerRequest.Token _ ->
          new AuthorizerAnswer.Unauthenticated();
    };
  }

  private AuthorizerAnswer refused(
      AuthorizerRequest request, VerifiedIdentity identity, String reason) {
    DecisionId id = records.decided(request, identity, CallRecords.refused(reason));
    Map<String, String> context = Map.of("decisionId", id.value());
    return switch (request) {
      case AuthorizerRequest.Http _ -> new AuthorizerAnswer.Simple(false, context);
      case AuthorizerRequest.Rest _, AuthorizerRequest.Token _ ->
          new AuthorizerAnswer.Policy(
              identity.principal().identifier(),
              InvokePolicy.of(request.method(), false).json().orElseThrow(),
              context);
    };
  }

  /// Records an answer; what it says to the API's integration.
  private Map<String, String> recorded(
      AuthorizerRequest request,
      VerifiedIdentity identity,
      Verdict verdict,
      ProtectedApi api,
      DirectorySnapshot current) {
    DecisionId id = records.decided(request, identity, verdict);
    return CallContext.told(id, identity, api, current, clock.instant());
  }
}
