package dev.brevet.api.vend;

import module java.base;

import dev.brevet.api.ApiRequest;
import dev.brevet.api.Body;
import dev.brevet.api.Gate;
import dev.brevet.iam.SessionDuration;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonText;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.vending.SessionPolicy;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;

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

  static final String OPERATION = "VendCredentials";

  /// A body that does not narrow.
  VendBody(String mapping, Optional<SessionDuration> duration, Map<String, String> parameters) {
    this(mapping, duration, parameters, Optional.empty(), true);
  }

  /// What comes of asking `vend` for it. A mapping that no store can hold is denied as one that is
  /// not there.
  VendOutcome ask(Gate.Caller caller, Function<VendRequest, VendOutcome> vend) {
    return request(caller).map(vend).orElseGet(() -> impossible(caller));
  }

  /// What a caller asks for; empty where no store can hold the mapping.
  Optional<VendRequest> request(Gate.Caller caller) {
    ApiRequest request = caller.request();
    return MappingId.parse(mapping)
        .map(
            id ->
                new VendRequest(
                        caller.identity(),
                        id,
                        duration,
                        parameters,
                        policy,
                        reuse && request.takesReuse(),
                        request.origin())
                    .within(request.budget()));
  }

  /// The refusal of a mapping that no store can hold.
  static VendOutcome.Denied impossible(Gate.Caller caller) {
    return new VendOutcome.Denied(
        caller.denied("the caller's name for the mapping is not a mapping id"),
        VendOutcome.Denied.Kind.ACCESS_DENIED);
  }

  static DocumentReading<VendBody> read(Body body) {
    return body.text(Body.MOST).flatMap(json -> Fields.read(json, Body.MOST, VendBody::read));
  }

  private static Optional<VendBody> read(Fields fields) {
    Optional<String> mapping = fields.required("mapping", VendBody::clean);
    Optional<SessionDuration> duration = duration(fields);
    Map<String, String> parameters = new HashMap<>();
    for (Fields named : fields.object("parameters").stream().toList()) {
      for (String name : named.names()) {
        named.attempt(name, () -> clean(name));
        named.read(name, VendBody::clean).ifPresent(value -> parameters.put(name, value));
      }
    }
    Optional<Policy> policy = policy(fields);
    boolean reuse = fields.bool("reuse", true);
    return mapping.map(id -> new VendBody(id, duration, parameters, policy, reuse));
  }

  private static String clean(String text) {
    if (text.indexOf(0) >= 0) {
      throw new IllegalArgumentException("holds U+0000");
    }
    return text;
  }

  /// As long as STS takes at most, so that intersecting it stays cheap.
  private static Optional<Policy> policy(Fields fields) {
    Optional<String> json = fields.document("policy");
    if (json.isEmpty()) {
      return Optional.empty();
    }
    if (fields.any("policy").map(JsonText::compact).orElse("").length()
        > SessionPolicy.MOST_CHARACTERS) {
      fields.problem("policy", "is longer than 2048 characters");
      return Optional.empty();
    }
    return PolicyReader.read(
        fields, "policy", json.get(), PolicyType.SESSION, "is not a session policy: ");
  }

  private static Optional<SessionDuration> duration(Fields fields) {
    long seconds = fields.whole("durationSeconds", -1);
    if (seconds < 0) {
      return Optional.empty();
    }
    if (seconds < SessionDuration.SHORTEST.seconds()
        || seconds > SessionDuration.LONGEST.seconds()) {
      fields.problem(
          "durationSeconds",
          "must be 900 to 3600: a session that Brevet makes is chained, and role chaining ends at"
              + " one hour");
      return Optional.empty();
    }
    return Optional.of(SessionDuration.ofSeconds(seconds));
  }
}
