package dev.brevet.local;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;

/// Whether a caller's own policies and those of its session allow `execute-api:Invoke` on what it
/// asks for, as API Gateway's `AWS_IAM` authorizer decides.
///
/// One thing is otherwise here: callers of other accounts are taken for callers of this one, whom
/// API Gateway refuses at an HTTP API. Source: API Gateway Developer Guide,
/// http-api-access-control-iam and api-gateway-control-access-using-iam-policies-to-invoke-api.
final class InvokePermission {
  /// What callers may do who are nobody of `iam.json`: signing and asking.
  static final List<Policy> OF_STRANGERS =
      List.of(
          policy(
              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                  + "\"Action\":\"execute-api:Invoke\",\"Resource\":\"*\"}]}"));

  private static final Action INVOKE = new Action("execute-api", "Invoke");

  private final LocalAuthorization authorization;
  private final String region;

  InvokePermission(LocalAuthorization authorization, String region) {
    this.authorization = authorization;
    this.region = region;
  }

  /// `path` is the request's, decoded, with its first slash.
  boolean allows(LocalCaller caller, WireRequest request, String path, Instant now) {
    // The function refuses the root user, which may do anything in its account.
    if (caller.principal() instanceof Principal.Root) {
      return true;
    }
    ApplicablePolicies.Builder policies =
        ApplicablePolicies.builder().identity(caller.identityPolicies());
    caller.sessionPolicies().ifPresent(policies::session);
    if (caller.principal() instanceof Principal.FederatedUser) {
      // It may do what a policy of its session allows, which nobody writes here.
      policies.session(OF_STRANGERS);
    }
    RequestContext context =
        authorization
            .callerContext(caller)
            .put("aws:SourceIp", request.sourceAddress())
            .put("aws:CurrentTime", now.toString())
            .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
            .put("aws:SecureTransport", "true")
            .build();
    String resource =
        "arn:aws:execute-api:%s:%s:local/$default/%s%s"
            .formatted(region, LocalIam.ACCOUNT.digits(), request.method(), path);
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                caller.principal(), INVOKE, resource, Optional.of(caller.account()), context),
            policies.build())
        .isAllowed();
  }

  private static Policy policy(String json) {
    if (PolicyReader.read(json, PolicyType.IDENTITY) instanceof Parsed(Policy policy)) {
      return policy;
    }
    throw new IllegalStateException(json);
  }
}
