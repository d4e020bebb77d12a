package dev.brevet.policy.json;

import com.fasterxml.jackson.core.JsonLocation;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.ArnPattern;
import dev.brevet.policy.Condition;
import dev.brevet.policy.Condition.Operand;
import dev.brevet.policy.ConditionKey;
import dev.brevet.policy.DateValue;
import dev.brevet.policy.Effect;
import dev.brevet.policy.IpRange;
import dev.brevet.policy.NumericValue;
import dev.brevet.policy.PolicyVersion;
import dev.brevet.policy.WildcardPattern;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A condition as read, before the version, and so the meaning of `${...}` in its operands, is
/// known.
record ConditionDraft(
    OperatorName operator, String key, List<String> operands, JsonLocation where) {
  static void readAll(Tokens tokens, List<ConditionDraft> into) throws IOException, Refusal {
    tokens.expectObject("the conditions by operator");
    Set<String> operators = new HashSet<>();
    while (tokens.nextName(operators)) {
      String name = tokens.name();
      OperatorName operator =
          OperatorName.parse(name)
              .orElseThrow(
                  () -> tokens.refusal("unknown condition operator " + Tokens.quoted(name)));
      tokens.next();
      tokens.expectObject("the operands of " + Tokens.quoted(name) + " by key");
      Set<String> keys = new HashSet<>();
      Set<String> lowerKeys = new HashSet<>();
      while (tokens.nextName(keys)) {
        String key = tokens.name();
        if (!lowerKeys.add(AsciiCase.lower(key))) {
          throw tokens.refusal("duplicate key " + Tokens.quoted(key) + ", in other capitals");
        }
        if (key.isEmpty()) {
          throw tokens.refusal("a condition key is not empty");
        }
        tokens.next();
        JsonLocation where = tokens.here();
        into.add(new ConditionDraft(operator, key, tokens.scalars("an operand"), where));
      }
    }
  }

  Condition compiled(PolicyVersion version, Effect effect) throws Refusal {
    ConditionKey asked = new ConditionKey(key, operator.set(), operator.ifExists());
    Tokens.requireVariables(operands, version, where);
    return switch (operator.family()) {
      case OperatorName.Family.Text(var operation) ->
          new Condition.Text(
              asked,
              operation,
              operands.stream().map(o -> operation.operand(asked, o, version, effect)).toList());
      case OperatorName.Family.Arn(var operation) ->
          new Condition.Arn(
              asked, operation, operands.stream().map(o -> new ArnPattern(o, version)).toList());
      case OperatorName.Family.Numeric(var operation) ->
          new Condition.Numeric(asked, operation, parsed(NumericValue::parse, "a number"));
      case OperatorName.Family.Date(var operation) ->
          new Condition.Date(asked, operation, parsed(DateValue::parse, "a date"));
      case OperatorName.Family.Bool() -> new Condition.Bool(asked, booleans(version));
      case OperatorName.Family.Binary() ->
          new Condition.Binary(asked, parsed(Condition.Binary::canonical, "base64"));
      case OperatorName.Family.IpAddress(boolean negated) ->
          new Condition.IpAddress(asked, negated, parsed(IpRange::parse, "an IP address or range"));
      case OperatorName.Family.Null() ->
          new Condition.Null(asked, parsed(ConditionDraft::truth, "`true` or `false`"));
    };
  }

  private List<WildcardPattern> booleans(PolicyVersion version) throws Refusal {
    List<WildcardPattern> patterns = new ArrayList<>(operands.size());
    for (String operand : operands) {
      WildcardPattern pattern = WildcardPattern.exactIgnoringCase(operand, version);
      if (!pattern.hasVariables() && truth(operand).isEmpty()) {
        throw refused(operand, "`true` or `false`");
      }
      patterns.add(pattern);
    }
    return patterns;
  }

  private static Optional<Boolean> truth(String text) {
    if (AsciiCase.equal(text, "true")) {
      return Optional.of(true);
    }
    return AsciiCase.equal(text, "false") ? Optional.of(false) : Optional.empty();
  }

  private <T> List<Operand<T>> parsed(Function<String, Optional<T>> parse, String what)
      throws Refusal {
    List<Operand<T>> parsed = new ArrayList<>(operands.size());
    for (String operand : operands) {
      parsed.add(
          new Operand<>(operand, parse.apply(operand).orElseThrow(() -> refused(operand, what))));
    }
    return parsed;
  }

  private Refusal refused(String operand, String what) {
    return Tokens.refusal(
        where, "not " + what + ": " + Tokens.quoted(operand) + " for key " + Tokens.quoted(key));
  }
}
