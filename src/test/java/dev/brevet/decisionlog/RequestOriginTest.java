package dev.brevet.decisionlog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import dev.brevet.iam.RequestContext;
import org.junit.jupiter.api.Test;

/// One order for vends, administration, questions and authorizers.
class RequestOriginTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00.750Z");

  private static Map<String, List<String>> context(
      String address, String userAgent, RequestContext proven) {
    return new RequestOrigin("r", address, userAgent, Optional.empty(), "vend", NOW)
        .context(proven, NOW)
        .asMap();
  }

  @Test
  void claimNamedLikeAGatewaysKey_doesNotReplaceIt_norTheUserAgentAClaim() {
    RequestContext proven =
        RequestContext.builder()
            .put("aws:SourceIp", "192.0.2.1")
            .put("aws:SourceVpce", "vpce-1")
            .put("aws:SecureTransport", "false")
            .put("aws:CurrentTime", "1970-01-01T00:00:00Z")
            .put("aws:EpochTime", "0")
            .put("aws:UserAgent", "proven")
            .build();

    assertEquals(
        Map.of(
            "aws:sourceip", List.of("10.1.2.3"),
            "aws:securetransport", List.of("true"),
            "aws:currenttime", List.of("2026-11-22T10:00:00Z"),
            "aws:epochtime", List.of("1795341600"),
            "aws:useragent", List.of("proven")),
        context("10.1.2.3", "curl/8", proven));
  }

  @Test
  void whatTheGatewayDoesNotSay_isAbsent_whateverAClaimSays() {
    RequestContext proven = RequestContext.builder().put("aws:SourceIp", "192.0.2.1").build();

    assertEquals(
        List.of("aws:currenttime", "aws:epochtime", "aws:securetransport"),
        List.copyOf(context("", "", proven).keySet()));
  }
}
