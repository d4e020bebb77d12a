package dev.brevet.policy.analysis;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import java.util.List;

/// Tells, with the engine, whether the first of two policies allows more. Policies that name
/// principals decide together with others, so both are asked beside several: none, an
/// identity-based policy that allows everything, a session policy that allows nothing of this, a
/// permissions boundary.
record ComparisonJudge(
    PolicyType type, List<ApplicablePolicies> ours, List<ApplicablePolicies> theirs) {
  private static final Policy EVERYTHING = everything("*");
  private static final Policy NOTHING_OF_THIS = everything("none:None");

  static ComparisonJudge of(PolicyType type, Policy one, Policy other) {
    return new ComparisonJudge(type, worlds(one, type), worlds(other, type));
  }

  /// Whether, beside some other policies, a statement of the first allows it, and it is not allowed
  /// with the second in its place.
  boolean findsMore(AuthorizationRequest request) {
    for (int i = 0; i < ours.size(); i++) {
      if (PolicyEvaluator.evaluate(request, ours.get(i)) instanceof Decision.Allowed allowed
          && allowed.statements().stream().anyMatch(statement -> statement.type() == type)
          && !PolicyEvaluator.evaluate(request, theirs.get(i)).isAllowed()) {
        return true;
      }
    }
    return false;
  }

  private static List<ApplicablePolicies> worlds(Policy policy, PolicyType type) {
    return switch (type) {
      case IDENTITY -> List.of(ApplicablePolicies.builder().identity(List.of(policy)).build());
      case ENDPOINT ->
          List.of(
              beside(policy, type)
                  .resource(
                      read(
                          "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                          PolicyType.RESOURCE))
                  .identity(List.of(EVERYTHING))
                  .build());
      case RESOURCE, TRUST, SESSION, BOUNDARY, SERVICE_CONTROL, RESOURCE_CONTROL ->
          List.of(
              beside(policy, type).build(),
              beside(policy, type).identity(List.of(EVERYTHING)).build(),
              beside(policy, type)
                  .identity(List.of(EVERYTHING))
                  .session(List.of(NOTHING_OF_THIS))
                  .build(),
              beside(policy, type)
                  .identity(List.of(EVERYTHING))
                  .session(List.of(EVERYTHING))
                  .build(),
              beside(policy, type)
                  .identity(List.of(EVERYTHING))
                  .boundary(List.of(EVERYTHING))
                  .build());
    };
  }

  private static ApplicablePolicies.Builder beside(Policy policy, PolicyType type) {
    ApplicablePolicies.Builder builder = ApplicablePolicies.builder();
    return switch (type) {
      case TRUST -> builder.trust(policy);
      case ENDPOINT -> builder.endpoint(List.of(policy));
      case IDENTITY, RESOURCE, SESSION, BOUNDARY, SERVICE_CONTROL, RESOURCE_CONTROL ->
          builder.resource(policy);
    };
  }

  private static Policy everything(String action) {
    return read(
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\""
            + action
            + "\",\"Resource\":\"*\"}}",
        PolicyType.IDENTITY);
  }

  private static Policy read(String json, PolicyType type) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, type), json).policy();
  }
}
