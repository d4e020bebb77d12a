package dev.brevet.decisionlog;

import java.time.Instant;
import java.util.Optional;

/// Where a request came from, as the gateway saw it.
///
/// `requestId` is the gateway's. `sourceAddress` is the peer's address as the gateway reports it,
/// never a forwarded-for header. `userAgent` is chosen by the caller; do not authorize on it.
/// `vpcEndpoint` is set by the gateway for private calls. `function` names the function that
/// answers.
public record RequestOrigin(
    String requestId,
    String sourceAddress,
    String userAgent,
    Optional<String> vpcEndpoint,
    String function,
    Instant receivedAt) {}
