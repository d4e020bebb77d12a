package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.element.Comparison;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.ConditionOperator;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.WildcardPattern;

/// The condition that holds wherever one by order or `Bool` does not: the opposite comparison,
/// which lets an absent key through where the other does not.
///
/// Only of keys of one value whose type AWS documents: a value of another type would hold neither
/// way. Source: IAM User Guide, reference_policies_condition-keys.
final class OppositeCondition {
  private static final Set<String> BOOLEANS =
      Set.of(
          "aws:multifactorauthpresent",
          "aws:principalisawsservice",
          "aws:securetransport",
          "aws:viaawsservice");
  private static final Set<String> DATES = Set.of("aws:currenttime", "aws:tokenissuetime");
  private static final Set<String> NUMBERS = Set.of("aws:multifactorauthage");

  private OppositeCondition() {}

  /// Empty where there is none.
  static Optional<Condition> of(Condition condition) {
    ConditionKey key = condition.key();
    if (key.set() != SetOperator.NONE || condition.operandTexts().isEmpty()) {
      return Optional.empty();
    }
    ConditionKey other = new ConditionKey(key.name(), SetOperator.NONE, !key.ifExists());
    return switch (condition) {
      case Condition.Bool(var _, var operands) when BOOLEANS.contains(key.lowerName()) ->
          opposite(operands).map(operand -> new Condition.Bool(other, List.of(operand)));
      case Condition.Date(var _, ConditionOperator.Date(Comparison operation), var operands)
          when DATES.contains(key.lowerName()) ->
          opposite(operation)
              .map(
                  by ->
                      new Condition.Date(
                          other,
                          new ConditionOperator.Date(by),
                          List.of(decisive(operation, operands, Condition.Operand::value))));
      case Condition.Numeric(var _, ConditionOperator.Numeric(Comparison operation), var operands)
          when NUMBERS.contains(key.lowerName()) ->
          opposite(operation)
              .map(
                  by ->
                      new Condition.Numeric(
                          other,
                          new ConditionOperator.Numeric(by),
                          List.of(decisive(operation, operands, Condition.Operand::value))));
      case Condition.Text _,
          Condition.Arn _,
          Condition.Numeric _,
          Condition.Date _,
          Condition.Bool _,
          Condition.Binary _,
          Condition.IpAddress _,
          Condition.Null _ ->
          Optional.empty();
    };
  }

  /// Of a single `true` or `false`.
  private static Optional<WildcardPattern> opposite(List<WildcardPattern> operands) {
    String text = operands.size() == 1 ? operands.getFirst().text() : "";
    return Condition.Null.parse(text)
        .map(
            known ->
                WildcardPattern.exactIgnoringCase(
                    Boolean.toString(!known), PolicyVersion.V2012_10_17));
  }

  private static Optional<Comparison> opposite(Comparison operation) {
    return switch (operation) {
      case LESS_THAN -> Optional.of(Comparison.GREATER_THAN_EQUALS);
      case LESS_THAN_EQUALS -> Optional.of(Comparison.GREATER_THAN);
      case GREATER_THAN -> Optional.of(Comparison.LESS_THAN_EQUALS);
      case GREATER_THAN_EQUALS -> Optional.of(Comparison.LESS_THAN);
      case EQUALS, NOT_EQUALS -> Optional.empty();
    };
  }

  /// A value below any operand is below the greatest, one above any is above the least.
  private static <T, V extends Comparable<? super V>> T decisive(
      Comparison operation, List<T> operands, Function<T, V> value) {
    Comparator<T> order = Comparator.comparing(value);
    boolean below = operation == Comparison.LESS_THAN || operation == Comparison.LESS_THAN_EQUALS;
    return (below ? operands.stream().max(order) : operands.stream().min(order)).orElseThrow();
  }
}
