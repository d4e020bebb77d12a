package dev.brevet.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.brevet.iam.UnicodeText;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.InvalidField;
import dev.brevet.json.UnicodeParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a request's body: one JSON object, strictly.
///
/// At most 64 KB of valid UTF-8; a field that nobody knows, a field given twice, a value of another
/// type, a text that holds U+0000 or half a surrogate pair, and anything after the object are
/// refused, and the refusal names the field. It never repeats a value.
public final class StrictJson {
  /// Bytes.
  public static final int MOST = 64 * 1024;

  public static final String HALF_A_CHARACTER = "holds half a surrogate pair";

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(32)
                  .maxNameLength(1024)
                  .maxStringLength(MOST)
                  .build())
          // Names come from outside: they must not fill a table that outlives the request.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private final String field;

  private StrictJson(JsonParser parser, String field) {
    this.parser = parser;
    this.field = field;
  }

  /// Takes one field's value.
  public interface Field {
    void read(StrictJson value) throws IOException, InvalidField;
  }

  /// Hands each field of the object in `body` to its reader. What is wrong, or empty when nothing
  /// is.
  public static Optional<Problem> object(Body body, Map<String, Field> fields) {
    return switch (text(body)) {
      case Text.Refused(Problem problem) -> Optional.of(problem);
      case Text.Read(String json) -> object(json, fields);
    };
  }

  /// The body as text, for documents that another room reads.
  public static Text text(Body body) {
    return text(body, MOST);
  }

  /// The same for documents that may have `most` bytes.
  public static Text text(Body body, int most) {
    if (body.size() > most) {
      return new Text.Refused(
          Problem.malformed("body", "the body is larger than " + most + " bytes"));
    }
    return body.text()
        .<Text>map(Text.Read::new)
        .orElseGet(() -> new Text.Refused(Problem.malformed("body", "the body is not UTF-8")));
  }

  /// A body that is text of an acceptable size, or not.
  public sealed interface Text {
    record Read(String json) implements Text {}

    record Refused(Problem problem) implements Text {}
  }

  private static Optional<Problem> object(String json, Map<String, Field> fields) {
    try (JsonParser parser = UnicodeParser.of(JSON, json)) {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new InvalidField("body", "the body must be a JSON object");
        }
        members(parser, fields);
        if (parser.nextToken() != null) {
          throw new InvalidField("body", "there is more text after the JSON object");
        }
        return Optional.empty();
      } catch (InvalidField wrong) {
        return Optional.of(Problem.malformed(wrong));
      } catch (UnicodeParser.NotUnicode half) {
        return Optional.of(Problem.malformed("body", "the body " + HALF_A_CHARACTER));
      } catch (JsonProcessingException notJson) {
        return Optional.of(Problem.malformed("body", "the body is not JSON" + place(notJson)));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static void members(JsonParser parser, Map<String, Field> fields)
      throws IOException, InvalidField {
    Set<String> seen = new HashSet<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Field reader = fields.get(name);
      if (reader == null) {
        throw new InvalidField(
            UntrustedText.shown(name), "`" + UntrustedText.shown(name) + "` is not a known field");
      }
      if (!seen.add(name)) {
        throw new InvalidField(name, "`" + name + "` is given twice");
      }
      StrictJson value = new StrictJson(parser, name);
      try {
        parser.nextToken();
        reader.read(value);
      } catch (UnicodeParser.NotUnicode half) {
        throw value.wrong(HALF_A_CHARACTER);
      }
    }
  }

  /// The value as a text.
  public String string() throws IOException, InvalidField {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrong("must be a string");
    }
    String text = parser.getText();
    if (!isCleanText(text)) {
      throw wrong("holds U+0000");
    }
    return text;
  }

  /// The value as a whole number.
  public long integer() throws IOException, InvalidField {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrong("must be a whole number");
    }
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw wrong("is out of range");
    }
    return parser.getLongValue();
  }

  /// The value as true or false.
  public boolean truth() throws IOException, InvalidField {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw wrong("must be true or false");
    };
  }

  /// The value as an object, written again without white space.
  public String object() throws IOException, InvalidField {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("must be an object");
    }
    StringWriter out = new StringWriter();
    try (JsonGenerator copy = JSON.createGenerator(out)) {
      copy.copyCurrentStructure(parser);
    }
    return out.toString();
  }

  /// The value as an object whose values are texts.
  public Map<String, String> strings() throws IOException, InvalidField {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong("must be an object");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = field + "." + parser.currentName();
      if (!isCleanText(name)) {
        throw wrong("has a name that holds U+0000");
      }
      String key = parser.currentName();
      parser.nextToken();
      String value = new StrictJson(parser, UntrustedText.shown(name)).string();
      if (texts.put(key, value) != null) {
        throw new InvalidField(
            UntrustedText.shown(name), "`" + UntrustedText.shown(name) + "` is given twice");
      }
    }
    return texts;
  }

  /// A refusal of this value; `what` follows the field's name.
  public InvalidField wrong(String what) {
    return new InvalidField(field, "`" + field + "` " + what);
  }

  private static String place(JsonProcessingException notJson) {
    return notJson.getLocation() == null
        ? ""
        : " at line "
            + notJson.getLocation().getLineNr()
            + ", column "
            + notJson.getLocation().getColumnNr();
  }

  public static boolean isCleanText(String text) {
    return text.indexOf(0) < 0 && UnicodeText.isWellFormed(text);
  }
}
