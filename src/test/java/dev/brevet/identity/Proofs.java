package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.SecretString;
import dev.brevet.identity.presigned.CallerIdentityEndpoint;
import dev.brevet.identity.presigned.CallerIdentityVerifier;
import dev.brevet.identity.presigned.UsedSignatures;
import dev.brevet.identity.token.JwtVerifier;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.testing.HandClock;
import dev.brevet.testing.IssuersInMemory;

/// Proofs of every kind, each read by the verifier that reads it in a function, for the tests of
/// other rooms.
public final class Proofs {
  /// When all of them are made.
  public static final Instant NOW = Instant.ofEpochSecond(1_700_000_100);

  /// The key that signs those that AWS verified.
  public static final String ACCESS_KEY = "ASIAIOSFODNN7EXAMPLE";

  public static final String ISSUER = "https://idp.example.com";
  public static final String AWS_ISSUER = "https://abc123.tokens.sts.global.api.aws";

  private static final HandClock CLOCK = new HandClock(NOW);
  private static final JwtVerifier TOKENS =
      new JwtVerifier(
          new IssuersInMemory(
              registered("{\"issuer\":\"%s\",\"audiences\":[\"a\"]}".formatted(ISSUER)),
              registered(
                  "{\"issuer\":\"%s\",\"kind\":\"AWS\",\"account\":\"111122223333\",\"audiences\":[\"a\"],\"authorizerAudiences\":[\"orders\"],\"algorithms\":[\"RS256\"]}"
                      .formatted(AWS_ISSUER)),
              registered("{\"issuer\":\"%s/oidc\",\"audiences\":[\"a\"]}".formatted(AWS_ISSUER))),
          new SigningKeys(new KeysInMemory(TestKey.RSA), CLOCK),
          CLOCK);

  private Proofs() {}

  /// A signature, as API Gateway tells of it.
  public static Verification signature(
      String arn, String account, String userId, Optional<String> organization) {
    return signature(arn, account, userId, organization, ACCESS_KEY);
  }

  /// A signature by that key.
  public static Verification signature(
      String arn, String account, String userId, Optional<String> organization, String accessKey) {
    return GatewayIdentity.verify(
        new GatewayCaller(accessKey, account, userId, arn, userId, organization.orElse(null)));
  }

  /// A presigned request, as STS answers it.
  public static Verification presigned(String arn, String account, String userId) {
    CallerIdentityEndpoint sts =
        (_, _) ->
            new CallerIdentityEndpoint.Answer(
                200,
                """
                <GetCallerIdentityResponse><GetCallerIdentityResult>
                  <Arn>%s</Arn><UserId>%s</UserId><Account>%s</Account>
                </GetCallerIdentityResult></GetCallerIdentityResponse>
                """
                    .formatted(arn, userId, account));
    String url =
        "https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15"
            + "&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20231114"
            + "%2Feu-west-1%2Fsts%2Faws4_request&X-Amz-Date=20231114T221400Z&X-Amz-Expires=300"
            + "&X-Amz-SignedHeaders=host%3Bx-brevet-audience&X-Amz-Signature="
            + "0123456789abcdef".repeat(4);
    return new CallerIdentityVerifier(
            sts, "aws", "brevet", Optional.<URI>empty(), new UsedSignatures(), CLOCK)
        .verify(new SecretString("brevet-v1." + TestKey.base64(url)), TokenUse.BREVET);
  }

  /// A token of [#ISSUER]; `claims` are members of its JSON beside `iss`, `aud` and `exp`.
  public static Verification token(String claims) {
    return token(ISSUER, claims);
  }

  /// A token that AWS issued, registered as what it is.
  public static Verification awsToken(String claims) {
    return token(AWS_ISSUER, claims);
  }

  /// The same for an API behind the authorizer: `orders`.
  public static Verification awsTokenFor(String audience, String claims) {
    return token(AWS_ISSUER, "\"" + audience + "\"", claims, TokenUse.AUTHORIZER);
  }

  /// A token with AWS's claims of an issuer that is registered as any other is.
  public static Verification awsTokenOfAnotherKind(String claims) {
    return token(AWS_ISSUER + "/oidc", claims);
  }

  private static Verification token(String issuer, String claims) {
    return token(issuer, "\"a\"", claims, TokenUse.BREVET);
  }

  private static Verification token(String issuer, String audiences, String claims, TokenUse use) {
    String payload =
        "{\"iss\":\"%s\",\"aud\":%s,\"exp\":1700000900,%s}".formatted(issuer, audiences, claims);
    return TOKENS.verify(
        new SecretString(
            TestKey.RSA.sign(
                "RS256", "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"rsa-1\"}", payload)),
        use);
  }

  private static TrustedIssuer registered(String json) {
    return TrustedIssuerDocument.read(json, false).valid().orElseThrow();
  }
}
