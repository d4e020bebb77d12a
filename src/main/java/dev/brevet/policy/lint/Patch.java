package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// Operations of JSON Patch, RFC 6902.
final class Patch {
  private Patch() {}

  static JsonObject add(String path, JsonValue value) {
    return operation("add", path, "value", value);
  }

  static JsonObject replace(String path, JsonValue value) {
    return operation("replace", path, "value", value);
  }

  static JsonObject move(String from, String path) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("op", JsonValue.of("move"));
    json.put("from", JsonValue.of(from));
    json.put("path", JsonValue.of(path));
    return JsonValue.of(json);
  }

  static JsonObject remove(String path) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("op", JsonValue.of("remove"));
    json.put("path", JsonValue.of(path));
    return JsonValue.of(json);
  }

  private static JsonObject operation(String op, String path, String name, JsonValue value) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("op", JsonValue.of(op));
    json.put("path", JsonValue.of(path));
    json.put(name, value);
    return JsonValue.of(json);
  }

  /// The operation for a document that holds this one at `pointer`.
  static JsonObject within(String pointer, JsonObject operation) {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    for (JsonValue.Member member : operation.members()) {
      boolean place = member.name().equals("path") || member.name().equals("from");
      json.put(
          member.name(),
          place ? JsonValue.of(pointer + member.value().asText().orElseThrow()) : member.value());
    }
    return JsonValue.of(json);
  }
}
