package dev.brevet.policy.lint;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.ArnOperator;
import dev.brevet.policy.ArnPattern;
import dev.brevet.policy.Comparison;
import dev.brevet.policy.Condition;
import dev.brevet.policy.Condition.Operand;
import dev.brevet.policy.ConditionKey;
import dev.brevet.policy.DateValue;
import dev.brevet.policy.IpRange;
import dev.brevet.policy.NumericValue;
import dev.brevet.policy.PolicyVersion;
import dev.brevet.policy.SetOperator;
import dev.brevet.policy.TextOperator;
import dev.brevet.policy.WildcardPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Conditions as the engine has them, of what people write: operators in any case.
final class ConditionReader {
  private ConditionReader() {}

  /// Empty for what is no condition: an operator or an operand that there is not.
  static Optional<Condition> read(LintedStatement.Condition written, PolicyVersion version) {
    Optional<SetOperator> set =
        Arrays.stream(SetOperator.values())
            .filter(each -> AsciiCase.equal(each.prefix(), written.setPrefix()))
            .findFirst();
    if (set.isEmpty()) {
      return Optional.empty();
    }
    ConditionKey key = new ConditionKey(written.key().text(), set.get(), written.isIfExists());
    List<String> operands = written.values().stream().map(Item::text).toList();
    String base = AsciiCase.lower(written.base());
    return text(base, key, operands, version)
        .or(() -> arn(base, key, operands, version))
        .or(() -> ordered(base, key, operands))
        .or(() -> other(base, key, operands, version));
  }

  private static Optional<Condition> text(
      String base, ConditionKey key, List<String> operands, PolicyVersion version) {
    return Arrays.stream(TextOperator.values())
        .filter(each -> AsciiCase.lower(each.text()).equals(base))
        .findFirst()
        .map(
            each ->
                new Condition.Text(
                    key, each, operands.stream().map(o -> each.operand(key, o, version)).toList()));
  }

  private static Optional<Condition> arn(
      String base, ConditionKey key, List<String> operands, PolicyVersion version) {
    return Arrays.stream(ArnOperator.values())
        .filter(each -> AsciiCase.lower(each.text()).equals(base))
        .findFirst()
        .map(
            each ->
                new Condition.Arn(
                    key, each, operands.stream().map(o -> new ArnPattern(o, version)).toList()));
  }

  private static Optional<Condition> ordered(String base, ConditionKey key, List<String> operands) {
    for (Comparison each : Comparison.values()) {
      String name = AsciiCase.lower(each.text());
      if (base.equals("numeric" + name)) {
        return parsed(operands, NumericValue::parse).map(o -> new Condition.Numeric(key, each, o));
      }
      if (base.equals("date" + name)) {
        return parsed(operands, DateValue::parse).map(o -> new Condition.Date(key, each, o));
      }
    }
    return Optional.empty();
  }

  private static Optional<Condition> other(
      String base, ConditionKey key, List<String> operands, PolicyVersion version) {
    return switch (base) {
      case "bool" ->
          Optional.of(
              new Condition.Bool(
                  key,
                  operands.stream()
                      .map(o -> WildcardPattern.exactIgnoringCase(o, version))
                      .toList()));
      case "binaryequals" ->
          parsed(operands, Condition.Binary::canonical).map(o -> new Condition.Binary(key, o));
      case "ipaddress", "notipaddress" ->
          parsed(operands, IpRange::parse)
              .map(o -> new Condition.IpAddress(key, base.startsWith("not"), o));
      case "null" -> parsed(operands, ConditionReader::truth).map(o -> new Condition.Null(key, o));
      default -> Optional.empty();
    };
  }

  private static Optional<Boolean> truth(String text) {
    return AsciiCase.equal(text, "true")
        ? Optional.of(true)
        : AsciiCase.equal(text, "false") ? Optional.of(false) : Optional.empty();
  }

  private static <T> Optional<List<Operand<T>>> parsed(
      List<String> operands, Function<String, Optional<T>> parse) {
    List<Operand<T>> parsed = new ArrayList<>();
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
