package dev.brevet.mapping;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.WildcardPattern;
import java.util.List;
import java.util.Optional;

/// Whether two policies differ in nothing but the texts of resources and of condition operands:
/// what no value may change.
final class PolicyShape {
  private PolicyShape() {}

  static boolean same(Policy one, Policy other) {
    if (!one.version().equals(other.version())
        || one.statements().size() != other.statements().size()) {
      return false;
    }
    for (int i = 0; i < one.statements().size(); i++) {
      if (!same(one.statements().get(i), other.statements().get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(Statement one, Statement other) {
    return one.sid().equals(other.sid())
        && one.effect() == other.effect()
        && one.principals().equals(other.principals())
        && one.actions().equals(other.actions())
        && sameForm(one.resources(), other.resources())
        && sameConditions(one.conditions(), other.conditions());
  }

  private static boolean sameForm(
      Optional<Matcher<WildcardPattern>> one, Optional<Matcher<WildcardPattern>> other) {
    return one.isPresent() == other.isPresent()
        && one.map(matcher -> matcher instanceof Matcher.In)
            .equals(other.map(matcher -> matcher instanceof Matcher.In))
        && one.map(matcher -> matcher.patterns().size())
            .equals(other.map(matcher -> matcher.patterns().size()));
  }

  private static boolean sameConditions(List<Condition> one, List<Condition> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      Condition first = one.get(i);
      Condition second = other.get(i);
      if (!first.operator().equals(second.operator())
          || !first.key().equals(second.key())
          || first.operandTexts().size() != second.operandTexts().size()) {
        return false;
      }
    }
    return true;
  }
}
