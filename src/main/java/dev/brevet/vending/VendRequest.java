package dev.brevet.vending;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.SessionDuration;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.Policy;
import java.util.Map;
import java.util.Optional;

/// What a verified caller asks for. Everything but `caller` and `origin` is the caller's own
/// choice. `policy` narrows: a session may do what the mapping's session policy and it both allow.
/// `reuse` is false for a caller that wants a session of its own.
public record VendRequest(
    VerifiedIdentity caller,
    MappingId mapping,
    Optional<SessionDuration> duration,
    Map<String, String> parameters,
    Optional<Policy> policy,
    boolean reuse,
    RequestOrigin origin) {
  public VendRequest {
    parameters = Map.copyOf(parameters);
  }

  /// A request that takes a session which an equal one was given.
  public VendRequest(
      VerifiedIdentity caller,
      MappingId mapping,
      Optional<SessionDuration> duration,
      Map<String, String> parameters,
      Optional<Policy> policy,
      RequestOrigin origin) {
    this(caller, mapping, duration, parameters, policy, true, origin);
  }

  /// A request that does not narrow.
  public VendRequest(
      VerifiedIdentity caller,
      MappingId mapping,
      Optional<SessionDuration> duration,
      Map<String, String> parameters,
      RequestOrigin origin) {
    this(caller, mapping, duration, parameters, Optional.empty(), origin);
  }
}
