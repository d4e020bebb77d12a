package dev.brevet.json;

import module java.base;

/// A JSON value and its place.
public sealed interface JsonValue {
  Place place();

  /// Members in the order written. A name may occur twice: then the last one counts, as it does for
  /// parsers.
  record JsonObject(List<Member> members, Place place) implements JsonValue {
    public JsonObject {
      members = List.copyOf(members);
    }

    public boolean has(String name) {
      return member(name).isPresent();
    }

    /// The value of the last member of that name. Empty when there is none.
    public Optional<JsonValue> get(String name) {
      return member(name).map(Member::value);
    }

    /// The last member of that name. Empty when there is none.
    public Optional<Member> member(String name) {
      for (int i = members.size() - 1; i >= 0; i--) {
        if (members.get(i).name().equals(name)) {
          return Optional.of(members.get(i));
        }
      }
      return Optional.empty();
    }

    /// The same with one more member.
    public JsonObject with(String name, JsonValue value) {
      return new JsonObject(
          Stream.concat(members.stream(), Stream.of(new Member(name, Place.NONE, value))).toList(),
          place);
    }

    public JsonObject with(String name, String text) {
      return with(name, JsonValue.of(text));
    }

    public JsonObject with(String name, boolean value) {
      return with(name, JsonValue.of(value));
    }

    public JsonObject with(String name, long value) {
      return with(name, JsonValue.of(value));
    }

    /// The same with one more member, a list of strings.
    public JsonObject with(String name, List<String> texts) {
      return with(name, JsonValue.texts(texts));
    }

    /// The same with one more member, where there is a `value`.
    public JsonObject with(String name, Optional<? extends JsonValue> value) {
      return value.map(given -> with(name, given)).orElse(this);
    }

    /// The object of that name. Without members when there is none or it is no object.
    public JsonObject object(String name) {
      return get(name).flatMap(JsonValue::asObject).orElse(JsonValue.object());
    }

    /// The objects in the list of that name, or the one.
    public List<JsonObject> objects(String name) {
      return items(name).flatMap(item -> item.asObject().stream()).toList();
    }

    /// The strings in the list of that name, or the one.
    public List<String> texts(String name) {
      return items(name).flatMap(item -> item.asText().stream()).toList();
    }

    private Stream<JsonValue> items(String name) {
      return get(name).stream().flatMap(list -> list.asList().stream());
    }

    /// The same without the members that are `null`, here only and not in what they hold.
    public JsonObject withoutNulls() {
      return new JsonObject(
          members.stream().filter(member -> !(member.value() instanceof JsonNull)).toList(), place);
    }

    /// The text of that member. Empty when there is none or it is no string.
    public Optional<String> text(String name) {
      return get(name).flatMap(JsonValue::asText);
    }
  }

  /// A name, where it stands, and what it names.
  record Member(String name, Place place, JsonValue value) {}

  record JsonArray(List<JsonValue> items, Place place) implements JsonValue {
    public JsonArray {
      items = List.copyOf(items);
    }
  }

  record JsonString(String text, Place place) implements JsonValue {}

  /// A number, as written.
  record JsonNumber(String literal, Place place) implements JsonValue {}

  record JsonBoolean(boolean value, Place place) implements JsonValue {}

  record JsonNull(Place place) implements JsonValue {}

  /// This value when it is an object.
  default Optional<JsonObject> asObject() {
    return this instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }

  /// The text when this value is a string.
  default Optional<String> asText() {
    return this instanceof JsonString string ? Optional.of(string.text) : Optional.empty();
  }

  /// The text of a string, and of a number or boolean as it is written.
  default Optional<String> asScalar() {
    return switch (this) {
      case JsonString(String text, var _) -> Optional.of(text);
      case JsonNumber(String literal, var _) -> Optional.of(literal);
      case JsonBoolean(boolean value, var _) -> Optional.of(Boolean.toString(value));
      case JsonNull _, JsonObject _, JsonArray _ -> Optional.empty();
    };
  }

  /// The items of an array; anything else is a list of itself, as in IAM's string-or-list elements.
  default List<JsonValue> asList() {
    return this instanceof JsonArray array ? array.items : List.of(this);
  }

  /// An object without members.
  static JsonObject object() {
    return new JsonObject(List.of(), Place.NONE);
  }

  static JsonString of(String text) {
    return new JsonString(text, Place.NONE);
  }

  static JsonBoolean of(boolean value) {
    return new JsonBoolean(value, Place.NONE);
  }

  static JsonNumber of(long value) {
    return new JsonNumber(Long.toString(value), Place.NONE);
  }

  static JsonArray of(List<? extends JsonValue> items) {
    return new JsonArray(List.copyOf(items), Place.NONE);
  }

  /// An array of strings.
  static JsonArray texts(List<String> texts) {
    return of(texts.stream().map(JsonValue::of).toList());
  }

  /// An object with the map's members in the map's order.
  static JsonObject of(Map<String, ? extends JsonValue> members) {
    return new JsonObject(
        members.entrySet().stream()
            .map(member -> new Member(member.getKey(), Place.NONE, member.getValue()))
            .toList(),
        Place.NONE);
  }
}
