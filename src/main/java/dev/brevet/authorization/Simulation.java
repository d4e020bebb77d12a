package dev.brevet.authorization;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.NamedPolicy;

/// Policies to try, and the actions and resources to try them on, each with each.
///
/// `owner` owns resources whose ARN names no account. Source: IAM API, SimulateCustomPolicy.
public record Simulation(
    List<NamedPolicy> policies,
    List<NamedPolicy> boundaries,
    Optional<NamedPolicy> resourcePolicy,
    Principal caller,
    Optional<AccountId> owner,
    List<Action> actions,
    List<String> resources,
    RequestContext context) {
  /// The most pairs of an action and a resource.
  public static final int MOST_PAIRS = 1_000;

  public Simulation {
    policies = List.copyOf(policies);
    boundaries = List.copyOf(boundaries);
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
  }
}
