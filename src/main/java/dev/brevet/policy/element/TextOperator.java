package dev.brevet.policy.element;

/// The string operators. Source: IAM User Guide, reference_policies_elements_condition_operators.
public enum TextOperator implements ConditionOperator {
  EQUALS("StringEquals", false),
  NOT_EQUALS("StringNotEquals", true),
  EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false),
  NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true),
  LIKE("StringLike", false),
  NOT_LIKE("StringNotLike", true);

  private final String text;
  private final boolean negated;

  TextOperator(String text, boolean negated) {
    this.text = text;
    this.negated = negated;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public Family family() {
    return Family.STRING;
  }

  @Override
  public boolean isNegated() {
    return negated;
  }

  /// An operand of this operator in a statement that allows, compiled, in a condition that asks for
  /// `key`.
  public WildcardPattern operand(ConditionKey key, String operand, PolicyVersion version) {
    return operand(key, operand, version, Effect.ALLOW);
  }

  /// An operand of this operator, compiled, in a condition that asks for `key`.
  public WildcardPattern operand(
      ConditionKey key, String operand, PolicyVersion version, Effect effect) {
    return operand(key, operand, version, LetterCase.ignored(negated, effect));
  }

  WildcardPattern operand(
      ConditionKey key, String operand, PolicyVersion version, LetterCase ignored) {
    boolean anyCase = key.isOfNames();
    return switch (this) {
      case EQUALS, NOT_EQUALS ->
          anyCase
              ? WildcardPattern.exactIgnoringCase(operand, version)
              : WildcardPattern.exact(operand, version);
      case EQUALS_IGNORE_CASE, NOT_EQUALS_IGNORE_CASE ->
          WildcardPattern.exactIgnoringCase(operand, version, ignored);
      case LIKE, NOT_LIKE ->
          anyCase
              ? WildcardPattern.likeIgnoringCase(operand, version)
              : WildcardPattern.like(operand, version);
    };
  }
}
