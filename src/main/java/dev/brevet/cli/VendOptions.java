package dev.brevet.cli;

import dev.brevet.json.JsonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What may be asked of a vend beside the mapping.
final class VendOptions {
  @Option(
      names = {"-d", "--duration"},
      paramLabel = "TIME",
      converter = SessionTime.class,
      description = "How long the session lasts: 900, 15m, 1h. Default: as the mapping says.")
  private Optional<Duration> duration = Optional.empty();

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of the mapping. May be given several times.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "A session policy that narrows further; - is standard input.")
  private Optional<String> policy = Optional.empty();

  VendInputs inputs(Surroundings surroundings, Connection connection, String mapping)
      throws Failure {
    Mappings.check(mapping);
    Optional<JsonValue> narrower = Optional.empty();
    if (policy.isPresent()) {
      narrower = Optional.of(Documents.json(policy.get(), surroundings));
    }
    return new VendInputs(
        connection.url(), connection.tokens().caller(), mapping, duration, parameters, narrower);
  }
}
