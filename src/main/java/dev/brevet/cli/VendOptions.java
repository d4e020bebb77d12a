package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.SessionTime;
import dev.brevet.json.JsonValue;

/// What may be asked of a vend beside the mapping.
final class VendOptions {
  private final Supplier<Optional<Duration>> duration;
  private final Supplier<Map<String, String>> parameters;
  private final Supplier<Optional<String>> policy;

  VendOptions(Syntax syntax) {
    duration =
        syntax.option(
            "-d --duration",
            "TIME",
            new SessionTime(),
            "How long the session lasts: 900, 15m, 1h. Default: as the mapping says.");
    parameters =
        syntax.pairs("-p --parameter", "A parameter of the mapping. May be given several times.");
    policy =
        syntax.fileOption(
            "--policy", "FILE", "A session policy that narrows further; - is standard input.");
  }

  VendInputs inputs(Environment environment, Connection connection, String mapping) throws Failure {
    Mappings.check(mapping);
    Optional<JsonValue> narrower = Optional.empty();
    if (policy.get().isPresent()) {
      narrower = Optional.of(Documents.json(policy.get().get(), environment));
    }
    return new VendInputs(
        connection.url(),
        connection.tokens().caller(),
        mapping,
        duration.get(),
        parameters.get(),
        narrower);
  }
}
