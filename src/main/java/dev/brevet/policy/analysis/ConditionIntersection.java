package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.analysis.PolicyIntersection.NotExact;
import dev.brevet.policy.element.ArnOperator;
import dev.brevet.policy.element.Comparison;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.IpRange;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// The conditions of two statements as those of one. All of them must hold, so they stand side by
/// side, except that a statement has an operator and a key together only once: then their operands
/// become one list.
final class ConditionIntersection {
  private final Map<Place, Condition> conditions = new LinkedHashMap<>();
  private final WorkBudget effort;

  /// Where a policy writes a condition.
  private record Place(String operator, String lowerKey) {}

  private ConditionIntersection(WorkBudget effort) {
    this.effort = effort;
  }

  /// Empty when no request meets both.
  static Optional<List<Condition>> of(List<Condition> one, List<Condition> other, WorkBudget effort)
      throws NotExact {
    ConditionIntersection both = new ConditionIntersection(effort);
    for (Condition condition : one) {
      if (!both.add(condition)) {
        return Optional.empty();
      }
    }
    for (Condition condition : other) {
      if (!both.add(condition)) {
        return Optional.empty();
      }
    }
    return Optional.of(List.copyOf(both.conditions.values()));
  }

  /// False when nothing is left that all of them hold for.
  private boolean add(Condition condition) throws NotExact {
    Place place = place(condition);
    Condition present = conditions.get(place);
    if (present == null) {
      conditions.put(place, condition);
      return true;
    }
    // Each operand may be compared with each of the other.
    if (!effort.spend(4L * present.operands().size() * condition.operands().size())) {
      throw notExact(condition);
    }
    if (isSame(present, condition)) {
      return true;
    }
    Optional<Condition> elsewhere = renamed(condition);
    if (elsewhere.isPresent() && !conditions.containsKey(place(elsewhere.get()))) {
      conditions.put(place(elsewhere.get()), elsewhere.get());
      return true;
    }
    Condition both = merged(present, condition);
    if (both.operandTexts().isEmpty()) {
      // Without operands nothing matches; where the key may be absent, that would still hold.
      if (both.key().ifExists() || both.key().set() != SetOperator.NONE) {
        throw notExact(condition);
      }
      return false;
    }
    conditions.put(place, both);
    return true;
  }

  private static Place place(Condition condition) {
    return new Place(AsciiCase.lower(condition.operator()), condition.key().lowerName());
  }

  private static boolean isSame(Condition one, Condition other) {
    return List.copyOf(one.operandTexts()).equals(List.copyOf(other.operandTexts()));
  }

  private static NotExact notExact(Condition condition) {
    return new NotExact(condition.operator() + " " + condition.key().name());
  }

  /// The ARN operators `Equals` and `Like` mean the same, so that one may stand where the other is
  /// taken.
  private static Optional<Condition> renamed(Condition condition) {
    if (!(condition instanceof Condition.Arn(var key, var operation, var operands))) {
      return Optional.empty();
    }
    ArnOperator twin =
        switch (operation) {
          case EQUALS -> ArnOperator.LIKE;
          case LIKE -> ArnOperator.EQUALS;
          case NOT_EQUALS -> ArnOperator.NOT_LIKE;
          case NOT_LIKE -> ArnOperator.NOT_EQUALS;
        };
    return Optional.of(new Condition.Arn(key, twin, operands));
  }

  private Condition merged(Condition one, Condition other) throws NotExact {
    // Some value among one's and some among the other's need not be the same value.
    if (one.key().set() == SetOperator.FOR_ANY_VALUE) {
      throw notExact(other);
    }
    return switch (one) {
      case Condition.Text a when other instanceof Condition.Text b -> text(a, b);
      case Condition.Arn a when other instanceof Condition.Arn b && a.isNegated() ->
          new Condition.Arn(a.key(), a.operation(), union(a.operands(), b.operands()));
      case Condition.Numeric a when other instanceof Condition.Numeric b ->
          new Condition.Numeric(
              a.key(),
              a.operation(),
              compared(a.operation().comparison(), a.operands(), b.operands()));
      case Condition.Date a when other instanceof Condition.Date b ->
          new Condition.Date(
              a.key(),
              a.operation(),
              compared(a.operation().comparison(), a.operands(), b.operands()));
      case Condition.Bool a when other instanceof Condition.Bool b -> bool(a, b);
      case Condition.Binary a when other instanceof Condition.Binary b ->
          new Condition.Binary(a.key(), common(a.operands(), b.operands()));
      case Condition.IpAddress a when other instanceof Condition.IpAddress b ->
          new Condition.IpAddress(
              a.key(),
              a.isNegated(),
              a.isNegated()
                  ? union(a.operands(), b.operands())
                  : ranges(a.operands(), b.operands()));
      case Condition.Null a when other instanceof Condition.Null b ->
          new Condition.Null(a.key(), common(a.operands(), b.operands()));
      case Condition.Text _,
          Condition.Arn _,
          Condition.Numeric _,
          Condition.Date _,
          Condition.Bool _,
          Condition.Binary _,
          Condition.IpAddress _,
          Condition.Null _ ->
          throw notExact(other);
    };
  }

