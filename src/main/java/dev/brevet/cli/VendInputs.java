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
    JsonObject body =
        JsonValue.object()
            .with("mapping", mapping)
            .with("durationSeconds", duration.map(time -> JsonValue.of(time.toSeconds())));
    if (!parameters.isEmpty()) {
      Map<String, JsonValue> values = new TreeMap<>();
      parameters.forEach((name, value) -> values.put(name, JsonValue.of(value)));
      body = body.with("parameters", JsonValue.of(values));
    }
    return body.with("policy", policy);
  }

  /// What Brevet is sent for a session that it did not hand out before.
  JsonObject bodyWithoutReuse() {
    return body().with("reuse", false);
  }

  /// All of them as a text: another for any other inputs.
  String text() {
    return JsonText.compact(
        JsonValue.object().with("url", url.toString()).with("caller", caller).with("body", body()));
  }
}
