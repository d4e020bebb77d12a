package dev.brevet.api;

import dev.brevet.iam.SecretString;
import java.util.Optional;

/// Finds the bearer credential of a request: `Authorization: Bearer X`, or `X` alone, as the SDKs'
/// container credentials provider sends it.
final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /// Empty when there is none.
  static Optional<SecretString> of(ApiRequest request) {
    return request
        .headers()
        .value("Authorization")
        .map(
            value ->
                value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? value.substring(SCHEME.length())
                    : value)
        .map(String::strip)
        .filter(token -> !token.isEmpty() && !token.equalsIgnoreCase(SCHEME.strip()))
        .map(SecretString::new);
  }
}
