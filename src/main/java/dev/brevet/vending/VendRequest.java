package dev.brevet.vending;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.SessionDuration;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import java.util.Map;
import java.util.Optional;

/// What a verified caller asks for. Everything but `caller` and `origin` is the caller's own
/// choice.
public record VendRequest(
    VerifiedIdentity caller,
    MappingId mapping,
    Optional<SessionDuration> duration,
    Map<String, String> parameters,
    RequestOrigin origin) {
  public VendRequest {
    parameters = Map.copyOf(parameters);
  }
}
