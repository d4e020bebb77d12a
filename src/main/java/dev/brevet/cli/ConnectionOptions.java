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

  /// Whether the command line says where Brevet is.
  boolean hasUrl() {
    return url.isPresent();
  }

  Settings settings(Surroundings surroundings) throws Failure {
    return Settings.read(surroundings, profile, url);
  }

  Connection open(Surroundings surroundings) throws Failure {
    Settings settings = settings(surroundings);
    Http http = new Http(surroundings);
    return new Connection(
        settings.requiredUrl(),
        new BrevetApi(http, settings.requiredUrl()),
        TokenSource.of(surroundings, settings, http));
  }
}
