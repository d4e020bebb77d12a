package dev.brevet.api;

import dev.brevet.identity.Verification.Rejected.Cause;
import java.time.Duration;

/// Why a caller is not let in, as far as it may know.
public enum Refusal {
  /// Nothing that a registered issuer, or AWS, vouches for here.
  INVALID,
  /// A token that was good, and has expired since.
  EXPIRED,
  /// The caller has so many proofs alive that no more are taken for now.
  TOO_MANY,
  /// The proof is that of a session that Brevet vended.
  VENDED,
  /// The token's issuer did not answer.
  ISSUER_UNAVAILABLE,
  /// Something of Brevet's own, or STS, did not answer.
  UNAVAILABLE;

  /// How long presigned requests are signed for, as callers are told to.
  private static final Duration UNTIL_SOME_EXPIRE = Duration.ofMinutes(1);

  static Refusal of(Cause cause) {
    return switch (cause) {
      case INVALID -> INVALID;
      case EXPIRED -> EXPIRED;
      case TOO_MANY -> TOO_MANY;
    };
  }

  Problem problem() {
    return switch (this) {
      case INVALID, EXPIRED -> Problem.of(Problem.Code.NOT_AUTHENTICATED);
      case TOO_MANY ->
          Problem.of(Problem.Code.THROTTLED)
              .detail("too many of your presigned requests are still valid: wait until some expire")
              .retryAfter(UNTIL_SOME_EXPIRE);
      case VENDED -> Problem.of(Problem.Code.ACCESS_DENIED);
      case ISSUER_UNAVAILABLE, UNAVAILABLE -> Problem.unavailable();
    };
  }
}
