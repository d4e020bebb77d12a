package dev.brevet.policy.element;

import module java.base;

/// A condition operator without set operator and `IfExists`: what kind of operand it takes, and how
/// it compares.
///
/// These are all operators that IAM has, spelled as IAM spells them. Source: IAM User Guide,
/// reference_policies_elements_condition_operators.
public sealed interface ConditionOperator
    permits TextOperator,
        ArnOperator,
        ConditionOperator.Numeric,
        ConditionOperator.Date,
        ConditionOperator.Other {
  List<ConditionOperator> ALL = all();

  /// As a policy writes it.
  String text();

  Family family();

  /// Whether a condition asks that no operand matches.
  boolean isNegated();

  /// What an operand is.
  enum Family {
    STRING("a string"),
    ARN("an ARN"),
    NUMERIC("a number"),
    DATE("a date"),
    BOOL("`true` or `false`"),
    BINARY("base64"),
    IP_ADDRESS("an IP address or range"),
    NULL("`true` or `false`");

    private final String operand;

    Family(String operand) {
      this.operand = operand;
    }

    /// What an operand is, for messages: `a number`.
    public String operand() {
      return operand;
    }

    /// Whether operands are strings in which wildcards or variables may stand.
    public boolean isText() {
      return this == STRING || this == ARN;
    }

    /// Whether the reader takes `text` as an operand. Numbers, dates and addresses have no
    /// variables.
    public boolean takes(String text, PolicyVersion version) {
      return switch (this) {
        case STRING, ARN -> true;
        case NUMERIC -> NumericValue.parse(text).isPresent();
        case DATE -> DateValue.parse(text).isPresent();
        case BOOL ->
            Condition.Null.parse(text).isPresent()
                || WildcardPattern.exactIgnoringCase(text, version).hasVariables();
        case NULL -> Condition.Null.parse(text).isPresent();
        case BINARY -> Condition.Binary.canonical(text).isPresent();
        case IP_ADDRESS -> IpRange.parse(text).isPresent();
      };
    }
  }

  record Numeric(Comparison comparison) implements ConditionOperator {
    @Override
    public String text() {
      return "Numeric" + comparison.text();
    }

    @Override
    public Family family() {
      return Family.NUMERIC;
    }

    @Override
    public boolean isNegated() {
      return comparison.isNegated();
    }
  }

  record Date(Comparison comparison) implements ConditionOperator {
    @Override
    public String text() {
      return "Date" + comparison.text();
    }

    @Override
    public Family family() {
      return Family.DATE;
    }

    @Override
    public boolean isNegated() {
      return comparison.isNegated();
    }
  }

  /// Those that compare in one way only.
  enum Other implements ConditionOperator {
    BOOL("Bool", Family.BOOL),
    BINARY_EQUALS("BinaryEquals", Family.BINARY),
    IP_ADDRESS("IpAddress", Family.IP_ADDRESS),
    NOT_IP_ADDRESS("NotIpAddress", Family.IP_ADDRESS),
    NULL("Null", Family.NULL);

    private final String text;
    private final Family family;

    Other(String text, Family family) {
      this.text = text;
      this.family = family;
    }

    @Override
    public String text() {
      return text;
    }

    @Override
    public Family family() {
      return family;
    }

    @Override
    public boolean isNegated() {
      return this == NOT_IP_ADDRESS;
    }
  }

  /// The operator of this name, in IAM's spelling.
  static Optional<ConditionOperator> of(String text) {
    return ALL.stream().filter(operator -> operator.text().equals(text)).findFirst();
  }

  private static List<ConditionOperator> all() {
    List<ConditionOperator> all = new ArrayList<>();
    all.addAll(List.of(TextOperator.values()));
    all.addAll(List.of(ArnOperator.values()));
    for (Comparison each : Comparison.values()) {
      all.add(new Numeric(each));
      all.add(new Date(each));
    }
    all.addAll(List.of(Other.values()));
    return List.copyOf(all);
  }
}
