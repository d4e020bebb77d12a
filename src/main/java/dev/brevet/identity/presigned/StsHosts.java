package dev.brevet.identity.presigned;

import dev.brevet.iam.UntrustedText;
import dev.brevet.identity.IssuerUrl;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The STS endpoints that a presigned request may name, as origins
/// (`https://sts.eu-west-1.amazonaws.com`), spelled out: a pattern would take names that AWS has
/// given to customers (a bucket's, say).
///
/// A region that is newer than this list is added here. Source: AWS General Reference, STS
/// endpoints.
final class StsHosts {
  private static final List<String> COMMERCIAL =
      List.of(
          "af-south-1",
          "ap-east-1",
          "ap-east-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-northeast-3",
          "ap-south-1",
          "ap-south-2",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-southeast-3",
          "ap-southeast-4",
          "ap-southeast-5",
          "ap-southeast-6",
          "ap-southeast-7",
          "ca-central-1",
          "ca-west-1",
          "eu-central-1",
          "eu-central-2",
          "eu-north-1",
          "eu-south-1",
          "eu-south-2",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "il-central-1",
          "me-central-1",
          "me-south-1",
          "mx-central-1",
          "sa-east-1",
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2");
  private static final List<String> FIPS =
      List.of("us-east-1", "us-east-2", "us-west-1", "us-west-2");
  private static final List<String> CHINA = List.of("cn-north-1", "cn-northwest-1");
  private static final List<String> GOVERNMENT = List.of("us-gov-east-1", "us-gov-west-1");

  private StsHosts() {}

  /// The origins of `partition`, and `local` where one is configured.
  ///
  /// @throws IllegalArgumentException for a partition that is not known, or a local endpoint that
  ///   is plain `http` and not on a loopback host
  static Set<String> origins(String partition, Optional<URI> local) {
    Set<String> origins = new HashSet<>();
    switch (partition) {
      case "aws" -> {
        origins.add("https://sts.amazonaws.com");
        COMMERCIAL.forEach(region -> origins.add("https://sts." + region + ".amazonaws.com"));
        FIPS.forEach(region -> origins.add("https://sts-fips." + region + ".amazonaws.com"));
      }
      case "aws-cn" ->
          CHINA.forEach(region -> origins.add("https://sts." + region + ".amazonaws.com.cn"));
      case "aws-us-gov" ->
          GOVERNMENT.forEach(region -> origins.add("https://sts." + region + ".amazonaws.com"));
      default ->
          throw new IllegalArgumentException(
              "not a partition with known STS hosts: `" + UntrustedText.shown(partition) + "`");
    }
    local.map(StsHosts::origin).ifPresent(origins::add);
    return Set.copyOf(origins);
  }

  private static String origin(URI endpoint) {
    String scheme = endpoint.getScheme();
    String host = endpoint.getHost();
    boolean secure = "https".equals(scheme);
    boolean loopback = "http".equals(scheme) && host != null && IssuerUrl.isLoopbackHost(host);
    if (host == null || (!secure && !loopback) || endpoint.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "not an https endpoint: `" + UntrustedText.shown(endpoint.toString()) + "`");
    }
    return scheme + "://" + endpoint.getRawAuthority();
  }
}
