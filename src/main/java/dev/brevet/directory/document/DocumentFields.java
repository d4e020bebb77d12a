package dev.brevet.directory.document;

import dev.brevet.directory.document.ItemReading.Problem;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The fields of one JSON object, taken one by one; what is wrong is collected with its path. A
/// field that is there twice or that nobody takes is wrong.
final class DocumentFields {
  private static final int MOST_PROBLEMS = 20;

  private final String path;
  private final JsonObject object;
  private final List<Problem> problems;
  private final Set<String> taken = new HashSet<>();

  DocumentFields(String path, JsonObject object, List<Problem> problems) {
    this.path = path;
    this.object = object;
    this.problems = problems;
    Set<String> names = new HashSet<>();
    for (Member member : object.members()) {
      if (!names.add(member.name())) {
        problem(UntrustedText.shown(member.name()), "is given twice");
      }
    }
  }

  boolean has(String name) {
    return object.get(name).isPresent();
  }

  Optional<JsonValue> any(String name) {
    taken.add(name);
    return object.get(name);
  }

  Optional<String> text(String name) {
    return any(name)
        .flatMap(
            value -> {
              if (value instanceof JsonString(String text, _)) {
                return Optional.of(text);
              }
              problem(name, "must be a string");
              return Optional.empty();
            });
  }

  /// The text of `name` read by `reader`; a problem where it is missing or refused.
  <T> Optional<T> required(String name, Function<String, T> reader) {
    require(name);
    return text(name).flatMap(text -> attempt(name, () -> reader.apply(text)));
  }

  String description() {
    return text("description").orElse("");
  }

  Optional<DocumentFields> object(String name) {
    return any(name).flatMap(value -> fields(name, value));
  }

  /// The elements of a list; none where it is absent.
  List<JsonValue> list(String name) {
    Optional<JsonValue> value = any(name);
    if (value.isPresent() && !(value.get() instanceof JsonArray)) {
      problem(name, "must be a list");
      return List.of();
    }
    return value.map(JsonValue::asList).orElse(List.of());
  }

  /// The texts of a list.
  Set<String> texts(String name) {
    Set<String> out = new HashSet<>();
    List<JsonValue> elements = list(name);
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof JsonString(String text, _)) {
        out.add(text);
      } else {
        problem(name + "[" + i + "]", "must be a string");
      }
    }
    return out;
  }

  /// The fields of an object that is the value of `name`.
  Optional<DocumentFields> fields(String name, JsonValue value) {
    if (value instanceof JsonObject inner) {
      return Optional.of(new DocumentFields(pathOf(name), inner, problems));
    }
    problem(name, "must be an object");
    return Optional.empty();
  }

  void require(String name) {
    if (!has(name)) {
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

  /// Takes a field that does not count.
  void ignore(String name) {
    taken.add(name);
  }

  void refuseUnknown() {
    for (Member member : object.members()) {
      if (!taken.contains(member.name())) {
        problem(UntrustedText.shown(member.name()), "is not a known field");
      }
    }
  }

  void problem(String name, String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(pathOf(name), text));
    }
  }

  JsonObject object() {
    return object;
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }
}
