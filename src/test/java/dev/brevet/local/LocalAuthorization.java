package dev.brevet.local;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyEvaluator;

/// Decides, with the engine that Brevet itself decides with, whether a caller may assume a local
/// role.
final class LocalAuthorization {
  private final LocalIam iam;
  private final Clock clock;

  LocalAuthorization(LocalIam iam, Clock clock) {
    this.iam = iam;
    this.clock = clock;
  }

  /// Whether `caller`'s own policies and the trust policy of `role` allow `action` on it.
  boolean allows(LocalCaller caller, Action action, LocalIam.Role role, RequestContext context) {
    ApplicablePolicies.Builder policies =
        ApplicablePolicies.builder().trust(role.trustPolicy()).identity(caller.identityPolicies());
    caller.sessionPolicies().ifPresent(policies::session);
    return evaluate(caller.principal(), action, role, context, policies.build());
  }

  /// Whether the trust policy of `role` alone allows `action` to somebody with a token.
  boolean allowsToken(
      Principal principal, Action action, LocalIam.Role role, RequestContext context) {
    return evaluate(
        principal,
        action,
        role,
        context,
        ApplicablePolicies.builder().trust(role.trustPolicy()).build());
  }

  private static boolean evaluate(
      Principal principal,
      Action action,
      LocalIam.Role role,
      RequestContext context,
      ApplicablePolicies policies) {
    AuthorizationRequest request =
        new AuthorizationRequest(
            principal, action, role.arn().toString(), Optional.of(role.arn().account()), context);
    return PolicyEvaluator.evaluate(request, policies) instanceof Decision.Allowed;
  }

  /// The condition keys that the caller and its session establish.
  RequestContext.Builder callerContext(LocalCaller caller) {
    RequestContext.Builder context = RequestContext.builder();
    AccountId account = caller.account();
    context.put("aws:PrincipalAccount", account.digits());
    context.put("aws:userid", caller.uniqueId());
    iam.organization(account).ifPresent(id -> context.put("aws:PrincipalOrgID", id));
    caller.tags().forEach((key, value) -> context.put("aws:PrincipalTag/" + key, value));
    caller.sourceIdentity().ifPresent(id -> context.put("aws:SourceIdentity", id));
    caller.issuedAt().ifPresent(at -> context.put("aws:TokenIssueTime", at.toString()));
    switch (caller.principal()) {
      case Principal.RoleSession session -> {
        context.put("aws:PrincipalArn", session.role().toString());
        context.put("aws:PrincipalType", "AssumedRole");
      }
      case Principal.User user -> {
        context.put("aws:PrincipalArn", user.identifier());
        context.put("aws:PrincipalType", "User");
        context.put("aws:username", user.name());
      }
      case Principal.Root root -> {
        context.put("aws:PrincipalArn", root.identifier());
        context.put("aws:PrincipalType", "Account");
      }
      default -> {
        context.put("aws:PrincipalArn", caller.arn());
        context.put("aws:PrincipalType", "FederatedUser");
      }
    }
    if (caller.issuedAt().isPresent()) {
      context.put(
          "aws:MultiFactorAuthPresent",
          Boolean.toString(caller.authenticatedWithMfaAt().isPresent()));
    }
    caller
        .authenticatedWithMfaAt()
        .ifPresent(
            at ->
                context.put(
                    "aws:MultiFactorAuthAge",
                    Long.toString(Duration.between(at, clock.instant()).toSeconds())));
    return context;
  }

  /// Adds what the request itself says: where from, when, and what it asks of the session.
  void addRequest(
      RequestContext.Builder context,
      WireRequest request,
      LocalIam.Role role,
      SessionSettings asked) {
    Instant now = clock.instant();
    context.put("aws:SourceIp", request.sourceAddress());
    request.header("user-agent").ifPresent(agent -> context.put("aws:UserAgent", agent));
    context.put("aws:CurrentTime", now.toString());
    context.put("aws:EpochTime", Long.toString(now.getEpochSecond()));
    context.put("aws:SecureTransport", "false");
    context.put("aws:ResourceAccount", role.arn().account().digits());
    role.tags().forEach((key, value) -> context.put("aws:ResourceTag/" + key, value));
    context.put("sts:RoleSessionName", asked.sessionName());
    asked.externalId().ifPresent(id -> context.put("sts:ExternalId", id));
    asked.sourceIdentity().ifPresent(id -> context.put("sts:SourceIdentity", id));
    asked.seconds().ifPresent(n -> context.put("sts:DurationSeconds", Integer.toString(n)));
    List<String> keys = new ArrayList<>(asked.tags().keySet());
    context.put("aws:TagKeys", keys);
    asked.tags().forEach((key, value) -> context.put("aws:RequestTag/" + key, value));
    context.put("sts:TransitiveTagKeys", List.copyOf(asked.transitiveKeys()));
  }
}
