package dev.brevet.api;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/// Writes small JSON documents.
public final class JsonText {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonText() {}

  public interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /// One object whose members `content` writes.
  public static String object(Content content) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      content.write(json);
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toString();
  }

  /// Members whose values are texts or numbers.
  public static void members(JsonGenerator json, Map<String, Object> members) throws IOException {
    for (Map.Entry<String, Object> member : members.entrySet()) {
      switch (member.getValue()) {
        case Integer number -> json.writeNumberField(member.getKey(), number);
        case Long number -> json.writeNumberField(member.getKey(), number);
        case Object text -> json.writeStringField(member.getKey(), text.toString());
      }
    }
  }
}
