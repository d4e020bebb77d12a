package dev.brevet.workload;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Arn;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.workload.integration.Findings;
import dev.brevet.workload.integration.Need;
import dev.brevet.workload.integration.RegionName;

/// Designs the execution role of a Lambda function, and the statements of its own policy that let
/// event sources in.
///
/// Source: Lambda Developer Guide, lambda-intro-execution-role, access-control-resource-based,
/// lambda-services.
public final class FunctionRole {
  /// Characters of a statement of the function's own policy.
  private static final long STATEMENT = 200;

  private final Catalogue catalogue;

  public FunctionRole(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /// A function.
  ///
  /// @param name without version or alias
  /// @param qualifier the version or alias that sources call; empty for the function itself
  public record Function(
      String partition, String region, AccountId account, String name, Optional<String> qualifier) {
    /// @throws IllegalArgumentException when a part has another form
    public Function {
      RegionName.require(partition, region);
      if (!RegionName.isRegion(region)
          || !name.matches("[A-Za-z0-9_-]{1,64}")
          || !qualifier.orElse("1").matches("[A-Za-z0-9_-]{1,128}|\\$LATEST")) {
        throw new IllegalArgumentException("not a region, name or qualifier of a function");
      }
    }

    /// The ARN of the function itself: permissions on it say nothing about its versions and
    /// aliases.
    public String arn() {
      return "arn:" + partition + ":lambda:" + region + ":" + account + ":function:" + name;
    }

    /// The ARN that sources call.
    public String calledArn() {
      return qualifier.map(version -> arn() + ":" + version).orElse(arn());
    }
  }

  /// Actions that its code calls, and on what.
  public record Call(List<String> actions, List<String> resources) {
    public Call {
      actions = List.copyOf(actions);
      resources = List.copyOf(resources);
    }
  }

  /// What a function needs besides its sources and calls, and which other principals may call it.
  ///
  /// @param vpc whether it is attached to a VPC
  /// @param destination ARN of a dead-letter queue or a destination
  /// @param kmsKeyArn the key that encrypts its environment
  /// @param onlyThisFunction whether what its code calls asks for `lambda:SourceFunctionArn`, so
  ///   that no other function with this role may call it
  /// @param organization the organization whose principals may all call it
  /// @param callers accounts or ARNs of principals that may call it
  public record Options(
      boolean vpc,
      boolean tracing,
      Optional<String> destination,
      Optional<String> kmsKeyArn,
      boolean onlyThisFunction,
      Optional<String> organization,
      List<String> callers) {
    public Options {
      callers = List.copyOf(callers);
    }
  }

  /// What a role is designed from.
  public record Request(
      Function function, List<EventSource> sources, List<Call> calls, Options options) {
    public Request {
      sources = List.copyOf(sources);
      calls = List.copyOf(calls);
    }
  }

  /// The role, and the function's own policy; empty when nothing needs to be let in.
  public record Design(RoleDesign role, Optional<JsonObject> functionPolicy) {}

  public Design design(Request request) {
    return design(request, WorkBudget.unlimited());
  }

  /// The same within a budget.
  ///
  /// @throws WorkBudget.TooMuchWork when the budget does not have what it takes
  public Design design(Request request, WorkBudget budget) {
    Function function = request.function();
    long statements = (long) request.sources().size() + request.options().callers().size();
    budget.buyCharacters(STATEMENT * statements);
    Findings findings = new Findings(budget);
    logs(function, findings);
    ExecutionPermissions permissions = new ExecutionPermissions(findings);
    request.sources().forEach(permissions::source);
    request.options().destination().ifPresent(permissions::destination);
    if (request.options().vpc()) {
      permissions.network("vpc");
    }
    if (request.options().tracing()) {
      permissions.tracing();
    }
    request.options().kmsKeyArn().ifPresent(permissions::environment);
    request.calls().forEach(call -> call(call, request, findings));
    RoleDesign role =
        new RoleDesign(
            RoleName.ofFunction(function.name()),
            TrustPolicies.ofService(
                "lambda.amazonaws.com", function.arn(), function.account().digits()),
            PolicyAssembly.assemble(findings.needs(), PolicyAssembly.effort(budget)),
            findings.unresolved(),
            List.of());
    List<JsonObject> own = new FunctionStatements(request).all();
    return new Design(
        role, own.isEmpty() ? Optional.empty() : Optional.of(PolicyDocument.json(own)));
  }

  /// Its own log group, made and written to. In policies its ARN ends in `:*`. Source: CloudWatch
  /// Logs User Guide, iam-access-control-overview-cwl.
  private static void logs(Function function, Findings findings) {
    String group =
        "arn:"
            + function.partition()
            + ":logs:"
            + function.region()
            + ":"
            + function.account()
            + ":log-group:/aws/lambda/"
            + function.name()
            + ":*";
    findings.need(
        Need.of(
            List.of("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
            List.of(group),
            "logs"));
  }

  private void call(Call call, Request request, Findings findings) {
    List<String> known = new ArrayList<>();
    for (String name : call.actions()) {
      Optional<Action> action =
          Action.parse(name).flatMap(catalogue::action).map(found -> found.action());
      if (action.isEmpty()) {
        findings.gap(
            "calls", name, "IAM has no action `" + UntrustedText.shown(name) + "`", List.of());
      } else {
        known.add(action.get().toString());
      }
    }
    // Lambda decrypts a source's records itself, and then sends no ARN of a function.
    boolean ofSource =
        request.sources().stream().anyMatch(EventSource.Polled.class::isInstance)
            && known.contains("kms:Decrypt");
    if (ofSource && request.options().onlyThisFunction()) {
      findings.gap(
          "calls",
          "kms:Decrypt",
          "Lambda reads an encrypted source without `lambda:SourceFunctionArn`, so this is allowed"
              + " without that condition",
          call.resources());
    }
    Map<String, Map<String, List<String>>> condition =
        request.options().onlyThisFunction() && !ofSource
            ? Map.of(
                "ArnEquals", Map.of("lambda:SourceFunctionArn", List.of(request.function().arn())))
            : Map.of();
    findings.need(new Need(known, call.resources(), condition, "calls"));
  }

  /// The statements of the function's own policy.
  private record FunctionStatements(Request request) {
    List<JsonObject> all() {
      List<JsonObject> statements = new ArrayList<>();
      int count = 0;
      for (EventSource source : request.sources()) {
        if (source instanceof EventSource.Calling calling) {
          statements.add(calling(calling, ++count));
        }
      }
      for (String caller : request.options().callers()) {
        statements.add(
            statement("Caller" + ++count, Map.of("AWS", JsonValue.of(caller)), Map.of()));
      }
      request
          .options()
          .organization()
          .ifPresent(
              id ->
                  statements.add(
                      statement(
                          "Organization",
                          Map.of("AWS", JsonValue.of("*")),
                          Map.of("StringEquals", Map.of("aws:PrincipalOrgID", List.of(id))))));
      return statements;
    }

    /// Source ARN and account: a bucket's ARN has no account, and any ARN could be another
    /// account's one day. A rule's has its account, and rules that send no `aws:SourceAccount` have
    /// been reported: AWS documents the ARN only (EventBridge User Guide, eb-use-resource-based).
    /// Whether rules send the account today is unverified.
    private JsonObject calling(EventSource.Calling source, int count) {
      Map<String, Map<String, List<String>>> condition = new LinkedHashMap<>();
      condition.put("ArnLike", Map.of("aws:SourceArn", List.of(source.sourceArn())));
      if (!source.arn().service().equals("events")) {
        condition.put("StringEquals", Map.of("aws:SourceAccount", List.of(source.account())));
      }
      return statement(
          "Source" + count, Map.of("Service", JsonValue.of(source.principal())), condition);
    }

    private JsonObject statement(
        String sid,
        Map<String, JsonValue> principal,
        Map<String, Map<String, List<String>>> condition) {
      return PolicyStatement.when(
          condition,
          JsonValue.object()
              .with("Sid", sid)
              .with("Effect", "Allow")
              .with("Principal", JsonValue.of(principal))
              .with("Action", "lambda:InvokeFunction")
              .with("Resource", request.function().calledArn()));
    }
  }

  /// The ARN of a source, and its owner where that is given.
  public static Optional<EventSource> source(String arn, String account) {
    return Arn.parse(arn).flatMap(parsed -> EventSource.of(parsed, account));
  }
}
