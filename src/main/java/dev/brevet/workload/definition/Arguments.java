package dev.brevet.workload.definition;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// What a state hands to the API that it calls: `Parameters`, or `Arguments` in JSONata.
///
/// Where a state has neither, the API gets the state's input, so every field is known at run time
/// only. A field is dynamic when its name ends in `.$` or its value is a JSONata expression; the
/// two are told apart by their form, so a state's query language need not be known. Source: Step
/// Functions Developer Guide, input-output-inputpath-params.
public final class Arguments {
  /// The expression of a value that is an object or array where a text is looked for.
  public static final String STRUCTURE = "a structure";

  /// What is written where several texts stand in the place of one.
  static final String LIST = "a list";

  private static final String INPUT = "the state's input";
  private static final String EACH = "[]";
  private static final String NAMES = "{}";

  private final Optional<JsonValue> root;

  Arguments(Optional<JsonValue> root) {
    this.root = root;
  }

  /// The values at a path such as `Overrides.TaskRoleArn` or `Entries[].EventBusName`, `[]` for
  /// each item of a list. `RequestItems.{}` are the names of an object's fields, and what follows
  /// `{}` is looked for in each of them. A list at the path's end gives its items. Capitals do not
  /// matter. Never empty, but for a list or object without items: [Value.Missing] is a value.
  public List<Value> values(String path) {
    if (root.isEmpty()) {
      return List.of(new Value.AtRunTime(INPUT, Optional.empty()));
    }
    List<Value> found = new ArrayList<>();
    collect(root.get(), path, found);
    return List.copyOf(found);
  }

  /// The one value at a path; [Value.Missing] for a list without items. Of a list with several it
  /// is not known which is meant.
  public Value value(String path) {
    List<Value> values = values(path).stream().distinct().toList();
    return values.isEmpty()
        ? new Value.Missing()
        : values.size() == 1 ? values.getFirst() : new Value.Unsubstituted(LIST, "", false);
  }

  /// Whether something is written at that path.
  public boolean has(String path) {
    return !(value(path) instanceof Value.Missing);
  }

  /// What hides whether a field at that path is written: an expression in the place of an object
  /// above it, or a placeholder in a name. Empty when [#has] is certain.
  public Optional<Value> hidden(String path) {
    return root.isEmpty()
        ? Optional.of(new Value.AtRunTime(INPUT, Optional.empty()))
        : hidden(root.get(), path);
  }

  private static Optional<Value> hidden(JsonValue node, String path) {
    if (!(node instanceof JsonObject object)) {
      return Optional.of(FieldValue.part(node)).filter(part -> !(part instanceof Value.Missing));
    }
    Optional<Value.Unsubstituted> unnamed = FieldValue.unnamed(object);
    if (unnamed.isPresent()) {
      return Optional.of(unnamed.get());
    }
    int dot = path.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String step = path.substring(0, dot);
    String name = step.endsWith(EACH) ? step.substring(0, step.length() - EACH.length()) : step;
    return members(object, name + ".$")
        .flatMap(member -> member.value().asText().stream())
        .map(expression -> FieldValue.part(FieldValue.path(expression)))
        .findFirst()
        .or(
            () ->
                members(object, name)
                    .flatMap(member -> member.value().asList().stream())
                    .flatMap(item -> hidden(item, path.substring(dot + 1)).stream())
                    .findFirst());
  }

  /// Whether the whole is an expression or the state's input, so that no field is known.
  public boolean isWhollyDynamic() {
    return root.isEmpty()
        || (root.get() instanceof JsonString(String text, _)
            && FieldValue.text(text) instanceof Value.AtRunTime);
  }

  /// Whether they are written as fields, each with its name; Step Functions refuses other forms.
  public boolean areFields() {
    return root.filter(JsonObject.class::isInstance).isPresent();
  }

  /// A placeholder that stands for the whole or in the name of a field at the top, so that any
  /// field may be there.
  public Optional<Value.Unsubstituted> unnamed() {
    return switch (root.orElse(null)) {
      case JsonObject object -> FieldValue.unnamed(object);
      case JsonString(String text, _)
          when FieldValue.text(text) instanceof Value.Unsubstituted value ->
          Optional.of(value);
      case null, default -> Optional.empty();
    };
  }

  /// The first placeholder in a text within, or in a name there.
  public Optional<String> placeholder() {
    return root.flatMap(FieldValue::placeholder);
  }

