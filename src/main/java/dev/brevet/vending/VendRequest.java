package dev.brevet.vending;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SessionDuration;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.Policy;
import dev.brevet.policy.element.WorkBudget;

/// What a verified caller asks for. Everything but `caller` and `origin` is the caller's own
/// choice. `policy` narrows: a session may do what the mapping's session policy and it both allow.
/// `managedPolicies`, if not empty, are the only session policies of the mapping that are kept.
/// `role` is there where the caller named a role and Brevet found the mapping by it: if the mapping
/// does not stand for that role at the moment of the decision, there is no such mapping. `reuse` is
/// false for a caller that wants a session of its own. Deciding and narrowing spend `budget`.
public record VendRequest(
    VerifiedIdentity caller,
    MappingId mapping,
    Optional<SessionDuration> duration,
    Map<String, String> parameters,
    Optional<Policy> policy,
    List<ManagedPolicyArn> managedPolicies,
    Optional<RoleArn> role,
    boolean reuse,
    RequestOrigin origin,
    WorkBudget budget) {
  public VendRequest {
    parameters = Map.copyOf(parameters);
    managedPolicies = List.copyOf(managedPolicies);
  }

  /// A request that names a mapping, and no role and no managed policies.
  public VendRequest(
      VerifiedIdentity caller,
      MappingId mapping,
      Optional<SessionDuration> duration,
      Map<String, String> parameters,
      Optional<Policy> policy,
      boolean reuse,
      RequestOrigin origin) {
    this(
        caller,
        mapping,
        duration,
        parameters,
        policy,
        List.of(),
        Optional.empty(),
        reuse,
        origin,
        WorkBudget.ofRequest());
  }

  /// The same, which does not narrow and takes a session that an equal request was given.
  public VendRequest(
      VerifiedIdentity caller,
      MappingId mapping,
      Optional<SessionDuration> duration,
      Map<String, String> parameters,
      RequestOrigin origin) {
    this(caller, mapping, duration, parameters, Optional.empty(), true, origin);
  }

  /// The same, paid from another budget.
  public VendRequest within(WorkBudget other) {
    return new VendRequest(
        caller, mapping, duration, parameters, policy, managedPolicies, role, reuse, origin, other);
  }
}
