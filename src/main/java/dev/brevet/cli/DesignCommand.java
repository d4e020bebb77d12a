package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.request.DesignKind;
import picocli.CommandLine;

final class DesignCommand implements Callable<Integer> {
  private final Environment environment;

  private DesignCommand(Environment environment, Syntax syntax) {
    this.environment = environment;
    syntax.describe(
        "Designs roles and policies for AWS workloads. Needs no server.",
        "",
        "With --url or --profile a running Brevet makes the design. What could not be resolved is",
        "reported on standard error, and makes the exit code 1.");
    syntax.commands("WHAT");
  }

  /// The command with all that it designs.
  static CommandLine withAll(Environment environment) {
    CommandLine design = Syntax.of("design", syntax -> new DesignCommand(environment, syntax));
    Map<String, BiFunction<Environment, Syntax, Callable<Integer>>> kinds = new LinkedHashMap<>();
    kinds.put("state-machine", DesignStateMachine::command);
    kinds.put("function-role", DesignCommand::functionRole);
    kinds.put("service-role", DesignCommand::serviceRole);
    kinds.put("developer-policy", DesignCommand::developerPolicy);
    kinds.put("endpoint-policy", DesignCommand::endpointPolicy);
    kinds.forEach(
        (name, kind) ->
            design.addSubcommand(name, Syntax.of(name, syntax -> kind.apply(environment, syntax))));
    return design;
  }

  @Override
  public Integer call() {
    environment
        .err()
        .println("brevet: no kind of design was given: `brevet design --help` lists them");
    return Exit.USAGE.code();
  }

  private static Callable<Integer> functionRole(Environment environment, Syntax syntax) {
    syntax.describe(
        "The least role of a Lambda function, and the function's own policy for its callers.",
        "",
        "  brevet design function-role orders -a 111122223333 -r eu-central-1 \\",
        "    --source arn:aws:sqs:eu-central-1:111122223333:orders \\",
        "    --call dynamodb:GetItem=arn:aws:dynamodb:eu-central-1:111122223333:table/orders");
    DesignFields fields = new DesignFields(syntax);
    fields.parameter("functionName", "NAME", "The function's name.");
    fields.scope();
    fields.option("qualifier", "--qualifier", "VERSION", "The version or alias that sources call.");
    Supplier<List<String>> sources =
        syntax.options(
            "--source",
            "ARN[@ACCOUNT]",
            "An event source; with an account where its ARN has none, as a bucket's.");
    fields.add(
        "eventSources",
        "--source",
        () ->
            Optional.of(
                JsonValue.of(sources.get().stream().map(DesignCommand::eventSource).toList())));
    fields.calls("Actions that its code calls, and their resource.");
    fields.options(
        "callers", "--caller", "WHO", "An account, or a user or role by ARN, that may call it.");
    fields.option(
        "organizationId",
        "--organization",
        "ID",
        "The organization whose principals may all call it.");
    fields.flag("options.vpc", "--vpc", "It is attached to a VPC.");
    fields.flag("options.tracing", "--tracing", "It traces with X-Ray.");
    fields.option(
        "options.destinationArn", "--destination", "ARN", "Its dead-letter queue or destination.");
    fields.option(
        "options.kmsKeyArn", "--kms-key", "ARN", "The key that encrypts its environment.");
    fields.flag(
        "options.onlyThisFunction",
        "--only-this-function",
        "No other function with this role may make the calls.");
    return role(DesignKind.FUNCTION_ROLE, fields, environment, syntax);
  }

  private static JsonObject eventSource(String source) {
    int at = source.lastIndexOf('@');
    return at < 0
        ? JsonValue.of(Map.of("arn", JsonValue.of(source)))
        : JsonValue.of(
            Map.of(
                "arn",
                JsonValue.of(source.substring(0, at)),
                "account",
                JsonValue.of(source.substring(at + 1))));
  }

