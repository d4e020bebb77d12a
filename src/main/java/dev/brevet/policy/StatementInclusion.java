package dev.brevet.policy;

import dev.brevet.policy.PatternAlgebra.Answer;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/// Proofs that one statement applies wherever another does. They hold for all values of policy
/// variables and for all kinds of conditions; what they do not prove may still be true.
final class StatementInclusion {
  private StatementInclusion() {}

  /// Whether everything that `one` allows, `other` allows: each allowing statement is within one of
  /// the other's, and each of the other's denials is within one of the first's or beside what the
  /// first allows.
  static boolean proves(Policy one, Policy other) {
    return of(one, Effect.ALLOW).stream()
            .allMatch(
                inner -> of(other, Effect.ALLOW).stream().anyMatch(outer -> isWithin(inner, outer)))
        && of(other, Effect.DENY).stream()
            .allMatch(
                denial ->
                    of(one, Effect.DENY).stream().anyMatch(own -> isWithin(denial, own))
                        || of(one, Effect.ALLOW).stream()
                            .allMatch(allowed -> areApart(denial, allowed)));
  }

  private static List<Statement> of(Policy policy, Effect effect) {
    return policy.statements().stream().filter(s -> s.effect() == effect).toList();
  }

  /// Whether `outer` applies wherever `inner` does, their effects left aside.
  static boolean isWithin(Statement inner, Statement outer) {
    return isWithin(Optional.of(inner.actions()), Optional.of(outer.actions()))
        && isWithin(inner.resources(), outer.resources())
        && principals(inner, outer)
        && outer.conditions().stream()
            .allMatch(
                wanted -> inner.conditions().stream().anyMatch(given -> implies(given, wanted)));
  }

  /// No element means everything.
  private static boolean isWithin(
      Optional<Matcher<WildcardPattern>> inner, Optional<Matcher<WildcardPattern>> outer) {
    if (outer.isEmpty()) {
      return true;
    }
    return inner.isPresent()
        && switch (outer.get()) {
          case Matcher.In<WildcardPattern>(List<WildcardPattern> wide) ->
              inner.get() instanceof Matcher.In<WildcardPattern>(List<WildcardPattern> narrow)
                  ? narrow.stream().allMatch(pattern -> isCovered(wide, pattern))
                  : wide.stream().anyMatch(WildcardPattern::matchesEverything);
          case Matcher.NotIn<WildcardPattern>(List<WildcardPattern> excluded) ->
              switch (inner.get()) {
                case Matcher.In<WildcardPattern>(List<WildcardPattern> narrow) ->
                    narrow.stream()
                        .allMatch(
                            pattern ->
                                excluded.stream().allMatch(other -> isDisjoint(pattern, other)));
                case Matcher.NotIn<WildcardPattern>(List<WildcardPattern> more) ->
                    excluded.stream().allMatch(pattern -> isCovered(more, pattern));
              };
        };
  }

  private static boolean isCovered(List<WildcardPattern> wide, WildcardPattern pattern) {
    return wide.contains(pattern) || PatternAlgebra.covers(wide, pattern) instanceof Answer.Yes;
  }

  private static boolean isDisjoint(WildcardPattern one, WildcardPattern other) {
    return PatternAlgebra.areDisjoint(one, other) instanceof Answer.Yes;
  }

  /// The same list, or a list without `Not` within a longer one.
  private static boolean principals(Statement inner, Statement outer) {
    if (inner.principals().equals(outer.principals())) {
      return true;
    }
    return inner.principals().isPresent()
        && outer.principals().isPresent()
        && inner.principals().get() instanceof Matcher.In<PrincipalPattern>(var few)
        && outer.principals().get() instanceof Matcher.In<PrincipalPattern>(var many)
        && (many.containsAll(few) || many.contains(new PrincipalPattern.Everyone()));
  }

  /// Whether `wanted` holds whenever `given` does: the same operator of the same key, with operands
  /// within its own.
  private static boolean implies(Condition given, Condition wanted) {
    if (given.equals(wanted)) {
      return true;
    }
    boolean same =
        given.getClass() == wanted.getClass()
            && given.operatorName().equals(wanted.operatorName())
            && given.key().lowerName().equals(wanted.key().lowerName())
            && given.key().set() == wanted.key().set()
            && given.key().ifExists() == wanted.key().ifExists();
    if (!same) {
      return false;
    }
    Condition fewer = given.isNegated() ? wanted : given;
    Condition more = given.isNegated() ? given : wanted;
    return switch (fewer) {
      case Condition.Text text ->
          within(
              text.operands(), ((Condition.Text) more).operands(), (o, all) -> isCovered(all, o));
      case Condition.IpAddress address ->
          within(
              address.operands(),
              ((Condition.IpAddress) more).operands(),
              (o, all) -> all.stream().anyMatch(wide -> contains(wide.value(), o.value())));
      case Condition.Arn _,
          Condition.Numeric _,
          Condition.Date _,
          Condition.Bool _,
          Condition.Binary _,
          Condition.Null _ ->
          more.operandTexts().containsAll(fewer.operandTexts());
    };
  }

  private static <T> boolean within(
      List<T> fewer, List<T> more, BiPredicate<T, List<T>> isCovered) {
    return fewer.stream().allMatch(operand -> isCovered.test(operand, more));
  }

  private static boolean contains(IpRange wide, IpRange narrow) {
    return wide.prefix() <= narrow.prefix() && wide.contains(narrow.network());
  }

  /// Whether no request is about both: their actions or their resources have nothing in common.
  private static boolean areApart(Statement one, Statement other) {
    return areApart(one.actions(), other.actions())
        || (one.resources().isPresent()
            && other.resources().isPresent()
            && areApart(one.resources().get(), other.resources().get()));
  }

  private static boolean areApart(Matcher<WildcardPattern> one, Matcher<WildcardPattern> other) {
    return one instanceof Matcher.In<WildcardPattern>(var some)
        && other instanceof Matcher.In<WildcardPattern>(var others)
        && some.stream()
            .allMatch(pattern -> others.stream().allMatch(each -> isDisjoint(pattern, each)));
  }
}
