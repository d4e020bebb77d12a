package dev.brevet.decisionlog;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.PolicyType;

/// A decision's fields as every reader of the log sees them: the one place that names them
/// (`docs/decision-log.md`).
///
/// A value is a `String`, a `Long`, a list of strings, or a map of such values. What is not known
/// has no field. What a caller may have chosen is cut at [UntrustedText#LONGEST]. The principal is
/// whole: two that begin alike are two.
public final class DecisionFields {
  private final Map<String, Object> fields = new LinkedHashMap<>();

  private DecisionFields() {}

  /// The fields of `decision`, always in the same order; the map is the caller's.
  public static Map<String, Object> of(DecisionRecord decision) {
    DecisionFields all = new DecisionFields();
    all.text("id", decision.id().value());
    all.text("time", decision.time().toString());
    all.text("operation", decision.operation());
    all.text("outcome", decision.verdict().outcome().name());
    all.text("code", decision.verdict().code());
    all.caller(decision.caller());
    all.target(decision.target());
    all.verdict(decision.verdict());
    all.session(decision.session());
    all.extent(decision.extent());
    all.origin(decision.origin());
    all.number("latencyMicros", Optional.of(decision.latency().toNanos() / 1000));
    return all.fields;
  }

  private void caller(DecisionRecord.Caller caller) {
    fields.put("principal", caller.principal());
    text("method", caller.method().name());
    text("proof", caller.proof());
    Map<String, Object> keys = new TreeMap<>();
    caller.proofKeys().forEach((key, values) -> keys.put(UntrustedText.bounded(key), all(values)));
    if (!keys.isEmpty()) {
      fields.put("proofKeys", keys);
    }
  }

  private void target(DecisionRecord.Target target) {
    text("mapping", target.mapping());
    number("mappingVersion", target.mappingVersion());
    // Whole: role chaining reads it again.
    target.role().ifPresent(role -> fields.put("role", role));
    Map<String, Object> parameters = new TreeMap<>();
    target
        .parameters()
        .forEach(
            (name, value) ->
                parameters.put(UntrustedText.bounded(name), UntrustedText.bounded(value)));
    fields.put("parameters", parameters);
  }

  private void verdict(DecisionRecord.Verdict verdict) {
    fields.put("statements", all(verdict.statements()));
    text("policyType", verdict.policyType().map(PolicyType::label));
    text("reason", verdict.reason());
  }

  private void session(DecisionRecord.Session session) {
    text("sessionPolicySha256", session.policySha256());
    number("durationSeconds", session.duration().map(length -> length.toSeconds()));
    text("sessionName", session.name());
    text("sourceIdentity", session.sourceIdentity());
    text("accessKeyId", session.accessKeyId());
    text("expiration", session.expiration().map(Object::toString));
    number("packedPolicySize", session.packedPolicySize().map(Integer::longValue));
  }

  private void extent(DecisionRecord.Extent extent) {
    text("reuseOf", extent.reuseOf().map(DecisionId::value));
    number("answers", Optional.of((long) extent.answers()).filter(count -> count > 1));
    extent.batch().ifPresent(lines -> fields.put("batch", lines));
  }

  private void origin(RequestOrigin origin) {
    text("requestId", origin.requestId());
    text("sourceAddress", origin.sourceAddress());
    text("userAgent", origin.userAgent());
    text("vpcEndpoint", origin.vpcEndpoint());
    text("function", origin.function());
    text("receivedAt", origin.receivedAt().toString());
  }

  private void text(String name, Optional<String> value) {
    value.ifPresent(text -> text(name, text));
  }

  private void text(String name, String value) {
    fields.put(name, UntrustedText.bounded(value));
  }

  private void number(String name, Optional<Long> value) {
    value.ifPresent(number -> fields.put(name, number));
  }

  private static List<String> all(List<String> texts) {
    return texts.stream().map(UntrustedText::bounded).toList();
  }
}
