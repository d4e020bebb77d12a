package dev.brevet.decisionlog;

import module java.base;

import dev.brevet.iam.RequestContext;

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
    Instant receivedAt) {
  /// The condition keys of a request at `now` whose caller proved `proven`.
  ///
  /// INVARIANT: what the caller chooses freely (`aws:UserAgent`) replaces nothing that it proved,
  /// and no claim replaces what the gateway and the clock say. What is not known is absent.
  public RequestContext context(RequestContext proven, Instant now) {
    return RequestContext.builder()
        .put("aws:UserAgent", known(userAgent))
        .putAll(proven)
        .put("aws:SourceIp", known(sourceAddress))
        .put("aws:SourceVpce", vpcEndpoint.stream().toList())
        // The gateway takes TLS only.
        .put("aws:SecureTransport", "true")
        .put("aws:CurrentTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("aws:EpochTime", Long.toString(now.getEpochSecond()))
        .build();
  }

  private static List<String> known(String value) {
    return value.isEmpty() ? List.of() : List.of(value);
  }
}
