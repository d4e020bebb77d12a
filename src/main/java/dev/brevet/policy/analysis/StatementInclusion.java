package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.BrevetActions;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PatternAlgebra.Answer;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.IpRange;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// Proofs that one statement applies wherever another does. They hold for all values of policy
/// variables and for all kinds of conditions; what they do not prove may still be true.
final class StatementInclusion {
  private final List<Statement> allows;
  private final List<Statement> denials;
  private final List<Statement> otherAllows;
  private final List<Statement> otherDenials;
  private final WorkBudget effort;

  StatementInclusion(Policy one, Policy other, WorkBudget effort) {
    this.allows = of(one, Effect.ALLOW);
    this.denials = of(one, Effect.DENY);
    this.otherAllows = of(other, Effect.ALLOW);
    this.otherDenials = of(other, Effect.DENY);
    this.effort = effort;
  }

  private StatementInclusion(WorkBudget effort) {
    this.allows = List.of();
    this.denials = List.of();
    this.otherAllows = List.of();
    this.otherDenials = List.of();
    this.effort = effort;
  }

  /// The statements of `one` whose requests may be allowed by it and not by `other`; none proves
  /// that there are no such requests. An allowing statement is left out when it is within one of
  /// the other's, unless the other denies something that may be among what `one` allows.
  List<Statement> doubtful() {
    Set<Statement> own = new HashSet<>(denials);
    Set<Statement> same = new HashSet<>(otherAllows);
    boolean denied =
        !otherDenials.stream()
            .allMatch(
                denial ->
                    own.contains(denial)
                        || denials.stream().anyMatch(each -> proves(denial, each))
                        || allows.stream().allMatch(allowed -> areApart(denial, allowed)));
    return denied
        ? allows
        : allows.stream()
            .filter(inner -> !same.contains(inner))
            // Once nothing is left, nothing is proven: there may be many pairs still to look at.
            .filter(
                inner ->
                    effort.isSpent()
                        || otherAllows.stream().noneMatch(outer -> proves(inner, outer)))
            .toList();
  }

  /// The statements of `policy` that may be about a request that one of `some` is about.
  List<Statement> touching(Policy policy, List<Statement> some) {
    return policy.statements().stream()
        .filter(statement -> !some.stream().allMatch(each -> areApart(statement, each)))
        .toList();
  }

  private static List<Statement> of(Policy policy, Effect effect) {
    return policy.statements().stream().filter(s -> s.effect() == effect).toList();
  }

  /// Whether it is seen within `effort` that `outer` applies wherever `inner` does, their effects
  /// left aside.
  static boolean isWithin(Statement inner, Statement outer, WorkBudget effort) {
    return new StatementInclusion(effort).proves(inner, outer);
  }

  private boolean proves(Statement inner, Statement outer) {
    return effort.spend(48)
        && isWithin(Optional.of(inner.actions()), Optional.of(outer.actions()))
        && namesBrevetsToo(inner.actions(), outer.actions())
        && isWithin(inner.resources(), outer.resources())
        && principals(inner, outer)
        && outer.conditions().stream()
            .allMatch(
                wanted -> inner.conditions().stream().anyMatch(given -> implies(given, wanted)));
  }

  /// Whether of Brevet's own actions the outer one names what the inner one names: an `*` allows
  /// none of them.
  private boolean namesBrevetsToo(Matcher<WildcardPattern> inner, Matcher<WildcardPattern> outer) {
    if (!(inner instanceof Matcher.In<WildcardPattern>(List<WildcardPattern> patterns))) {
      return true;
    }
    List<WildcardPattern> named =
        outer instanceof Matcher.In<WildcardPattern>(List<WildcardPattern> wide)
            ? wide.stream().filter(BrevetActions::isNamedBy).toList()
            : List.of();
    return patterns.stream()
        .filter(BrevetActions::isNamedBy)
        .allMatch(pattern -> isCovered(named, pattern));
  }

