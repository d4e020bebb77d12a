package dev.brevet.policy.element;

/// How the values of a key in the request are taken together. Source: IAM User Guide,
/// reference_policies_condition-single-vs-multi-valued-context-keys.
public enum SetOperator {
  /// The key has one value; where it has several, one that matches is enough, and a negated
  /// operator wants none.
  NONE(""),
  /// Every value must pass; true when there is none.
  FOR_ALL_VALUES("ForAllValues:"),
  /// At least one value must pass; false when there is none.
  FOR_ANY_VALUE("ForAnyValue:");

  private final String prefix;

  SetOperator(String prefix) {
    this.prefix = prefix;
  }

  /// What is written before the operator's name.
  public String prefix() {
    return prefix;
  }
}
