package dev.brevet.gateway;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.directory.AuthorizerCache;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.IdentitySources;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TokenTerms;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.Decision;
import dev.brevet.policy.element.WorkBudget;

/// Answers what an API Gateway asks its authorizer: may who bears this token make this call?
///
/// The answer holds for every request that the gateway may serve from its cache. What decides is
/// which parts of a request are among the cache's identity sources: what is not among them may be
/// different, and the answer is the one that is right whatever it is. So a policy that allows only
/// from some address allows nothing to a cache that does not tell addresses apart, and a cache that
/// does not tell routes apart is answered for all of them. A token is not good for an answer that
/// the gateway would remember for longer than the token lives.
public final class AuthorizeCall {
  private static final String TOO_LONG =
      "the policy is longer than the gateway accepts, or needs too much work to make";

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
            new GatewayCache(cache(request, api)).variation(request),
            budget);
    try {
      return switch (request) {
        case AuthorizerRequest.Http http -> simple(http, identity, api, decisions);
        case AuthorizerRequest.Rest rest -> policy(rest, identity, api, decisions);
        case AuthorizerRequest.Token token -> policy(token, identity, api, decisions);
      };
    } catch (WorkBudget.TooMuchWork _) {
      return refused(request, identity, "deciding takes more work than one call may cause");
    }
  }

  // INVARIANT: one value of `aud` is the issuer's for the authorizer and this API's. Where the
  // token
  // is for others too, they could present it here unless it says which party it was made for.
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

  private AuthorizerAnswer simple(
      AuthorizerRequest.Http request,
      VerifiedIdentity identity,
      ProtectedApi api,
      RouteDecisions decisions) {
    if (!new GatewayCache(api.cache()).isAsDeclared(request)) {
      return refused(
          request, identity, "the gateway's identity sources differ from those in the table");
    }
    Optional<ProtectedRoute> route = api.route(request.routeKey());
    if (route.isEmpty()) {
      return refused(request, identity, "the table does not have `" + request.routeKey() + "`");
    }
    Verdict verdict =
        verdict(cache(request, api), api, route.get(), request.pathParameters(), decisions);
    return new AuthorizerAnswer.Simple(
        verdict.isAllowed(),
        told(records.decided(request, identity, verdict), identity, api, decisions.directory()));
  }

  // The kind of gateway is known by what it asks, and a table may have been written for another.
  private static AuthorizerCache cache(AuthorizerRequest request, ProtectedApi api) {
    return api.cache()
        .as(
            switch (request) {
              case AuthorizerRequest.Http _ -> IdentitySources.HTTP;
              case AuthorizerRequest.Rest _, AuthorizerRequest.Token _ -> IdentitySources.REST;
            });
  }

  private static Verdict verdict(
      AuthorizerCache cache,
      ProtectedApi api,
      ProtectedRoute route,
      Map<String, String> parameters,
      RouteDecisions decisions) {
    // A REST API's policy is then for the path as it was sent, however the gateway caches it.
    boolean one =
        cache.tellsPaths()
            && (cache.isOff() || cache.gateway() == IdentitySources.REST || route.isToldByPath());
    if (one || route.resource(parameters).isEmpty()) {
      return decisions
          .decide(route, parameters)
          .map(own -> CallRecords.verdict(route.key(), own))
          .orElseGet(
              () ->
                  CallRecords.refused("no policy can name the resource of `" + route.key() + "`"));
    }
    if (cache.tellsRoutes()) {
      return CallRecords.verdict(route.key() + " of any", decisions.decideAll(route));
    }
    if (!api.isComplete()) {
      return CallRecords.refused(
          "the cache does not distinguish routes, and the table does not have all of them");
    }
    String every = "every route, because the cache does not distinguish routes";
    List<Decision> all = new ArrayList<>();
    for (ProtectedRoute each : api.routes()) {
      Decision decision = decisions.decideAll(each);
      if (!decision.isAllowed()) {
        return CallRecords.verdict(every, decision);
      }
      all.add(decision);
    }
    return CallRecords.verdict(true, all, every);
  }

  private AuthorizerAnswer policy(
      AuthorizerRequest.Rest request,
      VerifiedIdentity identity,
      ProtectedApi api,
      RouteDecisions decisions) {
    AuthorizerCache cache = cache(request, api);
    if (!cache.tellsRoutes()) {
      return all(request, identity, api, decisions);
    }
    // A method of a REST API is told as what was asked, also where the resource has one for any.
    Optional<ProtectedRoute> route =
        api.route(request.routeKey())
            .or(() -> api.route("ANY " + request.routeKey().replaceFirst("^[A-Z]+ ", "")));
    if (route.isEmpty()) {
      return refused(request, identity, "the table does not have `" + request.routeKey() + "`");
    }
    Verdict verdict =
        verdict(cache(request, api), api, route.get(), request.pathParameters(), decisions);
    InvokePolicy policy =
        cache.tellsPaths()
            ? InvokePolicy.of(request.method(), verdict.isAllowed())
            : InvokePolicy.of(
                request.method(),
                api.routes(),
                route.get(),
                verdict.isAllowed(),
                decisions.budget());
    return policy(
        request,
        identity,
        api,
        policy,
        // INVARIANT: a call that the gateway refuses by the policy is not recorded as allowed.
        verdict.isAllowed() && !policy.allows(request.method())
            ? CallRecords.refused(verdict.reason() + ", but not for this spelling of the path")
            : verdict,
        decisions.directory());
  }

  private AuthorizerAnswer policy(
      AuthorizerRequest.Token request,
      VerifiedIdentity identity,
      ProtectedApi api,
      RouteDecisions decisions) {
    return all(request, identity, api, decisions);
  }

  /// For every route, as the gateway serves it to requests for any.
  private AuthorizerAnswer all(
      AuthorizerRequest request,
      VerifiedIdentity identity,
      ProtectedApi api,
      RouteDecisions decisions) {
    Set<ProtectedRoute> may = new LinkedHashSet<>();
    List<Decision> all = new ArrayList<>();
    for (ProtectedRoute route : api.routes()) {
      Decision decision = decisions.decideAll(route);
      all.add(decision);
      if (decision.isAllowed()) {
        may.add(route);
      }
    }
    Optional<InvokePolicy> found =
        InvokePolicy.of(request.method(), api.routes(), api.isComplete(), may, decisions.budget());
    if (found.isEmpty()) {
      return refused(request, identity, TOO_LONG);
    }
    InvokePolicy policy = found.get();
    String reason =
        policy.size()
            + " of "
            + api.routes().size()
            + " routes"
            + (policy.leftOut().isEmpty()
                ? ""
                : "; allowed, but not decidable from the token alone: "
                    + String.join(", ", policy.leftOut()));
    return policy(
        request,
        identity,
        api,
        policy,
        CallRecords.verdict(policy.allows(request.method()), all, reason),
        decisions.directory());
  }

  private AuthorizerAnswer policy(
      AuthorizerRequest request,
      VerifiedIdentity identity,
      ProtectedApi api,
      InvokePolicy policy,
      Verdict verdict,
      DirectorySnapshot current) {
    Optional<String> json = policy.json();
    if (json.isEmpty()) {
      return refused(request, identity, TOO_LONG);
    }
    DecisionId id = records.decided(request, identity, verdict);
    return new AuthorizerAnswer.Policy(
        identity.principal().identifier(), json.get(), told(id, identity, api, current));
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

  private Map<String, String> told(
      DecisionId id, VerifiedIdentity identity, ProtectedApi api, DirectorySnapshot current) {
    return CallContext.told(id, identity, api, current, clock.instant());
  }
}
