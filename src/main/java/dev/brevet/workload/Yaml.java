package dev.brevet.workload;

import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// Writes a tree as YAML in block style. Texts that YAML could take for something else are quoted
/// as JSON quotes them, which YAML reads the same way.
final class Yaml {
  private final StringBuilder out = new StringBuilder();

  private Yaml() {}

  static String text(JsonValue value) {
    Yaml yaml = new Yaml();
    yaml.block(value, 0);
    return yaml.out.toString();
  }

  private void block(JsonValue value, int depth) {
    switch (value) {
      case JsonObject object -> {
        for (Member member : object.members()) {
          out.repeat("  ", depth);
          member(member, depth);
        }
      }
      case JsonArray array -> {
        for (JsonValue item : array.items()) {
          out.repeat("  ", depth).append("- ");
          item(item, depth);
        }
      }
      case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ ->
          out.repeat("  ", depth).append(scalar(value)).append('\n');
    }
  }

  private void member(Member member, int depth) {
    out.append(plain(member.name())).append(':');
    if (isBlock(member.value())) {
      out.append('\n');
      block(member.value(), depth + 1);
    } else {
      out.append(' ').append(scalar(member.value())).append('\n');
    }
  }

  /// The first member stands behind the dash, the others below it.
  private void item(JsonValue item, int depth) {
    if (item instanceof JsonObject object && !object.members().isEmpty()) {
      boolean first = true;
      for (Member member : object.members()) {
        if (!first) {
          out.repeat("  ", depth + 1);
        }
        first = false;
        member(member, depth + 1);
      }
    } else {
      out.append(isBlock(item) ? JsonText.compact(item) : scalar(item)).append('\n');
    }
  }

  private static boolean isBlock(JsonValue value) {
    return switch (value) {
      case JsonObject object -> !object.members().isEmpty();
      case JsonArray array -> !array.items().isEmpty();
      case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> false;
    };
  }

  private static String scalar(JsonValue value) {
    return value instanceof JsonString(String text, _) ? plain(text) : JsonText.compact(value);
  }

  /// Plain only where it can be nothing but text: begins with a letter, has nothing that YAML gives
  /// a meaning.
  private static String plain(String text) {
    boolean plain = !text.isEmpty() && isLetter(text.charAt(0)) && !isWord(text);
    for (int i = 0; i < text.length() && plain; i++) {
      char c = text.charAt(i);
      boolean colonWithin =
          c == ':'
              && i + 1 < text.length()
              && text.charAt(i + 1) != ' '
              && text.charAt(i + 1) != '\n';
      plain = isLetter(c) || (c >= '0' && c <= '9') || "-_./@+".indexOf(c) >= 0 || colonWithin;
    }
    return plain ? text : JsonText.quoted(text);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// Words that YAML 1.1, which CloudFormation reads, takes for booleans or nothing.
  private static boolean isWord(String text) {
    return switch (AsciiCase.lower(text)) {
      case "y", "yes", "n", "no", "true", "false", "on", "off", "null" -> true;
      default -> false;
    };
  }
}
