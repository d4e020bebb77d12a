package dev.brevet.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.UnicodeParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A small JSON document, read whole: bounded in size and depth, duplicate keys refused, order
/// kept.
sealed interface Json {
  /// The longest document, in characters.
  int LONGEST = 65_536;

  /// An object; `source` is its text as it was read.
  record Obj(Map<String, Json> fields, String source) implements Json {}

  record Array(List<Json> elements) implements Json {}

  record Text(String value) implements Json {}

  /// A number as it was written.
  record Numeral(String digits) implements Json {}

  record Bool(boolean value) implements Json {}

  record Null() implements Json {}

  /// Reads `text`, which holds one value and nothing after it.
  ///
  /// @throws IllegalArgumentException when it is not JSON, too large, too deep, or names a key
  ///   twice; fit to show
  static Json read(String text) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("longer than " + LONGEST + " characters");
    }
    try (JsonParser parser = UnicodeParser.of(Reading.FACTORY, text)) {
      parser.nextToken();
      Json value = Reading.value(parser, text);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("there is more text after the JSON document");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(Reading.problem(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Appends `value` to `out` as a JSON string of printable ASCII alone: nothing in it ends the
  /// string, and nothing in it is outside of the characters that STS takes in a policy (tab, line
  /// feed, carriage return, U+0020 to U+00FF).
  static void quote(String value, StringBuilder out) {
    out.append('"');
    escape(value, out);
    out.append('"');
  }

  /// As [#quote], without the quotes.
  static void escape(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        out.append(c);
      } else {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 15, 16));
        }
      }
    }
  }

  /// The parser's side; apart, as an interface has no private fields.
  final class Reading {
    private static final JsonFactory FACTORY =
        new JsonFactoryBuilder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(20)
                    .maxStringLength(LONGEST)
                    .maxNumberLength(40)
                    .build())
            .build();

    private Reading() {}

    private static Json value(JsonParser parser, String text) throws IOException {
      JsonToken token = parser.currentToken();
      if (token == null) {
        throw new IllegalArgumentException("no document");
      }
      return switch (token) {
        case START_OBJECT -> object(parser, text);
        case START_ARRAY -> array(parser, text);
        case VALUE_STRING -> new Text(parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
        case VALUE_TRUE -> new Bool(true);
        case VALUE_FALSE -> new Bool(false);
        case VALUE_NULL -> new Null();
        case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
            throw new IllegalArgumentException("not JSON");
      };
    }

    private static Obj object(JsonParser parser, String text) throws IOException {
      int from = (int) parser.currentTokenLocation().getCharOffset();
      Map<String, Json> fields = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (fields.put(name, value(parser, text)) != null) {
          throw new IllegalArgumentException("`" + UntrustedText.shown(name) + "` is given twice");
        }
      }
      int to = (int) parser.currentLocation().getCharOffset();
      return new Obj(Collections.unmodifiableMap(fields), text.substring(from, to));
    }

    private static Array array(JsonParser parser, String text) throws IOException {
      List<Json> elements = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        elements.add(value(parser, text));
      }
      return new Array(List.copyOf(elements));
    }

    private static String problem(JsonProcessingException e) {
      if (e instanceof UnicodeParser.NotUnicode) {
        return "holds half a surrogate pair, which is not a Unicode character";
      }
      // Jackson's own words quote the input.
      JsonLocation where = e.getLocation();
      return where == null
          ? "not JSON"
          : "not JSON, or too deep (line "
              + where.getLineNr()
              + ", column "
              + where.getColumnNr()
              + ")";
    }
  }
}
