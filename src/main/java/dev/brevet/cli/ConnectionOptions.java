package dev.brevet.cli;

import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.Settings;
import dev.brevet.cli.environment.Surroundings;
import dev.brevet.cli.login.TokenSource;
import java.util.Optional;
import java.util.function.Supplier;

/// Options of every command that talks to Brevet.
final class ConnectionOptions {
  private final Supplier<Optional<String>> profile;
  private final Supplier<Optional<String>> url;

  ConnectionOptions(Syntax syntax) {
    profile =
        syntax.option(
            "--profile", "NAME", "The profile of the configuration file. (BREVET_PROFILE)");
    url = syntax.option("--url", "URL", "Where Brevet is. (BREVET_URL)");
  }

  /// Whether the command line itself says which Brevet: then what needs none is left to it.
  boolean isGiven() {
    return url.get().isPresent() || profile.get().isPresent();
  }

  Settings settings(Surroundings surroundings) throws Failure {
    return Settings.read(surroundings, profile.get(), url.get());
  }

  Connection open(Surroundings surroundings) throws Failure {
    return open(surroundings, new Http(surroundings));
  }

  private Connection open(Surroundings surroundings, Http http) throws Failure {
    return open(surroundings, settings(surroundings), http);
  }

  /// The Brevet of `settings`, with the token that their source has now.
  Connection open(Surroundings surroundings, Settings settings, Http http) throws Failure {
    return new Connection(
        settings.requiredUrl(),
        new BrevetApi(http, settings.requiredUrl()),
        TokenSource.of(surroundings, settings, http));
  }
}
