package dev.brevet.gateway;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.directory.Directory;
import dev.brevet.directory.DirectorySnapshot;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.policy.Decision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Answers what an API Gateway asks its authorizer: may who bears this token make this call?
///
/// The answer holds for every request that the gateway may serve from its cache. What decides is
/// which parts of a request are among the cache's identity sources: what is not among them may be
/// different, and the answer is the one that is right whatever it is. So a policy that allows only
/// from some address allows nothing to a cache that does not tell addresses apart, and a cache that
/// does not tell routes apart is answered for all of them. A token is not good for an answer that
/// the gateway would remember for longer than the token lives.
public final class AuthorizeCall {
  private final Directory directory;
  private final TokenVerifier tokens;
  private final CallRecords records;
  private final Clock clock;

  public AuthorizeCall(
      Directory directory,
      TokenVerifier tokens,
      DecisionLog log,
      Supplier<DecisionId> ids,
      Clock clock) {
    this.directory = directory;
    this.tokens = tokens;
    this.records = new CallRecords(log, ids, clock);
    this.clock = clock;
  }

  /// The answer, which is recorded.
  ///
  /// @throws dev.brevet.directory.DirectoryUnavailable when what is known would be too old
  /// @throws dev.brevet.identity.IdentityUnavailable when the token could not be checked
  /// @throws dev.brevet.decisionlog.DecisionLogUnavailable when the answer could not be recorded
  public AuthorizerAnswer answer(AuthorizerRequest request) {
    DirectorySnapshot current = directory.current();
    Optional<ProtectedApi> api = current.api(request.method().api());
    Verification verification =
        request
            .bearer()
            .map(tokens::verify)
            .orElseGet(() -> new Verification.Rejected("there is no bearer token"));
    return switch (verification) {
      case Verification.Rejected rejected ->
          unauthenticated(request, Optional.empty(), rejected.reason());
      case Verification.Vended(VerifiedIdentity session) ->
          refused(request, session, "a session that brevet vended is no proof of its role");
      case Verification.Verified(VerifiedIdentity identity) ->
          api.map(known -> answer(request, identity, known, current))
              .orElseGet(() -> refused(request, identity, "the directory does not have this API"));
    };
  }

  private AuthorizerAnswer answer(
      AuthorizerRequest request,
      VerifiedIdentity identity,
      ProtectedApi api,
      DirectorySnapshot current) {
    List<String> audiences = identity.claims().getOrDefault("aud", List.of());
    if (api.audiences().stream().noneMatch(audiences::contains)) {
      return unauthenticated(request, Optional.of(identity), "the token is for another audience");
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
      return refused(request, identity, "the token does not tell whom its bearer is here");
    }
    RouteDecisions decisions =
        new RouteDecisions(
            current,
            caller.get(),
            environment(request, now),
            new GatewayCache(api.cache()).variation(request));
    return switch (request) {
      case AuthorizerRequest.Http http -> simple(http, identity, api, decisions);
      case AuthorizerRequest.Rest rest -> policy(rest, identity, api, decisions);
      case AuthorizerRequest.Token token -> policy(token, identity, api, decisions);
    };
  }

  private AuthorizerAnswer simple(
      AuthorizerRequest.Http request,
      VerifiedIdentity identity,
      ProtectedApi api,
      RouteDecisions decisions) {
    if (!new GatewayCache(api.cache()).isAsDeclared(request)) {
      return refused(
          request, identity, "the gateway's identity sources are not those that the table has");
    }
    Optional<ProtectedRoute> route = api.route(request.routeKey());
    if (route.isEmpty()) {
      return refused(request, identity, "the table does not have `" + request.routeKey() + "`");
    }
    Verdict verdict = verdict(api, route.get(), request.pathParameters(), decisions);
    return new AuthorizerAnswer.Simple(
        verdict.isAllowed(),
        told(records.decided(request, identity, verdict), identity, api, decisions.directory()));
  }

