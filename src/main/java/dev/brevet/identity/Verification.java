package dev.brevet.identity;

/// The answer to a proof of identity.
public sealed interface Verification {
  /// The proof holds.
  record Verified(VerifiedIdentity identity) implements Verification {}

  /// The proof holds, and is that of a session that Brevet vended. Such a session is narrower than
  /// its role, so it does not prove the role. Only a mapping that allows role chaining accepts it.
  record Vended(VerifiedIdentity session) implements Verification {}

  /// The proof does not hold. `reason` is for the log only: the caller learns only that it is not
  /// authenticated. It holds no token, claim value or signature. `cause` may be shown to the sender
  /// of a proof that was once good.
  record Rejected(Cause cause, String reason) implements Verification {
    /// A proof that never held.
    public Rejected(String reason) {
      this(Cause.INVALID, reason);
    }

    /// Why a proof does not hold, as far as its sender may know.
    public enum Cause {
      /// Nothing that a registered issuer, or AWS, vouches for here.
      INVALID,
      /// A token that its issuer signed for Brevet, and that has expired since.
      EXPIRED,
      /// It would hold, but its caller has so many alive that no more are taken for now.
      TOO_MANY
    }
  }
}
