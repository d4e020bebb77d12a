package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.mapping.MappingId;

/// The sessions that were vended, by the access key that each was given: a port to the decision
/// log.
public interface IssuedSessions {
  /// The session with this access key. Empty when none is known; a session of the last moments may
  /// not be known yet.
  ///
  /// @throws dev.brevet.decisionlog.DecisionLogUnavailable when the log did not answer; never empty
  ///   then
  Optional<IssuedSession> find(String accessKeyId);

  /// A session as its decision has it, which was made to no other session. `version` is the
  /// mapping's. `parameters` are the resolved values, and `policySha256` is over the session policy
  /// that STS was given.
  record IssuedSession(
      MappingId mapping,
      long version,
      RoleArn role,
      Map<String, String> parameters,
      String policySha256,
      SourceIdentity sourceIdentity,
      Instant expiration) {
    public IssuedSession {
      parameters = Map.copyOf(parameters);
    }
  }
}
