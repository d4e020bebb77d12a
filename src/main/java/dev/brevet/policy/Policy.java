package dev.brevet.policy;

import module java.base;

import dev.brevet.policy.element.PolicyVersion;

/// A policy document. Immutable, compiled, shared between threads.
///
/// Source: IAM User Guide, reference_policies_grammar.
public record Policy(PolicyVersion version, Optional<String> id, List<Statement> statements) {
  public Policy {
    statements = List.copyOf(statements);
  }
}
