package dev.brevet.local;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.policy.Policy;

/// Whose key it is: what IAM and STS know about a principal when it calls.
///
/// `uniqueId` is what `GetCallerIdentity` calls UserId: `AIDA...`, or `AROA...:<session name>`.
/// `tags` are the principal's, session tags included; `transitiveKeys` those of them that go on to
/// the next role. `authenticatedWithMfaAt` is absent for long-term keys and where no device was
/// used.
record LocalCaller(
    Principal principal,
    String uniqueId,
    List<Policy> identityPolicies,
    Optional<List<Policy>> sessionPolicies,
    Map<String, String> tags,
    Set<String> transitiveKeys,
    Optional<String> sourceIdentity,
    Optional<Instant> authenticatedWithMfaAt,
    Optional<Instant> issuedAt) {
  LocalCaller {
    identityPolicies = List.copyOf(identityPolicies);
    sessionPolicies = sessionPolicies.map(List::copyOf);
    Map<String, String> byKey = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byKey.putAll(tags);
    tags = byKey;
    transitiveKeys = Set.copyOf(transitiveKeys);
  }

  /// A principal with long-term keys and nothing of a session.
  static LocalCaller longTerm(
      Principal principal, String uniqueId, List<Policy> policies, Map<String, String> tags) {
    return new LocalCaller(
        principal,
        uniqueId,
        policies,
        Optional.empty(),
        tags,
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Whether a role that it assumes next is chained.
  boolean isRoleSession() {
    return principal instanceof Principal.RoleSession;
  }

  AccountId account() {
    return principal.account().orElseThrow();
  }

  /// Its ARN as `GetCallerIdentity` and the gateway tell it.
  String arn() {
    return principal.identifier();
  }
}
