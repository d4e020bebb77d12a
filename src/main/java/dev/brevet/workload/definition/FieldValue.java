package dev.brevet.workload.definition;

import module java.base;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// What a node of a definition says where a field's value is looked for.
final class FieldValue {
  private FieldValue() {}

  /// A placeholder in the name of a field, so that any field may be there.
  static Optional<Value.Unsubstituted> unnamed(JsonObject object) {
    return object.members().stream()
        .map(Member::name)
        .flatMap(
            name ->
                Substitutions.placeholder(name).stream()
                    .map(placeholder -> new Value.Unsubstituted(name, placeholder, true)))
        .findFirst();
  }

  static Optional<String> placeholder(JsonValue value) {
    return switch (value) {
      case JsonObject object ->
          object.members().stream()
              .flatMap(
                  member ->
                      Substitutions.placeholder(member.name())
                          .or(() -> placeholder(member.value()))
                          .stream())
              .findFirst();
      case JsonArray array ->
          array.items().stream().flatMap(item -> placeholder(item).stream()).findFirst();
      case JsonString(String text, _) -> Substitutions.placeholder(text);
      case JsonNumber _, JsonBoolean _, JsonNull _ -> Optional.empty();
    };
  }

  /// The first expression of the other query language: a name that ends in `.$`, or `{% ... %}`.
  static Optional<String> otherLanguage(JsonValue value, boolean jsonata) {
    return switch (value) {
      case JsonObject object ->
          object.members().stream()
              .flatMap(
                  member ->
                      Optional.of(member.name())
                          .filter(name -> jsonata && name.endsWith(".$"))
                          .or(() -> otherLanguage(member.value(), jsonata))
                          .stream())
              .findFirst();
      case JsonArray array ->
          array.items().stream().flatMap(item -> otherLanguage(item, jsonata).stream()).findFirst();
      case JsonString(String text, _) ->
          Optional.of(text).filter(_ -> !jsonata && Expression.isJsonata(text));
      case JsonNumber _, JsonBoolean _, JsonNull _ -> Optional.empty();
    };
  }

  /// What stands at a field as a string, as strings of a list or as an expression.
  static List<Value> strings(Member member) {
    if (member.value() instanceof JsonString(String text, _)) {
      return List.of(member.name().endsWith(".$") ? path(text) : text(text));
    }
    return member.value() instanceof JsonArray array
        ? array.items().stream().filter(JsonString.class::isInstance).map(FieldValue::leaf).toList()
        : List.of();
  }

  static Value leaf(JsonValue value) {
    return switch (value) {
      case JsonString string -> text(string.text());
      case JsonNumber number -> new Value.Known(number.literal());
      case JsonBoolean bool -> new Value.Known(Boolean.toString(bool.value()));
      case JsonNull _ -> new Value.Missing();
      case JsonObject _, JsonArray _ -> new Value.AtRunTime(Arguments.STRUCTURE, Optional.empty());
    };
  }

  static Value text(String text) {
    Optional<String> placeholder = Substitutions.placeholder(text);
    if (placeholder.isPresent()) {
      return new Value.Unsubstituted(text, placeholder.get(), false);
    }
    return Expression.isJsonata(text) ? Expression.jsonata(text) : new Value.Known(text);
  }

  static Value path(String expression) {
    return Substitutions.placeholder(expression)
        .<Value>map(placeholder -> new Value.Unsubstituted(expression, placeholder, false))
        .orElseGet(() -> Expression.jsonPath(expression));
  }

  /// What a string in an object's place says of a field of that object.
  static Value part(JsonValue node) {
    return node instanceof JsonString(String text, _)
        ? Expression.isJsonata(text) && Substitutions.placeholder(text).isEmpty()
            ? new Value.AtRunTime(text, Optional.empty())
            : part(text(text))
        : new Value.Missing();
  }

  /// The same: the whole's pattern is not its part's.
  static Value part(Value whole) {
    return switch (whole) {
      case Value.AtRunTime(String expression, _) ->
          new Value.AtRunTime(expression, Optional.empty());
      case Value.Unsubstituted unknown -> unknown;
      case Value.Known _, Value.Missing _ -> new Value.Missing();
    };
  }
}
