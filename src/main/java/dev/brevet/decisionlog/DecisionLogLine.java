package dev.brevet.decisionlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A decision as one line of JSON for the function's log, its fields always in the same order.
///
/// Printable ASCII alone: text that a caller chose can neither begin a line of its own nor hide in
/// one, and is cut at [UntrustedText#LONGEST]; but for the principal, which was verified and is
/// whole.
public final class DecisionLogLine {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private DecisionLogLine() {}

  /// The line for `decision`, without a line break. `recorded` tells whether the table holds it
  /// too.
  public static String of(DecisionRecord decision, boolean recorded) {
    StringWriter out = new StringWriter(1024);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("decisionId", decision.id().value());
      json.writeStringField("time", decision.time().toString());
      json.writeStringField("operation", decision.operation());
      json.writeStringField("outcome", decision.outcome().name());
      json.writeStringField("code", decision.code());
      json.writeBooleanField("recorded", recorded);
      subject(decision, json);
      reason(decision, json);
      session(decision, json);
      origin(decision.origin(), json);
      json.writeNumberField("latencyMicros", decision.latency().toNanos() / 1000);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // What Jackson takes for printable, and is not; it stands nowhere but inside texts.
    return out.toString().replace("\u007f", "\\u007f");
  }

  private static void subject(DecisionRecord decision, JsonGenerator json) throws IOException {
    // Whole: two that begin alike are two.
    json.writeStringField("principal", decision.principal());
    optional("method", decision.method().map(Enum::name), json);
    optional("mapping", decision.mapping(), json);
    if (decision.mappingVersion().isPresent()) {
      json.writeNumberField("mappingVersion", decision.mappingVersion().get());
    }
    optional("role", decision.role(), json);
    proof(decision.proof(), json);
  }

  private static void proof(DecisionRecord.Proof proof, JsonGenerator json) throws IOException {
    optional("proof", proof.digest(), json);
    if (proof.keys().isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("proofKeys");
    for (Map.Entry<String, List<String>> key : new TreeMap<>(proof.keys()).entrySet()) {
      json.writeArrayFieldStart(UntrustedText.bounded(key.getKey()));
      for (String value : key.getValue()) {
        json.writeString(UntrustedText.bounded(value));
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void reason(DecisionRecord decision, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("statements");
    for (String statement : decision.statements()) {
      json.writeString(UntrustedText.bounded(statement));
    }
    json.writeEndArray();
    optional("policyType", decision.policyType(), json);
    text("reason", decision.reason(), json);
    json.writeObjectFieldStart("parameters");
    for (Map.Entry<String, String> parameter : new TreeMap<>(decision.parameters()).entrySet()) {
      text(UntrustedText.bounded(parameter.getKey()), parameter.getValue(), json);
    }
    json.writeEndObject();
  }

  private static void session(DecisionRecord decision, JsonGenerator json) throws IOException {
    optional("sessionPolicySha256", decision.sessionPolicySha256(), json);
    if (decision.duration().isPresent()) {
      json.writeNumberField("durationSeconds", decision.duration().get().toSeconds());
    }
    optional("sessionName", decision.proof().sessionName(), json);
    optional("sourceIdentity", decision.sourceIdentity(), json);
    optional("accessKeyId", decision.accessKeyId(), json);
    optional("expiration", decision.expiration().map(Object::toString), json);
    if (decision.packedPolicySize().isPresent()) {
      json.writeNumberField("packedPolicySize", decision.packedPolicySize().get());
    }
    optional("reuseOf", decision.reuseOf().map(DecisionId::value), json);
    if (decision.answers() > 1) {
      json.writeNumberField("answers", decision.answers());
    }
  }

  private static void origin(RequestOrigin origin, JsonGenerator json) throws IOException {
    text("requestId", origin.requestId(), json);
    text("sourceAddress", origin.sourceAddress(), json);
    text("userAgent", origin.userAgent(), json);
    optional("vpcEndpoint", origin.vpcEndpoint(), json);
    text("function", origin.function(), json);
    json.writeStringField("receivedAt", origin.receivedAt().toString());
  }

  private static void optional(String name, Optional<String> value, JsonGenerator json)
      throws IOException {
    if (value.isPresent()) {
      text(name, value.get(), json);
    }
  }

  private static void text(String name, String value, JsonGenerator json) throws IOException {
    json.writeStringField(name, UntrustedText.bounded(value));
  }
}
