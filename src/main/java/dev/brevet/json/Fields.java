package dev.brevet.json;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading.Problem;
import dev.brevet.json.DocumentReading.Readable;
import dev.brevet.json.DocumentReading.Unreadable;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// The fields of one JSON object of a document, taken one by one by name and type. Each mistake is
/// collected with its path, line and column, in the same words in every document.
///
/// A field that is given twice is a mistake, and so is one that nobody took: the nearest name that
/// was asked for is shown with it.
public final class Fields {
  /// What the objects of one document share.
  private record Document(String source, Mistakes mistakes, List<Fields> objects) {}

  private final Document document;
  private final String path;
  private final JsonObject object;
  private final Map<String, JsonValue> values = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();
  private boolean isOpen;

  private Fields(Document document, String path, JsonObject object) {
    this.document = document;
    this.path = path;
    this.object = object;
    object.members().forEach(member -> values.put(member.name(), member.value()));
    document.objects.add(this);
  }

  /// Reads a whole document, which is one object.
  ///
  /// @param json untrusted text of any length
  /// @param longest characters
  /// @param reader empty only when it added a problem
  public static <T> DocumentReading<T> read(
      String json, int longest, Function<Fields, Optional<T>> reader) {
    if (json.length() > longest) {
      return new Unreadable<>("", "longer than " + longest + " characters");
    }
    // Places are counted from after a byte order mark.
    String text = json.startsWith("\uFEFF") ? json.substring(1) : json;
    return switch (JsonReader.read(text)) {
      case JsonReader.NotJson not ->
          new Unreadable<>(
              "", not.message() + Mistakes.at(new Place(not.line(), not.column(), 0, 0)));
      case JsonReader.Read(JsonObject object) ->
          new Fields(new Document(text, new Mistakes(), new ArrayList<>()), "", object)
              .whole(reader);
      case JsonReader.Read(JsonValue value) ->
          new Unreadable<>("", "must be an object" + Mistakes.at(value.place()));
    };
  }

  private <T> DocumentReading<T> whole(Function<Fields, Optional<T>> reader) {
    document.mistakes.requireDistinct(() -> "", object);
    Optional<T> value = reader.apply(this);
    document.objects.forEach(Fields::refuseUnknown);
    if (!hasProblems() && value.isEmpty()) {
      problem("", "is incomplete");
    }
    return hasProblems() ? new Unreadable<>(problems()) : new Readable<>(value.orElseThrow());
  }

