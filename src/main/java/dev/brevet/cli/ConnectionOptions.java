package dev.brevet.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/// Options of every command that talks to Brevet.
final class ConnectionOptions {
  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "The profile of the configuration file. (BREVET_PROFILE)")
  private Optional<String> profile = Optional.empty();

  @Option(names = "--url", paramLabel = "URL", description = "Where Brevet is. (BREVET_URL)")
  private Optional<String> url = Optional.empty();

  /// Whether the command line itself says which Brevet: then what needs none is left to it.
  boolean isGiven() {
    return url.isPresent() || profile.isPresent();
  }

  Settings settings(Surroundings surroundings) throws Failure {
    return Settings.read(surroundings, profile, url);
  }

  Connection open(Surroundings surroundings) throws Failure {
    return open(surroundings, new Http(surroundings));
  }

  Connection open(Surroundings surroundings, Http http) throws Failure {
    Settings settings = settings(surroundings);
    return new Connection(
        settings.requiredUrl(),
        new BrevetApi(http, settings.requiredUrl()),
        TokenSource.of(surroundings, settings, http));
  }
}
