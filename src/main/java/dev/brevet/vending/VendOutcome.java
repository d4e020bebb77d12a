package dev.brevet.vending;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.mapping.MappingId;

/// What a vend came to; every one of them was written to the decision log under its id.
public sealed interface VendOutcome {
  DecisionId decision();

  /// Allowed, assumed, recorded.
  record Vended(
      DecisionId decision,
      MappingId mapping,
      SessionCredentials credentials,
      Arn assumedRole,
      String assumedRoleId,
      Optional<SourceIdentity> sourceIdentity,
      int packedPolicySize,
      Instant issuedAt)
      implements VendOutcome {}

  /// Authenticated, not allowed. That the mapping does not exist or is disabled looks the same.
  record Denied(DecisionId decision, Kind kind) implements VendOutcome {
    /// The kinds that a caller can tell apart.
    public enum Kind {
      ACCESS_DENIED,
      ROOT_DENIED,
      MFA_REQUIRED,
      SOURCE_DENIED,
      REVOKED
    }
  }

  /// An allowed caller sent a field that the mapping does not take. `detail` is safe to show.
  record Malformed(DecisionId decision, String field, String detail) implements VendOutcome {}

  /// The session does not fit; sizes where they are known. `packedPercent` is what STS said.
  record TooLarge(
      DecisionId decision, Optional<Integer> characters, Optional<Integer> packedPercent)
      implements VendOutcome {}

  /// STS refused the role: its trust policy does not name Brevet, say.
  record RoleRefused(DecisionId decision) implements VendOutcome {}

  /// STS throttled after retries.
  record Throttled(DecisionId decision, Duration retryAfter) implements VendOutcome {}

  /// A table or STS did not answer; nothing was released.
  record Unavailable(DecisionId decision, Duration retryAfter) implements VendOutcome {}
}
