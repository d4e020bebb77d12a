package dev.brevet.cli;

import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What signing in left: a token for Brevet, and perhaps what makes it new.
///
/// @param expires when the token does
record Login(Token token, Instant expires, Optional<SecretString> refreshToken) {

  /// What [#kept] wrote. Empty when it is not that.
  static Optional<Login> read(JsonObject kept) {
    try {
      Optional<Instant> expires = kept.text("expires").map(Instant::parse);
      Optional<SecretString> refresh = kept.text("refreshToken").map(SecretString::new);
      Optional<String> token = kept.text("token");
      return token.isPresent() && expires.isPresent()
          ? Optional.of(
              new Login(Token.read(token.get(), "the kept login"), expires.get(), refresh))
          : Optional.empty();
    } catch (DateTimeException | Failure _) {
      return Optional.empty();
    }
  }

  JsonObject kept() {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("token", JsonValue.of(token.secret().reveal()));
    json.put("expires", JsonValue.of(Session.seconds(expires)));
    refreshToken.ifPresent(secret -> json.put("refreshToken", JsonValue.of(secret.reveal())));
    return JsonValue.of(json);
  }

  /// Whether the token will be good for as long as a request takes.
  boolean isGood(Instant now) {
    return now.plusSeconds(60).isBefore(expires);
  }
}
