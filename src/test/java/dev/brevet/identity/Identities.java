package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;

/// Verified identities for the tests of other rooms, which cannot make one.
public final class Identities {
  private Identities() {}

  /// A caller whose signature the gateway verified.
  public static VerifiedIdentity signing(String arn, String accessKeyId, RequestContext context) {
    return new VerifiedIdentity(
        Principal.parseArn(arn).orElseThrow(),
        AuthenticationMethod.SIGV4,
        context,
        Optional.of(accessKeyId));
  }

  /// The bearer of a token; `claims` are in the context under `<issuer-host>:<claim>` too.
  public static VerifiedIdentity bearing(
      String issuer, String subject, Map<String, List<String>> claims) {
    String host = issuer.substring("https://".length());
    RequestContext.Builder context = RequestContext.builder().put(host + ":sub", subject);
    claims.forEach((claim, values) -> context.put(host + ":" + claim, values));
    return new VerifiedIdentity(
        new Principal.WebIdentity(issuer, subject),
        AuthenticationMethod.TOKEN,
        context.build(),
        claims,
        List.of(),
        Optional.empty(),
        RequestContext.empty(),
        Optional.of(
            new TokenTerms(
                claims.getOrDefault("aud", List.of()),
                claims.getOrDefault("exp", List.of()).stream()
                    .map(exp -> Instant.ofEpochSecond(Long.parseLong(exp)))
                    .findFirst()
                    .orElse(Instant.EPOCH))));
  }

  /// A caller of whom nothing is known but who it is.
  public static VerifiedIdentity of(Principal principal) {
    return new VerifiedIdentity(
        principal, AuthenticationMethod.SIGV4, RequestContext.empty(), Optional.empty());
  }
}
