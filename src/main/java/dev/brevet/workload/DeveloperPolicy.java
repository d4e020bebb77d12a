package dev.brevet.workload;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.RoleArn;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.element.Effect;
import dev.brevet.workload.integration.PolicyText;
import dev.brevet.workload.integration.RegionName;

/// Policies for developers of state machines and functions that are no administrators: as an
/// identity-based policy, or as the session policy of a mapping.
///
/// Source: Step Functions Developer Guide, concept-create-iam-advanced; Lambda Developer Guide,
/// access-control-identity-based.
public final class DeveloperPolicy {
  /// What a policy is for.
  public enum Template {
    /// Machines and activities are listed and made.
    STATES_SERVICE("states-service"),
    /// Machines of the prefix are described, changed and started.
    STATES_MACHINE("states-machine"),
    /// Executions whose own names begin so, of whatever machine, are looked at and stopped.
    STATES_EXECUTION("states-execution"),
    /// Activities of the prefix are worked on.
    STATES_ACTIVITY("states-activity"),
    /// A worker's: tasks of one activity are taken and answered.
    TASK_TOKEN("task-token"),
    /// Functions of the prefix are developed, but not shared or reserved for.
    LAMBDA_DEVELOPER("lambda-developer"),
    /// Functions of the prefix are opened to one service.
    LAMBDA_ADD_PERMISSION("lambda-add-permission");

    private final String label;

    Template(String label) {
      this.label = label;
    }

    /// As requests name it.
    public String label() {
      return label;
    }

    /// Empty when there is none of that name.
    public static Optional<Template> parse(String label) {
      return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
    }
  }

  /// Where it holds. Region and account may be `*`; `prefix` begins names; `roleArn` is the role
  /// that new machines and functions run with; `service` is the service that may be allowed to
  /// invoke functions.
  public record Scope(
      String partition,
      String region,
      String account,
      String prefix,
      Optional<String> roleArn,
      Optional<String> service) {
    /// @throws IllegalArgumentException when a part has another form
    public Scope {
      RegionName.require(partition, region);
      boolean anywhere = account.equals("*") || AccountId.parse(account).isPresent();
      if (!anywhere
          || region.isEmpty()
          || prefix.length() > 80
          || roleArn.filter(arn -> RoleArn.parse(arn).isEmpty()).isPresent()
          || service.filter(name -> !isService(name)).isPresent()) {
        throw new IllegalArgumentException("not an account, prefix, role or service principal");
      }
    }

    /// Whether `text` is a service principal: `sns.amazonaws.com`.
    public static boolean isService(String text) {
      return text.length() <= 128
          && text.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.amazonaws\\.com(\\.cn)?");
    }
  }

  private final Scope scope;
  private final List<PolicyStatement> statements = new ArrayList<>();

  private DeveloperPolicy(Scope scope) {
    this.scope = scope;
  }

  /// The policy of a template.
  public static JsonObject of(Template template, Scope scope) {
    return new DeveloperPolicy(scope).make(template);
  }

  /// Its characters as IAM counts them: a session policy may have 2,048.
  public static int size(JsonObject policy) {
    return JsonText.compact(policy).length();
  }

  private JsonObject make(Template template) {
    switch (template) {
      case STATES_SERVICE -> service();
      case STATES_MACHINE ->
          allow(
              "Machines",
              List.of(machines("stateMachine:" + prefix() + "*")),
              "states:DescribeStateMachine",
              "states:DescribeStateMachineAlias",
              "states:ListExecutions",
              "states:ListStateMachineAliases",
              "states:ListStateMachineVersions",
              "states:StartExecution",
              "states:StartSyncExecution",
              "states:UpdateStateMachine",
              "states:DeleteStateMachine");
      case STATES_EXECUTION ->
          allow(
              "Executions",
              List.of(machines("execution:*:" + prefix() + "*")),
              "states:DescribeExecution",
              "states:DescribeStateMachineForExecution",
              "states:GetExecutionHistory",
              "states:StopExecution");
      case STATES_ACTIVITY -> {
        allow(
            "Activities",
            List.of(machines("activity:" + prefix() + "*")),
            "states:DescribeActivity",
            "states:DeleteActivity",
            "states:GetActivityTask");
        answers();
      }
      case TASK_TOKEN -> {
        allow("Tasks", List.of(machines("activity:" + prefix())), "states:GetActivityTask");
        answers();
      }
      case LAMBDA_DEVELOPER -> functions();
      case LAMBDA_ADD_PERMISSION ->
          allow(
              "Permissions",
              List.of(function("function:" + prefix() + "*")),
              Map.of(
                  "StringEquals",
                  Map.of("lambda:Principal", List.of(scope.service().orElse("sns.amazonaws.com")))),
              "lambda:AddPermission");
    }
    return new PolicyDocument(statements).toJson();
  }

