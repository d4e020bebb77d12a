package dev.brevet.identity.presigned;

import module java.base;

import dev.brevet.iam.Partition;
import dev.brevet.iam.UntrustedText;
import dev.brevet.identity.IssuerUrl;

/// The STS endpoints that a presigned request may name, as origins
/// (`https://sts.eu-west-1.amazonaws.com`), spelled out: a pattern would take names that AWS has
/// given to customers (a bucket's, say).
///
/// Source: AWS General Reference, STS endpoints.
final class StsHosts {
  private static final List<String> FIPS =
      List.of("us-east-1", "us-east-2", "us-west-1", "us-west-2");

  private StsHosts() {}

  /// The origins of `partition`, and `local` where one is configured.
  ///
  /// @throws IllegalArgumentException for a partition that is not known, or a local endpoint that
  ///   is plain `http` and not on a loopback host
  static Set<String> origins(String partition, Optional<URI> local) {
    Partition known =
        Partition.of(partition).orElseThrow(() -> UntrustedText.not("a partition", partition));
    Set<String> origins = new HashSet<>();
    known.regions().forEach(region -> origins.add("https://" + known.stsHost(region)));
    if (known == Partition.COMMERCIAL) {
      origins.add("https://sts.amazonaws.com");
      FIPS.forEach(region -> origins.add("https://sts-fips." + region + ".amazonaws.com"));
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
      throw UntrustedText.not("an https endpoint", endpoint.toString());
    }
    return scheme + "://" + endpoint.getRawAuthority();
  }
}
