package dev.brevet.api;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.SecretString;
import java.util.Optional;

/// Finds the bearer credential of a request: `Authorization: Bearer X`, or `X` alone, as the SDKs'
/// container credentials provider sends it.
public final class BearerToken {
  private static final String SCHEME = "Bearer ";

  private BearerToken() {}

  /// Empty when there is none.
  public static Optional<SecretString> of(ApiRequest request) {
    return request
        .headers()
        .value("Authorization")
        .map(
            value ->
                AsciiCase.matchesAt(value, 0, SCHEME) ? value.substring(SCHEME.length()) : value)
        .map(String::strip)
        .filter(token -> !token.isEmpty() && !AsciiCase.equal(token, SCHEME.strip()))
        .map(SecretString::new);
  }
}
