package dev.brevet.policy;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WildcardPattern;
import java.util.List;

/// Brevet's own actions, `brevet:...`: what is done to Brevet itself.
///
/// Policies are also written to say what a principal may do in AWS, and an `*` in one of those is
/// not meant for here. So what grants these actions must name them: a pattern that begins with
/// `brevet:`. What denies or limits is read as it stands.
public final class BrevetActions {
  private static final String PREFIX = "brevet:";

  private BrevetActions() {}

  static boolean isOne(String lowerAction) {
    return lowerAction.startsWith(PREFIX);
  }

  /// Whether a pattern names them.
  public static boolean isNamedBy(WildcardPattern pattern) {
    return AsciiCase.matchesAt(pattern.text(), 0, PREFIX);
  }

  /// Whether a statement's allowance of an action that it covers counts, in a policy of this type.
  public static boolean counts(PolicyType type, Statement statement, AuthorizationRequest request) {
    return !request.isOfBrevet() || counts(type, statement, request.action().lowerCase());
  }

  /// The same of an action in lower case.
  public static boolean counts(PolicyType type, Statement statement, String lowerAction) {
    return statement.effect() == Effect.DENY
        || !isOne(lowerAction)
        || switch (type) {
          case IDENTITY, RESOURCE, TRUST -> names(statement.actions(), lowerAction);
          case SERVICE_CONTROL, RESOURCE_CONTROL, ENDPOINT, BOUNDARY, SESSION -> true;
        };
  }

  private static boolean names(Matcher<WildcardPattern> actions, String lowerAction) {
    return actions instanceof Matcher.In<WildcardPattern>(List<WildcardPattern> patterns)
        && patterns.stream()
            .anyMatch(pattern -> isNamedBy(pattern) && pattern.matches(lowerAction));
  }
}
