package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.vending.VendOutcome.Denied.Kind;

/// Asks a mapping's trust policy about a caller.
final class TrustDecision {
  private static final String ISSUE_TIME = "aws:TokenIssueTime";
  private static final Set<String> SOURCE_KEYS =
      Set.of("aws:sourceip", "aws:sourcevpce", "aws:sourcevpc", "aws:vpcsourceip");

  private final RoleMapping mapping;
  private final Principal caller;
  private final RequestContext context;
  private final ApplicablePolicies policies;
  private final WorkBudget budget;

  TrustDecision(RoleMapping mapping, Principal caller, RequestContext context, WorkBudget budget) {
    this.budget = budget;
    this.mapping = mapping;
    this.caller = caller;
    this.context = context;
    this.policies = policies(mapping.trustPolicy());
  }

  /// Whether the caller may have the role.
  Decision decide() {
    return ask(ownAction(caller), context, policies);
  }

  /// Whether the caller may do `action` besides, such as `sts:TagSession`, in `asked`.
  Decision decide(Action action, RequestContext asked) {
    return ask(action, asked, policies);
  }

  /// What kind of denial [#decide] was: a kind that the caller can act on only where that one
  /// change would make it allowed.
  Kind kindOfDenial() {
    RequestContext withMfa =
        context.toBuilder()
            .put("aws:MultiFactorAuthPresent", "true")
            .put("aws:MultiFactorAuthAge", "0")
            .build();
    if (ask(ownAction(caller), withMfa, policies).isAllowed()) {
      return Kind.MFA_REQUIRED;
    }
    if (wouldBeAllowedIfIssuedNow()) {
      return Kind.REVOKED;
    }
    Optional<Policy> anySource = regardlessOfSource(mapping.trustPolicy());
    return anySource.isPresent()
            && ask(ownAction(caller), context, policies(anySource.get())).isAllowed()
        ? Kind.SOURCE_DENIED
        : Kind.ACCESS_DENIED;
  }

  /// Whether only the age of the caller's proof causes the denial. That is so after a revocation by
  /// IAM's own idiom, a deny of an `aws:TokenIssueTime` before some time.
  private boolean wouldBeAllowedIfIssuedNow() {
    if (context.values(ISSUE_TIME).isEmpty()) {
      return false;
    }
    RequestContext issuedNow =
        context.toBuilder().put(ISSUE_TIME, context.values("aws:CurrentTime")).build();
    return ask(ownAction(caller), issuedNow, policies).isAllowed();
  }

  /// Tokens assume roles by `sts:AssumeRoleWithWebIdentity`, AWS principals by `sts:AssumeRole`: as
  /// in IAM.
  private static Action ownAction(Principal caller) {
    return switch (caller) {
      case Principal.WebIdentity _ -> Action.ASSUME_ROLE_WITH_WEB_IDENTITY;
      case Principal.SamlIdentity _ -> new Action("sts", "AssumeRoleWithSAML");
      case Principal.Root _,
          Principal.User _,
          Principal.Role _,
          Principal.RoleSession _,
          Principal.FederatedUser _,
          Principal.Service _,
          Principal.Anonymous _ ->
          Action.ASSUME_ROLE;
    };
  }

  private Decision ask(Action action, RequestContext asked, ApplicablePolicies applicable) {
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(
                caller,
                action,
                mapping.role().toString(),
                Optional.of(mapping.role().account()),
                asked)
            .within(budget),
        applicable);
  }

  private ApplicablePolicies policies(Policy trust) {
    return ApplicablePolicies.builder()
        .named(PolicyType.TRUST, List.of(new NamedPolicy(mapping.id().value(), trust)))
        .build();
  }

  /// The policy for a caller at just the right address: allows without their conditions on it, and
  /// no deny that has one. Empty when no condition asks for it.
  private static Optional<Policy> regardlessOfSource(Policy policy) {
    if (policy.statements().stream().noneMatch(TrustDecision::asksForSource)) {
      return Optional.empty();
    }
    List<Statement> statements =
        policy.statements().stream()
            .filter(statement -> statement.effect() == Effect.ALLOW || !asksForSource(statement))
            .map(TrustDecision::withoutSource)
            .toList();
    return Optional.of(new Policy(policy.version(), policy.id(), statements));
  }

  private static Statement withoutSource(Statement statement) {
    return statement.withConditions(
        statement.conditions().stream().filter(condition -> !isSource(condition)).toList());
  }

  private static boolean asksForSource(Statement statement) {
    return statement.conditions().stream().anyMatch(TrustDecision::isSource);
  }

  private static boolean isSource(Condition condition) {
    return SOURCE_KEYS.contains(condition.key().lowerName());
  }
}
