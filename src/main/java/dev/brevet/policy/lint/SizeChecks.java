package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// Whether a policy is longer than IAM takes it, white space not counted. Source: IAM User Guide,
/// reference_iam-quotas; Organizations User Guide, orgs_reference_limits.
final class SizeChecks implements Check {
  private static final int MOST_TAKE = 20_480;

  /// Characters, by the service whose resource has the policy.
  private final Map<String, Integer> quotas =
      Tables.rows("resource-policy-quotas.tsv").stream()
          .collect(Collectors.toMap(List::getFirst, row -> Integer.valueOf(row.get(1))));

  @Override
  public void check(LintedPolicy policy, Report report) {
    int size = policy.size();
    Item whole = new Item("", policy.document().place(), "", false);
    switch (policy.type()) {
      case IDENTITY, BOUNDARY -> {
        // A warning, as Access Analyzer has it: AWS's own managed policies are longer.
        if (size > 10_240) {
          report.warning(
              "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
              whole,
              size
                  + " characters: inline policies of a role may have 10240 together, a managed"
                  + " policy 6144");
        } else if (size > 6_144) {
          report.warning(
              "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
              whole,
              size
                  + " characters: a managed policy may have 6144, so this can only be a role's"
                  + " inline policy");
        }
      }
      case TRUST -> {
        if (size > 4_096) {
          report.error(
              "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
              whole,
              size
                  + " characters: a trust policy may have 2048, and 4096 when the quota is raised");
        } else if (size > 2_048) {
          report.warning(
              "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
              whole,
              size + " characters: a trust policy may have 2048 unless the quota is raised");
        }
      }
      case SESSION -> limit(size, 2_048, "SESSION_POLICY_TOO_LONG", whole, report);
      case SERVICE_CONTROL -> limit(size, 10_240, "POLICY_SIZE_EXCEEDS_SCP_QUOTA", whole, report);
      case RESOURCE_CONTROL -> limit(size, 5_120, "POLICY_SIZE_EXCEEDS_RCP_QUOTA", whole, report);
      case ENDPOINT ->
          limit(size, 20_480, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", whole, report);
      case RESOURCE ->
          limit(
              size, ofResource(policy), "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", whole, report);
    }
  }

  /// What the services take that the statements name actions of; of more than one, or of one that
  /// is not in the table, what most take.
  private int ofResource(LintedPolicy policy) {
    Set<String> services =
        policy.statements().stream()
            .flatMap(statement -> statement.actions().stream())
            .flatMap(action -> ActionPatterns.service(action).stream())
            .map(AsciiCase::lower)
            .collect(Collectors.toSet());
    return services.size() == 1
        ? quotas.getOrDefault(services.iterator().next(), MOST_TAKE)
        : MOST_TAKE;
  }

  private static void limit(int size, int most, String id, Item whole, Report report) {
    if (size > most) {
      report.error(id, whole, size + " characters: " + most + " are allowed");
    }
  }
}
