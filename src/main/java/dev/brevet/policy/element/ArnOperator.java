package dev.brevet.policy.element;

/// The ARN operators; `Equals` and `Like` behave identically. Source: IAM User Guide,
/// reference_policies_elements_condition_operators.
public enum ArnOperator implements ConditionOperator {
  EQUALS("ArnEquals", false),
  NOT_EQUALS("ArnNotEquals", true),
  LIKE("ArnLike", false),
  NOT_LIKE("ArnNotLike", true);

  private final String text;
  private final boolean negated;

  ArnOperator(String text, boolean negated) {
    this.text = text;
    this.negated = negated;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public Family family() {
    return Family.ARN;
  }

  @Override
  public boolean isNegated() {
    return negated;
  }
}
