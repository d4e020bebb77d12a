package dev.brevet.policy;

import module java.base;

import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.Shortfall;

/// A decision with all that led to it.
///
/// `absentKeys` are the condition keys that statements about the action asked for and the request
/// does not have, sorted, as the policies spell them. `partlyKnownKeys` are those that they asked
/// for and whose value is a role's ARN of which the path is not known: what counts against the
/// caller was matched under every path. Holds the request's context: for operators, not for
/// callers.
public record Explanation(
    AuthorizationRequest request,
    Decision decision,
    List<PolicyOutcome> policies,
    List<String> absentKeys,
    List<String> partlyKnownKeys) {
  public Explanation {
    policies = List.copyOf(policies);
    absentKeys = List.copyOf(absentKeys);
    partlyKnownKeys = List.copyOf(partlyKnownKeys);
  }

  /// Several lines for a person: the decision, the request, each statement that matched or nearly
  /// did, absent keys.
  public String text() {
    StringBuilder out = new StringBuilder(headline()).append('\n');
    out.append("request: ").append(request).append('\n');
    for (PolicyOutcome policy : policies) {
      String idle = policy.binds() ? "" : " (does not bind this principal)";
      policy.matched().forEach(s -> line(out, s, (allows(s) ? "allows" : "denies") + idle));
      policy.nearlyMatched().forEach(s -> line(out, s, nearly(s) + idle));
    }
    if (!absentKeys.isEmpty()) {
      out.append("absent, but used by a condition: ")
          .append(String.join(", ", absentKeys))
          .append('\n');
    }
    if (!partlyKnownKeys.isEmpty()) {
      out.append("known except for the role's path, so a deny counts under any path: ")
          .append(String.join(", ", partlyKnownKeys))
          .append('\n');
    }
    return out.toString();
  }

  private String headline() {
    return switch (decision) {
      case Decision.Allowed(List<StatementReference> by) ->
          "allowed" + (by.isEmpty() ? ": no permission is needed" : " by " + joined(by));
      case Decision.ExplicitlyDenied(List<StatementReference> by, PolicyType _) ->
          "explicitly denied by " + joined(by);
      case Decision.ImplicitlyDenied(PolicyType type) ->
          "implicitly denied: no policy of type `" + type.label() + "` allows";
    };
  }

  private static String joined(List<StatementReference> references) {
    return references.stream().map(StatementReference::toString).collect(Collectors.joining(", "));
  }

  private static boolean allows(StatementOutcome statement) {
    return statement.effect() == Effect.ALLOW;
  }

  private static String nearly(StatementOutcome statement) {
    return "would "
        + (allows(statement) ? "allow" : "deny")
        + ", but "
        + statement.shortfalls().stream().map(Shortfall::text).collect(Collectors.joining("; "));
  }

  private static void line(StringBuilder out, StatementOutcome statement, String what) {
    out.append("  ").append(statement.reference()).append(' ').append(what).append('\n');
  }
}
