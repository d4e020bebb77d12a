package dev.brevet.workload;

import module java.base;

import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.element.Effect;

/// The mapping by which a person acts with exactly a machine's permissions: it hands out the
/// machine's own role, which therefore must let Brevet in beside Step Functions.
///
/// @param id the mapping's
/// @param principals ARNs of those who may have it
/// @param brevetRole ARN of the role that Brevet vends with
public record PersonMapping(String id, List<String> principals, String brevetRole) {
  /// Characters that STS takes of a session policy. Source: STS API, AssumeRole.
  private static final int MAXIMUM_SESSION = 2_048;

  public PersonMapping {
    principals = List.copyOf(principals);
  }

  /// `mapping`, a document to write to Brevet, and `trustPolicy`, what the machine's role must then
  /// have.
  public JsonObject of(RoleDesign design, String partition, String account) {
    Map<String, JsonValue> mapping = new LinkedHashMap<>();
    mapping.put("id", JsonValue.of(id));
    mapping.put(
        "description", JsonValue.of("Act as the state machine that has " + design.roleName()));
    mapping.put(
        "roleArn",
        JsonValue.of("arn:" + partition + ":iam::" + account + ":role/" + design.roleName()));
    mapping.put("trustPolicy", PolicyDocument.json(List.of(people())));
    mapping.put("sessionPolicy", sessionPolicy(design));
    mapping.put("externalId", JsonValue.of(externalId()));
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("mapping", JsonValue.of(mapping));
    json.put("trustPolicy", both(design));
    return JsonValue.of(json);
  }

  /// What the machine may do, said again, so that a session stays that even if the role comes to
  /// allow more. Where that is longer than a session policy may be, or holds what a mapping would
  /// take for a placeholder, it is everything: the role itself is then the bound. A session is
  /// allowed what both allow. Source: IAM User Guide, access_policies, session policies.
  private static JsonObject sessionPolicy(RoleDesign design) {
    List<JsonObject> statements = new ArrayList<>();
    design
        .policies()
        .forEach(policy -> policy.statements().forEach(each -> statements.add(each.toJson())));
    JsonObject policy = PolicyDocument.json(statements);
    String text = JsonText.compact(policy);
    return !statements.isEmpty() && text.length() <= MAXIMUM_SESSION && !text.contains("{{")
        ? policy
        : PolicyDocument.json(
            List.of(
                new PolicyStatement(
                        "AllThatTheRoleMay",
                        Effect.ALLOW,
                        new TreeSet<>(List.of("*")),
                        Map.of("*", List.of()),
                        Map.of())
                    .toJson()));
  }

  private String externalId() {
    return "brevet-" + id;
  }

  private JsonObject people() {
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("Effect", JsonValue.of("Allow"));
    json.put("Principal", JsonValue.of(Map.of("AWS", PolicyStatement.oneOrMany(principals))));
    json.put("Action", JsonValue.of("sts:AssumeRole"));
    return JsonValue.of(json);
  }

  /// The design's own statements, and one for Brevet.
  private JsonObject both(RoleDesign design) {
    List<JsonObject> statements = new ArrayList<>();
    design
        .trustPolicy()
        .get("Statement")
        .map(JsonValue::asList)
        .orElse(List.of())
        .forEach(statement -> statement.asObject().ifPresent(statements::add));
    Map<String, JsonValue> json = new LinkedHashMap<>();
    json.put("Effect", JsonValue.of("Allow"));
    json.put("Principal", JsonValue.of(Map.of("AWS", JsonValue.of(brevetRole))));
    json.put("Action", JsonValue.of("sts:AssumeRole"));
    json.put(
        "Condition",
        PolicyStatement.condition(
            Map.of("StringEquals", Map.of("sts:ExternalId", List.of(externalId())))));
    statements.add(JsonValue.of(json));
    Map<String, JsonValue> tags = new LinkedHashMap<>();
    tags.put("Effect", JsonValue.of("Allow"));
    tags.put("Principal", JsonValue.of(Map.of("AWS", JsonValue.of(brevetRole))));
    tags.put("Action", JsonValue.texts(List.of("sts:SetSourceIdentity", "sts:TagSession")));
    statements.add(JsonValue.of(tags));
    return PolicyDocument.json(statements);
  }
}
