package dev.brevet.policy.element;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// One condition of a statement: an operator, a key, and operands parsed to the operator's type,
/// one family a record.
///
/// Conditions of a statement must all hold; of a condition's operands one must match, or none where
/// the operator is negated. Source: IAM User Guide,
/// reference_policies_elements_condition_operators,
/// reference_policies_condition-logic-multiple-context-keys-or-values.
public sealed interface Condition {
  ConditionKey key();

  /// The operator without set operator and `IfExists`.
  ConditionOperator operation();

  /// Whether the operator asks that nothing matches.
  default boolean isNegated() {
    return operation().isNegated();
  }

  /// The operands, parsed.
  List<? extends Written> operands();

  /// The operands as the policy wrote them, in its order.
  default List<String> operandTexts() {
    return operands().stream().map(Written::text).toList();
  }

  /// The keys of the variables in its operands, lower case.
  default Stream<String> variableKeys() {
    return operands().stream().flatMap(Written::variableKeys);
  }

  /// Whether an operand has variables.
  default boolean hasVariables() {
    return operands().stream().anyMatch(Written::hasVariables);
  }

  /// The operator with set operator and `IfExists`: `ForAllValues:StringLikeIfExists`.
  default String operator() {
    return new OperatorName(key().set(), operation(), key().ifExists()).text();
  }

  /// An operand that was written in a policy.
  interface Written {
    /// As the policy wrote it.
    String text();

    /// Whether it holds a variable other than `${*}`, `${?}`, `${$}`.
    default boolean hasVariables() {
      return false;
    }

    /// The keys of its variables, lower case.
    default Stream<String> variableKeys() {
      return Stream.empty();
    }
  }

  /// An operand whose text says less than its value.
  record Operand<T>(String text, T value) implements Written {}

  /// `StringEquals`, `StringLike` and their kin.
  record Text(ConditionKey key, TextOperator operation, List<WildcardPattern> operands)
      implements Condition {
    public Text {
      operands = List.copyOf(operands);
    }
  }

  /// `ArnEquals`, `ArnLike` and their negations.
  record Arn(ConditionKey key, ArnOperator operation, List<ArnPattern> operands)
      implements Condition {
    public Arn {
      operands = List.copyOf(operands);
    }
  }

  /// `NumericEquals`, `NumericLessThan` and their kin. A value that is no number matches nothing.
  record Numeric(
      ConditionKey key, ConditionOperator.Numeric operation, List<Operand<NumericValue>> operands)
      implements Condition {
    public Numeric {
      operands = List.copyOf(operands);
    }
  }

  /// `DateEquals`, `DateLessThan` and their kin. A value that is no date matches nothing.
  record Date(ConditionKey key, ConditionOperator.Date operation, List<Operand<DateValue>> operands)
      implements Condition {
    public Date {
      operands = List.copyOf(operands);
    }
  }

  /// `Bool`: `true` or `false`, ignoring case; a value that is neither matches nothing. An operand
  /// may be a variable.
  record Bool(ConditionKey key, List<WildcardPattern> operands) implements Condition {
    public Bool {
      operands = List.copyOf(operands);
    }

    @Override
    public ConditionOperator operation() {
      return ConditionOperator.Other.BOOL;
    }
  }

  /// `BinaryEquals`: compares bytes, both sides written in base64. A value that is not base64
  /// matches nothing.
  ///
  /// An operand's value is its bytes in canonical base64, which equal bytes share.
  record Binary(ConditionKey key, List<Operand<String>> operands) implements Condition {
    public Binary {
      operands = List.copyOf(operands);
    }

    /// The canonical base64 of the bytes that `text` writes in base64; empty when it does not.
    public static Optional<String> canonical(String text) {
      try {
        return Optional.of(Base64.getEncoder().encodeToString(Base64.getDecoder().decode(text)));
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    @Override
    public ConditionOperator operation() {
      return ConditionOperator.Other.BINARY_EQUALS;
    }
  }

  /// `IpAddress` and `NotIpAddress`. A value that is no address matches nothing.
  record IpAddress(ConditionKey key, boolean isNegated, List<Operand<IpRange>> operands)
      implements Condition {
    public IpAddress {
      operands = List.copyOf(operands);
    }

    @Override
    public ConditionOperator operation() {
      return isNegated
          ? ConditionOperator.Other.NOT_IP_ADDRESS
          : ConditionOperator.Other.IP_ADDRESS;
    }
  }

  /// `Null`: `true` asks that the key is absent, `false` that it is present and its value not
  /// empty.
  record Null(ConditionKey key, List<Operand<Boolean>> operands) implements Condition {
    public Null {
      operands = List.copyOf(operands);
    }

    /// `true` or `false`, in any case; empty for all else.
    public static Optional<Boolean> parse(String text) {
      return AsciiCase.equal(text, "true")
          ? Optional.of(true)
          : AsciiCase.equal(text, "false") ? Optional.of(false) : Optional.empty();
    }

    @Override
    public ConditionOperator operation() {
      return ConditionOperator.Other.NULL;
    }
  }
}
