package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.iam.UnicodeText;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonNumber;
import dev.brevet.json.JsonValue.JsonObject;

/// Documents as they come: from files, from the network.
public final class Documents {
  /// Bytes: what Brevet itself takes as a body.
  private static final int MOST = 4 << 20;

  private Documents() {}

  /// Empty when the bytes are not a JSON object.
  public static Optional<JsonObject> object(byte[] json) {
    return JsonReader.read(json) instanceof JsonReader.Read(JsonValue value)
        ? value.asObject()
        : Optional.empty();
  }

  /// Empty when the text is not a JSON object.
  public static Optional<JsonObject> object(String json) {
    return JsonReader.read(json) instanceof JsonReader.Read(JsonValue value)
        ? value.asObject()
        : Optional.empty();
  }

  /// A whole number. Empty when the member is not there or is no such number.
  public static OptionalLong number(JsonObject object, String name) {
    if (object.get(name).orElse(null) instanceof JsonNumber number
        && number.literal().matches("-?\\d{1,18}")) {
      return OptionalLong.of(Long.parseLong(number.literal()));
    }
    return OptionalLong.empty();
  }

  /// The text of a file that the user names; `-` is standard input. A byte order mark is dropped.
  public static String text(String file, Environment environment) throws Failure {
    byte[] bytes;
    try (InputStream in =
        file.equals("-") ? environment.in() : Files.newInputStream(Path.of(file))) {
      bytes = in.readNBytes(MOST + 1);
    } catch (IOException | InvalidPathException _) {
      throw Failure.of(Exit.USAGE, "`" + file + "` cannot be read");
    }
    if (bytes.length > MOST) {
      throw Failure.of(Exit.USAGE, "`" + file + "` is larger than " + MOST + " bytes");
    }
    String text =
        UnicodeText.decode(bytes)
            .orElseThrow(() -> Failure.of(Exit.USAGE, "`" + file + "` is not UTF-8"));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /// The JSON value of a file that the user names.
  public static JsonValue json(String file, Environment environment) throws Failure {
    return switch (JsonReader.read(text(file, environment))) {
      case JsonReader.Read(JsonValue value) -> value;
      case JsonReader.NotJson not ->
          throw Failure.of(
              Exit.USAGE,
              file + ":" + not.line() + ":" + not.column() + ": not JSON: " + not.message());
    };
  }
}
