package dev.brevet.identity;

import dev.brevet.iam.SecretString;
import dev.brevet.identity.presigned.CallerIdentityVerifier;
import dev.brevet.identity.token.JwtVerifier;
import java.util.Optional;

/// Verifies a bearer by what it begins with: `brevet-v1.` is a presigned `sts:GetCallerIdentity`
/// request, anything else is a token. One kind is never tried as the other.
public final class BearerVerifier implements TokenVerifier {
  private final TokenVerifier tokens;
  private final Optional<? extends TokenVerifier> presigned;

  /// A verifier of both kinds, or of tokens only.
  ///
  /// @param tokens verifies tokens: a [JwtVerifier]
  /// @param presigned verifies presigned requests: a [CallerIdentityVerifier]; empty when presigned
  ///   identity is off, and then every such bearer is rejected
  public BearerVerifier(TokenVerifier tokens, Optional<? extends TokenVerifier> presigned) {
    this.tokens = tokens;
    this.presigned = presigned;
  }

  @Override
  public Verification verify(SecretString bearer, TokenUse use) {
    if (!bearer.reveal().startsWith(PresignedIdentity.PREFIX)) {
      return tokens.verify(bearer, use);
    }
    if (use == TokenUse.AUTHORIZER) {
      // It is signed for Brevet, and an API behind the authorizer is another party.
      return new Verification.Rejected("a presigned request is for Brevet itself");
    }
    return presigned
        .map(verifier -> verifier.verify(bearer, use))
        .orElseGet(() -> new Verification.Rejected("presigned identity is switched off"));
  }
}
