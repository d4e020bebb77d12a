package dev.brevet.api.vend;

import dev.brevet.api.Body;
import dev.brevet.api.Problem;
import dev.brevet.api.StrictJson;
import dev.brevet.iam.SessionDuration;
import dev.brevet.json.InvalidField;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.vending.SessionPolicy;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The body of `POST /v1/credentials`, read. `mapping` is not yet known to be a mapping id; `reuse`
/// is false for a caller that wants a session of its own.
record VendBody(
    String mapping,
    Optional<SessionDuration> duration,
    Map<String, String> parameters,
    Optional<Policy> policy,
    boolean reuse) {

  VendBody {
    parameters = Map.copyOf(parameters);
  }

  /// A body that does not narrow.
  VendBody(String mapping, Optional<SessionDuration> duration, Map<String, String> parameters) {
    this(mapping, duration, parameters, Optional.empty(), true);
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
                "policy", value -> fields.policy = Optional.of(policy(value)),
                "reuse", value -> fields.reuse = value.truth()));
    if (problem.isPresent()) {
      return new Reading.Refused(problem.get());
    }
    return fields
        .mapping
        .<Reading>map(
            id ->
                new Reading.Read(
                    new VendBody(
                        id, fields.duration, fields.parameters, fields.policy, fields.reuse)))
        .orElseGet(() -> new Reading.Refused(Problem.malformed("mapping", "`mapping` is missing")));
  }

  /// As long as STS takes at most, so that intersecting it stays cheap.
  private static Policy policy(StrictJson value) throws IOException, InvalidField {
    String json = value.object();
    if (json.length() > SessionPolicy.MOST_CHARACTERS) {
      throw value.wrong("is longer than 2048 characters");
    }
    return switch (PolicyReader.read(json, PolicyType.SESSION)) {
      case Parsed(Policy policy) -> policy;
      case Malformed malformed ->
          throw value.wrong("is not a session policy: " + malformed.message());
    };
  }

  private static SessionDuration duration(StrictJson value) throws IOException, InvalidField {
    long seconds = value.integer();
    if (seconds < SessionDuration.SHORTEST.seconds()
        || seconds > SessionDuration.LONGEST.seconds()) {
      throw value.wrong(
          "must be 900 to 3600: a session that Brevet makes is chained, and role chaining ends at"
              + " one hour");
    }
    return SessionDuration.ofSeconds(seconds);
  }

  private static final class Fields {
    private Optional<String> mapping = Optional.empty();
    private Optional<SessionDuration> duration = Optional.empty();
    private Optional<Policy> policy = Optional.empty();
    private boolean reuse = true;
    private final Map<String, String> parameters = new HashMap<>();
  }
}
