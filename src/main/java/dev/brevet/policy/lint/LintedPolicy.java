package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WorkBudget;

/// A policy as far as it can be made sense of.
///
/// @param account the account that the policy's owner lives in, where it is known
/// @param size characters without white space, as IAM counts them
/// @param effort what looking at patterns may still cost
/// @param hasVariables whether its version has policy variables
record LintedPolicy(
    PolicyType type,
    Optional<String> account,
    JsonObject document,
    int size,
    boolean hasVariables,
    WorkBudget effort,
    List<LintedStatement> statements) {
  LintedPolicy {
    statements = List.copyOf(statements);
  }

  PolicyVersion version() {
    return hasVariables ? PolicyVersion.V2012_10_17 : PolicyVersion.V2008_10_17;
  }
}
