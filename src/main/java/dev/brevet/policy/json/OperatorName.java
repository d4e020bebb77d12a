package dev.brevet.policy.json;

import dev.brevet.policy.ArnOperator;
import dev.brevet.policy.Comparison;
import dev.brevet.policy.SetOperator;
import dev.brevet.policy.TextOperator;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A condition operator taken apart: set operator, family, `IfExists`.
///
/// Source: IAM User Guide, reference_policies_elements_condition_operators.
record OperatorName(SetOperator set, Family family, boolean ifExists) {
  private static final String IF_EXISTS = "IfExists";

  /// The operand's type and what is done with it.
  sealed interface Family {
    record Text(TextOperator operation) implements Family {}

    record Arn(ArnOperator operation) implements Family {}

    record Numeric(Comparison operation) implements Family {}

    record Date(Comparison operation) implements Family {}

    record Bool() implements Family {}

    record Binary() implements Family {}

    record IpAddress(boolean negated) implements Family {}

    record Null() implements Family {}
  }

  /// Empty for an operator that IAM does not have; `Null` takes neither set operator nor
  /// `IfExists`.
  static Optional<OperatorName> parse(String name) {
    SetOperator set = SetOperator.NONE;
    for (SetOperator each : SetOperator.values()) {
      if (name.startsWith(each.prefix())) {
        set = each;
      }
    }
    String rest = name.substring(set.prefix().length());
    boolean ifExists = rest.endsWith(IF_EXISTS);
    Family family = family(ifExists ? rest.substring(0, rest.length() - IF_EXISTS.length()) : rest);
    boolean bare = set == SetOperator.NONE && !ifExists;
    return family == null || (family instanceof Family.Null && !bare)
        ? Optional.empty()
        : Optional.of(new OperatorName(set, family, ifExists));
  }

  private static @Nullable Family family(String name) {
    return switch (name) {
      case "Bool" -> new Family.Bool();
      case "BinaryEquals" -> new Family.Binary();
      case "IpAddress" -> new Family.IpAddress(false);
      case "NotIpAddress" -> new Family.IpAddress(true);
      case "Null" -> new Family.Null();
      default -> byEnum(name);
    };
  }

  private static @Nullable Family byEnum(String name) {
    if (name.startsWith("String")) {
      return Arrays.stream(TextOperator.values())
          .filter(o -> o.text().equals(name))
          .findFirst()
          .map(Family.Text::new)
          .orElse(null);
    }
    if (name.startsWith("Arn")) {
      return Arrays.stream(ArnOperator.values())
          .filter(o -> o.text().equals(name))
          .findFirst()
          .map(Family.Arn::new)
          .orElse(null);
    }
    if (name.startsWith("Numeric")) {
      return comparison(name.substring("Numeric".length())).map(Family.Numeric::new).orElse(null);
    }
    if (name.startsWith("Date")) {
      return comparison(name.substring("Date".length())).map(Family.Date::new).orElse(null);
    }
    return null;
  }

  private static Optional<Comparison> comparison(String text) {
    return Arrays.stream(Comparison.values()).filter(c -> c.text().equals(text)).findFirst();
  }
}
