package dev.brevet.policy.element;

/// What a matching statement does. Source: IAM User Guide, reference_policies_elements_effect.
public enum Effect {
  ALLOW("Allow"),
  DENY("Deny");

  private final String text;

  Effect(String text) {
    this.text = text;
  }

  /// As the `Effect` element writes it; case matters.
  public String text() {
    return text;
  }
}
