package dev.brevet.workload;

import module java.base;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// A policy of a role.
public record PolicyDocument(List<PolicyStatement> statements) {
  /// What IAM allows all inline policies of a role together, not counting white space. Source: IAM
  /// User Guide, reference_iam-quotas.
  public static final int MAXIMUM_INLINE = 10_240;

  /// What IAM allows a managed policy, not counting white space.
  public static final int MAXIMUM_MANAGED = 6_144;

  public PolicyDocument {
    statements = List.copyOf(statements);
  }

  public JsonObject toJson() {
    return json(statements.stream().map(PolicyStatement::toJson).toList());
  }

  /// Its characters as IAM counts them.
  public int size() {
    return JsonText.compact(toJson()).length();
  }

  static JsonObject json(List<JsonObject> statements) {
    return JsonValue.object()
        .with("Version", "2012-10-17")
        .with("Statement", JsonValue.of(statements));
  }
}
