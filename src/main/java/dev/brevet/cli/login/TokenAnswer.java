package dev.brevet.cli.login;

import module java.base;

import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.Settings;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue.JsonObject;

/// What a token endpoint answered. Source: RFC 6749, 5.
sealed interface TokenAnswer {
  /// Tokens.
  record Granted(
      Optional<SecretString> idToken,
      Optional<SecretString> accessToken,
      Optional<SecretString> refreshToken,
      OptionalLong expiresIn)
      implements TokenAnswer {

    static Granted of(JsonObject answer) {
      return new Granted(
          answer.text("id_token").map(SecretString::new),
          answer.text("access_token").map(SecretString::new),
          answer.text("refresh_token").map(SecretString::new),
          Documents.number(answer, "expires_in"));
    }

    /// The login that these tokens are.
    ///
    /// An ID token is checked as far as one that came over TLS from the token endpoint itself must
    /// be (OpenID Connect Core 1.0, 3.1.3.7): issuer, audience and authorized party, time, nonce.
    /// Its signature is for Brevet to check.
    ///
    /// @param nonce what the ID token must repeat, where one was asked for
    /// @param before the login that was refreshed: its subject must be the same, and its refresh
    ///   token goes on when there is no new one
    Login login(Settings.SignIn signIn, Clock clock, Optional<String> nonce, Optional<Login> before)
        throws Failure {
      Instant now = clock.instant();
      Optional<String> subject = before.flatMap(Login::subject);
      if (idToken.isPresent()) {
        Token id = Token.read(idToken.get().reveal(), "the ID token");
        checkIdToken(id, signIn, nonce, subject, now);
        subject = id.subject();
      } else if (nonce.isPresent() && !signIn.usesAccessToken()) {
        throw wrong("gave no ID token: `openid` must be in `scope`");
      }
      Optional<SecretString> secret = signIn.usesAccessToken() ? accessToken : idToken;
      if (secret.isEmpty()) {
        throw Failure.of(
            Exit.NOT_AUTHENTICATED,
            "the issuer gave no " + (signIn.usesAccessToken() ? "access" : "ID") + " token",
            "run `brevet login`, and look at `token` and `scope` in the configuration file");
      }
      Token token = Token.read(secret.get().reveal(), "the issuer's answer");
      Optional<Instant> expires = token.claims().flatMap(claims -> time(claims, "exp"));
      return new Login(
          token,
          expires.orElseGet(() -> now.plusSeconds(expiresIn.orElse(300))),
          refreshToken.or(() -> before.flatMap(Login::refreshToken)),
          subject.or(token::subject));
    }

    private static void checkIdToken(
        Token token,
        Settings.SignIn signIn,
        Optional<String> nonce,
        Optional<String> subject,
        Instant now)
        throws Failure {
      JsonObject claims =
          token.claims().orElseThrow(() -> wrong("gave an ID token that cannot be read"));
      if (!claims.text("iss").map(iss -> isSame(iss, signIn.issuer())).orElse(false)) {
        throw wrong("gave an ID token of another issuer");
      }
      boolean forUs = claims.texts("aud").contains(signIn.client());
      boolean byUs = claims.text("azp").map(signIn.client()::equals).orElse(true);
      if (!forUs || !byUs) {
        throw wrong("gave an ID token for another client than `" + signIn.client() + "`");
      }
      if (time(claims, "exp").filter(now::isBefore).isEmpty()) {
        throw wrong("gave an ID token that has expired");
      }
      if (nonce.isPresent() && !claims.text("nonce").equals(nonce)) {
        throw wrong("gave an ID token for another login");
      }
      if (subject.isPresent() && !claims.text("sub").equals(subject)) {
        throw wrong("gave an ID token of another subject");
      }
    }

    private static boolean isSame(String issuer, URI configured) {
      return issuer.replaceFirst("/+$", "").equals(configured.toString());
    }

    private static Optional<Instant> time(JsonObject claims, String name) {
      OptionalLong seconds = Documents.number(claims, name);
      return seconds.isPresent() && seconds.getAsLong() < 253_402_300_800L
          ? Optional.of(Instant.ofEpochSecond(seconds.getAsLong()))
          : Optional.empty();
    }

    private static Failure wrong(String what) {
      return Failure.of(Exit.NOT_AUTHENTICATED, "the issuer " + what);
    }
  }

  /// An error of OAuth's.
  ///
  /// @param error a code of RFC 6749, 5.2, or of an extension
  /// @param description for people; empty when there is none
  record Refused(String error, String description) implements TokenAnswer {
    Failure failure() {
      return Failure.of(
          Exit.NOT_AUTHENTICATED,
          "the issuer refused: "
              + UntrustedText.shown(error)
              + (description.isEmpty() ? "" : " (" + UntrustedText.shown(description) + ")"));
    }
  }

  /// None, or none that is OAuth's.
  record NoAnswer(String reason) implements TokenAnswer {}

  static TokenAnswer of(Http.Reply reply) {
    return switch (reply) {
      case Http.Reply.Unreachable(String reason) -> new NoAnswer(reason);
      case Http.Reply.Answered(int status, var _, String body) -> {
        Optional<JsonObject> document = Documents.object(body);
        Optional<String> error = document.flatMap(json -> json.text("error"));
        if (error.isPresent()) {
          yield new Refused(
              error.get(), document.flatMap(json -> json.text("error_description")).orElse(""));
        }
        yield status == 200 && document.isPresent()
            ? Granted.of(document.get())
            : new NoAnswer("it answered " + status);
      }
    };
  }
}
