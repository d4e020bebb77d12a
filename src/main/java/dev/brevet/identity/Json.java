package dev.brevet.identity;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.brevet.iam.UnicodeText;
import dev.brevet.json.UnicodeParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// JSON of strangers, read strictly: one object and nothing after it, Unicode in UTF-8, no key
/// twice, eight levels deep at most.
///
/// Numbers keep their text, so that nothing is rounded and no exponent is ever expanded.
public sealed interface Json {
  JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(8)
                  .maxNumberLength(64)
                  .maxNameLength(1024)
                  .build())
          .build();

  record Text(String value) implements Json {}

  /// `literal` is as written: `900`, `1.5`, `-1e3`.
  record Numeric(String literal) implements Json {}

  record Truth(boolean value) implements Json {}

  record Nothing() implements Json {}

  record Elements(List<Json> values) implements Json {}

  record Members(Map<String, Json> values) implements Json {
    /// The member `name` where it is a string.
    public Optional<String> text(String name) {
      return values.get(name) instanceof Text(String value) ? Optional.of(value) : Optional.empty();
    }

    public boolean has(String name) {
      return values.containsKey(name);
    }
  }

  /// Empty when `utf8` is not exactly one JSON object as described above.
  static Optional<Members> object(byte[] utf8) {
    return UnicodeText.decode(utf8).flatMap(Json::object);
  }

  /// Empty when `text` is not exactly one JSON object as described above.
  static Optional<Members> object(String text) {
    try (JsonParser parser = UnicodeParser.of(FACTORY, text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      Members members = members(parser);
      return parser.nextToken() == null ? Optional.of(members) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Members members(JsonParser parser) throws IOException {
    Map<String, Json> values = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      values.put(name, value(parser));
    }
    return new Members(values);
  }

  private static Elements elements(JsonParser parser) throws IOException {
    List<Json> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return new Elements(values);
  }

  private static Json value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonParseException(parser, "ends before it is complete");
    }
    return switch (token) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> new Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeric(parser.getText());
      case VALUE_TRUE -> new Truth(true);
      case VALUE_FALSE -> new Truth(false);
      case VALUE_NULL -> new Nothing();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new JsonParseException(parser, "not a value");
    };
  }
}
