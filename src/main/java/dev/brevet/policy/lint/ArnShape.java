package dev.brevet.policy.lint;

import dev.brevet.policy.analysis.PatternAlgebra;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;
import java.util.List;

/// The six parts of an ARN with wildcards: an entry of `Resource`, or the form of a type's ARNs.
record ArnShape(List<String> parts) {
  static ArnShape of(String text) {
    return new ArnShape(List.of(text.split(":", 6)));
  }

  /// Every `${...}`, of a catalogue or a policy, as `*`: it may be anything.
  static ArnShape withoutVariables(String text) {
    return of(starred(text));
  }

  boolean isWhole() {
    return parts.size() == 6 && parts.getFirst().equals("arn");
  }

  String service() {
    return parts.get(2);
  }

  String region() {
    return parts.get(3);
  }

  String account() {
    return parts.get(4);
  }

  String resource() {
    return parts.get(5);
  }

  /// Whether some ARN has both shapes. What takes more effort than there is may be.
  boolean meets(ArnShape other, WorkBudget effort) {
    if (!isWhole() || !other.isWhole()) {
      return true;
    }
    for (int i = 1; i < 5; i++) {
      if (!meet(parts.get(i), other.parts.get(i), effort)) {
        return false;
      }
    }
    return endsAs(other, effort);
  }

  /// Whether only the resource's part may be the same. Only of whole shapes.
  boolean endsAs(ArnShape other, WorkBudget effort) {
    return meet(resource(), other.resource(), effort);
  }

  private static String starred(String text) {
    int at = text.indexOf("${");
    if (at < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (; at >= 0; at = text.indexOf("${", from)) {
      int end = text.indexOf('}', at);
      if (end < 0) {
        break;
      }
      out.append(text, from, at).append('*');
      from = end + 1;
    }
    return out.append(text.substring(from)).toString();
  }

  private static boolean meet(String one, String other, WorkBudget effort) {
    if (!effort.spend(16) || one.equals(other) || one.equals("*") || other.equals("*")) {
      return true;
    }
    if (PatternAlgebra.beginApart(one, other)) {
      return false;
    }
    if (!ActionPatterns.isWild(one)) {
      return pattern(other).matches(one);
    }
    if (!ActionPatterns.isWild(other)) {
      return pattern(one).matches(other);
    }
    // Most that meet do so with the shortest that either stands for.
    WildcardPattern first = pattern(one);
    WildcardPattern second = pattern(other);
    return first.matches(example(other))
        || second.matches(example(one))
        || !(PatternAlgebra.areDisjoint(first, second, effort)
            instanceof PatternAlgebra.Answer.Yes);
  }

  private static String example(String pattern) {
    return pattern.replace('*', 'x').replace('?', 'x');
  }

  private static WildcardPattern pattern(String text) {
    return WildcardPattern.like(text, PolicyVersion.V2008_10_17);
  }
}
