package dev.brevet.json;

import module java.base;

import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// Writes a [JsonValue] as text, in printable ASCII: what lies beyond is escaped. The same value is
/// the same text.
///
/// A policy is taken by IAM as it is printed here, and terminals obey nothing in it. Source: the
/// pattern of `policyDocumentType` in IAM's service model: tab, line feed, carriage return, U+0020
/// to U+00FF.
public final class JsonText {
  private final StringBuilder out = new StringBuilder();
  private final boolean spaced;

  private JsonText(boolean spaced) {
    this.spaced = spaced;
  }

  /// Without any white space: what IAM counts.
  public static String compact(JsonValue value) {
    JsonText text = new JsonText(false);
    text.write(value, 0);
    return text.out.toString();
  }

  /// On many lines, indented by two spaces; arrays and objects without anything in them stay on
  /// one.
  public static String indented(JsonValue value) {
    JsonText text = new JsonText(true);
    text.write(value, 0);
    return text.out.append('\n').toString();
  }

  /// A string with its quotes.
  public static String quoted(String value) {
    JsonText text = new JsonText(false);
    text.string(value);
    return text.out.toString();
  }

  private void write(JsonValue value, int depth) {
    switch (value) {
      case JsonObject object ->
          all('{', '}', object.members(), depth, member -> member(member, depth + 1));
      case JsonArray array -> all('[', ']', array.items(), depth, item -> write(item, depth + 1));
      case JsonString string -> string(string.text());
      case JsonNumber number -> out.append(number.literal());
      case JsonBoolean bool -> out.append(bool.value());
      case JsonNull _ -> out.append("null");
    }
  }

  private <T> void all(char open, char close, List<T> parts, int depth, Consumer<T> part) {
    out.append(open);
    for (int i = 0; i < parts.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      line(depth + 1);
      part.accept(parts.get(i));
    }
    if (!parts.isEmpty()) {
      line(depth);
    }
    out.append(close);
  }

  private void member(Member member, int depth) {
    string(member.name());
    out.append(spaced ? ": " : ":");
    write(member.value(), depth);
  }

  private void line(int depth) {
    if (spaced) {
      out.append('\n').repeat("  ", depth);
    }
  }

  private void string(String value) {
    out.append('"');
    escape(value, out);
    out.append('"');
  }

  /// Appends what is within the quotes of a string.
  public static void escape(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c >= ' ' && c <= '~') {
            out.append(c);
          } else {
            out.append("\\u").append(HexFormat.of().toHexDigits(c));
          }
        }
      }
    }
  }
}
