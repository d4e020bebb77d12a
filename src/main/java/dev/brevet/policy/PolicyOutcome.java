package dev.brevet.policy;

import module java.base;

/// What became of one policy: the statements that matched and those that nearly did.
///
/// `binds` is false where policies of this type do not bind the caller, as service control policies
/// do not bind service-linked roles. `statementsConsidered` counts all, also those that are in
/// neither list.
public record PolicyOutcome(
    PolicyType type,
    int level,
    int policyIndex,
    Optional<String> policyName,
    boolean binds,
    int statementsConsidered,
    List<StatementOutcome> matched,
    List<StatementOutcome> nearlyMatched) {
  public PolicyOutcome {
    matched = List.copyOf(matched);
    nearlyMatched = List.copyOf(nearlyMatched);
  }
}