  private static Callable<Integer> serviceRole(Environment environment, Syntax syntax) {
    syntax.describe(
        "The role of any service that acts for you, usable by it for only one source.",
        "",
        "  brevet design service-role redshift.amazonaws.com -a 111122223333 \\",
        "    --source arn:aws:redshift:eu-west-1:111122223333:cluster:sales \\",
        "    --call s3:GetObject=arn:aws:s3:::sales/*");
    DesignFields fields = new DesignFields(syntax);
    fields.parameter("service", "SERVICE", "Its principal, such as redshift.amazonaws.com.");
    fields.scope();
    fields.required(
        "sourceArn",
        "--source",
        "ARN",
        "The resource it acts for; after the account, * for what is not known.");
    fields.calls("Actions that it calls, and their resource.");
    return role(DesignKind.SERVICE_ROLE, fields, environment, syntax);
  }

  private static Callable<Integer> developerPolicy(Environment environment, Syntax syntax) {
    syntax.describe(
        "A policy for people who work with state machines or functions.",
        "",
        "  brevet design developer-policy states-machine -a 111122223333 --prefix orders-");
    DesignFields fields = new DesignFields(syntax);
    fields.parameter(
        "template",
        "TEMPLATE",
        "states-service, states-machine, states-execution, states-activity, task-token,",
        "lambda-developer or lambda-add-permission.");
    fields.scope();
    fields.option(
        "prefix",
        "--prefix",
        "TEXT",
        "The beginning of the names that it allows: of machines, activities, executions and",
        "functions. It does not limit lists, answers to tasks, nor, for executions, the"
            + " machine.");
    fields.option("roleArn", "--role", "ARN", "The role that new machines and functions run with.");
    fields.option(
        "service",
        "--service",
        "NAME",
        "A service that may be allowed to call functions, such as sns.amazonaws.com.");
    return policy(DesignKind.DEVELOPER_POLICY, fields, environment, syntax);
  }

  private static Callable<Integer> endpointPolicy(Environment environment, Syntax syntax) {
    syntax.describe(
        "The policy of a VPC endpoint for Step Functions.",
        "",
        "  brevet design endpoint-policy states -a 111122223333 -r eu-central-1 --machine"
            + " orders-*");
    DesignFields fields = new DesignFields(syntax);
    fields.parameter("endpoint", "states|sync-states", "The endpoint.");
    fields.scope();
    fields.options(
        "principals",
        "--principal",
        "WHO",
        "An account, user or role whose requests may pass. Default: all.");
    fields.option(
        "organizationId",
        "--organization",
        "ID",
        "The organization whose principals' requests may pass.");
    fields.options(
        "stateMachines",
        "--machine",
        "NAME",
        "A state machine, or the beginning of names and a *. Default: all.");
    fields.options(
        "actions",
        "--action",
        "ACTION",
        "Actions that may pass. Default: those for working with executions.");
    fields.options("deny", "--deny", "ACTION", "Actions that may never pass.");
    return policy(DesignKind.ENDPOINT_POLICY, fields, environment, syntax);
  }

  /// Designs a role and prints it in the wanted format.
  static Callable<Integer> role(
      DesignKind kind, DesignFields fields, Environment environment, Syntax syntax) {
    DesignOutput output = new DesignOutput(syntax);
    ConnectionOptions connection = new ConnectionOptions(syntax);
    return () -> output.print(fields.design(kind, connection, environment), environment);
  }

  private static Callable<Integer> policy(
      DesignKind kind, DesignFields fields, Environment environment, Syntax syntax) {
    ConnectionOptions connection = new ConnectionOptions(syntax);
    return () -> {
      JsonValue policy =
          fields
              .design(kind, connection, environment)
              .get("policy")
              .orElseThrow(() -> Failure.of(Exit.UNAVAILABLE, "the answer has no policy"));
      environment.out().print(JsonText.indented(policy));
      return Exit.DONE.code();
    };
  }
}
