package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Http;
import dev.brevet.cli.environment.Settings;
import dev.brevet.cli.login.TokenSource;

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

  Settings settings(Environment environment) throws Failure {
    return Settings.read(environment, profile.get(), url.get());
  }

  Connection open(Environment environment) throws Failure {
    return open(environment, new Http(environment));
  }

  private Connection open(Environment environment, Http http) throws Failure {
    return open(environment, settings(environment), http);
  }

  /// The Brevet of `settings`, with the token that their source has now.
  Connection open(Environment environment, Settings settings, Http http) throws Failure {
    return new Connection(
        settings.requiredUrl(),
        new BrevetApi(http, settings.requiredUrl()),
        TokenSource.of(environment, settings, http));
  }
}
