package dev.brevet.json;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// The fields of one JSON object of a document, taken one by one by name and type. Each mistake is
/// collected with its path, line and column, in the same words in every document.
///
/// A field that is given twice is a mistake, and so is one that was never asked for: the nearest
/// name that was is shown with it.
public final class Fields {
  private final FieldDocument document;
  private final String path;
  private final JsonObject object;
  private final Map<String, JsonValue> values = new LinkedHashMap<>();
  private final Set<String> known = new TreeSet<>();
  private boolean isOpen;

  Fields(FieldDocument document, String path, JsonObject object) {
    this.document = document;
    this.path = path;
    this.object = object;
    object.members().stream()
        .filter(member -> !document.isAbsent(member.value()))
        .forEach(member -> values.put(member.name(), member.value()));
    document.objects().add(this);
  }

  /// Reads a whole document, which is one object.
  ///
  /// @param json untrusted text of any length
  /// @param longest characters
  /// @param reader empty only when it added a problem
  public static <T> DocumentReading<T> read(
      String json, int longest, Function<Fields, Optional<T>> reader) {
    return FieldDocument.read(json, longest, false, reader);
  }

  /// The same of a request that carries other documents: a policy, a definition. What is in those
  /// is for their own readers, names that are given twice too. `null` is as good as nothing.
  public static <T> DocumentReading<T> request(
      String json, int longest, Function<Fields, Optional<T>> reader) {
    return FieldDocument.read(json, longest, true, reader);
  }

  /// The same of a request that this program made: without a source, and with places only in the
  /// documents that it carries.
  public static <T> DocumentReading<T> request(
      JsonObject made, Function<Fields, Optional<T>> reader) {
    return FieldDocument.whole("", true, made, reader);
  }

  /// The names that are given.
  public Set<String> names() {
    return object.members().stream()
        .map(Member::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
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

  /// The fields of an object; of an empty one when it is not given, or is none.
  public Fields part(String name) {
    return object(name).orElseGet(() -> new Fields(document, pathOf(name), JsonValue.object()));
  }

  /// An object as it is written.
  public Optional<String> document(String name) {
    return typed(name, JsonObject.class, "an object").map(document::written);
  }

  /// A document that another reader reads: an object or an array as it is written, or what is in a
  /// string.
  public Optional<String> carried(String name) {
    Optional<JsonValue> value = any(name);
    Optional<String> carried = value.flatMap(document::carried);
    if (value.isPresent() && carried.isEmpty()) {
      problem(name, "must be an object");
    }
    return carried;
  }

  /// A document that this program made and put into a field. Empty for what was read.
  public Optional<JsonObject> made(String name) {
    return document.isMade() ? any(name).flatMap(JsonValue::asObject) : Optional.empty();
  }

  /// The objects of a list; none when it is not given.
  public List<Fields> objects(String name) {
    return each(name, typed(name, JsonArray.class, "a list"), "an object", this::inner);
  }

  /// The same where one is a list, and a string in it is an object with that string as `otherwise`.
  public List<Fields> objects(String name, String otherwise) {
    return each(
        name,
        any(name),
        "an object",
        (at, item) ->
            inner(
                at,
                item instanceof JsonString text ? JsonValue.object().with(otherwise, text) : item));
  }

  /// The documents of a list, or one, each as of [#carried] and no array.
  public List<String> documents(String name) {
    return each(
        name,
        any(name),
        "an object",
        (_, item) -> item instanceof JsonArray ? Optional.empty() : document.carried(item));
  }

  /// The strings of a list; none when it is not given.
  public List<String> texts(String name) {
    return each(
        name, typed(name, JsonArray.class, "a list"), "a string", (_, item) -> item.asText());
  }

  /// The strings of a list, or one, each of which `isOne` accepts; none when it is not given.
  public List<String> texts(String name, Predicate<String> isOne, String refusal) {
    List<String> texts = each(name, any(name), "a string", (_, item) -> item.asText());
    if (!texts.stream().allMatch(isOne)) {
      problem(name, refusal);
    }
    return texts;
  }

  private Optional<Fields> inner(String at, JsonValue value) {
    return value.asObject().map(of -> new Fields(document, at, of));
  }

  private <T> List<T> each(
      String name,
      Optional<? extends JsonValue> list,
      String words,
      BiFunction<String, JsonValue, Optional<T>> reader) {
    List<T> out = new ArrayList<>();
    List<JsonValue> items = list.map(JsonValue::asList).orElse(List.of());
    for (int i = 0; i < items.size(); i++) {
      String at = pathOf(name + "[" + i + "]");
      Optional<T> read = reader.apply(at, items.get(i));
      read.ifPresent(out::add);
      if (read.isEmpty()) {
        document.mistakes().add(at, "must be " + words, items.get(i).place());
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

  /// The text of `name` as `parser` understands it; a problem with `refusal` when it does not.
  public <T> Optional<T> parsed(String name, Function<String, Optional<T>> parser, String refusal) {
    return read(
        name, text -> parser.apply(text).orElseThrow(() -> new IllegalArgumentException(refusal)));
  }

  /// The text of `name`; a problem with `refusal` when `isOne` does not accept it.
  public Optional<String> text(String name, Predicate<String> isOne, String refusal) {
    return parsed(name, text -> Optional.of(text).filter(isOne), refusal);
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

  /// Adds a problem when there is no such field, or an empty list.
  public void requireSome(String name) {
    if (any(name).map(JsonValue::asList).orElse(List.of()).isEmpty()) {
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
    document.mistakes().add(pathOf(name), text, path.isEmpty() && !has(name) ? Place.NONE : place);
  }

  /// Adds a problem of the document `name`, at a place that is counted from its first character. Of
  /// a string, and of what this program made, the place stays as it is.
  public void problem(String name, int line, int column, String text) {
    Place place = document.place(values.getOrDefault(name, object), line, column);
    document.mistakes().add(pathOf(name), text, place);
  }

  public boolean hasProblems() {
    return !document.mistakes().problems().isEmpty();
  }

  private String pathOf(String name) {
    return Mistakes.path(path, UntrustedText.shown(name));
  }

  /// Adds a problem for each field that was never asked for or, in a request, is given twice.
  void refuseOthers() {
    if (!isOpen) {
      document.mistakes().requireKnown(path, object, known, document.isRequest());
    }
  }
}
