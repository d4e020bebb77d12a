package dev.brevet.api.vend;

import module java.base;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.JsonText;
import dev.brevet.api.Problem;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.vending.AssumeRequest;
import dev.brevet.vending.SessionPolicy;
import dev.brevet.vending.VendExplanation;
import dev.brevet.vending.VendOutcome;

/// The documents of `:explain`. They say that an external id is set, never its value.
final class ExplainAnswers {
  private ExplainAnswers() {}

  static ApiResponse allowed(VendExplanation.Allowed allowed, VerifiedIdentity caller) {
    return answer(
        allowed,
        json -> {
          json.writeBooleanField("allowed", true);
          caller(caller, json);
          json.writeStringField("mapping", allowed.mapping().value());
          texts("statements", allowed.statements(), json);
          pairs("parameters", allowed.parameters(), json);
          request(allowed.request(), json);
          SessionPolicy policy = allowed.request().policy();
          if (policy.json().isPresent()) {
            json.writeFieldName("sessionPolicy");
            // Rendered and written by Brevet itself.
            json.writeRawValue(policy.json().get());
          }
          texts("managedPolicyArns", policy.managedPolicies(), json);
          json.writeNumberField("policyCharacters", policy.characters());
          json.writeNumberField("mostPolicyCharacters", SessionPolicy.MOST_CHARACTERS);
          json.writeNumberField("approximatePackedPolicySize", allowed.packedPolicySize());
        });
  }

  /// The same whether or not the mapping exists.
  static ApiResponse refused(VendOutcome outcome, VerifiedIdentity caller) {
    return ApiResponse.json(200, JsonText.object(json -> refused(outcome, caller, json)))
        .with(Problem.DECISION_HEADER, outcome.decision().value());
  }

  /// For administrators.
  static ApiResponse refusedWithReason(VendExplanation.Refused refused, VerifiedIdentity caller) {
    return ApiResponse.json(
            200,
            JsonText.object(
                json -> {
                  refused(refused.outcome(), caller, json);
                  DecisionRecord.Verdict verdict = refused.verdict();
                  json.writeStringField("reason", verdict.reason());
                  texts("statements", verdict.statements(), json);
                  if (verdict.policyType().isPresent()) {
                    json.writeStringField("policyType", verdict.policyType().get().label());
                  }
                }))
        .with(Problem.DECISION_HEADER, refused.decision().value());
  }

  private static ApiResponse answer(VendExplanation explanation, JsonText.Content content) {
    String body =
        JsonText.object(
            json -> {
              json.writeStringField("decisionId", explanation.decision().value());
              content.write(json);
            });
    return ApiResponse.json(200, body)
        .with(Problem.DECISION_HEADER, explanation.decision().value());
  }

  private static void refused(VendOutcome outcome, VerifiedIdentity caller, JsonGenerator json)
      throws IOException {
    Problem problem = VendAnswers.problem(outcome);
    json.writeStringField("decisionId", outcome.decision().value());
    json.writeBooleanField("allowed", false);
    caller(caller, json);
    json.writeStringField("code", problem.code().wire());
    json.writeStringField("detail", problem.detail());
    JsonText.members(json, problem.members());
  }

  static void caller(VerifiedIdentity caller, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("caller");
    json.writeStringField("principal", caller.principal().identifier());
    json.writeStringField("method", caller.method().name());
    if (caller.accessKeyId().isPresent()) {
      json.writeStringField("accessKeyId", caller.accessKeyId().get());
    }
    texts("groups", caller.groups(), json);
    json.writeEndObject();
  }

  private static void request(AssumeRequest request, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("request");
    json.writeStringField("roleArn", request.role().toString());
    json.writeStringField("roleSessionName", request.sessionName().value());
    if (request.sourceIdentity().isPresent()) {
      json.writeStringField("sourceIdentity", request.sourceIdentity().get().value());
    }
    json.writeNumberField("durationSeconds", request.duration().seconds());
    Map<String, String> tags = new TreeMap<>();
    request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    pairs("tags", tags, json);
    texts("transitiveTagKeys", request.transitiveTagKeys(), json);
    json.writeBooleanField("hasExternalId", request.externalId().isPresent());
    json.writeEndObject();
  }

  static void texts(String name, Iterable<?> texts, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    for (Object text : texts) {
      json.writeString(text.toString());
    }
    json.writeEndArray();
  }

  private static void pairs(String name, Map<String, String> pairs, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<String, String> pair : new TreeMap<>(pairs).entrySet()) {
      json.writeStringField(pair.getKey(), pair.getValue());
    }
    json.writeEndObject();
  }
}
