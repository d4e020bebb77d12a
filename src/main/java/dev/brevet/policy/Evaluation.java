package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.Principal;
import org.jspecify.annotations.Nullable;

/// One evaluation: explicit denies first, then every kind of policy that has to allow.
///
/// Source: IAM User Guide, reference_policies_evaluation-logic_policy-eval-denyallow and
/// reference_policies_evaluation-logic-cross-account.
final class Evaluation {
  static final List<PolicyType> IN_ORDER =
      List.of(
          PolicyType.SERVICE_CONTROL,
          PolicyType.RESOURCE_CONTROL,
          PolicyType.ENDPOINT,
          PolicyType.RESOURCE,
          PolicyType.TRUST,
          PolicyType.IDENTITY,
          PolicyType.BOUNDARY,
          PolicyType.SESSION);

  private static final Map<PolicyType, Decision> SILENT =
      Arrays.stream(PolicyType.values())
          .collect(
              Collectors.toMap(
                  Function.identity(),
                  Decision.ImplicitlyDenied::new,
                  (one, _) -> one,
                  () -> new EnumMap<>(PolicyType.class)));

  private final AuthorizationRequest request;
  private final ApplicablePolicies policies;
  private final List<Entry> allowing = new ArrayList<>(4);

  private Evaluation(AuthorizationRequest request, ApplicablePolicies policies) {
    this.request = request;
    this.policies = policies;
  }

  static Decision decide(AuthorizationRequest request, ApplicablePolicies policies) {
    return policies.isOnlyIdentity() && isPlain(request)
        ? decideByIdentity(request, policies)
        : new Evaluation(request, policies).decide();
  }

  // What identity-based policies decide by themselves, which is most of all decisions, without
  // anything made for it.
  private static Decision decideByIdentity(
      AuthorizationRequest request, ApplicablePolicies policies) {
    PolicySet identity = Objects.requireNonNull(policies.set(PolicyType.IDENTITY));
    Entry denying = identity.deny(request);
    if (denying != null) {
      return denying.alone();
    }
    Entry allowing = identity.allow(request);
    return allowing == null ? silent(PolicyType.IDENTITY) : allowing.alone();
  }

  private static boolean isPlain(AuthorizationRequest request) {
    Principal caller = request.principal();
    return (caller instanceof Principal.User
            || caller instanceof Principal.RoleSession
            || caller instanceof Principal.Role)
        && !request.isCrossAccount()
        && !request.needsNoPermission()
        && request.guard() == null;
  }

  private static Decision silent(PolicyType type) {
    return Objects.requireNonNull(SILENT.get(type));
  }

  private Decision decide() {
    if (request.needsNoPermission()) {
      return new Decision.Allowed(List.of());
    }
    Entry denying = explicitDenial();
    if (denying != null) {
      return denying.alone();
    }
    PolicyType limiting = firstSilentLimit();
    if (limiting != null) {
      return silent(limiting);
    }
    if (isRootAssuming()) {
      return silent(PolicyType.IDENTITY);
    }
    PolicyType blocked = needsBothSides() ? bothSides() : withinAccount();
    return blocked == null ? allowed() : silent(blocked);
  }

  private Decision allowed() {
    return allowing.size() == 1
        ? allowing.get(0).alone()
        : new Decision.Allowed(allowing.stream().map(Entry::reference).toList());
  }

  private @Nullable Entry explicitDenial() {
    for (PolicyType type : IN_ORDER) {
      if (policies.has(type) && binds(type, request)) {
        List<PolicySet> levels = policies.levels(type);
        for (int i = 0; i < levels.size(); i++) {
          Entry entry = levels.get(i).deny(request);
          if (entry != null) {
            return entry;
          }
        }
      }
    }
    return null;
  }

  /// The limits that hold for every grant: service control policies at every level, the endpoint's
  /// policies.
  private @Nullable PolicyType firstSilentLimit() {
    if (policies.has(PolicyType.SERVICE_CONTROL) && binds(PolicyType.SERVICE_CONTROL, request)) {
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
    PolicyType guard = request.guard();
    if (granting == null) {
      return guard != null ? guard : throughIdentity();
    }
    if (noted(granting.allow(request, PrincipalMatchLevel.ITSELF))) {
      return null;
    }
    if (noted(granting.allow(request, PrincipalMatchLevel.ROLE))) {
      return limitOfIdentity();
    }
    // What reaches the account only delegates: the caller's own policies decide.
    Entry delegating = granting.allow(request, PrincipalMatchLevel.ACCOUNT);
    boolean mustAllow = guard != null || granting.type() == PolicyType.TRUST;
    if (mustAllow && !noted(delegating)) {
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

  private boolean needsBothSides() {
    return request.isCrossAccount()
        || (request.chainsSourceIdentity() && policies.has(PolicyType.TRUST));
  }

  /// Both sides must allow, as across accounts: the resource's by a policy that reaches the caller,
  /// the caller's by its own policies.
  private @Nullable PolicyType bothSides() {
    PolicySet granting = grantingSet();
    if (granting == null) {
      return request.guard() == PolicyType.TRUST ? PolicyType.TRUST : PolicyType.RESOURCE;
    }
    Entry direct = granting.allow(request, PrincipalMatchLevel.ROLE);
    if (!noted(direct != null ? direct : granting.allow(request, PrincipalMatchLevel.ACCOUNT))) {
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

  /// Whether policies of a type bind the request. Service-linked roles are bound by no organization
  /// policy, and a service's right to assume one by no resource control policy
  /// (orgs_manage_policies_rcps, resources and entities not restricted).
  static boolean binds(PolicyType type, AuthorizationRequest request) {
    return switch (type) {
      case SERVICE_CONTROL ->
          request.principal().account().isPresent() && !request.isByServiceLinkedRole();
      case RESOURCE_CONTROL ->
          !request.isByServiceLinkedRole() && !request.isForServiceLinkedRole();
      case IDENTITY, RESOURCE, TRUST, SESSION, BOUNDARY, ENDPOINT -> true;
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

  private boolean noted(@Nullable Entry entry) {
    if (entry == null) {
      return false;
    }
    allowing.add(entry);
    return true;
  }
}
