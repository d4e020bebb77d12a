package dev.brevet.local;

import module java.base;

import dev.brevet.iam.SecretString;

/// An access key that the local IAM or STS gave out, with whose it is.
record LocalKey(
    String accessKeyId,
    SecretString secretAccessKey,
    Optional<SecretString> sessionToken,
    Optional<Instant> expiration,
    LocalCaller caller) {
  /// Whether a request that carries `token` carries the right one, or none where none is due.
  boolean acceptsToken(Optional<String> token) {
    return sessionToken.equals(token.map(SecretString::new));
  }

  /// Expired when `now` is at or after the expiration.
  boolean isExpired(Instant now) {
    return expiration.isPresent() && !now.isBefore(expiration.get());
  }
}
