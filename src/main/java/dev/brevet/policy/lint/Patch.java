package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// Operations of JSON Patch, RFC 6902.
final class Patch {
  private Patch() {}

  static JsonObject add(String path, JsonValue value) {
    return JsonValue.object().with("op", "add").with("path", path).with("value", value);
  }

  static JsonObject replace(String path, JsonValue value) {
    return JsonValue.object().with("op", "replace").with("path", path).with("value", value);
  }

  static JsonObject move(String from, String path) {
    return JsonValue.object().with("op", "move").with("from", from).with("path", path);
  }

  static JsonObject remove(String path) {
    return JsonValue.object().with("op", "remove").with("path", path);
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
