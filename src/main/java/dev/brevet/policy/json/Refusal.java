package dev.brevet.policy.json;

/// Unwinds the reader from the place where a text stopped being a policy. Never leaves this
/// package.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Malformed malformed;

  Refusal(Malformed malformed) {
    super(malformed.message(), null, false, false);
    this.malformed = malformed;
  }

  Malformed malformed() {
    return malformed;
  }
}
