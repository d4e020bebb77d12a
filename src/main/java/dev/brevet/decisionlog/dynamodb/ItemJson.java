package dev.brevet.decisionlog.dynamodb;

import module java.base;

import dev.brevet.decisionlog.DecisionLogLine;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item as JSON: strings, numbers, lists and maps. Whatever is stored is shown, known or not,
/// under the names of the log line: the table's key `id` is `decisionId`.
final class ItemJson {
  /// What a reader looks for first; the rest follows by name.
  private static final List<String> FIRST =
      List.of(
          "decisionId",
          "time",
          "operation",
          "outcome",
          "code",
          "principal",
          "method",
          "mapping",
          "role",
          "statements",
          "policyType",
          "reason",
          "parameters");

  private ItemJson() {}

  static String of(Map<String, AttributeValue> item) {
    Map<String, @Nullable Object> rest = members(item);
    rest.put("decisionId", rest.remove("id"));
    Map<String, @Nullable Object> ordered = new LinkedHashMap<>();
    for (String name : FIRST) {
      if (rest.containsKey(name)) {
        ordered.put(name, rest.remove(name));
      }
    }
    ordered.putAll(rest);
    return DecisionLogLine.json(ordered);
  }

  private static Map<String, @Nullable Object> members(Map<String, AttributeValue> members) {
    Map<String, @Nullable Object> sorted = new TreeMap<>();
    members.forEach((name, value) -> sorted.put(name, value(value)));
    return sorted;
  }

  private static @Nullable Object value(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s();
      case N -> new BigDecimal(value.n());
      case BOOL -> value.bool();
      case L -> value.l().stream().map(ItemJson::value).toList();
      case M -> members(value.m());
      // Brevet writes none of these.
      case B, BS, NS, SS, NUL, UNKNOWN_TO_SDK_VERSION -> null;
    };
  }
}
