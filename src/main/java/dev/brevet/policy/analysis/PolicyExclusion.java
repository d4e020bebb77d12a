package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PolicyIntersection.NotExact;
import dev.brevet.policy.element.ArnOperator;
import dev.brevet.policy.element.Comparison;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.ConditionOperator;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.TextOperator;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// Denies of exactly what a policy does not allow.
///
/// A request is not allowed by a policy when each of its allow statements fails for its action, its
/// resource or one of its conditions. So the denies are: for each choice of one of these for each
/// statement, a statement that says that all of the chosen fail. Beside whatever other policies
/// they stand, they leave of them what this policy allows, so that nothing needs to be known of the
/// others.
///
/// What has policy variables is never negated: AWS does not say what a negation means where a
/// variable has no value. Comparisons by order and `Bool` have no negated twin: the opposite
/// comparison stands for it where every value of the key is of the operator's type, which AWS
/// promises of its own keys. Of other keys they are never negated, as a value of another kind would
/// hold neither way.
final class PolicyExclusion {
  private static final int MOST = 64;
  private static final Matcher<WildcardPattern> EVERY_ACTION =
      new Matcher.In<>(List.of(WildcardPattern.action("*")));
  private static final Matcher<WildcardPattern> EVERY_RESOURCE =
      new Matcher.In<>(List.of(WildcardPattern.resource("*", PolicyVersion.V2012_10_17)));

  private PolicyExclusion() {}

  /// The denies; none where the policy allows everything. What the policy denies itself is not
  /// among them.
  ///
  /// @throws NotExact naming the element that cannot be negated within the bounds
  static List<Statement> of(List<Statement> allows, WorkBudget effort) throws NotExact {
    List<Statement> all = List.of(allow(EVERY_ACTION, EVERY_RESOURCE, List.of()));
    for (Statement statement : allows) {
      Set<Statement> more = new LinkedHashSet<>();
      for (Statement failing : failing(statement)) {
        for (Statement before : all) {
          PolicyIntersection.both(before, failing, effort).ifPresent(more::add);
          if (more.size() > MOST) {
            throw new NotExact("Statement");
          }
        }
      }
      all = withoutCovered(List.copyOf(more), effort);
    }
    return all.stream()
        .map(
            statement ->
                new Statement(
                    Optional.empty(),
                    Effect.DENY,
                    Optional.empty(),
                    statement.actions(),
                    statement.resources(),
                    statement.conditions()))
        .toList();
  }

  /// Statements of which one covers every request that `statement` does not.
  private static List<Statement> failing(Statement statement) throws NotExact {
    if (statement.principals().isPresent() || statement.resources().isEmpty()) {
      throw new NotExact("Principal");
    }
    List<Statement> all = new ArrayList<>();
    negated(statement.actions(), "Action")
        .ifPresent(actions -> all.add(allow(actions, EVERY_RESOURCE, List.of())));
    negated(statement.resources().get(), "Resource")
        .ifPresent(resources -> all.add(allow(EVERY_ACTION, resources, List.of())));
    for (Condition condition : statement.conditions()) {
      all.add(allow(EVERY_ACTION, EVERY_RESOURCE, negated(condition)));
    }
    return all;
  }

  private static Statement allow(
      Matcher<WildcardPattern> actions,
      Matcher<WildcardPattern> resources,
      List<Condition> conditions) {
    return new Statement(
        Optional.empty(),
        Effect.ALLOW,
        Optional.empty(),
        actions,
        Optional.of(resources),
        conditions);
  }

  /// Empty when nothing is left.
  private static Optional<Matcher<WildcardPattern>> negated(
      Matcher<WildcardPattern> matcher, String element) throws NotExact {
    if (matcher.patterns().stream().anyMatch(WildcardPattern::hasVariables)) {
      throw new NotExact(element);
    }
    return switch (matcher) {
      case Matcher.In<WildcardPattern>(var in) ->
          in.stream().anyMatch(WildcardPattern::matchesEverything)
              ? Optional.empty()
              : Optional.of(new Matcher.NotIn<>(in));
      case Matcher.NotIn<WildcardPattern>(var out) -> Optional.of(new Matcher.In<>(out));
    };
  }

