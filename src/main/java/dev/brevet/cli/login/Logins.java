package dev.brevet.cli.login;

import module java.base;

import dev.brevet.cli.environment.CacheEntry;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.PrivateFolder;
import dev.brevet.cli.environment.Settings;
import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;

/// The login at one issuer as one client: kept between runs, refreshed by one process at a time, as
/// issuers take each refresh token once.
public final class Logins {
  private static final String SUBJECT = "subject";

  private final Environment environment;
  private final Http http;
  private final Settings.SignIn signIn;
  private final CacheEntry entry;
  // Outlives the login, for when another one begins.
  private final CacheEntry last;

  public Logins(Environment environment, Http http, Settings.SignIn signIn) {
    this.environment = environment;
    this.http = http;
    this.signIn = signIn;
    this.entry =
        new CacheEntry(
            environment.cacheFolder(),
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
            environment.cacheFolder(),
            "last",
            JsonText.compact(
                JsonValue.texts(List.of(signIn.issuer().toString(), signIn.client()))));
  }

  /// The login, however old its token.
  Login current() throws Failure {
    return find().orElseThrow(() -> needed("you are not signed in at " + signIn.issuer()));
  }

  /// The login with a token that is good now.
  Login good() throws Failure {
    Login kept = current();
    if (isGood(kept)) {
      return kept;
    }
    try {
      return entry.locked(this::refreshed);
    } catch (IOException e) {
      throw environment.unusable(e);
    }
  }

  /// What a login needs that begins now: what it will be kept in, so that no sign-in is lost, and
  /// what shows whether it was forgotten meanwhile ([PrivateFolder#generation]).
  public record Begun(
      PrivateFolder.Generation generation, PrivateFolder.Room room, PrivateFolder.Room roomOfLast)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try (room) {
        roomOfLast.close();
      }
    }
  }

  public Begun begin() throws IOException {
    PrivateFolder.Generation generation = entry.generation();
    PrivateFolder.Room room = entry.reserve();
    try {
      return new Begun(generation, room, last.reserve());
    } catch (IOException e) {
      room.close();
      throw e;
    }
  }

  /// Not while the one before it is refreshed, which would take its place, and not if `brevet
  /// logout` ran since it began.
  public void keep(Login login, Begun begun) throws Failure, IOException {
    if (!entry.locked(() -> entry.write(login.toJson(), begun.room(), begun.generation()))) {
      throw signedOut();
    }
    last.write(
        JsonValue.of(Map.of(SUBJECT, JsonValue.of(subject(login)))),
        begun.roomOfLast(),
        begun.generation());
  }

  /// The subject that signed in here last, if `login` is of another subject.
  public Optional<String> anotherBefore(Login login) throws Failure {
    try {
      return last.read()
          .flatMap(kept -> kept.text(SUBJECT))
          .filter(subject -> !subject.equals(subject(login)));
    } catch (IOException e) {
      throw environment.unusable(e);
    }
  }

  /// Empty where neither an ID token nor the token itself says it.
  private static String subject(Login login) {
    return login.subject().orElse("");
  }

  /// Forgets the login with these settings. Returns whether there was one.
  public boolean forget() throws Failure {
    try {
      return entry.forget();
    } catch (IOException e) {
      throw environment.unusable(e);
    }
  }

  /// Another process may have been faster.
  private Login refreshed() throws Failure, IOException {
    PrivateFolder.Generation generation = entry.generation();
    Login kept = current();
    if (isGood(kept)) {
      return kept;
    }
    if (kept.refreshToken().isEmpty()) {
      throw needed("your login has expired");
    }
    // An issuer takes a refresh token once: it is not shown before there is room for the next one.
    try (PrivateFolder.Room room = entry.reserve()) {
      return refreshed(kept, kept.refreshToken().get(), room, generation);
    }
  }

  private Login refreshed(
      Login kept,
      SecretString refreshToken,
      PrivateFolder.Room room,
      PrivateFolder.Generation generation)
      throws Failure, IOException {
    Issuer issuer = Issuer.discover(http, signIn.issuer());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    form.put("client_id", signIn.client());
    return switch (issuer.token(http, form)) {
      case TokenAnswer.Granted granted -> {
        Login login =
            granted.login(signIn, environment.clock(), Optional.empty(), Optional.of(kept));
        if (!entry.write(login.toJson(), room, generation)) {
          throw signedOut();
        }
        yield login;
      }
      case TokenAnswer.Refused(String error, String _) when error.equals("invalid_grant") -> {
        entry.delete();
        throw needed("your login has expired");
      }
      case TokenAnswer.Refused refused -> throw refused.failure();
      case TokenAnswer.NoAnswer(String reason) -> throw issuer.unreachable(reason);
    };
  }

  private Optional<Login> find() throws Failure {
    try {
      return entry.read().flatMap(Login::read);
    } catch (IOException e) {
      throw environment.unusable(e);
    }
  }

  private boolean isGood(Login login) {
    return login.isGood(environment.clock().instant());
  }

  private static Failure signedOut() {
    return needed("`brevet logout` ran meanwhile");
  }

  private static Failure needed(String why) {
    return Failure.of(Exit.NOT_AUTHENTICATED, why, "run `brevet login`");
  }
}