  /// The names that are given.
  public Set<String> names() {
    return values.keySet();
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  /// The value of `name`, of any type.
  public Optional<JsonValue> any(String name) {
    known.add(name);
    return Optional.ofNullable(values.get(name));
  }

  public Optional<String> text(String name) {
    return typed(name, JsonString.class, "a string").map(JsonString::text);
  }

  /// True or false; `otherwise` when it is not given.
  public boolean bool(String name, boolean otherwise) {
    return typed(name, JsonBoolean.class, "true or false")
        .map(JsonBoolean::value)
        .orElse(otherwise);
  }

  /// A number without sign, fraction and exponent, of at most 15 digits.
  public long whole(String name, long otherwise) {
    Optional<JsonNumber> number = typed(name, JsonNumber.class, "a whole number");
    if (number.isPresent() && !number.get().literal().matches("[0-9]{1,15}")) {
      problem(name, "must be a whole number");
      return otherwise;
    }
    return number.map(of -> Long.parseLong(of.literal())).orElse(otherwise);
  }

  public Optional<Fields> object(String name) {
    return typed(name, JsonObject.class, "an object").flatMap(of -> inner(pathOf(name), of));
  }

  /// An object whose other fields do not count. Empty when it is none.
  public Optional<Fields> open(String name) {
    Optional<Fields> inner = any(name).flatMap(of -> inner(pathOf(name), of));
    inner.ifPresent(Fields::ignoreOthers);
    return inner;
  }

  /// An object as it is written.
  public Optional<String> document(String name) {
    return typed(name, JsonObject.class, "an object")
        .map(of -> document.source.substring(of.place().start(), of.place().end()));
  }

  /// The objects of a list; none when it is not given.
  public List<Fields> objects(String name) {
    return each(name, "an object", this::inner);
  }

  /// The strings of a list; none when it is not given.
  public List<String> texts(String name) {
    return each(name, "a string", (_, item) -> item.asText());
  }

  /// The same; `otherwise` when it is not given.
  public List<String> texts(String name, List<String> otherwise) {
    List<String> given = texts(name);
    return has(name) ? given : otherwise;
  }

  private Optional<Fields> inner(String at, JsonValue value) {
    return value.asObject().map(of -> new Fields(document, at, of));
  }

  private <T> List<T> each(
      String name, String words, BiFunction<String, JsonValue, Optional<T>> reader) {
    List<T> out = new ArrayList<>();
    List<JsonValue> items =
        typed(name, JsonArray.class, "a list").map(JsonArray::items).orElse(List.of());
    for (int i = 0; i < items.size(); i++) {
      String at = pathOf(name + "[" + i + "]");
      Optional<T> read = reader.apply(at, items.get(i));
      read.ifPresent(out::add);
      if (read.isEmpty()) {
        document.mistakes.add(at, "must be " + words, items.get(i).place());
      }
    }
    return out;
  }

  private <J extends JsonValue> Optional<J> typed(String name, Class<J> type, String words) {
    Optional<JsonValue> value = any(name);
    if (value.isPresent() && !type.isInstance(value.get())) {
      problem(name, "must be " + words);
    }
    return value.filter(type::isInstance).map(type::cast);
  }

  /// The text of `name` read by `reader`; a problem with the message of its refusal.
  public <T> Optional<T> read(String name, Function<String, T> reader) {
    return text(name).flatMap(text -> attempt(name, () -> reader.apply(text)));
  }

  /// As [#read], and a problem when there is no such field.
  public <T> Optional<T> required(String name, Function<String, T> reader) {
    require(name);
    return read(name, reader);
  }

  public Optional<String> required(String name) {
    return required(name, text -> text);
  }

  public void require(String name) {
    known.add(name);
    if (!has(name)) {
      problem(name, "is missing");
    }
  }

  /// What `reader` makes, or a problem with the message of its refusal, of the field `name` where
  /// it names none itself ([RefusedField]).
  public <T> Optional<T> attempt(String name, Supplier<T> reader) {
    try {
      return Optional.of(reader.get());
    } catch (RefusedField e) {
      problem(e.field(), e.what());
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  /// As [#attempt], once all that `reader` needs is there. What is missing was added as a problem.
  public <T> Optional<T> made(String name, Supplier<T> reader, Optional<?>... needed) {
    return Arrays.stream(needed).allMatch(Optional::isPresent)
        ? attempt(name, reader)
        : Optional.empty();
  }

  /// Takes fields that do not count.
  public void ignore(String... names) {
    known.addAll(List.of(names));
  }

  /// Takes every field: which ones there may be is not known here.
  public void ignoreOthers() {
    isOpen = true;
  }

  /// Adds a problem of the field `name`, or of this object when that is empty. Its place is the
  /// field's, or this object's when it is not given and this is not the whole document.
  public void problem(String name, String text) {
    Place place = values.getOrDefault(name, object).place();
    document.mistakes.add(pathOf(name), text, path.isEmpty() && !has(name) ? Place.NONE : place);
  }

  /// Adds a problem of the object `name`, at a place that is counted from its first character.
  public void problem(String name, int line, int column, String text) {
    Place start = values.getOrDefault(name, object).place();
    int shift = line == 1 ? start.column() - 1 : 0;
    document.mistakes.add(
        pathOf(name), text, new Place(start.line() + line - 1, column + shift, 0, 0));
  }

  public boolean hasProblems() {
    return !problems().isEmpty();
  }

  private List<Problem> problems() {
    return document.mistakes.problems();
  }

  private String pathOf(String name) {
    return Mistakes.path(path, UntrustedText.shown(name));
  }

  private void refuseUnknown() {
    for (Member member : object.members()) {
      if (!isOpen && !document.mistakes.isFull() && !known.contains(member.name())) {
        Set<String> absent = new TreeSet<>(known);
        absent.removeAll(values.keySet());
        document.mistakes.add(
            pathOf(member.name()), Mistakes.unknown(member.name(), absent), member.place());
      }
    }
  }
}
