package dev.brevet.policy;

import java.util.Optional;

/// Where a statement stands: type of policy, policy, statement.
///
/// `level` counts an organization's levels from the root down, 0 for types that have none.
/// `policyIndex` and `statementIndex` count from 0. `toString` is short and stable:
/// `trust[0]/DeployPipeline`, `identity[orders-team]/2`, `scp[1.0]/DenyRegions`. A number is always
/// the statement's index. It stands for a `Sid` that is itself a number, and for one that is long:
/// IAM says of no `Sid` how long it may be, and every answer and record repeats it.
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
        + sid.filter(text -> text.length() <= LONGEST_SID && !isNumber(text))
            .orElseGet(() -> Integer.toString(statementIndex));
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
