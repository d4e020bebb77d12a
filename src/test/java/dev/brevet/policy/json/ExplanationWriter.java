package dev.brevet.policy.json;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Explanation;
import dev.brevet.policy.PolicyOutcome;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementOutcome;
import dev.brevet.policy.StatementReference;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.Shortfall;

/// Writes explanations as JSON without white space, deterministic.
///
/// `{"decision", "blockedBy", "statements", "request": {..}, "policies": [{"type", "policy",
/// "binds", "considered", "matched": [{"statement", "effect"}], "nearlyMatched": [{"statement",
/// "effect", "because"}]}], "absentKeys"}`, and `partlyKnownKeys` where there are any
public final class ExplanationWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private ExplanationWriter() {}

  /// `explanation` as one line of JSON.
  public static String write(Explanation explanation) {
    StringWriter out = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(out)) {
      write(explanation, json);
    } catch (IOException e) {
      // INVARIANT: a StringWriter does no I/O.
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  /// Writes `explanation` as a value of a bigger document.
  ///
  /// @throws IOException when the generator's target does not take it
  public static void write(Explanation explanation, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("decision", explanation.decision().name());
    json.writeStringField(
        "blockedBy", explanation.decision().blockedBy().map(PolicyType::label).orElse(null));
    json.writeArrayFieldStart("statements");
    for (StatementReference reference : explanation.decision().statements()) {
      json.writeString(reference.toString());
    }
    json.writeEndArray();
    request(explanation.request(), json);
    json.writeArrayFieldStart("policies");
    for (PolicyOutcome policy : explanation.policies()) {
      policy(policy, json);
    }
    json.writeEndArray();
    texts("absentKeys", explanation.absentKeys(), json);
    if (!explanation.partlyKnownKeys().isEmpty()) {
      texts("partlyKnownKeys", explanation.partlyKnownKeys(), json);
    }
    json.writeEndObject();
  }

  private static void request(AuthorizationRequest request, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("request");
    json.writeStringField("principal", request.principal().identifier());
    json.writeStringField("action", request.action().toString());
    json.writeStringField("resource", request.resource());
    json.writeEndObject();
  }

  private static void policy(PolicyOutcome policy, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", policy.type().label());
    if (policy.type() == PolicyType.SERVICE_CONTROL
        || policy.type() == PolicyType.RESOURCE_CONTROL) {
      json.writeNumberField("level", policy.level());
    }
    json.writeStringField(
        "policy", policy.policyName().orElseGet(() -> Integer.toString(policy.policyIndex())));
    json.writeBooleanField("binds", policy.binds());
    json.writeNumberField("considered", policy.statementsConsidered());
    statements("matched", policy.matched(), json);
    statements("nearlyMatched", policy.nearlyMatched(), json);
    json.writeEndObject();
  }

  private static void statements(String name, List<StatementOutcome> statements, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (StatementOutcome statement : statements) {
      json.writeStartObject();
      json.writeStringField("statement", statement.reference().toString());
      json.writeStringField("effect", statement.effect().text());
      for (Shortfall shortfall : statement.shortfalls()) {
        json.writeFieldName("because");
        shortfall(shortfall, json);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void shortfall(Shortfall shortfall, JsonGenerator json) throws IOException {
    json.writeStartObject();
    switch (shortfall) {
      case Shortfall.OtherAction _ -> json.writeStringField("element", "Action");
      case Shortfall.OtherResource _ -> json.writeStringField("element", "Resource");
      case Shortfall.OtherPrincipal _ -> json.writeStringField("element", "Principal");
      case Shortfall.FailedCondition(Condition condition, List<String> values) -> {
        json.writeStringField("element", "Condition");
        json.writeStringField("operator", condition.operator());
        json.writeStringField("key", condition.key().name());
        texts("operands", condition.operandTexts(), json);
        texts("values", values, json);
      }
    }
    json.writeEndObject();
  }

  private static void texts(String name, List<String> texts, JsonGenerator json)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
