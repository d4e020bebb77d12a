package dev.brevet.gateway;

import module java.base;

import dev.brevet.directory.ActionName;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.ResourcePolicies;
import dev.brevet.directory.snapshot.SubjectPolicies;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.WorkBudget;

/// What a caller may do with the routes of an API, for as many requests as share an answer.
///
/// @param environment the condition keys of this request: time, address
/// @param cached how other requests that are served the answer may differ in those
/// @param budget pays for all of them
record RouteDecisions(
    DirectorySnapshot directory,
    ApiCaller caller,
    RequestContext environment,
    VaryingKeys cached,
    WorkBudget budget) {
  /// What putting a list of policies together takes, and each of its statements.
  private static final long LIST = 400;

  private static final long STATEMENT = 16;

  /// Whether the caller may call the route with these parameters. Empty when they name nothing that
  /// policies could be about.
  Optional<Decision> decide(ProtectedRoute route, Map<String, String> parameters) {
    return route.resource(parameters).filter(_ -> hasOneType(route)).map(of -> one(route, of));
  }

  // A type that the directory spells in two ways is denied, as in questions: a policy may deny one
  // of the spellings.
  private boolean hasOneType(ProtectedRoute route) {
    return directory.canonicalType(route.resourceType()).isPresent();
  }

  /// Whether the caller may call the route whatever its parameters are.
  Decision decideAll(ProtectedRoute route) {
    if (!hasOneType(route)) {
      return new Decision.ImplicitlyDenied(PolicyType.IDENTITY);
    }
    Optional<EntityId> only = route.hasParameters() ? Optional.empty() : route.resource(Map.of());
    return only.map(resource -> one(route, resource)).orElseGet(() -> all(route));
  }

  private Decision one(ProtectedRoute route, EntityId resource) {
    SubjectPolicies own = directory.policiesOf(caller.subject());
    List<NamedPolicy> others =
        directory.policiesOf(resource.resource()).map(ResourcePolicies::policies).orElse(List.of());
    RequestContext known =
        directory
            .entity(resource)
            .map(Entity::resourceContext)
            .orElseGet(
                () ->
                    RequestContext.builder()
                        .put("resource:type", resource.type())
                        .put("resource:id", resource.id())
                        .build());
    VaryingKeys varying = cached.ofResources(false);
    ApplicablePolicies policies =
        varying.isNone()
            ? directory.policies(caller.subject(), resource.resource())
            : lasting(new CacheSafePolicies(varying, ""), own, others);
    return evaluate(route, resource.resource(), known, policies);
  }

  private Decision all(ProtectedRoute route) {
    String prefix = route.resourcePrefix();
    CacheSafePolicies lasting = new CacheSafePolicies(cached.ofResources(true), prefix);
    // The caller's own are the same for every resource.
    SubjectPolicies own = directory.policiesOf(caller.subject());
    List<NamedPolicy> identity = reduced(lasting, own.identity());
    Optional<List<NamedPolicy>> boundary =
        own.boundary().map(policy -> reduced(lasting, List.of(policy)));
    RequestContext type =
        RequestContext.builder().put("resource:type", route.resourceType()).build();
    // Each resource that has a policy is looked at.
    budget.buy(directory.resourcesWithPolicies().size());
    // What a policy of one resource allows, it does not allow for all; what it denies, it does.
    for (ResourcePolicies of : directory.policiesOfAll(prefix)) {
      Decision decision =
          evaluate(
              route, prefix, type, applicable(identity, boundary, reduced(lasting, of.policies())));
      if (decision instanceof Decision.ExplicitlyDenied) {
        return decision;
      }
    }
    return evaluate(route, prefix, type, applicable(identity, boundary, List.of()));
  }

  private List<NamedPolicy> reduced(CacheSafePolicies lasting, List<NamedPolicy> policies) {
    long cost = LIST;
    for (NamedPolicy policy : policies) {
      for (Statement statement : policy.policy().statements()) {
        cost += STATEMENT + 4L * statement.weight();
      }
    }
    budget.buy(cost);
    return lasting.of(policies);
  }

  private ApplicablePolicies lasting(
      CacheSafePolicies lasting, SubjectPolicies own, List<NamedPolicy> others) {
    return applicable(
        reduced(lasting, own.identity()),
        own.boundary().map(policy -> reduced(lasting, List.of(policy))),
        reduced(lasting, others));
  }

  private static ApplicablePolicies applicable(
      List<NamedPolicy> identity, Optional<List<NamedPolicy>> boundary, List<NamedPolicy> others) {
    ApplicablePolicies.Builder policies =
        ApplicablePolicies.builder().named(PolicyType.IDENTITY, identity);
    boundary.ifPresent(bounding -> policies.named(PolicyType.BOUNDARY, bounding));
    if (!others.isEmpty()) {
      policies.named(PolicyType.RESOURCE, others);
    }
    return policies.build();
  }

  private Decision evaluate(
      ProtectedRoute route, String resource, RequestContext known, ApplicablePolicies policies) {
    RequestContext context =
        environment.toBuilder()
            .putAll(caller.context())
            .putAll(known)
            .put("action:name", ActionName.of(route.action(), route.resourceType()))
            .build();
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(
                caller.principal(), route.action(), resource, Optional.empty(), context)
            .within(budget),
        policies);
  }
}
