package dev.brevet.cli.login;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.Settings;
import dev.brevet.iam.SecretString;

/// Where tokens for Brevet come from.
public sealed interface TokenSource permits TokenSource.Given, SignedIn {
  /// The caller that its tokens speak for: see [Token#caller]. Costs nothing.
  String caller() throws Failure;

  /// One that is good now. May ask the issuer for it.
  SecretString token() throws Failure;

  /// A token that another program keeps valid.
  record Given(Token given) implements TokenSource {
    @Override
    public String caller() {
      return given.caller();
    }

    @Override
    public SecretString token() {
      return given.secret();
    }
  }

  /// `BREVET_TOKEN`, else the token file, else what `brevet login` left. With a profile the
  /// environment does not count; with an address from the environment only the environment does.
  static TokenSource of(Environment environment, Settings settings, Http http) throws Failure {
    Optional<String> variable = environment.variable("BREVET_TOKEN");
    if (settings.profile().isEmpty() && variable.isPresent()) {
      return new Given(Token.read(variable.get(), "BREVET_TOKEN"));
    }
    if (settings.tokenFile().isPresent()) {
      return new Given(file(settings.tokenFile().get()));
    }
    if (settings.isElsewhere()) {
      throw Failure.of(
          Exit.NOT_AUTHENTICATED,
          "there is no token for the address in BREVET_URL",
          "tokens of the configuration file are only for its own `url`: write the address there, or"
              + " set BREVET_TOKEN or BREVET_TOKEN_FILE");
    }
    if (settings.signIn().isPresent()) {
      return new SignedIn(new Logins(environment, http, settings.signIn().get()));
    }
    throw Failure.of(
        Exit.NOT_AUTHENTICATED,
        "there is no token for Brevet",
        "set BREVET_TOKEN or BREVET_TOKEN_FILE, or configure an issuer and run `brevet login`");
  }

  private static Token file(Path file) throws Failure {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Token.MOST_CHARACTERS + 64);
      return Token.read(new String(bytes, StandardCharsets.UTF_8), "the token file `" + file + "`");
    } catch (IOException _) {
      throw Failure.of(Exit.NOT_AUTHENTICATED, "the token file `" + file + "` cannot be read");
    }
  }
}