  /// No element means everything.
  private boolean isWithin(
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

  private boolean isCovered(List<WildcardPattern> wide, WildcardPattern pattern) {
    if (!effort.spend(wide.size())) {
      return false;
    }
    if (wide.contains(pattern)) {
      return true;
    }
    List<WildcardPattern> near =
        wide.stream().filter(each -> !PatternAlgebra.beginApart(each, pattern)).toList();
    return !near.isEmpty() && PatternAlgebra.covers(near, pattern, effort) instanceof Answer.Yes;
  }

  private boolean isDisjoint(WildcardPattern one, WildcardPattern other) {
    return PatternAlgebra.beginApart(one, other)
        || PatternAlgebra.areDisjoint(one, other, effort) instanceof Answer.Yes;
  }

  /// The same list, or a list without `Not` within a longer one.
  private boolean principals(Statement inner, Statement outer) {
    if (inner.principals().equals(outer.principals())) {
      return true;
    }
    return inner.principals().isPresent()
        && outer.principals().isPresent()
        && inner.principals().get() instanceof Matcher.In<PrincipalPattern>(var few)
        && outer.principals().get() instanceof Matcher.In<PrincipalPattern>(var many)
        && (areAmong(few, many) || many.contains(new PrincipalPattern.Everyone()));
  }

  /// Whether `wanted` holds whenever `given` does: the same operator of the same key, with operands
  /// within its own.
  private boolean implies(Condition given, Condition wanted) {
    if (given.equals(wanted)) {
      return true;
    }
    boolean same =
        given.getClass() == wanted.getClass()
            && given.operation().equals(wanted.operation())
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
      case Condition.Arn arn ->
          within(
              arn.operands(),
              ((Condition.Arn) more).operands(),
              (o, all) ->
                  effort.spend(all.size())
                      && all.stream().anyMatch(wide -> PatternAlgebra.covers(wide, o, effort)));
      case Condition.Bool bool ->
          within(
              bool.operands(), ((Condition.Bool) more).operands(), (o, all) -> isCovered(all, o));
      case Condition.IpAddress address ->
          within(
              address.operands(),
              ((Condition.IpAddress) more).operands(),
              (o, all) ->
                  effort.spend(all.size())
                      && all.stream().anyMatch(wide -> contains(wide.value(), o.value())));
      case Condition.Numeric number ->
          areAmong(values(number.operands()), values(((Condition.Numeric) more).operands()));
      case Condition.Date date ->
          areAmong(values(date.operands()), values(((Condition.Date) more).operands()));
      case Condition.Binary binary ->
          areAmong(values(binary.operands()), values(((Condition.Binary) more).operands()));
      case Condition.Null presence ->
          areAmong(values(presence.operands()), values(((Condition.Null) more).operands()));
    };
  }

  private static <T> List<T> values(List<Condition.Operand<T>> operands) {
    return operands.stream().map(Condition.Operand::value).toList();
  }

  private <T> boolean areAmong(List<T> few, List<T> many) {
    return effort.spend(8L * (few.size() + many.size())) && new HashSet<>(many).containsAll(few);
  }

  private static <T> boolean within(
      List<T> fewer, List<T> more, BiPredicate<T, List<T>> isCovered) {
    return fewer.stream().allMatch(operand -> isCovered.test(operand, more));
  }

  private static boolean contains(IpRange wide, IpRange narrow) {
    return wide.prefix() <= narrow.prefix() && wide.contains(narrow.network());
  }

  /// Whether no request is about both: their actions or their resources have nothing in common.
  private boolean areApart(Statement one, Statement other) {
    return effort.spend(16)
        && (areApart(one.actions(), other.actions())
            || (one.resources().isPresent()
                && other.resources().isPresent()
                && areApart(one.resources().get(), other.resources().get())));
  }

  private boolean areApart(Matcher<WildcardPattern> one, Matcher<WildcardPattern> other) {
    return one instanceof Matcher.In<WildcardPattern>(var some)
        && other instanceof Matcher.In<WildcardPattern>(var others)
        && some.stream()
            .allMatch(pattern -> others.stream().allMatch(each -> isDisjoint(pattern, each)));
  }
}
