package dev.brevet.workload;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Partition;
import dev.brevet.iam.Principal;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.integration.Machine;
import dev.brevet.workload.integration.PolicyText;
import dev.brevet.workload.integration.RegionName;

/// Policies of VPC endpoints for Step Functions: `states`, and `sync-states` for synchronous
/// express executions.
///
/// Source: Step Functions Developer Guide, vpc-endpoints.
public final class EndpointPolicy {
  private static final List<String> WORK =
      List.of(
          "states:DescribeExecution",
          "states:DescribeStateMachine",
          "states:GetExecutionHistory",
          "states:ListExecutions",
          "states:StartExecution",
          "states:StopExecution");

  private EndpointPolicy() {}

  /// What may pass the endpoint.
  ///
  /// @param synchronous whether it is the endpoint for synchronous executions
  /// @param principals ARNs whose requests may pass; none for everyone
  /// @param organization the organization whose principals' requests may pass
  /// @param machines names, or prefixes that end in `*`; none for every machine of the account
  /// @param actions what may pass; none for what working with executions takes
  /// @param denied what may never pass
  public record Request(
      boolean synchronous,
      String partition,
      String region,
      String account,
      List<String> principals,
      Optional<String> organization,
      List<String> machines,
      List<String> actions,
      List<String> denied) {
    /// @throws IllegalArgumentException when a part has another form
    public Request {
      RegionName.require(partition, region);
      if (!RegionName.isRegion(region)
          || AccountId.parse(account).isEmpty()
          || !principals.stream().allMatch(Request::isPrincipal)
          || organization.filter(id -> !isOrganization(id)).isPresent()
          || !machines.stream().allMatch(Request::isMachine)) {
        throw new IllegalArgumentException("not what an endpoint's policy can be about");
      }
      principals = List.copyOf(principals);
      machines = List.copyOf(machines);
      actions = List.copyOf(actions);
      denied = List.copyOf(denied);
    }

    /// Whether `text` names an account, a user, a role or a session.
    public static boolean isPrincipal(String text) {
      return AccountId.parse(text).isPresent() || Principal.parseArn(text).isPresent();
    }

    /// Whether `text` is the id of an organization.
    public static boolean isOrganization(String text) {
      return text.matches("o-[a-z0-9]{10,32}");
    }

    /// Whether `text` is a machine's name, or how names begin and a `*`.
    public static boolean isMachine(String text) {
      return text.equals("*")
          || Machine.isName(text.endsWith("*") ? text.substring(0, text.length() - 1) : text);
    }

    /// `com.amazonaws.<region>.states`.
    public String serviceName() {
      String prefix =
          partition.equals(Partition.CHINA.id()) ? "cn.com.amazonaws." : "com.amazonaws.";
      return prefix + region + (synchronous ? ".sync-states" : ".states");
    }
  }

  /// The endpoint's policy.
  public static JsonObject of(Request request) {
    List<JsonObject> statements = new ArrayList<>();
    List<String> actions =
        request.synchronous()
            ? List.of("states:StartSyncExecution")
            : request.actions().isEmpty() ? WORK : request.actions();
    statements.add(
        statement(
            "Work",
            "Allow",
            principal(request),
            actions,
            resources(request),
            request
                .organization()
                .<Map<String, Map<String, List<String>>>>map(
                    id -> Map.of("StringEquals", Map.of("aws:PrincipalOrgID", List.of(id))))
                .orElse(Map.of())));
    if (!request.denied().isEmpty()) {
      statements.add(
          statement("Never", "Deny", JsonValue.of("*"), request.denied(), List.of("*"), Map.of()));
    }
    return PolicyDocument.json(statements);
  }

  private static JsonValue principal(Request request) {
    return request.principals().isEmpty()
        ? JsonValue.of("*")
        : JsonValue.of(Map.of("AWS", PolicyStatement.oneOrMany(request.principals())));
  }

  private static List<String> resources(Request request) {
    String start =
        "arn:"
            + request.partition()
            + ":states:"
            + request.region()
            + ":"
            + request.account()
            + ":";
    List<String> names =
        request.machines().isEmpty()
            ? List.of("*")
            : request.machines().stream().map(EndpointPolicy::pattern).toList();
    List<String> resources = new ArrayList<>();
    for (String name : names) {
      resources.add(start + "stateMachine:" + name);
      if (!request.synchronous()) {
        resources.add(start + "execution:" + name + ":*");
      }
    }
    return resources;
  }

  private static String pattern(String name) {
    return name.endsWith("*")
        ? PolicyText.escape(name.substring(0, name.length() - 1)) + "*"
        : PolicyText.escape(name);
  }

  private static JsonObject statement(
      String sid,
      String effect,
      JsonValue principal,
      List<String> actions,
      List<String> resources,
      Map<String, Map<String, List<String>>> condition) {
    return PolicyStatement.when(
        condition,
        JsonValue.object()
            .with("Sid", sid)
            .with("Effect", effect)
            .with("Principal", principal)
            .with("Action", PolicyStatement.oneOrMany(actions))
            .with("Resource", PolicyStatement.oneOrMany(resources)));
  }
}
