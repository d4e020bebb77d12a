package dev.brevet.decisionlog.dynamodb;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item as JSON: texts, numbers, lists and maps, printable ASCII alone. Whatever is stored is
/// shown, known or not.
final class ItemJson {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /// What a reader looks for first; the rest follows by name.
  private static final List<String> FIRST =
      List.of(
          "id",
          "time",
          "operation",
          "outcome",
          "code",
          "principal",
          "method",
          "mapping",
          "role",
          "statements",
          "policyType",
          "reason",
          "parameters");

  private ItemJson() {}

  static String of(Map<String, AttributeValue> item) {
    StringWriter out = new StringWriter(1024);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      Map<String, AttributeValue> rest = new TreeMap<>(item);
      for (String name : FIRST) {
        AttributeValue value = rest.remove(name);
        if (value != null) {
          json.writeFieldName(name);
          write(value, json);
        }
      }
      members(rest, json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void members(Map<String, AttributeValue> members, JsonGenerator json)
      throws IOException {
    for (Map.Entry<String, AttributeValue> member : new TreeMap<>(members).entrySet()) {
      json.writeFieldName(member.getKey());
      write(member.getValue(), json);
    }
  }

  private static void write(AttributeValue value, JsonGenerator json) throws IOException {
    switch (value.type()) {
      case S -> json.writeString(value.s());
      case N -> json.writeNumber(value.n());
      case BOOL -> json.writeBoolean(value.bool());
      case L -> {
        json.writeStartArray();
        for (AttributeValue element : value.l()) {
          write(element, json);
        }
        json.writeEndArray();
      }
      case M -> {
        json.writeStartObject();
        members(value.m(), json);
        json.writeEndObject();
      }
      // Nothing of these is ever written here.
      case B, BS, NS, SS, NUL, UNKNOWN_TO_SDK_VERSION -> json.writeNull();
    }
  }
}
