package dev.brevet.mapping;

import module java.base;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.WildcardPattern;

/// Whether two policies differ in nothing but the texts of resources and of condition operands:
/// what no value may change.
final class PolicyShape {
  private PolicyShape() {}

  static boolean same(Policy one, Policy other) {
    return one.version().equals(other.version())
        && pairwise(one.statements(), other.statements(), PolicyShape::same);
  }

  private static <T> boolean pairwise(List<T> one, List<T> other, BiPredicate<T, T> same) {
    return one.size() == other.size()
        && IntStream.range(0, one.size()).allMatch(i -> same.test(one.get(i), other.get(i)));
  }

  private static boolean same(Statement one, Statement other) {
    return one.sid().equals(other.sid())
        && one.effect() == other.effect()
        && one.principals().equals(other.principals())
        && one.actions().equals(other.actions())
        && sameForm(one.resources(), other.resources())
        && pairwise(one.conditions(), other.conditions(), PolicyShape::same);
  }

  private static boolean sameForm(
      Optional<Matcher<WildcardPattern>> one, Optional<Matcher<WildcardPattern>> other) {
    return one.isPresent() == other.isPresent()
        && one.map(matcher -> matcher instanceof Matcher.In)
            .equals(other.map(matcher -> matcher instanceof Matcher.In))
        && one.map(matcher -> matcher.patterns().size())
            .equals(other.map(matcher -> matcher.patterns().size()));
  }

  private static boolean same(Condition one, Condition other) {
    return one.operator().equals(other.operator())
        && one.key().equals(other.key())
        && one.operandTexts().size() == other.operandTexts().size();
  }
}
