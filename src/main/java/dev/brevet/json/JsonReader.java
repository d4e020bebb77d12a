package dev.brevet.json;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.brevet.iam.UnicodeText;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.json.JsonValue.JsonBoolean;
import dev.brevet.json.JsonValue.JsonNull;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.JsonString;
import dev.brevet.json.JsonValue.Member;

/// Reads a text into a [JsonValue].
public final class JsonReader {
  /// How deep arrays and objects may nest.
  public static final int MAXIMUM_DEPTH = 256;

  private static final JsonFactory FACTORY = factory(MAXIMUM_DEPTH, 1_000, 2_048).build();

  private static final JsonFactory UNTRUSTED =
      factory(8, 64, 1_024).enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  // Names come from outside: they must not fill a table that outlives the request.
  private static JsonFactoryBuilder factory(int depth, int number, int name) {
    return new JsonFactoryBuilder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(depth)
                .maxNumberLength(number)
                .maxNameLength(name)
                .build())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
  }

  private final String json;

  private JsonReader(String json) {
    this.json = json;
  }

  /// What reading came to.
  public sealed interface Reading {}

  /// The whole text is one value.
  public record Read(JsonValue value) implements Reading {}

  /// It is not.
  ///
  /// @param line from 1
  /// @param column from 1
  /// @param message what is wrong, fit to show
  public record NotJson(int line, int column, String message) implements Reading {}

  /// Reads what comes before anything is known about its sender: one object and nothing else, no
  /// name twice, at most 8 levels, names of 1,024 and numbers of 64 characters.
  public static Reading readUntrusted(String json) {
    Reading reading = read(UNTRUSTED, json);
    return reading instanceof Read(JsonValue value) && !(value instanceof JsonObject)
        ? new NotJson(1, 1, "not an object")
        : reading;
  }

  /// The object of [#readUntrusted]. Empty when it is not that.
  public static Optional<JsonObject> untrusted(String json) {
    return readUntrusted(json) instanceof Read(JsonObject object)
        ? Optional.of(object)
        : Optional.empty();
  }

  /// The same from UTF-8.
  public static Optional<JsonObject> untrusted(byte[] utf8) {
    return UnicodeText.decode(utf8).flatMap(JsonReader::untrusted);
  }

  /// Reads UTF-8.
  public static Reading read(byte[] utf8) {
    return UnicodeText.decode(utf8)
        .map(JsonReader::read)
        .orElseGet(() -> new NotJson(1, 1, "not UTF-8"));
  }

  /// Reads a text. Names and strings are well-formed Unicode. A byte order mark before it is passed
  /// over.
  public static Reading read(String text) {
    return read(FACTORY, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static Reading read(JsonFactory factory, String json) {
    try (JsonParser parser = UnicodeParser.of(factory, json)) {
      try {
        if (parser.nextToken() == null) {
          return new NotJson(1, 1, "empty");
        }
        JsonValue value = new JsonReader(json).value(parser);
        JsonLocation after = parser.currentLocation();
        return parser.nextToken() == null
            ? new Read(value)
            : new NotJson(
                after.getLineNr(), after.getColumnNr(), "there is more text after the JSON value");
      } catch (StreamConstraintsException e) {
        return notJson(e, limit(parser));
      } catch (JsonProcessingException e) {
        return notJson(e, message(e, json));
      }
    } catch (IOException e) {
      return new NotJson(1, 1, "not readable");
    }
  }

  private JsonValue value(JsonParser parser) throws IOException {
    JsonLocation start = parser.currentTokenLocation();
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, start);
      case START_ARRAY -> array(parser, start);
      case VALUE_STRING -> {
        String text = parser.getText();
        yield new JsonString(text, place(start, parser));
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        String literal = parser.getText();
        yield new JsonNumber(literal, place(start, parser));
      }
      case VALUE_TRUE -> new JsonBoolean(true, place(start, parser));
      case VALUE_FALSE -> new JsonBoolean(false, place(start, parser));
      case VALUE_NULL -> new JsonNull(place(start, parser));
      case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("not the start of a value");
    };
  }

  private JsonObject object(JsonParser parser, JsonLocation start) throws IOException {
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      JsonLocation at = parser.currentTokenLocation();
      String name = parser.currentName();
      Place place = name(at);
      parser.nextToken();
      members.add(new Member(name, place, value(parser)));
    }
    return new JsonObject(members, place(start, parser));
  }

  private JsonArray array(JsonParser parser, JsonLocation start) throws IOException {
    List<JsonValue> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new JsonArray(items, place(start, parser));
  }

  /// A name with its quotes. The parser itself has already passed the colon.
  private Place name(JsonLocation at) {
    int start = (int) at.getCharOffset();
    int end = start + 1;
    while (json.charAt(end) != '"') {
      end += json.charAt(end) == '\\' ? 2 : 1;
    }
    return new Place(at.getLineNr(), at.getColumnNr(), start, end + 1);
  }

  /// From the token's start to where the parser stands.
  private static Place place(JsonLocation start, JsonParser parser) {
    return new Place(
        start.getLineNr(),
        start.getColumnNr(),
        (int) start.getCharOffset(),
        (int) parser.currentLocation().getCharOffset());
  }

  private static NotJson notJson(JsonProcessingException e, String message) {
    JsonLocation at = e.getLocation();
    int line = at == null ? 1 : Math.max(1, at.getLineNr());
    int column = at == null ? 1 : Math.max(1, at.getColumnNr());
    return new NotJson(line, column, message);
  }

  /// Which limit the parser stopped at.
  private static String limit(JsonParser parser) {
    StreamReadConstraints limits = parser.streamReadConstraints();
    return parser.getParsingContext().getNestingDepth() > limits.getMaxNestingDepth()
        ? "nested deeper than " + limits.getMaxNestingDepth() + " levels"
        : "a name is longer than "
            + limits.getMaxNameLength()
            + " characters, or a number longer than "
            + limits.getMaxNumberLength();
  }

  private static String message(JsonProcessingException e, String json) {
    if (e instanceof UnicodeParser.NotUnicode) {
      return e.getOriginalMessage();
    }
    JsonLocation at = e.getLocation();
    long offset = at == null ? -1 : at.getCharOffset();
    if (e instanceof JsonEOFException || offset >= json.length()) {
      return "ends before it is complete";
    }
    if (offset < 0 || json.charAt((int) offset) < ' ') {
      return "not JSON";
    }
    return "not JSON at `" + json.charAt((int) offset) + "`";
  }
}
