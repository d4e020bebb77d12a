package dev.brevet.policy;

import java.util.Optional;

/// Where a statement stands: type of policy, policy, statement.
///
/// `level` counts an organization's levels from the root down, 0 for types that have none.
/// `policyIndex` and `statementIndex` count from 0. `toString` is short and stable:
/// `trust[0]/DeployPipeline`, `identity[orders-team]/2`, `scp[1.0]/DenyRegions`. IAM says of no
/// `Sid` how long it may be; one that is long stands for its number, as every answer and record
/// repeats it.
public record StatementReference(
    PolicyType type,
    int level,
    int policyIndex,
    Optional<String> policyName,
    int statementIndex,
    Optional<String> sid) {
  private static final int LONGEST_SID = 128;

  @Override
  public String toString() {
    boolean levels = type == PolicyType.SERVICE_CONTROL || type == PolicyType.RESOURCE_CONTROL;
    return type.label()
        + "["
        + policyName.orElseGet(() -> (levels ? level + "." : "") + policyIndex)
        + "]/"
        + sid.filter(text -> text.length() <= LONGEST_SID)
            .orElseGet(() -> Integer.toString(statementIndex));
  }
}
