package dev.brevet.policy.lint;

/// Whether a policy is longer than IAM takes it, white space not counted. Source: IAM User Guide,
/// reference_iam-quotas; Organizations User Guide, orgs_reference_limits.
final class SizeChecks implements Check {
  @Override
  public void check(LintedPolicy policy, Report report) {
    int size = policy.size();
    Item whole = new Item("", policy.document().place(), "", false);
    switch (policy.type()) {
      case IDENTITY, BOUNDARY -> {
        if (size > 10_240) {
          report.error(
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
      case RESOURCE, ENDPOINT ->
          limit(size, 20_480, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", whole, report);
    }
  }

  private static void limit(int size, int most, String id, Item whole, Report report) {
    if (size > most) {
      report.error(id, whole, size + " characters: " + most + " are allowed");
    }
  }
}
