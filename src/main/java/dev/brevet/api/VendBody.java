package dev.brevet.api;

import dev.brevet.iam.SessionDuration;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The body of `POST /v1/credentials`, read. `mapping` is not yet known to be a mapping id.
record VendBody(
    String mapping, Optional<SessionDuration> duration, Map<String, String> parameters) {

  VendBody {
    parameters = Map.copyOf(parameters);
  }

  /// A body, or what is wrong with it.
  sealed interface Reading {
    record Read(VendBody body) implements Reading {}

    record Refused(Problem problem) implements Reading {}
  }

  static Reading read(Body body) {
    Fields fields = new Fields();
    Optional<Problem> problem =
        StrictJson.object(
            body,
            Map.of(
                "mapping", value -> fields.mapping = Optional.of(value.string()),
                "durationSeconds", value -> fields.duration = Optional.of(duration(value)),
                "parameters", value -> fields.parameters.putAll(value.strings()),
                "policy",
                    value -> {
                      throw value.wrong("is not supported");
                    }));
    if (problem.isPresent()) {
      return new Reading.Refused(problem.get());
    }
    return fields
        .mapping
        .<Reading>map(id -> new Reading.Read(new VendBody(id, fields.duration, fields.parameters)))
        .orElseGet(() -> new Reading.Refused(Problem.malformed("mapping", "`mapping` is missing")));
  }

  private static SessionDuration duration(StrictJson value) throws IOException, StrictJson.Wrong {
    long seconds = value.integer();
    if (seconds < SessionDuration.SHORTEST.seconds()
        || seconds > SessionDuration.LONGEST.seconds()) {
      throw value.wrong(
          "is not 900 to 3600: a session that Brevet makes is chained, and role chaining ends at"
              + " one hour");
    }
    return SessionDuration.ofSeconds(seconds);
  }

  private static final class Fields {
    private Optional<String> mapping = Optional.empty();
    private Optional<SessionDuration> duration = Optional.empty();
    private final Map<String, String> parameters = new HashMap<>();
  }
}
