package dev.brevet.mapping;

import dev.brevet.iam.UntrustedText;
import dev.brevet.mapping.MappingReading.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The fields of one JSON object, taken one by one; what is wrong is collected, with its path.
final class Fields {
  private final String path;
  private final Map<String, Json> fields;
  private final List<Problem> problems;
  private final Set<String> taken = new HashSet<>();

  Fields(String path, Json.Obj object, List<Problem> problems) {
    this.path = path;
    this.fields = object.fields();
    this.problems = problems;
  }

  Set<String> names() {
    return fields.keySet();
  }

  Optional<Json> any(String name) {
    taken.add(name);
    return Optional.ofNullable(fields.get(name));
  }

  Optional<String> text(String name) {
    return typed(name, Json.Text.class, "a string").map(Json.Text::value);
  }

  boolean truth(String name, boolean otherwise) {
    return typed(name, Json.Bool.class, "true or false").map(Json.Bool::value).orElse(otherwise);
  }

  Optional<Json.Obj> object(String name) {
    return typed(name, Json.Obj.class, "an object");
  }

  /// The texts of a list; a problem for each element that is none.
  List<String> texts(String name) {
    List<String> out = new ArrayList<>();
    List<Json> elements =
        typed(name, Json.Array.class, "a list").map(Json.Array::elements).orElse(List.of());
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Json.Text(String value)) {
        out.add(value);
      } else {
        problem(name + "[" + i + "]", "must be a string");
      }
    }
    return out;
  }

  /// `name`'s text read by `reader`, or a problem with its message.
  <T> Optional<T> read(String name, Function<String, T> reader) {
    return text(name).flatMap(text -> attempt(name, () -> reader.apply(text)));
  }

  /// As [#read], and a problem when there is no such field.
  <T> Optional<T> required(String name, Function<String, T> reader) {
    require(name);
    return read(name, reader);
  }

  void require(String name) {
    if (!fields.containsKey(name)) {
      problem(name, "is missing");
    }
  }

  /// What `reader` makes, or a problem with the message of its refusal.
  <T> Optional<T> attempt(String name, Supplier<T> reader) {
    try {
      return Optional.of(reader.get());
    } catch (IllegalArgumentException e) {
      problem(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  void problem(String name, String text) {
    problems.add(new Problem(pathOf(name), text));
  }

  String pathOf(String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }

  /// A problem for each field that nobody took.
  void refuseUnknown() {
    for (String name : fields.keySet()) {
      if (!taken.contains(name)) {
        problem(UntrustedText.shown(name), "is not a known field");
      }
    }
  }

  private <J extends Json> Optional<J> typed(String name, Class<J> type, String words) {
    Optional<Json> value = any(name);
    if (value.isPresent() && !type.isInstance(value.get())) {
      problem(name, "must be " + words);
    }
    return value.filter(type::isInstance).map(type::cast);
  }
}
