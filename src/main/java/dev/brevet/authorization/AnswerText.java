package dev.brevet.authorization;

import module java.base;

import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementReference;

/// Why, in one line.
public final class AnswerText {
  private AnswerText() {}

  /// Names the statements that decided, or the kind of policy that would have had to allow.
  public static String reason(Decision decision) {
    return switch (decision) {
      case Decision.Allowed(List<StatementReference> by) ->
          by.isEmpty() ? "allowed: no permission is needed" : "allowed by " + joined(by);
      case Decision.ExplicitlyDenied(List<StatementReference> by, PolicyType _) ->
          "explicitly denied by " + joined(by);
      case Decision.ImplicitlyDenied(PolicyType type) ->
          "implicitly denied: no policy of type `" + type.label() + "` allows";
    };
  }

  private static String joined(List<StatementReference> references) {
    return references.stream().map(StatementReference::toString).collect(Collectors.joining(", "));
  }
}
