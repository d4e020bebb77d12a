package dev.brevet.policy;

import dev.brevet.iam.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One evaluation: explicit denies first, then every kind of policy that has to allow.
///
/// Source: IAM User Guide, reference_policies_evaluation-logic_policy-eval-denyallow and
/// reference_policies_evaluation-logic-cross-account.
final class Evaluation {
  private static final PolicyType[] IN_ORDER = {
    PolicyType.SERVICE_CONTROL,
    PolicyType.RESOURCE_CONTROL,
    PolicyType.ENDPOINT,
    PolicyType.RESOURCE,
    PolicyType.TRUST,
    PolicyType.IDENTITY,
    PolicyType.BOUNDARY,
    PolicyType.SESSION
  };

  private final AuthorizationRequest request;
  private final ApplicablePolicies policies;
  private final List<StatementReference> allowing = new ArrayList<>(4);

  Evaluation(AuthorizationRequest request, ApplicablePolicies policies) {
    this.request = request;
    this.policies = policies;
  }

  Decision decide() {
    if (needsNoPermission()) {
      return new Decision.Allowed(List.of());
    }
    Decision denied = explicitDenial();
    if (denied != null) {
      return denied;
    }
    PolicyType limiting = firstSilentLimit();
    if (limiting != null) {
      return new Decision.ImplicitlyDenied(limiting);
    }
    if (isRootAssuming()) {
      return new Decision.ImplicitlyDenied(PolicyType.IDENTITY);
    }
    PolicyType blocked = request.isCrossAccount() ? acrossAccounts() : withinAccount();
    return blocked == null
        ? new Decision.Allowed(allowing)
        : new Decision.ImplicitlyDenied(blocked);
  }

  // "If an administrator adds a policy that explicitly denies access to the sts:GetCallerIdentity
  // action, you can still
  // perform this operation" (STS API, GetCallerIdentity). It needs credentials, not permissions.
  private boolean needsNoPermission() {
    return request.action().lowerCase().equals("sts:getcalleridentity")
        && request.principal().account().isPresent();
  }

  private @Nullable Decision explicitDenial() {
    boolean bounded = policies.has(PolicyType.BOUNDARY) && isUserOrRole();
    for (PolicyType type : IN_ORDER) {
      if (applies(type)) {
        List<PolicySet> levels = policies.levels(type);
        for (int i = 0; i < levels.size(); i++) {
          PolicySet.Entry entry = levels.get(i).deny(request, bounded);
          if (entry != null) {
            return new Decision.ExplicitlyDenied(List.of(entry.reference()), type);
          }
        }
      }
    }
    return null;
  }

  /// The limits that hold whoever grants: service control policies at every level, the endpoint's
  /// policies.
  private @Nullable PolicyType firstSilentLimit() {
    if (applies(PolicyType.SERVICE_CONTROL)) {
      List<PolicySet> levels = policies.levels(PolicyType.SERVICE_CONTROL);
      for (int i = 0; i < levels.size(); i++) {
        if (!noted(levels.get(i).allow(request))) {
          return PolicyType.SERVICE_CONTROL;
        }
      }
    }
    PolicySet endpoint = policies.set(PolicyType.ENDPOINT);
    return endpoint == null || noted(endpoint.allow(request)) ? null : PolicyType.ENDPOINT;
  }

  private @Nullable PolicyType withinAccount() {
    PolicySet granting = grantingSet();
    if (granting == null) {
      return throughIdentity();
    }
    if (noted(granting.allow(request, Reach.ITSELF))) {
      return null;
    }
    if (noted(granting.allow(request, Reach.ROLE))) {
      return limitOfIdentity();
    }
    // What reaches the account only delegates: the caller's own policies decide.
    PolicySet.Entry delegating = granting.allow(request, Reach.ACCOUNT);
    if (mustAllow(granting) && !noted(delegating)) {
      return granting.type();
    }
    PolicyType blocked = throughIdentity();
    boolean onlyResourceCould = delegating == null && !policies.has(PolicyType.IDENTITY);
    return blocked == PolicyType.IDENTITY && onlyResourceCould ? granting.type() : blocked;
  }

