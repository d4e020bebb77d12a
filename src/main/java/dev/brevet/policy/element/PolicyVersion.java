package dev.brevet.policy.element;

import java.util.Optional;

/// The version of the policy language. Source: IAM User Guide, reference_policies_elements_version.
public enum PolicyVersion {
  /// The default where a policy names none: `${...}` is text, not a variable.
  V2008_10_17("2008-10-17"),
  /// The current one: policy variables are substituted.
  V2012_10_17("2012-10-17");

  private final String text;

  PolicyVersion(String text) {
    this.text = text;
  }

  /// As the `Version` element writes it.
  public String text() {
    return text;
  }

  /// Whether `${...}` stands for a value of the request.
  public boolean hasVariables() {
    return this == V2012_10_17;
  }

  /// Empty for a version that IAM does not have.
  public static Optional<PolicyVersion> parse(String text) {
    return switch (text) {
      case "2008-10-17" -> Optional.of(V2008_10_17);
      case "2012-10-17" -> Optional.of(V2012_10_17);
      default -> Optional.empty();
    };
  }
}
