package dev.brevet.vending;

import dev.brevet.iam.SourceIdentity;
import dev.brevet.policy.Policy;
import java.time.Duration;

/// What a session that Brevet vended hands down to one that is vended to it: its session policy,
/// its source identity, and how long it has left.
record RoleChain(Policy policy, SourceIdentity sourceIdentity, Duration left) {
  /// A chain, or why there is none; `reason` is for the log.
  sealed interface Reading {
    record Known(RoleChain chain) implements Reading {}

    record Unknown(String reason) implements Reading {}
  }
}
