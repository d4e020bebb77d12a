package dev.brevet.identity;

/// The answer to a proof of identity.
public sealed interface Verification {
  /// The proof holds.
  record Verified(VerifiedIdentity identity) implements Verification {}

  /// The proof does not hold. `reason` is for the log alone: the caller learns only that it is not
  /// authenticated. It holds no token, claim value or signature.
  record Rejected(String reason) implements Verification {}
}