  private static Verdict verdict(
      ProtectedApi api,
      ProtectedRoute route,
      Map<String, String> parameters,
      RouteDecisions decisions) {
    if (api.cache().tellsPaths()) {
      return decisions
          .decide(route, parameters)
          .map(decision -> Verdict.of(route.key(), decision))
          .orElseGet(() -> Verdict.refused("no policy can name what `" + route.key() + "` is for"));
    }
    if (api.cache().tellsRoutes()) {
      return Verdict.of(route.key() + " of any", decisions.decideAll(route));
    }
    if (!api.isComplete()) {
      return Verdict.refused(
          "the cache does not tell routes apart, and the table does not have all of them");
    }
    String every = "every route, as the cache does not tell them apart";
    List<Decision> all = new ArrayList<>();
    for (ProtectedRoute each : api.routes()) {
      Decision decision = decisions.decideAll(each);
      if (!decision.isAllowed()) {
        return Verdict.of(every, decision);
      }
      all.add(decision);
    }
    return Verdict.ofAll(true, all, every);
  }

  private AuthorizerAnswer policy(
      AuthorizerRequest.Rest request,
      VerifiedIdentity identity,
      ProtectedApi api,
      RouteDecisions decisions) {
    if (!api.cache().tellsRoutes()) {
      return all(request, identity, api, decisions);
    }
    // A method of a REST API is told as what was asked, also where the resource has one for any.
    Optional<ProtectedRoute> route =
        api.route(request.routeKey())
            .or(() -> api.route("ANY " + request.routeKey().replaceFirst("^[A-Z]+ ", "")));
    if (route.isEmpty()) {
      return refused(request, identity, "the table does not have `" + request.routeKey() + "`");
    }
    Verdict verdict = verdict(api, route.get(), request.pathParameters(), decisions);
    InvokePolicy policy =
        api.cache().tellsPaths()
            ? InvokePolicy.of(request.method(), verdict.isAllowed())
            : InvokePolicy.of(request.method(), route.get(), verdict.isAllowed());
    return policy(request, identity, api, policy, verdict, decisions.directory());
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
    InvokePolicy policy = InvokePolicy.of(request.method(), api.routes(), api.isComplete(), may);
    String reason =
        policy.size()
            + " of "
            + api.routes().size()
            + " routes"
            + (policy.leftOut().isEmpty()
                ? ""
                : "; allowed, but not to be told by the token alone: "
                    + String.join(", ", policy.leftOut()));
    return policy(
        request,
        identity,
        api,
        policy,
        Verdict.ofAll(!policy.allowsNothing(), all, reason),
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
      return refused(request, identity, "the policy is longer than the gateway takes");
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
    DecisionId id = records.decided(request, identity, Verdict.refused(reason));
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

  private static RequestContext environment(AuthorizerRequest request, Instant now) {
    RequestContext.Builder context =
        RequestContext.builder()
            .put("aws:CurrentTime", now.toString())
            .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
            .put("aws:SecureTransport", "true");
    if (!request.origin().sourceAddress().isEmpty()) {
      context.put("aws:SourceIp", request.origin().sourceAddress());
    }
    if (!request.origin().userAgent().isEmpty()) {
      context.put("aws:UserAgent", request.origin().userAgent());
    }
    return context.build();
  }

  private Map<String, String> told(
      DecisionId id, VerifiedIdentity identity, ProtectedApi api, DirectorySnapshot current) {
    Map<String, String> context = new HashMap<>();
    api.context()
        .forEach(
            (name, claim) -> {
              List<String> values = identity.claims().getOrDefault(claim, List.of());
              if (!values.isEmpty()) {
                context.put(name, String.join(",", values));
              }
            });
    context.put("decisionId", id.value());
    context.put("subject", identity.principal().identifier());
    context.put("directoryStamp", Long.toString(current.stamp()));
    context.put(
        "directoryAgeMillis",
        Long.toString(Math.max(0, Duration.between(current.readAt(), clock.instant()).toMillis())));
    return context;
  }
}
