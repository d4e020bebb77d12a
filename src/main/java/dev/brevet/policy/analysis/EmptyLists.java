package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PolicyIntersection.NotExact;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.WildcardPattern;

/// Statements without lists that have no entry. Such a list can be read, and neither it nor its
/// negation may be sent to AWS, whose grammar has at least one entry in each
/// (reference_policies_grammar).
final class EmptyLists {
  private EmptyLists() {}

  /// The statement without them; empty where it is about no request.
  ///
  /// @throws NotExact naming the condition that no other stands for
  static Optional<Statement> without(Statement statement) throws NotExact {
    if (isNothing(statement.actions())
        || statement.resources().filter(EmptyLists::isNothing).isPresent()) {
      return Optional.empty();
    }
    List<Condition> conditions = new ArrayList<>();
    for (Condition condition : statement.conditions()) {
      if (!condition.operandTexts().isEmpty()) {
        conditions.add(condition);
      } else if (!holdsAlways(condition)) {
        return Optional.empty();
      }
    }
    return Optional.of(statement.withConditions(conditions));
  }

  static boolean isNothing(Matcher<WildcardPattern> matcher) {
    return matcher instanceof Matcher.In<WildcardPattern>(var patterns) && patterns.isEmpty();
  }

  /// Whether a condition without operands holds for every request, or for none.
  private static boolean holdsAlways(Condition condition) throws NotExact {
    ConditionKey key = condition.key();
    boolean always = condition.isNegated() && key.set() != SetOperator.FOR_ANY_VALUE;
    boolean never =
        !condition.isNegated() && !key.ifExists() && key.set() != SetOperator.FOR_ALL_VALUES;
    if (!always && !never) {
      throw new NotExact(condition.operator() + " " + key.name());
    }
    return always;
  }
}
