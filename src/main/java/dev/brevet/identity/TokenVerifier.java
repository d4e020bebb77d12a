package dev.brevet.identity;

import dev.brevet.iam.SecretString;

/// Verifies what came as bearer: the port between the endpoints and the kinds of proof.
public interface TokenVerifier {
  /// Verified, or rejected with a reason for the log. `bearer` is the credential only, without a
  /// `Bearer ` prefix; it is untrusted, of any length and content. What is verified is good for
  /// `use` and for nothing else.
  ///
  /// @throws IdentityUnavailable when what is needed to decide (keys, the issuer store, STS) did
  ///   not answer
  Verification verify(SecretString bearer, TokenUse use);
}
