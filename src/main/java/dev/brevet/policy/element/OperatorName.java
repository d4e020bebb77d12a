package dev.brevet.policy.element;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.element.Condition.Operand;

/// A condition operator as a policy names it: `ForAllValues:StringLikeIfExists`.
public record OperatorName(SetOperator set, ConditionOperator operation, boolean ifExists) {
  private static final String IF_EXISTS = "IfExists";

  /// In IAM's spelling.
  public String text() {
    return set.prefix() + operation.text() + (ifExists ? IF_EXISTS : "");
  }

  /// Empty for an operator that IAM does not have; `Null` takes neither set operator nor
  /// `IfExists`.
  public static Optional<OperatorName> parse(String name) {
    return parseInAnyCase(name).filter(parsed -> parsed.text().equals(name));
  }

  /// The same whatever the case of its letters, for what reads policies that IAM may refuse.
  public static Optional<OperatorName> parseInAnyCase(String name) {
    SetOperator set = SetOperator.NONE;
    for (SetOperator each : SetOperator.values()) {
      if (AsciiCase.startsWith(name, each.prefix())) {
        set = each;
      }
    }
    String rest = name.substring(set.prefix().length());
    int bare = rest.length() - IF_EXISTS.length();
    boolean ifExists = AsciiCase.matchesAt(rest, bare, IF_EXISTS);
    String base = ifExists ? rest.substring(0, bare) : rest;
    for (ConditionOperator each : ConditionOperator.ALL) {
      if (AsciiCase.equal(each.text(), base)) {
        boolean more = set != SetOperator.NONE || ifExists;
        return each == ConditionOperator.Other.NULL && more
            ? Optional.empty()
            : Optional.of(new OperatorName(set, each, ifExists));
      }
    }
    return Optional.empty();
  }

  /// The condition that asks for `key` with these operands. Empty when one of them is not what the
  /// operator [takes][ConditionOperator.Family#takes].
  public Optional<Condition> condition(
      String key, List<String> operands, PolicyVersion version, Effect effect) {
    ConditionKey asked = new ConditionKey(key, set, ifExists);
    return switch (operation) {
      case TextOperator text ->
          Optional.of(
              new Condition.Text(
                  asked,
                  text,
                  operands.stream().map(o -> text.operand(asked, o, version, effect)).toList()));
      case ArnOperator arn ->
          Optional.of(
              new Condition.Arn(
                  asked, arn, operands.stream().map(o -> new ArnPattern(o, version)).toList()));
      case ConditionOperator.Numeric numeric ->
          parsed(operands, NumericValue::parse)
              .map(values -> new Condition.Numeric(asked, numeric, values));
      case ConditionOperator.Date date ->
          parsed(operands, DateValue::parse).map(values -> new Condition.Date(asked, date, values));
      case ConditionOperator.Other other -> condition(other, asked, operands, version);
    };
  }

  private static Optional<Condition> condition(
      ConditionOperator.Other operation,
      ConditionKey key,
      List<String> operands,
      PolicyVersion version) {
    return switch (operation) {
      case BOOL ->
          operands.stream().allMatch(o -> operation.family().takes(o, version))
              ? Optional.of(
                  new Condition.Bool(
                      key,
                      operands.stream()
                          .map(o -> WildcardPattern.exactIgnoringCase(o, version))
                          .toList()))
              : Optional.empty();
      case BINARY_EQUALS ->
          parsed(operands, Condition.Binary::canonical)
              .map(values -> new Condition.Binary(key, values));
      case IP_ADDRESS, NOT_IP_ADDRESS ->
          parsed(operands, IpRange::parse)
              .map(values -> new Condition.IpAddress(key, operation.isNegated(), values));
      case NULL ->
          parsed(operands, Condition.Null::parse).map(values -> new Condition.Null(key, values));
    };
  }

  private static <T> Optional<List<Operand<T>>> parsed(
      List<String> operands, Function<String, Optional<T>> parse) {
    List<Operand<T>> parsed = new ArrayList<>(operands.size());
    for (String operand : operands) {
      Optional<T> value = parse.apply(operand);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      parsed.add(new Operand<>(operand, value.get()));
    }
    return Optional.of(parsed);
  }
}
