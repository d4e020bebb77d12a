package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.login.Token;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// All that credentials depend on.
///
/// @param caller see [Token#caller]
/// @param duration empty for the mapping's default
/// @param policy a session policy that narrows
record VendInputs(
    URI url,
    String caller,
    String mapping,
    Optional<Duration> duration,
    Map<String, String> parameters,
    Optional<JsonValue> policy) {

  VendInputs {
    parameters = Map.copyOf(parameters);
  }

  /// The same, asked for by another caller.
  VendInputs by(String other) {
    return new VendInputs(url, other, mapping, duration, parameters, policy);
  }

  /// What Brevet is sent.
  JsonObject body() {
    return JsonValue.of(members());
  }

  /// What Brevet is sent for a session that it did not hand out before.
  JsonObject bodyWithoutReuse() {
    Map<String, JsonValue> body = members();
    body.put("reuse", JsonValue.of(false));
    return JsonValue.of(body);
  }

  private Map<String, JsonValue> members() {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("mapping", JsonValue.of(mapping));
    duration.ifPresent(time -> body.put("durationSeconds", JsonValue.of(time.toSeconds())));
    if (!parameters.isEmpty()) {
      Map<String, JsonValue> values = new LinkedHashMap<>();
      new TreeMap<>(parameters).forEach((name, value) -> values.put(name, JsonValue.of(value)));
      body.put("parameters", JsonValue.of(values));
    }
    policy.ifPresent(narrower -> body.put("policy", narrower));
    return body;
  }

  /// All of them as a text: another for any other inputs.
  String text() {
    Map<String, JsonValue> all = new LinkedHashMap<>();
    all.put("url", JsonValue.of(url.toString()));
    all.put("caller", JsonValue.of(caller));
    all.put("body", body());
    return JsonText.compact(JsonValue.of(all));
  }
}
