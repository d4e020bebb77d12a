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
  private static final String ROLE = ":role/";

  private final Optional<JsonValue> root;

  Arguments(Optional<JsonValue> root) {
    this.root = root;
  }

  /// The values at a path such as `Overrides.TaskRoleArn` or `Entries[].EventBusName`, `[]` for
  /// each item of a list. A list at the path's end gives its items. Never empty, but for a list
  /// without items: [Value.Missing] is a value.
  public List<Value> values(String path) {
    if (root.isEmpty()) {
      return List.of(new Value.AtRunTime(INPUT, Optional.empty()));
    }
    List<Value> found = new ArrayList<>();
    collect(root.get(), path, found);
    return List.copyOf(found);
  }

  /// The one value at a path; [Value.Missing] for a list without items. Of a list with several
  /// nobody knows which is meant.
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
        .map(Member::name)
        .map(name -> name.endsWith(".$") ? name.substring(0, name.length() - 2) : name)
        .toList();
  }

  /// Every object within, this one too, that has a field of that name: each as arguments of its
  /// own.
  public List<Arguments> objectsWith(String name) {
    List<Arguments> found = new ArrayList<>();
    root.ifPresent(value -> objectsWith(value, name, found));
    return List.copyOf(found);
  }

  /// Names of the fields at the top that end in `Role`, `RoleArn` or `RoleARN`.
  public List<String> roleNames() {
    return names().stream().filter(Arguments::isRoleName).distinct().toList();
  }

  /// The texts known now of those fields that are a role's ARN.
  public List<String> roleArns() {
    return roleNames().stream()
        .flatMap(name -> values(name).stream())
        .flatMap(
            value -> value instanceof Value.Known(String text) ? Stream.of(text) : Stream.empty())
        .filter(text -> text.contains(ROLE))
        .toList();
  }

  /// Such texts of fields of these names anywhere below. They may be names that the caller gives,
  /// of a tag or of a variable of an environment.
  public List<String> roleArnsBelow() {
    List<String> found = new ArrayList<>();
    root.ifPresent(value -> roleArns(value, found));
    found.removeAll(roleArns());
    return found.stream().distinct().toList();
  }

  private static boolean isRoleName(String name) {
    return name.endsWith("Role") || name.endsWith("RoleArn") || name.endsWith("RoleARN");
  }

  /// Every text within that is, or begins as, the address of an object in S3: `s3://bucket/key`.
  public List<Value> s3Addresses() {
    List<Value> found = new ArrayList<>();
    root.ifPresent(value -> s3Addresses(value, found));
    return List.copyOf(found);
  }

  private static void s3Addresses(JsonValue value, List<Value> found) {
    switch (value) {
      case JsonObject object ->
          object
              .members()
              .forEach(
                  member -> {
                    boolean path = member.name().endsWith(".$");
                    if (path && member.value() instanceof JsonString(String expression, _)) {
                      addAddress(FieldValue.path(expression), found);
                    } else {
                      s3Addresses(member.value(), found);
                    }
                  });
      case JsonArray array -> array.items().forEach(item -> s3Addresses(item, found));
      case JsonString string -> addAddress(FieldValue.text(string.text()), found);
      case JsonNumber _, JsonBoolean _, JsonNull _ -> {}
    }
  }

  private static void addAddress(Value value, List<Value> found) {
    boolean address =
        switch (value) {
          case Value.Known(String text) -> text.startsWith("s3://");
          case Value.AtRunTime(_, Optional<String> pattern) ->
              pattern.filter(text -> text.startsWith("s3://")).isPresent();
          case Value.Unsubstituted(String text, _, _) -> text.startsWith("s3://");
          case Value.Missing _ -> false;
        };
    if (address) {
      found.add(value);
    }
  }

  private static void roleArns(JsonValue value, List<String> found) {
    switch (value) {
      case JsonObject object ->
          object
              .members()
              .forEach(
                  member -> {
                    if (member.value() instanceof JsonString string) {
                      if (isRoleName(member.name())
                          && FieldValue.text(string.text()) instanceof Value.Known(String text)
                          && text.contains(ROLE)) {
                        found.add(text);
                      }
                    } else {
                      roleArns(member.value(), found);
                    }
                  });
      case JsonArray array -> array.items().forEach(item -> roleArns(item, found));
      case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> {}
    }
  }

  private static void objectsWith(JsonValue value, String name, List<Arguments> found) {
    switch (value) {
      case JsonObject object -> {
        if (object.member(name).isPresent()
            || object.member(name + ".$").isPresent()
            || FieldValue.unnamed(object).isPresent()) {
          found.add(new Arguments(Optional.of(object)));
        }
        object.members().forEach(member -> objectsWith(member.value(), name, found));
      }
      case JsonArray array -> array.items().forEach(item -> objectsWith(item, name, found));
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
    boolean each = step.endsWith("[]");
    String name = each ? step.substring(0, step.length() - 2) : step;
    Optional<String> expression = object.text(name + ".$");
    Optional<JsonValue> value = object.get(name).filter(there -> !(there instanceof JsonNull));
    Optional<Value.Unsubstituted> unnamed = FieldValue.unnamed(object);
    if (unnamed.isPresent()) {
      found.add(unnamed.get());
    } else if (expression.isPresent()) {
      Value whole = FieldValue.path(expression.get());
      found.add(rest.isEmpty() && value.isEmpty() ? whole : FieldValue.part(whole));
    } else if (value.isEmpty()) {
      found.add(new Value.Missing());
    } else if (rest.isEmpty()) {
      value.get().asList().forEach(item -> found.add(FieldValue.leaf(item)));
    } else if (each) {
      value.get().asList().forEach(item -> collect(item, rest, found));
    } else {
      collect(value.get(), rest, found);
    }
  }
}
