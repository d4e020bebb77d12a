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
/// @param principals ARNs of the principals that may have it
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
    JsonObject mapping =
        JsonValue.object()
            .with("id", id)
            .with("description", "Act as the state machine that has " + design.roleName())
            .with("roleArn", "arn:" + partition + ":iam::" + account + ":role/" + design.roleName())
            .with("trustPolicy", PolicyDocument.json(List.of(people())))
            .with("sessionPolicy", sessionPolicy(design))
            .with("externalId", externalId());
    return JsonValue.object().with("mapping", mapping).with("trustPolicy", both(design));
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
    return allow(PolicyStatement.oneOrMany(principals), "sts:AssumeRole");
  }

  private static JsonObject allow(JsonValue principal, String... actions) {
    return JsonValue.object()
        .with("Effect", "Allow")
        .with("Principal", JsonValue.object().with("AWS", principal))
        .with("Action", PolicyStatement.oneOrMany(List.of(actions)));
  }

  /// The design's own statements, and one for Brevet.
  private JsonObject both(RoleDesign design) {
    List<JsonObject> statements = new ArrayList<>(design.trustPolicy().objects("Statement"));
    JsonValue brevet = JsonValue.of(brevetRole);
    statements.add(
        allow(brevet, "sts:AssumeRole")
            .with(
                "Condition",
                PolicyStatement.condition(
                    Map.of("StringEquals", Map.of("sts:ExternalId", List.of(externalId()))))));
    statements.add(allow(brevet, "sts:SetSourceIdentity", "sts:TagSession"));
    return PolicyDocument.json(statements);
  }
}
