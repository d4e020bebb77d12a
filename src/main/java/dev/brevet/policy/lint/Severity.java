package dev.brevet.policy.lint;

import java.util.Locale;

/// How bad a finding is.
public enum Severity {
  /// AWS refuses the policy, it cannot do what it says, or it lets in whom it should not.
  ERROR,
  /// It works, and allows more than it seems to or than is wise.
  WARNING,
  /// It could be simpler or narrower.
  INFO;

  /// As answers have it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
