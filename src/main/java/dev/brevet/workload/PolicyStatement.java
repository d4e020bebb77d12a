package dev.brevet.workload;

import module java.base;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.element.Effect;

/// A statement of a role's policy, and the states that need each of its resources.
///
/// @param sid letters and digits, unique among the role's statements
/// @param states by resource, in the order of the definition; none for what the machine as a whole
///   needs
public record PolicyStatement(
    String sid,
    Effect effect,
    SortedSet<String> actions,
    Map<String, List<String>> states,
    Map<String, Map<String, List<String>>> condition) {
  public PolicyStatement {
    actions = Collections.unmodifiableSortedSet(new TreeSet<>(actions));
    states = Collections.unmodifiableMap(new TreeMap<>(states));
    condition = Collections.unmodifiableMap(new LinkedHashMap<>(condition));
  }

  /// Sorted.
  public List<String> resources() {
    return List.copyOf(states.keySet());
  }

  /// Every state that needs it, in the order of the definition within each resource.
  public List<String> allStates() {
    return states.values().stream().flatMap(List::stream).distinct().toList();
  }

  /// As policies have it: one action, resource or value is a string, several are a list.
  public JsonObject toJson() {
    return when(
        condition,
        JsonValue.object()
            .with("Sid", sid)
            .with("Effect", effect.text())
            .with("Action", oneOrMany(List.copyOf(actions)))
            .with("Resource", oneOrMany(resources())));
  }

  /// A statement with a condition, where there is one.
  static JsonObject when(Map<String, Map<String, List<String>>> condition, JsonObject statement) {
    return condition.isEmpty() ? statement : statement.with("Condition", condition(condition));
  }

  static JsonObject condition(Map<String, Map<String, List<String>>> condition) {
    Map<String, JsonValue> operators = new LinkedHashMap<>();
    condition.forEach(
        (operator, keys) -> {
          Map<String, JsonValue> values = new LinkedHashMap<>();
          keys.forEach((key, all) -> values.put(key, oneOrMany(all)));
          operators.put(operator, JsonValue.of(values));
        });
    return JsonValue.of(operators);
  }

  static JsonValue oneOrMany(List<String> texts) {
    return texts.size() == 1 ? JsonValue.of(texts.getFirst()) : JsonValue.texts(texts);
  }
}
