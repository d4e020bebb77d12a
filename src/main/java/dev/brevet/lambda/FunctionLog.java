package dev.brevet.lambda;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

/// Faults, one JSON line each. Of an exception that is not ours only its class and where it was
/// thrown are written: its message may repeat what a caller sent.
final class FunctionLog {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_FRAMES = 8;

  private final Consumer<String> lines;

  FunctionLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /// Something that Brevet needs did not answer: `fault` is one of ours, and so is its message.
  void unavailable(String requestId, RuntimeException fault) {
    write("unavailable", requestId, String.valueOf(fault.getMessage()), fault);
  }

  /// A fault of our own.
  void fault(String requestId, Exception fault) {
    write("fault", requestId, "", fault);
  }

  private void write(String event, String requestId, String message, Exception fault) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("level", "ERROR");
      json.writeStringField("event", event);
      json.writeStringField("requestId", requestId);
      if (!message.isEmpty()) {
        json.writeStringField("message", message);
      }
      json.writeArrayFieldStart("causes");
      for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
        json.writeString(cause.getClass().getName());
      }
      json.writeEndArray();
      json.writeArrayFieldStart("at");
      StackTraceElement[] frames = fault.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
        json.writeString(
            frames[i].getClassName()
                + "."
                + frames[i].getMethodName()
                + ":"
                + frames[i].getLineNumber());
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    lines.accept(out.toString());
  }
}
