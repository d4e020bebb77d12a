package dev.brevet.json;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// The fields of an object that carries documents: a policy, a definition. Strict about its own
/// fields, which it knows by name; the documents within are read by others. `null` is as good as
/// nothing.
public final class JsonFields {
  private final String source;
  private final JsonObject object;
  private final String path;

  private JsonFields(String source, JsonObject object, String path) {
    this.source = source;
    this.object = object;
    this.path = path;
  }

  /// The fields of an object that was read from `source`.
  public static JsonFields of(String source, JsonObject object) {
    return new JsonFields(source, object, "");
  }

  /// The fields of an object that this program made.
  public static JsonFields of(JsonObject object) {
    return new JsonFields("", object, "");
  }

  /// Refuses every field that is not one of `names`, and any that is given twice.
  public void only(String... names) throws InvalidField {
    Set<String> known = Set.of(names);
    Set<String> seen = new HashSet<>();
    for (Member member : object.members()) {
      if (!known.contains(member.name())) {
        Set<String> absent = new TreeSet<>(known);
        absent.removeAll(names());
        throw wrong(member.name(), Mistakes.unknown(member.name(), absent));
      }
      if (!seen.add(member.name())) {
        throw wrong(member.name(), "is given twice");
      }
    }
  }

  public Optional<String> text(String name) throws InvalidField {
    return typed(name, JsonString.class, "must be a string").map(JsonString::text);
  }

  public String required(String name) throws InvalidField {
    return text(name).orElseThrow(() -> wrong(name, "is missing"));
  }

  /// `false` when it is not given.
  public boolean flag(String name) throws InvalidField {
    return typed(name, JsonBoolean.class, "must be true or false")
        .map(JsonBoolean::value)
        .orElse(false);
  }

  /// The fields of an object; of an empty one when it is not given.
  public JsonFields object(String name) throws InvalidField {
    JsonObject inner =
        typed(name, JsonObject.class, "must be an object").orElse(JsonValue.of(Map.of()));
    return new JsonFields(source, inner, named(name));
  }

  private <J extends JsonValue> Optional<J> typed(String name, Class<J> type, String what)
      throws InvalidField {
    Optional<JsonValue> value = value(name);
    if (value.isPresent() && !type.isInstance(value.get())) {
      throw wrong(name, what);
    }
    return value.map(type::cast);
  }

  public boolean has(String name) {
    return value(name).isPresent();
  }

  /// The names that are given.
  public List<String> names() {
    return object.members().stream().map(Member::name).toList();
  }

  /// One text, or a list of texts; none when it is not given.
  public List<String> texts(String name) throws InvalidField {
    List<String> texts = new ArrayList<>();
    for (JsonValue item : items(name)) {
      texts.add(item.asText().orElseThrow(() -> wrong(name, "must be a list of strings")));
    }
    return texts;
  }

  /// The objects of a list; a text in it is an object with that text as `otherwise`.
  public List<JsonFields> objects(String name, String otherwise) throws InvalidField {
    List<JsonFields> objects = new ArrayList<>();
    List<JsonValue> items = items(name);
    for (int i = 0; i < items.size(); i++) {
      String place = named(name) + "[" + i + "]";
      switch (items.get(i)) {
        case JsonObject inner -> objects.add(new JsonFields(source, inner, place));
        case JsonString text ->
            objects.add(new JsonFields(source, JsonValue.of(Map.of(otherwise, text)), place));
        case JsonArray _, JsonNumber _, JsonBoolean _, JsonNull _ ->
            throw wrong(name, "must be a list of objects");
      }
    }
    return objects;
  }

  /// An object whose values are texts, numbers or booleans, all as texts.
  public Map<String, String> scalars(String name) throws InvalidField {
    Map<String, String> scalars = new LinkedHashMap<>();
    for (Member member : object(name).object.members()) {
      String field = name + "." + member.name();
      scalars.put(
          member.name(),
          member
              .value()
              .asScalar()
              .orElseThrow(() -> wrong(field, "must be a string, a number, true or false")));
    }
    return scalars;
  }

  /// A document as it was written, from its first character to its last; of one within a text, that
  /// text. What is told of lines and columns is counted from there.
  public String document(String name) throws InvalidField {
    JsonValue value = value(name).orElseThrow(() -> wrong(name, "is missing"));
    return written(value).orElseThrow(() -> wrong(name, "must be an object"));
  }

  /// The documents of a list, each as [#document]; none when it is not given.
  public List<String> documents(String name) throws InvalidField {
    List<String> documents = new ArrayList<>();
    for (JsonValue item : items(name)) {
      documents.add(
          written(item)
              .filter(_ -> !(item instanceof JsonArray))
              .orElseThrow(() -> wrong(name, "must be a list of documents")));
    }
    return documents;
  }

  /// A text, or a number as it was written.
  public Optional<String> textOrNumber(String name) throws InvalidField {
    Optional<JsonValue> value = value(name);
    return value.isPresent() && value.get() instanceof JsonNumber number
        ? Optional.of(number.literal())
        : text(name);
  }

  private Optional<String> written(JsonValue value) {
    return switch (value) {
      case JsonString text -> Optional.of(text.text());
      case JsonObject _, JsonArray _ ->
          Optional.of(
              source.isEmpty()
                  ? JsonText.compact(value)
                  : source.substring(value.place().start(), value.place().end()));
      case JsonNumber _, JsonBoolean _, JsonNull _ -> Optional.empty();
    };
  }

  /// A document that this program made and put into a field as an object. Empty for what was read.
  public Optional<JsonValue> made(String name) {
    return source.isEmpty() ? value(name).filter(JsonObject.class::isInstance) : Optional.empty();
  }

  /// A refusal of a field; `what` follows its name.
  public InvalidField wrong(String name, String what) {
    Place place = value(name).map(JsonValue::place).orElse(Place.NONE);
    return wrong(name, what, place.line(), place.column());
  }

  /// The same of a document in a field, with the place in it.
  ///
  /// @param line from 1; 0 where no place can be given
  public InvalidField wrong(String name, String what, int line, int column) {
    return new InvalidField(named(name), "`" + named(name) + "` " + what, line, column);
  }

  private String named(String name) {
    String shown = UntrustedText.shown(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private List<JsonValue> items(String name) {
    return value(name).map(JsonValue::asList).orElse(List.of());
  }

  private Optional<JsonValue> value(String name) {
    return object.get(name).filter(value -> !(value instanceof JsonNull));
  }
}
