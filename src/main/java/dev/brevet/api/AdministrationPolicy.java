package dev.brevet.api;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.PolicyReader;

/// The policy of administration: a resource-based policy over everything that Brevet keeps, decided
/// by the same engine as any other.
///
/// It allows `brevet:*` to the configured administrators. Other callers are allowed nothing, and
/// without administrators everything is denied.
public final class AdministrationPolicy {
  private final ApplicablePolicies policies;

  private AdministrationPolicy(Policy policy) {
    this.policies = ApplicablePolicies.builder().resource(policy).build();
  }

  /// The policy that names them.
  ///
  /// @param administrators ARNs of IAM users and roles; a role stands for its sessions
  /// @throws IllegalArgumentException when one is something else
  public static AdministrationPolicy naming(List<String> administrators) {
    Set<String> principals = new TreeSet<>();
    for (String arn : administrators) {
      principals.addAll(principals(arn));
    }
    return new AdministrationPolicy(PolicyReader.own(document(principals), PolicyType.RESOURCE));
  }

  /// Allowed or not. The root user is not for this to refuse: the engine follows IAM, where root
  /// may do anything in its account.
  public Decision decide(
      Principal caller,
      Action action,
      String resource,
      AccountId account,
      RequestContext context,
      WorkBudget budget) {
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(caller, action, resource, Optional.of(account), context)
            .within(budget),
        policies);
  }

  /// A session's ARN does not tell its role's path, and a role's name is unique in its account
  /// whatever its path: so a role is named without its path too.
  private static List<String> principals(String arn) {
    return switch (Principal.parseArn(arn).orElse(null)) {
      case Principal.User _ -> List.of(arn);
      case Principal.Role(RoleArn role) ->
          List.of(arn, new RoleArn(role.partition(), role.account(), "/", role.name()).toString());
      case null, default ->
          throw new IllegalArgumentException(
              "not the ARN of an IAM user or role: `" + UntrustedText.shown(arn) + "`");
    };
  }

  private static String document(Set<String> principals) {
    return JsonText.object(
        json -> {
          json.writeStringField("Version", "2012-10-17");
          json.writeArrayFieldStart("Statement");
          json.writeStartObject();
          json.writeStringField(
              "Sid", principals.isEmpty() ? "NoAdministrators" : "Administrators");
          json.writeStringField("Effect", principals.isEmpty() ? "Deny" : "Allow");
          if (principals.isEmpty()) {
            json.writeStringField("Principal", "*");
          } else {
            json.writeObjectFieldStart("Principal");
            json.writeArrayFieldStart("AWS");
            for (String principal : principals) {
              json.writeString(principal);
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeStringField("Action", "brevet:*");
          json.writeStringField("Resource", "*");
          json.writeEndObject();
          json.writeEndArray();
        });
  }
}
