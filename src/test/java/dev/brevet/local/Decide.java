package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.policy.Decision;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementReference;

/// Decides requests line by line, for conformance suites and scripts: JSON in, JSON out, a line for
/// a line.
///
/// A line that is no request, or holds a policy that is none, is answered with a denial and what
/// was wrong in `malformed`; it never ends the run. Empty lines are passed over.
public final class Decide {
  /// The longest line, in bytes.
  static final int LONGEST = 16 << 20;

  private static final JsonFactory JSON = new JsonFactory();

  private final InputStream in;
  private final OutputStream out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
  private boolean tooLong;

  private Decide(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /// Answers every line of `in` on `out`; 0 when the end of `in` was reached and all of it written,
  /// else 1.
  public static int run(InputStream in, PrintStream out) {
    OutputStream buffered = new BufferedOutputStream(out, 1 << 16);
    try {
      new Decide(in, buffered).answerAll();
      buffered.flush();
    } catch (IOException e) {
      System.err.println("decide: " + e.getMessage());
      return 1;
    }
    return out.checkError() ? 1 : 0;
  }

  private void answerAll() throws IOException {
    byte[] block = new byte[1 << 16];
    int read = in.read(block);
    while (read >= 0) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (block[i] == '\n') {
          keep(block, from, i);
          endLine();
          from = i + 1;
        }
      }
      keep(block, from, read);
      if (in.available() == 0) {
        out.flush();
      }
      read = in.read(block);
    }
    endLine();
  }

  private void keep(byte[] block, int from, int to) {
    tooLong |= line.size() + to - from > LONGEST;
    if (!tooLong) {
      line.write(block, from, to - from);
    }
  }

  private void endLine() throws IOException {
    byte[] bytes = line.toByteArray();
    if (tooLong || !isBlank(bytes)) {
      DecideLine read =
          tooLong
              ? DecideLine.refused("longer than " + LONGEST + " bytes")
              : DecideLine.read(bytes);
      write(read, decide(read));
    }
    line.reset();
    tooLong = false;
  }

  private static Decision decide(DecideLine line) {
    Optional<PolicyType> unreadable = line.unreadable();
    if (line.request().isEmpty() || !line.malformed().isEmpty()) {
      return new Decision.ImplicitlyDenied(unreadable.orElse(PolicyType.IDENTITY));
    }
    return PolicyEvaluator.evaluate(line.request().get(), line.policies().build());
  }

  private void write(DecideLine line, Decision decision) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeFieldName("id");
      line.writeId(json);
      json.writeStringField("decision", decision.name());
      json.writeStringField(
          "blockedBy", blockedBy(line, decision).map(PolicyType::label).orElse(null));
      texts(
          "statements",
          decision.statements().stream().map(StatementReference::toString).toList(),
          json);
      if (line.malformed().isEmpty()) {
        json.writeNullField("malformed");
      } else {
        texts("malformed", line.malformed(), json);
      }
      json.writeEndObject();
    }
    bytes.writeTo(out);
    out.write('\n');
  }

  private static Optional<PolicyType> blockedBy(DecideLine line, Decision decision) {
    return decision instanceof Decision.ImplicitlyDenied && !line.malformed().isEmpty()
        ? line.unreadable()
        : decision.blockedBy();
  }

  private static void texts(String name, List<String> texts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static boolean isBlank(byte[] line) {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
