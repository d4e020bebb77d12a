package dev.brevet.policy.element;

/// How numeric and date operators compare. Source: IAM User Guide,
/// reference_policies_elements_condition_operators.
public enum Comparison {
  EQUALS("Equals"),
  NOT_EQUALS("NotEquals"),
  LESS_THAN("LessThan"),
  LESS_THAN_EQUALS("LessThanEquals"),
  GREATER_THAN("GreaterThan"),
  GREATER_THAN_EQUALS("GreaterThanEquals");

  private final String text;

  Comparison(String text) {
    this.text = text;
  }

  /// What follows `Numeric` or `Date` in the operator's name.
  public String text() {
    return text;
  }

  /// Whether a condition asks that no operand matches.
  public boolean isNegated() {
    return this == NOT_EQUALS;
  }

  /// Whether a value matches an operand, `order` being how it compares with it; `NotEquals` matches
  /// as `Equals` does, its negation is the condition's.
  public boolean holds(int order) {
    return switch (this) {
      case EQUALS, NOT_EQUALS -> order == 0;
      case LESS_THAN -> order < 0;
      case LESS_THAN_EQUALS -> order <= 0;
      case GREATER_THAN -> order > 0;
      case GREATER_THAN_EQUALS -> order >= 0;
    };
  }
}
