package dev.brevet.cli.login;

import module java.base;

import dev.brevet.cli.environment.Failure;
import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// The result of signing in: a token for Brevet, and perhaps a refresh token.
///
/// @param expires when the token does
/// @param subject of the ID token, where the issuer gave one: the token for Brevet may be opaque
public record Login(
    Token token, Instant expires, Optional<SecretString> refreshToken, Optional<String> subject) {

  /// What [#toJson] wrote. Empty when it is not that.
  static Optional<Login> read(JsonObject kept) {
    try {
      Optional<Instant> expires = kept.text("expires").map(Instant::parse);
      Optional<SecretString> refresh = kept.text("refreshToken").map(SecretString::new);
      Optional<String> text = kept.text("token");
      if (text.isEmpty() || expires.isEmpty()) {
        return Optional.empty();
      }
      Token token = Token.read(text.get(), "the kept login");
      return Optional.of(
          new Login(token, expires.get(), refresh, kept.text("subject").or(token::subject)));
    } catch (DateTimeException | Failure _) {
      return Optional.empty();
    }
  }

  JsonObject toJson() {
    return JsonValue.object()
        .with("token", token.secret().reveal())
        .with("expires", Session.seconds(expires))
        .with("refreshToken", refreshToken.map(SecretString::reveal).map(JsonValue::of))
        .with("subject", subject.map(JsonValue::of));
  }

  /// Whether the token will be good for as long as a request takes.
  boolean isGood(Instant now) {
    return now.plusSeconds(60).isBefore(expires);
  }
}