  private void service() {
    allow("Lists", List.of("*"), "states:ListActivities", "states:ListStateMachines");
    allow(
        "Making",
        List.of(machines("activity:" + prefix() + "*"), machines("stateMachine:" + prefix() + "*")),
        "states:CreateActivity",
        "states:CreateStateMachine");
    passRole("states.amazonaws.com");
  }

  /// The holder of a task's token may answer it: these actions know no resources.
  private void answers() {
    allow(
        "Answers",
        List.of("*"),
        "states:SendTaskSuccess",
        "states:SendTaskFailure",
        "states:SendTaskHeartbeat");
  }

  private void functions() {
    String functions = function("function:" + prefix() + "*");
    allow(
        "Functions",
        List.of(functions),
        "lambda:CreateFunction",
        "lambda:DeleteFunction",
        "lambda:GetFunction",
        "lambda:GetFunctionConfiguration",
        "lambda:GetPolicy",
        "lambda:InvokeFunction",
        "lambda:ListTags",
        "lambda:ListVersionsByFunction",
        "lambda:PublishVersion",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:UpdateFunctionConfiguration");
    allow(
        "EventSources",
        List.of("*"),
        Map.of("ArnLike", Map.of("lambda:FunctionArn", List.of(functions))),
        "lambda:CreateEventSourceMapping",
        "lambda:DeleteEventSourceMapping",
        "lambda:UpdateEventSourceMapping");
    allow(
        "Lists",
        List.of("*"),
        "lambda:GetAccountSettings",
        "lambda:ListEventSourceMappings",
        "lambda:ListFunctions");
    allow(
        "Logs",
        List.of(
            arn("logs", "log-group:/aws/lambda/" + prefix() + "*"),
            arn("logs", "log-group:/aws/lambda/" + prefix() + "*:*")),
        "logs:DescribeLogStreams",
        "logs:FilterLogEvents",
        "logs:GetLogEvents");
    passRole("lambda.amazonaws.com");
  }

  private void passRole(String service) {
    scope
        .roleArn()
        .ifPresent(
            role ->
                allow(
                    "PassRole",
                    List.of(role),
                    Map.of("StringEquals", Map.of("iam:PassedToService", List.of(service))),
                    "iam:PassRole"));
  }

  private void allow(String sid, List<String> resources, String... actions) {
    allow(sid, resources, Map.of(), actions);
  }

  private void allow(
      String sid,
      List<String> resources,
      Map<String, Map<String, List<String>>> condition,
      String... actions) {
    Map<String, List<String>> states = new TreeMap<>();
    resources.forEach(resource -> states.put(resource, List.of()));
    statements.add(
        new PolicyStatement(sid, Effect.ALLOW, new TreeSet<>(List.of(actions)), states, condition));
  }

  private String prefix() {
    return PolicyText.escape(scope.prefix());
  }

  private String machines(String resource) {
    return arn("states", resource);
  }

  private String function(String resource) {
    return arn("lambda", resource);
  }

  private String arn(String service, String resource) {
    return "arn:"
        + scope.partition()
        + ":"
        + service
        + ":"
        + scope.region()
        + ":"
        + scope.account()
        + ":"
        + resource;
  }
}
