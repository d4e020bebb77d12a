package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.WildcardPattern;

/// Policies with a value in the place of every policy variable, to look for a request that shows a
/// difference.
final class VariableValues {
  private static final String VALUE = "somebody";

  private VariableValues() {}

  static boolean hasVariables(Statement statement) {
    return statement.actions().patterns().stream().anyMatch(WildcardPattern::hasVariables)
        || statement.resources().stream()
            .flatMap(matcher -> matcher.patterns().stream())
            .anyMatch(WildcardPattern::hasVariables)
        || statement.conditions().stream().anyMatch(Condition::hasVariables);
  }

  static boolean hasVariableBool(Statement statement) {
    return statement.conditions().stream()
        .anyMatch(condition -> condition instanceof Condition.Bool && condition.hasVariables());
  }

  /// A value for every variable.
  static Map<String, List<String>> of(List<Statement> statements) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Statement statement : statements) {
      Stream<String> keys =
          Stream.concat(
              statement.resources().stream()
                  .flatMap(matcher -> matcher.patterns().stream())
                  .flatMap(WildcardPattern::variableKeys),
              statement.conditions().stream().flatMap(Condition::variableKeys));
      keys.forEach(key -> values.put(key, List.of(VALUE)));
    }
    return values;
  }

  /// Each pattern as its own version of the policy language reads it.
  static Policy apply(Policy policy) {
    return new Policy(
        policy.version(),
        policy.id(),
        policy.statements().stream().map(VariableValues::apply).toList());
  }

  private static Statement apply(Statement statement) {
    Optional<Matcher<WildcardPattern>> resources =
        statement
            .resources()
            .map(
                matcher ->
                    switch (matcher) {
                      case Matcher.In<WildcardPattern>(List<WildcardPattern> patterns) ->
                          new Matcher.In<>(filled(patterns));
                      case Matcher.NotIn<WildcardPattern>(List<WildcardPattern> patterns) ->
                          new Matcher.NotIn<>(filled(patterns));
                    });
    return new Statement(
        statement.sid(),
        statement.effect(),
        statement.principals(),
        statement.actions(),
        resources,
        statement.conditions().stream().map(VariableValues::apply).toList());
  }

  private static List<WildcardPattern> filled(List<WildcardPattern> patterns) {
    return patterns.stream().map(pattern -> pattern.filled(VALUE)).toList();
  }

  private static Condition apply(Condition condition) {
    return switch (condition) {
      case Condition.Text(var key, var operation, var operands) ->
          new Condition.Text(key, operation, filled(operands));
      case Condition.Arn(var key, var operation, var operands) ->
          new Condition.Arn(
              key, operation, operands.stream().map(operand -> operand.filled(VALUE)).toList());
      case Condition.Bool _,
          Condition.Numeric _,
          Condition.Date _,
          Condition.Binary _,
          Condition.IpAddress _,
          Condition.Null _ ->
          condition;
    };
  }
}
