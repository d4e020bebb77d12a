package dev.brevet.gateway;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.json.JsonText;

/// What an allowed call takes along to the API's integration.
final class CallContext {
  private CallContext() {}

  /// What the API's integration learns of an answer.
  static Map<String, String> told(
      DecisionId id,
      VerifiedIdentity identity,
      ProtectedApi api,
      DirectorySnapshot current,
      Instant now) {
    Map<String, String> context = new HashMap<>();
    api.context()
        .forEach(
            (name, claim) -> {
              List<String> values = identity.claims().getOrDefault(claim, List.of());
              if (!values.isEmpty()) {
                context.put(name, text(values));
              }
            });
    context.put("decisionId", id.value());
    context.put("subject", identity.principal().identifier());
    context.put("directoryStamp", Long.toString(current.stamp()));
    context.put(
        "directoryAgeMillis",
        Long.toString(Math.max(0, Duration.between(current.readAt(), now).toMillis())));
    return context;
  }

  /// A claim's values as one text: joined by commas. Where one has a comma itself, or the text
  /// would begin as a list does, it is a JSON list of strings whose commas are escapes.
  ///
  /// INVARIANT: cut at its commas, the text has as many parts as there are values, and no two lists
  /// have the same text: a value is never read as two.
  static String text(List<String> values) {
    boolean plain =
        !values.getFirst().startsWith("[") && values.stream().noneMatch(v -> v.indexOf(',') >= 0);
    return plain
        ? String.join(",", values)
        : values.stream()
            .map(value -> JsonText.quoted(value).replace(",", "\\u002c"))
            .collect(Collectors.joining(",", "[", "]"));
  }
}
