package dev.brevet.policy;

import module java.base;

import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.WildcardPattern;
import org.jspecify.annotations.Nullable;

/// A request of which one side is open: the principal or the resource. Says what the open side must
/// be for identity-based policies to allow it, so that a search need not try every entity.
///
/// A need is necessary, not sufficient: whatever is allowed meets at least one [Need] or is allowed
/// by a policy of its resource.
public final class OpenQuestion {
  private final AuthorizationRequest known;
  private final String openKeys;
  private final boolean resourceIsOpen;

  private OpenQuestion(AuthorizationRequest known, String openKeys, boolean resourceIsOpen) {
    this.known = known;
    this.openKeys = openKeys;
    this.resourceIsOpen = resourceIsOpen;
  }

  /// Which principals may do this? Of `known` the principal and the condition keys that begin with
  /// `openKeys` (lower case) do not count; no other key may follow from the principal.
  public static OpenQuestion ofPrincipal(AuthorizationRequest known, String openKeys) {
    return new OpenQuestion(known, openKeys, false);
  }

  /// Which resources may this be done to? Of `known` the resource and the condition keys that begin
  /// with `openKeys` (lower case) do not count.
  public static OpenQuestion ofResource(AuthorizationRequest known, String openKeys) {
    return new OpenQuestion(known, openKeys, true);
  }

  /// What the open side must be for one statement to allow.
  public sealed interface Need {
    /// Anything: the statement limits nothing.
    record Anything() implements Need {}

    /// A condition key, lower case, must have one of these values.
    record Value(String lowerKey, List<String> values) implements Need {
      public Value {
        values = List.copyOf(values);
      }
    }

    /// The resource must begin with one of these texts, or be one where `whole`.
    record Resource(List<String> beginnings, boolean whole) implements Need {
      public Resource {
        beginnings = List.copyOf(beginnings);
      }
    }
  }

  /// One need for each statement of the identity-based `policies` that could allow; none when
  /// nothing could be allowed by them.
  public List<Need> needs(ApplicablePolicies policies) {
    PolicySet identity = policies.set(PolicyType.IDENTITY);
    List<Need> needs = new ArrayList<>();
    if (identity != null) {
      for (Member member : identity.members()) {
        for (Statement statement : member.policy().statements()) {
          if (statement.effect() == Effect.ALLOW && statement.coversAction(known)) {
            Need need = need(statement);
            if (need != null) {
              needs.add(need);
            }
          }
        }
      }
    }
    return needs;
  }

  /// Null where the statement cannot allow whatever the open side is.
  private @Nullable Need need(Statement statement) {
    Need best = new Need.Anything();
    if (resourceIsOpen) {
      best = resource(statement);
    } else if (!couldCoverResource(statement)) {
      return null;
    }
    for (Condition condition : statement.conditions()) {
      if (!isOpen(condition)) {
        if (!Conditions.holds(condition, known, Effect.ALLOW)) {
          return null;
        }
      } else if (!(best instanceof Need.Resource(List<String> _, boolean whole) && whole)
          && !(best instanceof Need.Value)) {
        Need value = value(condition);
        if (value instanceof Need.Value(String _, List<String> values) && values.isEmpty()) {
          return null;
        }
        best = value == null ? best : value;
      }
    }
    return best instanceof Need.Resource(List<String> none, boolean _) && none.isEmpty()
        ? null
        : best;
  }

  private Need resource(Statement statement) {
    if (!(statement.resources().orElse(null)
        instanceof Matcher.In<WildcardPattern>(List<WildcardPattern> patterns))) {
      return new Need.Anything();
    }
    boolean whole = patterns.stream().allMatch(WildcardPattern::isLiteral);
    List<String> beginnings = new ArrayList<>();
    for (WildcardPattern pattern : patterns) {
      if (!pattern.isLiteral() && pattern.literalPrefix().isEmpty()) {
        return new Need.Anything();
      }
      if (!pattern.matchesNothing()) {
        beginnings.add(pattern.literalPrefix());
      }
    }
    return new Need.Resource(beginnings, whole);
  }

  private boolean couldCoverResource(Statement statement) {
    if (statement.resources().isEmpty()) {
      return true;
    }
    Matcher<WildcardPattern> resources = statement.resources().get();
    for (WildcardPattern pattern : resources.patterns()) {
      boolean open = pattern.variableKeys().anyMatch(this::isOpen);
      if (open
          || (resources instanceof Matcher.In<WildcardPattern>
              && pattern.matches(known.resource(), known))) {
        return true;
      }
      if (resources instanceof Matcher.NotIn<WildcardPattern>
          && pattern.matches(known.resource(), known)) {
        return false;
      }
    }
    return resources instanceof Matcher.NotIn<WildcardPattern>;
  }

  private boolean isOpen(String lowerKey) {
    return lowerKey.startsWith(openKeys);
  }

  private boolean isOpen(Condition condition) {
    return isOpen(condition.key().lowerName()) || hasOpenVariable(condition);
  }

  private boolean hasOpenVariable(Condition condition) {
    return condition.variableKeys().anyMatch(this::isOpen);
  }

  /// The values that an open key must have one of, where the condition says; null where it does
  /// not.
  private @Nullable Need value(Condition condition) {
    ConditionKey key = condition.key();
    if (!isOpen(key.lowerName())
        || key.ifExists()
        || key.set() == SetOperator.FOR_ALL_VALUES
        || !(condition instanceof Condition.Text text)
        || text.isNegated()
        || text.operands().stream().anyMatch(WildcardPattern::ignoresCase)
        || hasOpenVariable(text)) {
      return null;
    }
    List<String> values = new ArrayList<>();
    for (WildcardPattern operand : text.operands()) {
      if (!operand.isOneText()) {
        return null;
      }
      String value = operand.oneText(known);
      if (value != null) {
        values.add(value);
      }
    }
    return new Need.Value(key.lowerName(), values);
  }
}
