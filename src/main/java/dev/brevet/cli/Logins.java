package dev.brevet.cli;

import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The login at one issuer as one client: kept between runs, refreshed by one process at a time, as
/// issuers take each refresh token once.
final class Logins {
  private static final String SUBJECT = "subject";

  private final Surroundings surroundings;
  private final Http http;
  private final Settings.SignIn signIn;
  private final CacheEntry entry;
  // Outlives the login, for when another one begins.
  private final CacheEntry last;

  Logins(Surroundings surroundings, Http http, Settings.SignIn signIn) {
    this.surroundings = surroundings;
    this.http = http;
    this.signIn = signIn;
    this.entry =
        new CacheEntry(
            surroundings.kept(),
            "login",
            JsonText.compact(
                JsonValue.texts(
                    List.of(
                        signIn.issuer().toString(),
                        signIn.client(),
                        signIn.scope(),
                        signIn.usesAccessToken() ? "access" : "id",
                        signIn.audience().orElse("")))));
    this.last =
        new CacheEntry(
            surroundings.kept(),
            "last",
            JsonText.compact(
                JsonValue.texts(List.of(signIn.issuer().toString(), signIn.client()))));
  }

  /// The login, however old its token.
  Login kept() throws Failure {
    return find().orElseThrow(() -> needed("you are not signed in at " + signIn.issuer()));
  }

  /// The login with a token that is good now.
  Login good() throws Failure {
    Login kept = kept();
    if (isGood(kept)) {
      return kept;
    }
    try {
      return entry.locked(this::refreshed);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// What a login that begins now is kept in: see [PrivateFolder#generation].
  String generation() throws Failure {
    try {
      return surroundings.kept().generation();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Not while the one before it is refreshed, which would take its place, and not if `brevet
  /// logout` ran since it began.
  void keep(Login login, String generation) throws Failure {
    try {
      if (!entry.locked(() -> entry.write(login.kept(), generation))) {
        throw signedOut();
      }
      last.write(JsonValue.of(Map.of(SUBJECT, JsonValue.of(subject(login)))), generation);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// The subject that signed in here last, if `login` is another's.
  Optional<String> anotherBefore(Login login) throws Failure {
    try {
      return last.read()
          .flatMap(kept -> kept.text(SUBJECT))
          .filter(subject -> !subject.equals(subject(login)));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Empty where neither an ID token nor the token itself says it.
  private static String subject(Login login) {
    return login.subject().orElse("");
  }

  /// Forgets the login with these settings. Returns whether there was one.
  boolean forget() throws Failure {
    try {
      return surroundings.kept().forget(entry::delete);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Another process may have been faster.
  private Login refreshed() throws Failure, IOException {
    Login kept = kept();
    if (isGood(kept)) {
      return kept;
    }
    if (kept.refreshToken().isEmpty()) {
      throw needed("your login is over");
    }
    String generation = surroundings.kept().generation();
    // An issuer takes a refresh token once: it is not shown before there is room for the next one.
    try (PrivateFolder.Room room = surroundings.kept().reserve()) {
      return refreshed(kept, kept.refreshToken().get(), room, generation);
    }
  }

  private Login refreshed(
      Login kept, SecretString refreshToken, PrivateFolder.Room room, String generation)
      throws Failure, IOException {
    Issuer issuer = Issuer.discover(http, signIn.issuer());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    form.put("client_id", signIn.client());
    return switch (issuer.token(http, form)) {
      case TokenAnswer.Granted granted -> {
        Login login =
            granted.login(signIn, surroundings.clock(), Optional.empty(), Optional.of(kept));
        if (!entry.write(login.kept(), room, generation)) {
          throw signedOut();
        }
        yield login;
      }
      case TokenAnswer.Refused(String error, String _) when error.equals("invalid_grant") -> {
        entry.delete();
        throw needed("your login is over");
      }
      case TokenAnswer.Refused refused -> throw refused.failure();
      case TokenAnswer.NoAnswer(String reason) -> throw issuer.unreachable(reason);
    };
  }

  private Optional<Login> find() throws Failure {
    try {
      return entry.read().flatMap(Login::read);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private boolean isGood(Login login) {
    return login.isGood(surroundings.clock().instant());
  }

  private static Failure signedOut() {
    return needed("`brevet logout` ran meanwhile");
  }

  private static Failure needed(String why) {
    return Failure.of(Exit.NOT_AUTHENTICATED, why, "run `brevet login`");
  }

  private Failure unusable(IOException e) {
    return Failure.of(
        Exit.USAGE,
        "the cache folder `" + surroundings.cache() + "` cannot be used: " + e.getMessage(),
        "it must be yours with mode 0700, below folders that others cannot write to (chmod go-w);"
            + " BREVET_CACHE names another");
  }
}
