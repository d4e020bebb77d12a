package dev.brevet.policy.lint;

import dev.brevet.catalogue.ResourceType;
import dev.brevet.policy.Effort;
import dev.brevet.policy.PatternAlgebra;
import dev.brevet.policy.PolicyVersion;
import dev.brevet.policy.WildcardPattern;
import java.util.List;

/// The six parts of an entry of `Resource`, and whether it can name a resource of a type.
record ArnShape(List<String> parts) {
  static ArnShape of(String text) {
    return new ArnShape(List.of(text.split(":", 6)));
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

  /// Whether some resource of `type` is named. An entry with variables may name anything there, and
  /// so may one that takes more effort than there is.
  boolean mayName(ResourceType type, Effort effort) {
    if (!effort.spend(100)) {
      return true;
    }
    ArnShape other = of(withoutVariables(type.arn()));
    if (!isWhole() || !other.isWhole()) {
      return true;
    }
    for (int i = 1; i < 5; i++) {
      if (!meet(withoutVariables(parts.get(i)), other.parts.get(i), effort)) {
        return false;
      }
    }
    // A bucket's name has no slash, though a pattern of it would match one.
    boolean bucket = type.name().equals("bucket") && service().equals("s3");
    return meet(withoutVariables(resource()), other.resource(), effort)
        && !(bucket && resource().indexOf('/') >= 0 && !resource().startsWith("*"));
  }

  /// `${...}`, of a catalogue or a policy, as `*`.
  static String withoutVariables(String text) {
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
      int end = text.indexOf('}', at);
      if (end < 0) {
        break;
      }
      out.append(text, from, at).append('*');
      from = end + 1;
    }
    return out.append(text.substring(from)).toString();
  }

  private static boolean meet(String one, String other, Effort effort) {
    if (one.equals(other) || one.equals("*") || other.equals("*")) {
      return true;
    }
    if (!ActionPatterns.isWild(one)) {
      return pattern(other).matches(one);
    }
    if (!ActionPatterns.isWild(other)) {
      return pattern(one).matches(other);
    }
    return !(PatternAlgebra.areDisjoint(pattern(one), pattern(other), effort)
        instanceof PatternAlgebra.Answer.Yes);
  }

  private static WildcardPattern pattern(String text) {
    return WildcardPattern.like(text, PolicyVersion.V2008_10_17);
  }
}
