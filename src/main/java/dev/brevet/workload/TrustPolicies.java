package dev.brevet.workload;

import module java.base;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.integration.Machine;

/// Trust policies that no other service, and no other customer's use of the same service, can make
/// use of.
///
/// Source: IAM User Guide, confused-deputy; Step Functions Developer Guide,
/// procedure-create-iam-role.
final class TrustPolicies {
  private TrustPolicies() {}

  /// Step Functions may assume it for that machine, or for the machines that the account may have
  /// by that description.
  static JsonObject ofStateMachine(Machine machine) {
    return ofService("states.amazonaws.com", machine.arn(), machine.account().digits());
  }

  /// `service` may assume it on behalf of `sourceArn`, in `account` only: both conditions name the
  /// same account.
  static JsonObject ofService(String service, String sourceArn, String account) {
    return statement(
        Map.of("Service", JsonValue.of(service)), "sts:AssumeRole", source(sourceArn, account));
  }

  /// A role in another account that the machine's role may assume, for that machine only. Source:
  /// Step Functions Developer Guide, concepts-access-cross-acct-resources.
  static JsonObject ofTarget(Machine machine, String roleName) {
    return statement(
        Map.of(
            "AWS",
            JsonValue.of(
                "arn:" + machine.partition() + ":iam::" + machine.account() + ":role/" + roleName)),
        "sts:AssumeRole",
        Map.of(
            machine.isKnown() ? "StringEquals" : "StringLike",
            Map.of("sts:ExternalId", List.of(machine.arn()))));
  }

  /// What the policy of an API must say for the machine to call it. Source: Step Functions
  /// Developer Guide, connect-api-gateway; API Gateway Developer Guide,
  /// apigateway-resource-policies-examples.
  ///
  /// @param resource what it calls, such as `execute-api:/stage/METHOD/path`
  static JsonObject ofApi(Machine machine, String resource) {
    return PolicyDocument.json(
        List.of(
            allow(
                    Map.of("Service", JsonValue.of("states.amazonaws.com")),
                    "execute-api:Invoke",
                    source(machine.arn(), machine.account().digits()))
                .with("Resource", resource)));
  }

  private static Map<String, Map<String, List<String>>> source(String arn, String account) {
    Map<String, Map<String, List<String>>> condition = new LinkedHashMap<>();
    condition.put("ArnLike", Map.of("aws:SourceArn", List.of(arn)));
    condition.put("StringEquals", Map.of("aws:SourceAccount", List.of(account)));
    return condition;
  }

  private static JsonObject statement(
      Map<String, JsonValue> principal,
      String action,
      Map<String, Map<String, List<String>>> condition) {
    return PolicyDocument.json(List.of(allow(principal, action, condition)));
  }

  private static JsonObject allow(
      Map<String, JsonValue> principal,
      String action,
      Map<String, Map<String, List<String>>> condition) {
    return JsonValue.object()
        .with("Effect", "Allow")
        .with("Principal", JsonValue.of(principal))
        .with("Action", action)
        .with("Condition", PolicyStatement.condition(condition));
  }
}
