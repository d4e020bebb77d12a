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
    Map<String, JsonValue> json = new LinkedHashMap<>();
    switch (answer) {
      case PolicyComparison.Answer.Yes(PolicyComparison.Witness witness) -> {
        json.put("answer", JsonValue.of("yes"));
        json.put("witness", witness(witness));
      }
      case PolicyComparison.Answer.No _ -> json.put("answer", JsonValue.of("no"));
      case PolicyComparison.Answer.CannotTell(String reason) -> {
        json.put("answer", JsonValue.of("cannot tell"));
        json.put("reason", JsonValue.of(reason));
      }
    }
    return JsonValue.of(json);
  }

  private static JsonValue witness(PolicyComparison.Witness witness) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    witness.principal().ifPresent(principal -> json.put("principal", JsonValue.of(principal)));
    json.put("action", JsonValue.of(witness.action()));
    json.put("resource", JsonValue.of(witness.resource()));
    Map<String, JsonValue> context = new LinkedHashMap<>();
    witness.context().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> context.put(entry.getKey(), JsonValue.texts(entry.getValue())));
    json.put("context", JsonValue.of(context));
    return JsonValue.of(json);
  }
}
