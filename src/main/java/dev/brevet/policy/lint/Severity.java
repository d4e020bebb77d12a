package dev.brevet.policy.lint;

import dev.brevet.iam.AsciiCase;

/// How bad a finding is.
public enum Severity {
  /// AWS refuses the policy, it cannot do what it says, or it lets in principals that it should
  /// not.
  ERROR,
  /// It works, and allows more than it seems to or than is wise.
  WARNING,
  /// It could be simpler or narrower.
  INFO;

  /// As answers have it.
  public String label() {
    return AsciiCase.lower(name());
  }
}
