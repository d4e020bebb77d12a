package dev.brevet.vending;

import module java.base;

import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PolicyIntersection;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyWriter;

/// A mapping's session policies, narrowed by what a caller asks for: what both allow, never more
/// than either. STS unites the session policies that it is given, so Brevet writes their
/// intersection before it asks STS.
///
/// Brevet does not know what a managed policy says. It narrows one by denies of everything that the
/// caller's policy does not allow, which hold whatever the managed policy allows. It never leaves
/// out a managed policy of a mapping, since that may deny what others allow.
sealed interface NarrowerPolicy {
  /// The session policies that are left.
  record Narrowed(SessionPolicy policy) implements NarrowerPolicy {}

  /// They cannot be written; `field` of the request is at fault, `detail` is fit to show.
  record Unfit(String field, String detail) implements NarrowerPolicy {}

  /// `own` is the mapping's, rendered.
  static NarrowerPolicy of(SessionPolicy own, VendRequest request) {
    if (!request.managedPolicies().isEmpty()) {
      return managedAlone(own, request);
    }
    if (request.policy().isEmpty()) {
      return new Narrowed(own);
    }
    return within(own, request.policy().get(), request.budget());
  }

  /// What `own` and `narrower` both allow.
  static NarrowerPolicy within(SessionPolicy own, Policy narrower, WorkBudget budget) {
    return own.managedPolicies().isEmpty()
        ? intersected(own, current(narrower), budget)
        : excluded(own, current(narrower), budget);
  }

  /// `policy` in the current version of the language. Unchanged where `${...}` stands in it, which
  /// only the current one takes for a variable.
  private static Policy current(Policy policy) {
    String json =
        PolicyWriter.write(new Policy(PolicyVersion.V2012_10_17, policy.id(), policy.statements()));
    return policy.version().hasVariables() || json.contains("${")
        ? policy
        : PolicyReader.own(json, PolicyType.SESSION);
  }

  private static NarrowerPolicy intersected(SessionPolicy own, Policy narrower, WorkBudget budget) {
    return switch (PolicyIntersection.of(current(inline(own)), narrower, budget)) {
      case PolicyIntersection.Result.Exact(Policy both) -> narrowed(both.statements(), own);
      case PolicyIntersection.Result.Inexact(String statement, String element) ->
          new Unfit(
              "policy",
              "cannot be intersected exactly with the mapping's session policy: statement `"
                  + statement
                  + "`, `"
                  + element
                  + "`");
    };
  }

  private static NarrowerPolicy excluded(SessionPolicy own, Policy narrower, WorkBudget budget) {
    Optional<List<Statement>> denies = PolicyIntersection.exclusions(narrower, budget);
    if (denies.isEmpty()) {
      return new Unfit(
          "policy",
          "cannot narrow the mapping's managed policies: what it does not allow cannot be written"
              + " as denies");
    }
    List<Statement> statements = new ArrayList<>(inline(own).statements());
    statements.addAll(denies.get());
    return narrowed(statements, own);
  }

  /// The mapping's managed policies without what its session policy allows besides.
  private static NarrowerPolicy managedAlone(SessionPolicy own, VendRequest request) {
    if (request.policy().isPresent()) {
      return new Unfit(
          "policyArns", "are not accepted beside a policy: sts would add what it allows to them");
    }
    if (!new HashSet<>(request.managedPolicies()).equals(new HashSet<>(own.managedPolicies()))) {
      return new Unfit(
          "policyArns",
          "must be all of the mapping's managed policies: sts adds what another policy allows to"
              + " the session, and a policy that is left out may deny something");
    }
    List<Statement> denies =
        inline(own).statements().stream()
            .filter(statement -> statement.effect() == Effect.DENY)
            .toList();
    return narrowed(denies, own);
  }

  private static NarrowerPolicy narrowed(List<Statement> statements, SessionPolicy own) {
    if (statements.isEmpty()) {
      return new Narrowed(new SessionPolicy(Optional.empty(), own.managedPolicies()));
    }
    Policy policy = new Policy(PolicyVersion.V2012_10_17, Optional.empty(), statements);
    return SessionPolicy.proven(policy, own.managedPolicies())
        .<NarrowerPolicy>map(Narrowed::new)
        .orElseGet(() -> new Unfit("policy", "cannot be written so that it reads the same"));
  }

  /// What the mapping says itself; nothing where it leaves that to managed policies.
  static Policy inline(SessionPolicy own) {
    return own.json()
        .map(json -> PolicyReader.own(json, PolicyType.SESSION))
        .orElseGet(() -> new Policy(PolicyVersion.V2012_10_17, Optional.empty(), List.of()));
  }
}
