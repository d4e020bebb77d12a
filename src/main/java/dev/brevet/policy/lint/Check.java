package dev.brevet.policy.lint;

/// One family of checks.
interface Check {
  void check(LintedPolicy policy, Report report);
}
