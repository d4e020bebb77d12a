package dev.brevet.policy;

import module java.base;

import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WildcardPattern;

/// One statement. `sid` is empty where the policy has none or an empty one.
///
/// `principals` is empty where the policy's type has none, or where a resource-based policy lacks
/// it: then the statement matches no principal. `resources` is empty where the resource is the one
/// that the policy is attached to. Source: IAM User Guide, reference_policies_grammar.
public record Statement(
    Optional<String> sid,
    Effect effect,
    Optional<Matcher<PrincipalPattern>> principals,
    Matcher<WildcardPattern> actions,
    Optional<Matcher<WildcardPattern>> resources,
    List<Condition> conditions) {
  public Statement {
    sid = sid.filter(s -> !s.isEmpty());
    conditions = List.copyOf(conditions);
  }

  /// The same with other conditions.
  public Statement withConditions(List<Condition> others) {
    return new Statement(sid, effect, principals, actions, resources, others);
  }

  /// Steps that it takes to look at its lists.
  public int weight() {
    return 2
        + actions.patterns().size()
        + (resources.isPresent() ? resources.get().patterns().size() : 0)
        + (principals.isPresent() ? principals.get().patterns().size() : 0);
  }

  boolean coversAction(AuthorizationRequest request) {
    return covers(actions, request.action().lowerCase(), request);
  }

  boolean coversResource(AuthorizationRequest request) {
    return resources.isEmpty() || covers(resources.get(), request.resource(), request);
  }

  private static boolean covers(
      Matcher<WildcardPattern> matcher, String value, AuthorizationRequest request) {
    List<WildcardPattern> patterns = matcher.patterns();
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matches(value, request)) {
        return matcher instanceof Matcher.In<WildcardPattern>;
      }
    }
    return matcher instanceof Matcher.NotIn<WildcardPattern>;
  }
}
