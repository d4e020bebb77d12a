package dev.brevet.local;

import module java.base;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.brevet.iam.AccountId;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/// Verifies the tokens that `AssumeRoleWithWebIdentity` gets, and refuses them in STS's words.
final class WebIdentityTokens {
  private static final Duration WAIT = Duration.ofSeconds(2);

  private final LocalIam iam;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(WAIT).build();

  WebIdentityTokens(LocalIam iam, Clock clock) {
    this.iam = iam;
    this.clock = clock;
  }

  /// A token that holds, with the provider that vouches for it.
  record Verified(LocalIam.OpenIdConnectProvider provider, String audience, JWTClaimsSet claims) {}

  /// @throws StsFailure InvalidIdentityToken, ExpiredTokenException or IDPCommunicationError
  Verified verify(String token, AccountId account) throws StsFailure {
    SignedJWT jwt;
    JWTClaimsSet claims;
    try {
      jwt = SignedJWT.parse(token);
      claims = jwt.getJWTClaimsSet();
    } catch (ParseException e) {
      throw invalid(
          "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access"
              + " Token)");
    }
    String issuer = claims.getIssuer() == null ? "" : claims.getIssuer();
    LocalIam.OpenIdConnectProvider provider =
        iam.provider(account, issuer)
            .orElseThrow(
                () -> invalid("No OpenIDConnect provider found in your account for " + issuer));
    if (!isSignedBy(jwt, provider)) {
      throw invalid(
          "Couldn't retrieve verification key from your identity provider,  please reference"
              + " AssumeRoleWithWebIdentity documentation for requirements");
    }
    if (claims.getSubject() == null
        || claims.getExpirationTime() == null
        || claims.getIssueTime() == null) {
      throw invalid("Missing a required claim: sub, exp or iat");
    }
    Instant now = clock.instant();
    if (!now.isBefore(claims.getExpirationTime().toInstant())) {
      throw new StsFailure(
          400,
          "ExpiredTokenException",
          "Token expired: current date/time "
              + now.getEpochSecond()
              + " must be before the expiration date/time "
              + claims.getExpirationTime().toInstant().getEpochSecond());
    }
    if (Collections.disjoint(claims.getAudience(), provider.clientIds())) {
      throw invalid("Incorrect token audience");
    }
    return new Verified(provider, String.join(",", claims.getAudience()), claims);
  }

  private boolean isSignedBy(SignedJWT jwt, LocalIam.OpenIdConnectProvider provider)
      throws StsFailure {
    JWK key = keys(provider).getKeyByKeyId(jwt.getHeader().getKeyID());
    if (key == null) {
      return false;
    }
    JWSAlgorithm algorithm = jwt.getHeader().getAlgorithm();
    try {
      JWSVerifier verifier =
          switch (key) {
            case RSAKey rsa when JWSAlgorithm.RS256.equals(algorithm) -> new RSASSAVerifier(rsa);
            case ECKey ec when JWSAlgorithm.ES256.equals(algorithm) -> new ECDSAVerifier(ec);
            default -> null;
          };
      return verifier != null && jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }

  private JWKSet keys(LocalIam.OpenIdConnectProvider provider) throws StsFailure {
    try {
      Map<String, Object> discovery =
          com.nimbusds.jose.util.JSONObjectUtils.parse(
              get(provider.url() + "/.well-known/openid-configuration"));
      return JWKSet.parse(get(discovery.get("jwks_uri").toString()));
    } catch (IOException | ParseException e) {
      throw new StsFailure(
          400,
          "IDPCommunicationError",
          "Error communicating with identity provider " + provider.host());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StsFailure(
          400,
          "IDPCommunicationError",
          "Error communicating with identity provider " + provider.host());
    }
  }

  private String get(String uri) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(uri)).timeout(WAIT).build(), BodyHandlers.ofString())
        .body();
  }

  private static StsFailure invalid(String message) {
    return new StsFailure(400, "InvalidIdentityToken", message);
  }
}
