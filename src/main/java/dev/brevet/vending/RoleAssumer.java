package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.Arn;

/// Assumes roles: the port between vending and STS.
public interface RoleAssumer {
  /// A session of the role, or why there is none. Answers within the time that it was made for.
  Answer assume(AssumeRequest request);

  /// What STS said.
  sealed interface Answer {
    /// A session. `assumedRoleId` is the role's unique id and the session's name;
    /// `packedPolicySize` is in percent of what STS takes.
    record Assumed(
        SessionCredentials credentials, Arn assumedRole, String assumedRoleId, int packedPolicySize)
        implements Answer {}

    /// STS will not: `code` and `message` are its words, for the decision log.
    record Refused(String code, String message) implements Answer {}

    /// Policies and tags do not fit when packed; the percentage where STS gave it.
    record TooLarge(Optional<Integer> packedPercent) implements Answer {}

    /// Too many requests, after retries.
    record Throttled(Duration retryAfter) implements Answer {}

    /// No answer, or none that helps: `reason` is for the decision log.
    record Unreachable(String reason) implements Answer {}
  }
}
