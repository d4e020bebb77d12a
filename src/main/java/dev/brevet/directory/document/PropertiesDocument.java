package dev.brevet.directory.document;

import module java.base;

import dev.brevet.directory.Properties;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;

/// Properties as JSON: texts, numbers, truths, and lists of these; an object within is flattened
/// with dots. What has no condition value is refused: null, and a list in a list or of objects.
final class PropertiesDocument {
  private static final int DEEPEST = 8;

  private PropertiesDocument() {}

  /// @throws IllegalArgumentException when it is no object of properties; fit to show
  static Properties read(JsonValue value) {
    if (!(value instanceof JsonObject object)) {
      throw new IllegalArgumentException("must be an object");
    }
    Map<String, List<String>> values = new LinkedHashMap<>();
    flatten("", object, 1, values);
    return Properties.of(values);
  }

  private static void flatten(
      String prefix, JsonObject object, int depth, Map<String, List<String>> into) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("nested deeper than " + DEEPEST + " objects");
    }
    for (Member member : object.members()) {
      String name = prefix + member.name();
      if (member.value() instanceof JsonObject inner) {
        Properties.requireName(name);
        flatten(name + ".", inner, depth + 1, into);
      } else {
        List<String> texts = new ArrayList<>();
        for (JsonValue each : member.value().asList()) {
          texts.add(text(name, each));
        }
        if (!texts.isEmpty() && into.put(name, texts) != null) {
          throw new IllegalArgumentException("`" + UntrustedText.shown(name) + "` is given twice");
        }
      }
    }
  }

  private static String text(String name, JsonValue value) {
    return value
        .asScalar()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "`"
                        + UntrustedText.shown(name)
                        + "` must be a string, a number, true, false, or a list of these"));
  }

  static JsonObject write(Properties properties) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    properties
        .asMap()
        .forEach(
            (name, values) ->
                members.put(
                    name,
                    values.size() == 1 ? JsonValue.of(values.get(0)) : JsonValue.texts(values)));
    return JsonValue.of(members);
  }
}
