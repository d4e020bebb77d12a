package dev.brevet.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        || statement.conditions().stream().anyMatch(VariableValues::hasVariables);
  }

  static boolean hasVariableBool(Statement statement) {
    return statement.conditions().stream()
        .anyMatch(condition -> condition instanceof Condition.Bool && hasVariables(condition));
  }

  private static boolean hasVariables(Condition condition) {
    return switch (condition) {
      case Condition.Text text -> text.operands().stream().anyMatch(WildcardPattern::hasVariables);
      case Condition.Arn arn ->
          arn.operands().stream()
              .flatMap(operand -> operand.parts().stream())
              .anyMatch(WildcardPattern::hasVariables);
      case Condition.Bool bool -> bool.operands().stream().anyMatch(WildcardPattern::hasVariables);
      case Condition.Numeric _,
          Condition.Date _,
          Condition.Binary _,
          Condition.IpAddress _,
          Condition.Null _ ->
          false;
    };
  }

  /// A value for every variable.
  static Map<String, List<String>> of(List<Statement> statements) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (Statement statement : statements) {
      List<WildcardPattern> patterns = new ArrayList<>();
      statement.resources().ifPresent(matcher -> patterns.addAll(matcher.patterns()));
      for (Condition condition : statement.conditions()) {
        switch (condition) {
          case Condition.Text text -> patterns.addAll(text.operands());
          case Condition.Arn arn ->
              arn.operands().forEach(operand -> patterns.addAll(operand.parts()));
          case Condition.Bool bool -> patterns.addAll(bool.operands());
          case Condition.Numeric _,
              Condition.Date _,
              Condition.Binary _,
              Condition.IpAddress _,
              Condition.Null _ -> {}
        }
      }
      for (WildcardPattern pattern : patterns) {
        for (Piece[] segment : pattern.segments()) {
          for (Piece piece : segment) {
            if (piece instanceof Piece.Variable(String key, _)) {
              values.put(key, List.of(VALUE));
            }
          }
        }
      }
    }
    return values;
  }

  static Policy apply(Policy policy) {
    return new Policy(
        policy.version(),
        policy.id(),
        policy.statements().stream().map(each -> apply(each, policy.version())).toList());
  }

  private static Statement apply(Statement statement, PolicyVersion version) {
    Optional<Matcher<WildcardPattern>> resources =
        statement
            .resources()
            .map(
                matcher ->
                    switch (matcher) {
                      case Matcher.In<WildcardPattern>(List<WildcardPattern> patterns) ->
                          new Matcher.In<>(resources(patterns, version));
                      case Matcher.NotIn<WildcardPattern>(List<WildcardPattern> patterns) ->
                          new Matcher.NotIn<>(resources(patterns, version));
                    });
    return new Statement(
        statement.sid(),
        statement.effect(),
        statement.principals(),
        statement.actions(),
        resources,
        statement.conditions().stream().map(each -> apply(each, version)).toList());
  }

  private static List<WildcardPattern> resources(
      List<WildcardPattern> patterns, PolicyVersion version) {
    return patterns.stream()
        .map(
            pattern ->
                pattern.matchesNothing()
                    ? pattern
                    : WildcardPattern.resource(text(pattern.text(), version), version))
        .toList();
  }

  private static Condition apply(Condition condition, PolicyVersion version) {
    return switch (condition) {
      case Condition.Text(
              ConditionKey key,
              TextOperator operation,
              List<WildcardPattern> operands) ->
          new Condition.Text(
              key,
              operation,
              operands.stream()
                  .map(
                      operand ->
                          operand.matchesNothing()
                              ? operand
                              : operation.operand(
                                  key,
                                  text(operand.text(), version),
                                  version,
                                  operand.letterCase()))
                  .toList());
      case Condition.Arn(ConditionKey key, ArnOperator operation, List<ArnPattern> operands) ->
          new Condition.Arn(
              key,
              operation,
              operands.stream()
                  .map(operand -> new ArnPattern(text(operand.text(), version), version))
                  .toList());
      case Condition.Bool _,
          Condition.Numeric _,
          Condition.Date _,
          Condition.Binary _,
          Condition.IpAddress _,
          Condition.Null _ ->
          condition;
    };
  }

  private static String text(String text, PolicyVersion version) {
    if (!version.hasVariables()) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      int close = PatternParser.variableEnd(text, i);
      if (close < 0) {
        out.append(text.charAt(i));
      } else {
        out.append(PatternParser.isEscape(text, i, close) ? text.substring(i, close + 1) : VALUE);
        i = close;
      }
    }
    return out.toString();
  }
}
