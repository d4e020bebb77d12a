package dev.brevet.directory;

import java.util.Optional;

/// The name of a managed policy: 1 to 128 letters, digits and `_+=,.@-`, as IAM names policies;
/// case counts. Source: IAM API, CreatePolicy.
public record PolicyName(String value) implements Comparable<PolicyName> {
  public PolicyName {
    DirectoryText.requireName("a policy's", value);
  }

  /// Empty when `text` is not a policy's name.
  public static Optional<PolicyName> parse(String text) {
    return DirectoryText.isName(text) ? Optional.of(new PolicyName(text)) : Optional.empty();
  }

  @Override
  public int compareTo(PolicyName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
