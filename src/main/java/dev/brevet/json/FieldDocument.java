package dev.brevet.json;

import module java.base;

import dev.brevet.json.DocumentReading.Problem;
import dev.brevet.json.DocumentReading.Readable;
import dev.brevet.json.DocumentReading.Unreadable;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;

/// What the objects of one document share.
///
/// @param source as it is written; empty when this program made the tree
/// @param isRequest whether it carries documents that others read
/// @param objects all whose fields are taken
record FieldDocument(String source, boolean isRequest, Mistakes mistakes, List<Fields> objects) {

  static <T> DocumentReading<T> read(
      String json, int longest, boolean isRequest, Function<Fields, Optional<T>> reader) {
    if (json.length() > longest) {
      return new Unreadable<>("", "longer than " + longest + " characters");
    }
    // Places are counted from after a byte order mark.
    String text = json.startsWith("\uFEFF") ? json.substring(1) : json;
    return switch (JsonReader.read(text)) {
      case JsonReader.NotJson(int line, int column, String message) ->
          new Unreadable<>(List.of(new Problem("", message, Place.at(line, column))));
      case JsonReader.Read(JsonObject object) -> whole(text, isRequest, object, reader);
      case JsonReader.Read(JsonValue value) ->
          new Unreadable<>(List.of(new Problem("", "must be an object", value.place())));
    };
  }

  static <T> DocumentReading<T> whole(
      String source, boolean isRequest, JsonObject object, Function<Fields, Optional<T>> reader) {
    Mistakes mistakes = new Mistakes();
    FieldDocument document = new FieldDocument(source, isRequest, mistakes, new ArrayList<>());
    Fields fields = new Fields(document, "", object);
    if (!isRequest) {
      mistakes.requireDistinct(() -> "", object);
    }
    Optional<T> value = reader.apply(fields);
    document.objects.forEach(Fields::refuseOthers);
    if (value.isEmpty() && !fields.hasProblems()) {
      fields.problem("", "is incomplete");
    }
    return fields.hasProblems()
        ? new Unreadable<>(isRequest ? mistakes.placedFirst() : mistakes.problems())
        : new Readable<>(value.orElseThrow());
  }

  /// Whether this program made the tree.
  boolean isMade() {
    return source.isEmpty();
  }

  String written(JsonValue value) {
    return isMade()
        ? JsonText.compact(value)
        : source.substring(value.place().start(), value.place().end());
  }

  /// An object or an array as it is written, or what is in a string.
  Optional<String> carried(JsonValue value) {
    return value instanceof JsonObject || value instanceof JsonArray
        ? Optional.of(written(value))
        : value.asText();
  }

  /// The place in this document of one in `value`. Of a string, and of what this program made, it
  /// stays as it is.
  Place place(JsonValue value, int line, int column) {
    Place within = Place.at(line, column);
    return value instanceof JsonString || isMade() ? within : within.after(value.place());
  }

  /// Whether a field with this value counts as absent.
  boolean isAbsent(JsonValue value) {
    return isRequest && value instanceof JsonNull;
  }
}
