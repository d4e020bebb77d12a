package dev.brevet.decisionlog;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import org.jspecify.annotations.Nullable;

/// A decision as one line of JSON, in printable ASCII only: text that a caller chose can neither
/// begin a line of its own nor hide in one.
public final class DecisionLogLine {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private DecisionLogLine() {}

  /// The line for `decision` in the function's log, without a line break. `recorded` says whether
  /// the table has it too. A batch is only in the table.
  public static String of(DecisionRecord decision, boolean recorded) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("decisionId", decision.id().value());
    line.put("recorded", recorded);
    line.putAll(DecisionFields.of(decision));
    line.remove("id");
    line.remove("batch");
    return json(line);
  }

  /// `fields`, in their order, as a JSON object.
  public static String json(Map<String, ?> fields) {
    StringWriter out = new StringWriter(1024);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      write(fields, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Jackson takes DEL for printable, and it is not. It stands nowhere but inside strings.
    return out.toString().replace("\u007f", "\\u007f");
  }

  private static void write(@Nullable Object value, JsonGenerator json) throws IOException {
    switch (value) {
      case Map<?, ?> members -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> member : members.entrySet()) {
          json.writeFieldName(String.valueOf(member.getKey()));
          write(member.getValue(), json);
        }
        json.writeEndObject();
      }
      case Iterable<?> elements -> {
        json.writeStartArray();
        for (Object element : elements) {
          write(element, json);
        }
        json.writeEndArray();
      }
      // A string, number, Boolean or null.
      case null, default -> json.writeObject(value);
    }
  }
}