  private @Nullable PolicyType throughIdentity() {
    PolicyType identity = identitySide();
    return identity != null ? identity : limitOfIdentity();
  }

  /// Both accounts must allow: the resource's by a policy that reaches the caller, the caller's by
  /// its own policies.
  private @Nullable PolicyType acrossAccounts() {
    PolicySet granting = grantingSet();
    if (granting == null) {
      return PolicyType.RESOURCE;
    }
    PolicySet.Entry direct = granting.allow(request, Reach.ROLE);
    if (!noted(direct != null ? direct : granting.allow(request, Reach.ACCOUNT))) {
      return granting.type();
    }
    if (policies.has(PolicyType.IDENTITY) || direct == null) {
      PolicyType identity = identitySide();
      if (identity != null) {
        return identity;
      }
    }
    return limitOfIdentity();
  }

  /// Whether the caller's own policies grant; null when they do.
  private @Nullable PolicyType identitySide() {
    if (isRootOfKnownAccount()) {
      return null;
    }
    PolicySet identity = policies.set(PolicyType.IDENTITY);
    boolean canHavePolicies =
        !(request.principal() instanceof Principal.Anonymous)
            && !(request.principal() instanceof Principal.Service);
    return identity != null && canHavePolicies && noted(identity.allow(request))
        ? null
        : PolicyType.IDENTITY;
  }

  /// What limits identity-based grants: boundary, then session policies; null when neither does.
  private @Nullable PolicyType limitOfIdentity() {
    PolicySet boundary = policies.set(PolicyType.BOUNDARY);
    if (boundary != null && !noted(boundary.allow(request))) {
      return PolicyType.BOUNDARY;
    }
    PolicySet session = policies.set(PolicyType.SESSION);
    if (session == null) {
      // A federated user without a session policy has no permissions of its own
      // (policy-eval-denyallow, session policies).
      return request.principal() instanceof Principal.FederatedUser ? PolicyType.SESSION : null;
    }
    return noted(session.allow(request)) ? null : PolicyType.SESSION;
  }

  private @Nullable PolicySet grantingSet() {
    PolicySet trust = policies.set(PolicyType.TRUST);
    return trust != null ? trust : policies.set(PolicyType.RESOURCE);
  }

  // Trust policies and key policies must allow, in the same account too (policy-eval-denyallow,
  // resource-based policies).
  private boolean mustAllow(PolicySet granting) {
    return granting.type() == PolicyType.TRUST
        || (request.action().lowerCase().startsWith("kms:")
            && request.resource().contains(":key/"));
  }

  private boolean applies(PolicyType type) {
    return switch (type) {
      case SERVICE_CONTROL ->
          request.principal().account().isPresent() && !request.isByServiceLinkedRole();
      case RESOURCE_CONTROL -> !request.isByServiceLinkedRole();
      case IDENTITY, RESOURCE, TRUST, SESSION, BOUNDARY, ENDPOINT -> true;
    };
  }

  private boolean isUserOrRole() {
    return switch (request.principal()) {
      case Principal.User _, Principal.Role _, Principal.RoleSession _, Principal.FederatedUser _ ->
          true;
      case Principal.Root _,
          Principal.WebIdentity _,
          Principal.SamlIdentity _,
          Principal.Service _,
          Principal.Anonymous _ ->
          false;
    };
  }

  // The root user has full access, but only where the account is known to be its own.
  private boolean isRootOfKnownAccount() {
    return request.principal() instanceof Principal.Root && request.owner().isPresent();
  }

  // "You cannot use root user credentials to call AssumeRole" (STS API, AssumeRole).
  private boolean isRootAssuming() {
    return request.principal() instanceof Principal.Root
        && request.action().lowerCase().startsWith("sts:assumerole");
  }

  private boolean noted(PolicySet.@Nullable Entry entry) {
    if (entry == null) {
      return false;
    }
    allowing.add(entry.reference());
    return true;
  }
}
