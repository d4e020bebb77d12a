package dev.brevet.cli;

import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The login at one issuer as one client: kept between runs, refreshed by one process at a time, as
/// issuers take each refresh token once.
final class Logins {
  private final Surroundings surroundings;
  private final Http http;
  private final Settings.SignIn signIn;
  private final String name;

  Logins(Surroundings surroundings, Http http, Settings.SignIn signIn) {
    this.surroundings = surroundings;
    this.http = http;
    this.signIn = signIn;
    this.name =
        "login-"
            + HexFormat.of()
                .formatHex(
                    Sha256.of(
                        String.join(
                            "\n",
                            signIn.issuer().toString(),
                            signIn.client(),
                            signIn.scope(),
                            Boolean.toString(signIn.usesAccessToken()),
                            signIn.audience().orElse(""))));
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
      return surroundings.kept().locked(name, this::refreshed);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  void keep(Login login) throws Failure {
    try {
      write(login);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Whether there was a login to forget.
  boolean forget() throws Failure {
    try {
      return surroundings.kept().delete(name);
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
    SecretString refreshToken = kept.refreshToken().get();
    Issuer issuer = Issuer.discover(http, signIn.issuer());
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", refreshToken.reveal());
    form.put("client_id", signIn.client());
    return switch (issuer.token(http, form)) {
      case TokenAnswer.Granted granted -> {
        Login login =
            granted.login(signIn, surroundings.clock(), Optional.empty(), Optional.of(kept));
        write(login);
        yield login;
      }
      case TokenAnswer.Refused(String error, String _) when error.equals("invalid_grant") -> {
        surroundings.kept().delete(name);
        throw needed("your login is over");
      }
      case TokenAnswer.Refused refused -> throw refused.failure();
      case TokenAnswer.NoAnswer(String reason) -> throw issuer.unreachable(reason);
    };
  }

  private Optional<Login> find() throws Failure {
    try {
      return surroundings.kept().read(name).flatMap(Documents::object).flatMap(Login::read);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private void write(Login login) throws IOException {
    surroundings
        .kept()
        .write(name, JsonText.compact(login.kept()).getBytes(StandardCharsets.UTF_8));
  }

  private boolean isGood(Login login) {
    return login.isGood(surroundings.clock().instant());
  }

  private static Failure needed(String why) {
    return Failure.of(Exit.NOT_AUTHENTICATED, why, "run `brevet login`");
  }

  private Failure unusable(IOException e) {
    return Failure.of(
        Exit.USAGE,
        "the cache folder `" + surroundings.cache() + "` cannot be used: " + e.getMessage(),
        "it must be yours; BREVET_CACHE names another");
  }
}