  /// Conditions that hold together wherever `condition` does not.
  private static List<Condition> negated(Condition condition) throws NotExact {
    Optional<Condition> opposite = OppositeCondition.of(condition);
    if (opposite.isPresent()) {
      return List.of(opposite.get());
    }
    ConditionKey key = condition.key();
    if (key.set() == SetOperator.FOR_ANY_VALUE && key.ifExists()) {
      // A key that is there without a value fails the condition, and its negation too.
      throw new NotExact("Condition");
    }
    SetOperator set =
        switch (key.set()) {
          case NONE -> SetOperator.NONE;
          case FOR_ALL_VALUES -> SetOperator.FOR_ANY_VALUE;
          case FOR_ANY_VALUE -> SetOperator.FOR_ALL_VALUES;
        };
    Condition twin = twin(condition, new ConditionKey(key.name(), set, false));
    if (condition instanceof Condition.Null) {
      return List.of(twin);
    }
    boolean holdsWithoutKey =
        set == SetOperator.FOR_ALL_VALUES || (set == SetOperator.NONE && twin.isNegated());
    return key.ifExists() && holdsWithoutKey ? List.of(twin, present(key)) : List.of(twin);
  }

  /// `StringLike` of `*`: that there is a value at all.
  private static Condition present(ConditionKey key) {
    return new Condition.Text(
        new ConditionKey(
            key.name(),
            key.set() == SetOperator.NONE ? SetOperator.NONE : SetOperator.FOR_ANY_VALUE,
            false),
        TextOperator.LIKE,
        List.of(TextOperator.LIKE.operand(key, "*", PolicyVersion.V2012_10_17)));
  }

  private static Condition twin(Condition condition, ConditionKey key) throws NotExact {
    return switch (condition) {
      case Condition.Text text when !text.hasVariables() ->
          new Condition.Text(key, twin(text.operation()), text.operands());
      case Condition.Arn arn when !arn.hasVariables() ->
          new Condition.Arn(key, twin(arn.operation()), arn.operands());
      case Condition.IpAddress address ->
          new Condition.IpAddress(key, !address.isNegated(), address.operands());
      case Condition.Numeric(var _, ConditionOperator.Numeric(Comparison comparison), var operands)
          when comparison == Comparison.EQUALS ->
          new Condition.Numeric(
              key, new ConditionOperator.Numeric(Comparison.NOT_EQUALS), operands);
      case Condition.Numeric(var _, ConditionOperator.Numeric(Comparison comparison), var operands)
          when comparison == Comparison.NOT_EQUALS ->
          new Condition.Numeric(key, new ConditionOperator.Numeric(Comparison.EQUALS), operands);
      case Condition.Null(var _, var operands) when operands.size() == 1 -> {
        boolean absent = !operands.getFirst().value();
        yield new Condition.Null(
            key, List.of(new Condition.Operand<>(Boolean.toString(absent), absent)));
      }
      case Condition.Text _,
          Condition.Arn _,
          Condition.Numeric _,
          Condition.Date _,
          Condition.Bool _,
          Condition.Binary _,
          Condition.Null _ ->
          throw new NotExact(condition.operator() + " " + condition.key().name());
    };
  }

  private static TextOperator twin(TextOperator operation) {
    return switch (operation) {
      case EQUALS -> TextOperator.NOT_EQUALS;
      case NOT_EQUALS -> TextOperator.EQUALS;
      case EQUALS_IGNORE_CASE -> TextOperator.NOT_EQUALS_IGNORE_CASE;
      case NOT_EQUALS_IGNORE_CASE -> TextOperator.EQUALS_IGNORE_CASE;
      case LIKE -> TextOperator.NOT_LIKE;
      case NOT_LIKE -> TextOperator.LIKE;
    };
  }

  private static ArnOperator twin(ArnOperator operation) {
    return switch (operation) {
      case EQUALS -> ArnOperator.NOT_EQUALS;
      case NOT_EQUALS -> ArnOperator.EQUALS;
      case LIKE -> ArnOperator.NOT_LIKE;
      case NOT_LIKE -> ArnOperator.LIKE;
    };
  }

  private static List<Statement> withoutCovered(List<Statement> all, WorkBudget effort) {
    List<Statement> kept = new ArrayList<>(all);
    for (Statement statement : all) {
      if (kept.stream()
          .anyMatch(
              other ->
                  !other.equals(statement)
                      && StatementInclusion.isWithin(statement, other, effort))) {
        kept.remove(statement);
      }
    }
    return kept;
  }
}
