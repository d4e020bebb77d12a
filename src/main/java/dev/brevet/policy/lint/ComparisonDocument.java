package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.analysis.PolicyComparison;

/// What comparing two policies came to, as answers have it: `answer`, which is `yes`, `no` or
/// `cannot tell`, and `witness` or `reason`.
public final class ComparisonDocument {
  private ComparisonDocument() {}

  /// The same answer is the same document.
  public static JsonObject of(PolicyComparison.Answer answer) {
    return switch (answer) {
      case PolicyComparison.Answer.Yes(PolicyComparison.Witness witness) ->
          JsonValue.object().with("answer", "yes").with("witness", witness(witness));
      case PolicyComparison.Answer.No _ -> JsonValue.object().with("answer", "no");
      case PolicyComparison.Answer.CannotTell(String reason) ->
          JsonValue.object().with("answer", "cannot tell").with("reason", reason);
    };
  }

  private static JsonValue witness(PolicyComparison.Witness witness) {
    Map<String, JsonValue> context = new LinkedHashMap<>();
    witness.context().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> context.put(entry.getKey(), JsonValue.texts(entry.getValue())));
    return JsonValue.object()
        .with("principal", witness.principal().map(JsonValue::of))
        .with("action", witness.action())
        .with("resource", witness.resource())
        .with("context", JsonValue.of(context));
  }
}
