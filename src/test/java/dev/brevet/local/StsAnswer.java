package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Writes what STS answers, as XML or, to who accepts `application/json`, as JSON.
final class StsAnswer {
  private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private StsAnswer() {}

  static String success(
      String action, Map<String, Object> result, String requestId, boolean asJson) {
    Map<String, Object> response = new LinkedHashMap<>();
    response.put(action + "Result", result);
    response.put("ResponseMetadata", Map.of("RequestId", requestId));
    return write(action + "Response", response, asJson, true);
  }

  static String failure(StsFailure failure, String requestId, boolean asJson) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("Type", failure.status() < 500 ? "Sender" : "Receiver");
    error.put("Code", failure.code());
    error.put("Message", failure.getMessage());
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("Error", error);
    response.put("RequestId", requestId);
    return write("ErrorResponse", response, asJson, false);
  }

  private static String write(
      String root, Map<String, Object> content, boolean asJson, boolean namedRoot) {
    if (asJson) {
      try {
        return JSON.writeValueAsString(namedRoot ? Map.of(root, content) : content);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }
    StringBuilder out = new StringBuilder();
    out.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">\n");
    content.forEach((name, value) -> element(out, "  ", name, value));
    return out.append("</").append(root).append(">\n").toString();
  }

  private static void element(StringBuilder out, String indent, String name, Object value) {
    out.append(indent).append('<').append(name).append('>');
    if (value instanceof Map<?, ?> map) {
      out.append('\n');
      map.forEach((key, child) -> element(out, indent + "  ", key.toString(), child));
      out.append(indent);
    } else {
      out.append(escape(value.toString()));
    }
    out.append("</").append(name).append(">\n");
  }

  private static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\t', '\n' -> out.appendCodePoint(c);
                default -> out.appendCodePoint(c < 0x20 ? 0xfffd : c);
              }
            });
    return out.toString();
  }
}