  /// Names of the fields at the top, without `.$`.
  public List<String> names() {
    return root.flatMap(JsonValue::asObject).map(JsonObject::members).orElse(List.of()).stream()
        .map(member -> bare(member.name()))
        .toList();
  }

  /// A field somewhere within, where a string, a list of them or an expression stands.
  ///
  /// @param name without `.$`
  /// @param values never empty
  /// @param holder the object that has it
  /// @param top whether the API gets it as an argument of its own
  public record Field(String name, List<Value> values, Arguments holder, boolean top) {
    public Field {
      values = List.copyOf(values);
    }
  }

  /// The fields of such names, wherever they stand, in the order written. A field whose name has a
  /// placeholder may have any name.
  public List<Field> fields(Predicate<String> names) {
    List<Field> found = new ArrayList<>();
    root.ifPresent(value -> fields(value, names, true, found));
    return List.copyOf(found);
  }

  /// Every string within that is, or begins as, the address of an object in S3: `s3://bucket/key`.
  public List<Value> s3Addresses() {
    return fields(_ -> true).stream()
        .flatMap(field -> field.values().stream())
        .filter(Arguments::isAddress)
        .toList();
  }

  private static boolean isAddress(Value value) {
    return switch (value) {
      case Value.Known(String text) -> text.startsWith("s3://");
      case Value.AtRunTime(_, Optional<String> pattern) ->
          pattern.filter(text -> text.startsWith("s3://")).isPresent();
      case Value.Unsubstituted(String text, _, _) -> text.startsWith("s3://");
      case Value.Missing _ -> false;
    };
  }

  private static void fields(
      JsonValue value, Predicate<String> names, boolean top, List<Field> found) {
    switch (value) {
      case JsonObject object -> {
        Arguments holder = new Arguments(Optional.of(object));
        for (Member member : object.members()) {
          String name = bare(member.name());
          List<Value> values =
              Substitutions.placeholder(name)
                  .map(placeholder -> new Value.Unsubstituted(name, placeholder, true))
                  .<List<Value>>map(List::of)
                  .orElseGet(() -> names.test(name) ? FieldValue.strings(member) : List.of());
          if (!values.isEmpty()) {
            found.add(new Field(name, values, holder, top));
          }
          fields(member.value(), names, false, found);
        }
      }
      case JsonArray array -> array.items().forEach(item -> fields(item, names, false, found));
      case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> {}
    }
  }

  private static void collect(JsonValue node, String path, List<Value> found) {
    if (!(node instanceof JsonObject object)) {
      found.add(FieldValue.part(node));
      return;
    }
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    String rest = dot < 0 ? "" : path.substring(dot + 1);
    Optional<Value.Unsubstituted> unnamed = FieldValue.unnamed(object);
    if (unnamed.isPresent()) {
      found.add(unnamed.get());
      return;
    }
    if (step.equals(NAMES)) {
      for (Member member : object.members()) {
        if (rest.isEmpty()) {
          found.add(FieldValue.text(bare(member.name())));
        } else {
          collect(member.value(), rest, found);
        }
      }
      return;
    }
    boolean each = step.endsWith(EACH);
    String name = each ? step.substring(0, step.length() - EACH.length()) : step;
    Optional<String> expression =
        members(object, name + ".$").findFirst().flatMap(member -> member.value().asText());
    List<JsonValue> values =
        members(object, name)
            .map(Member::value)
            .filter(there -> !(there instanceof JsonNull))
            .toList();
    if (expression.isPresent()) {
      Value whole = FieldValue.path(expression.get());
      found.add(rest.isEmpty() && values.isEmpty() ? whole : FieldValue.part(whole));
    } else if (values.isEmpty()) {
      found.add(new Value.Missing());
    }
    for (JsonValue value : expression.isPresent() ? List.<JsonValue>of() : values) {
      if (rest.isEmpty()) {
        value.asList().forEach(item -> found.add(FieldValue.leaf(item)));
      } else if (each) {
        value.asList().forEach(item -> collect(item, rest, found));
      } else {
        collect(value, rest, found);
      }
    }
  }

  /// SDKs write runs of capitals in two ways (`DBInstanceIdentifier`, `DbInstanceIdentifier`), and
  /// no API has two parameters that differ in capitals only.
  private static Stream<Member> members(JsonObject object, String name) {
    return object.members().stream().filter(member -> AsciiCase.equal(member.name(), name));
  }

  private static String bare(String name) {
    return name.endsWith(".$") ? name.substring(0, name.length() - 2) : name;
  }
}
