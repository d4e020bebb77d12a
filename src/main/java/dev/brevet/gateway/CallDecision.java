package dev.brevet.gateway;

import module java.base;

import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.directory.AuthorizerCache;
import dev.brevet.directory.IdentitySources;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.policy.Decision;

/// What policies decide on a call of an API, for every request that the gateway may serve the
/// answer to: on one route, or on all where its cache does not distinguish routes.
sealed interface CallDecision {
  String TOO_LONG = "the policy is longer than the gateway accepts, or needs too much work to make";

  /// Nothing was decided on, for this reason.
  record Refused(String reason) implements CallDecision {}

  /// For a gateway that asks about one call.
  record ForCall(Verdict verdict) implements CallDecision {}

  /// For a gateway that takes a policy; `verdict` is on the call that it asked about.
  record ByPolicy(Verdict verdict, String json) implements CallDecision {}

  static CallDecision of(AuthorizerRequest request, ProtectedApi api, RouteDecisions decisions) {
    return switch (request) {
      case AuthorizerRequest.Http http -> ofCall(http, api, decisions);
      case AuthorizerRequest.Rest rest when cache(rest, api).tellsRoutes() ->
          ofRoute(rest, api, decisions);
      case AuthorizerRequest.Rest _, AuthorizerRequest.Token _ -> ofAll(request, api, decisions);
    };
  }

  private static CallDecision ofCall(
      AuthorizerRequest.Http request, ProtectedApi api, RouteDecisions decisions) {
    if (!new GatewayCache(api.cache()).isAsDeclared(request)) {
      return new Refused("the gateway's identity sources differ from those in the table");
    }
    Optional<ProtectedRoute> route = api.route(request.routeKey());
    return route.isEmpty()
        ? new Refused("the table does not have `" + request.routeKey() + "`")
        : new ForCall(
            verdict(cache(request, api), api, route.get(), request.pathParameters(), decisions));
  }

  // The kind of gateway is known by what it asks, and a table may have been written for another.
  static AuthorizerCache cache(AuthorizerRequest request, ProtectedApi api) {
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

  private static CallDecision ofRoute(
      AuthorizerRequest.Rest request, ProtectedApi api, RouteDecisions decisions) {
    AuthorizerCache cache = cache(request, api);
    // A REST API names the method that was asked for, also where the resource has one for any.
    Optional<ProtectedRoute> route =
        api.route(request.routeKey())
            .or(() -> api.route("ANY " + request.routeKey().replaceFirst("^[A-Z]+ ", "")));
    if (route.isEmpty()) {
      return new Refused("the table does not have `" + request.routeKey() + "`");
    }
    Verdict verdict = verdict(cache, api, route.get(), request.pathParameters(), decisions);
    InvokePolicy policy =
        cache.tellsPaths()
            ? InvokePolicy.of(request.method(), verdict.isAllowed())
            : InvokePolicy.of(
                request.method(),
                api.routes(),
                route.get(),
                verdict.isAllowed(),
                decisions.budget());
    return byPolicy(
        policy,
        // INVARIANT: a call that the gateway refuses by the policy is not recorded as allowed.
        verdict.isAllowed() && !policy.allows(request.method())
            ? CallRecords.refused(verdict.reason() + ", but not for this spelling of the path")
            : verdict);
  }

  /// For every route, as the gateway serves it to requests for any.
  private static CallDecision ofAll(
      AuthorizerRequest request, ProtectedApi api, RouteDecisions decisions) {
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
      return new Refused(TOO_LONG);
    }
    InvokePolicy policy = found.get();
    String reason =
        policy.routes()
            + " of "
            + api.routes().size()
            + " routes"
            + (policy.leftOut().isEmpty()
                ? ""
                : "; allowed, but not decidable from the token alone: "
                    + String.join(", ", policy.leftOut()));
    return byPolicy(policy, CallRecords.verdict(policy.allows(request.method()), all, reason));
  }

  private static CallDecision byPolicy(InvokePolicy policy, Verdict verdict) {
    return policy
        .json()
        .<CallDecision>map(json -> new ByPolicy(verdict, json))
        .orElseGet(() -> new Refused(TOO_LONG));
  }
}