  private Condition text(Condition.Text one, Condition.Text other) throws NotExact {
    if (one.isNegated()) {
      return new Condition.Text(
          one.key(), one.operation(), union(one.operands(), other.operands()));
    }
    return new Condition.Text(
        one.key(),
        one.operation(),
        new MatcherIntersection(
                one.operator() + " " + one.key().name(),
                text -> one.operation().operand(one.key(), text, PolicyVersion.V2012_10_17),
                effort)
            .patterns(one.operands(), other.operands()));
  }

  private static Condition bool(Condition.Bool one, Condition.Bool other) throws NotExact {
    if (one.operands().stream().anyMatch(WildcardPattern::hasVariables)
        || other.operands().stream().anyMatch(WildcardPattern::hasVariables)) {
      throw notExact(other);
    }
    List<WildcardPattern> common = new ArrayList<>();
    for (WildcardPattern operand : one.operands()) {
      if (other.operands().stream().anyMatch(too -> AsciiCase.equal(too.text(), operand.text()))) {
        common.add(operand);
      }
    }
    return new Condition.Bool(one.key(), common);
  }

  /// Of operands that a value must be below, the greatest counts on each side, and the lesser of
  /// those two for both; and the other way round.
  private static <T extends Comparable<? super T>> List<Condition.Operand<T>> compared(
      Comparison operation, List<Condition.Operand<T>> one, List<Condition.Operand<T>> other) {
    BinaryOperator<Condition.Operand<T>> least =
        (a, b) -> a.value().compareTo(b.value()) <= 0 ? a : b;
    BinaryOperator<Condition.Operand<T>> greatest =
        (a, b) -> a.value().compareTo(b.value()) >= 0 ? a : b;
    return switch (operation) {
      case EQUALS -> common(one, other);
      case NOT_EQUALS -> union(one, other);
      case LESS_THAN, LESS_THAN_EQUALS -> bound(one, other, greatest, least);
      case GREATER_THAN, GREATER_THAN_EQUALS -> bound(one, other, least, greatest);
    };
  }

  private static <T> List<Condition.Operand<T>> bound(
      List<Condition.Operand<T>> one,
      List<Condition.Operand<T>> other,
      BinaryOperator<Condition.Operand<T>> widest,
      BinaryOperator<Condition.Operand<T>> narrowest) {
    Optional<Condition.Operand<T>> first = one.stream().reduce(widest);
    Optional<Condition.Operand<T>> second = other.stream().reduce(widest);
    return first.isPresent() && second.isPresent()
        ? List.of(narrowest.apply(first.get(), second.get()))
        : List.of();
  }

  /// Two ranges of addresses have nothing in common, or one is within the other.
  private static List<Condition.Operand<IpRange>> ranges(
      List<Condition.Operand<IpRange>> one, List<Condition.Operand<IpRange>> other) {
    List<Condition.Operand<IpRange>> common = new ArrayList<>();
    for (Condition.Operand<IpRange> first : one) {
      for (Condition.Operand<IpRange> second : other) {
        boolean firstIsWider = first.value().prefix() <= second.value().prefix();
        Condition.Operand<IpRange> wide = firstIsWider ? first : second;
        Condition.Operand<IpRange> narrow = firstIsWider ? second : first;
        if (wide.value().contains(narrow.value().network()) && !common.contains(narrow)) {
          common.add(narrow);
        }
      }
    }
    return common;
  }

  private static <T> List<Condition.Operand<T>> common(
      List<Condition.Operand<T>> one, List<Condition.Operand<T>> other) {
    return one.stream()
        .filter(operand -> other.stream().anyMatch(too -> too.value().equals(operand.value())))
        .toList();
  }

  private static <T> List<T> union(List<T> one, List<T> other) {
    List<T> all = new ArrayList<>(one);
    other.stream().filter(operand -> !all.contains(operand)).forEach(all::add);
    return all;
  }
}
