package dev.brevet.cli;

import module java.base;

import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Environment;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.YamlReader;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.workload.request.DesignKind;

/// `brevet design state-machine`.
final class DesignStateMachine {
  private DesignStateMachine() {}

  static Callable<Integer> command(Environment environment, Syntax syntax) {
    syntax.describe(
        "The least role that a state machine definition needs.",
        "",
        "  brevet design state-machine orders.asl.json -a 111122223333 -r eu-central-1 -n orders");
    DesignFields fields = new DesignFields(syntax);
    Supplier<String> file =
        syntax.file(
            "FILE",
            "An Amazon States Language definition in JSON, or in YAML if it is called .yaml or",
            ".yml; - is standard input.");
    fields.scope();
    fields.option(
        "stateMachineName", "-n --name", "NAME", "The state machine's name, if it has one yet.");
    BooleanSupplier express = syntax.flag("--express", "It is an express workflow.");
    fields.add(
        "type",
        "--express",
        () -> Optional.of(JsonValue.of(express.getAsBoolean() ? "EXPRESS" : "STANDARD")));
    Supplier<Map<String, String>> substitutions =
        syntax.pairs(
            "-s --substitute",
            "The value of a placeholder in the definition. May be given several times.");
    fields.add(
        "substitutions",
        "--substitute",
        () -> {
          Map<String, JsonValue> json = new LinkedHashMap<>();
          substitutions.get().forEach((name, value) -> json.put(name, JsonValue.of(value)));
          return Optional.of(JsonValue.of(json));
        });
    fields.flag("options.logging", "--logging", "It logs to CloudWatch Logs.");
    fields.flag("options.tracing", "--tracing", "It traces with X-Ray.");
    fields.option("options.kmsKeyArn", "--kms-key", "ARN", "The key that encrypts its data.");
    fields.option(
        "options.bucketKmsKeyArn",
        "--bucket-kms-key",
        "ARN",
        "The key that encrypts the buckets of its distributed maps.");
    fields.flag(
        "options.tighter",
        "--tighter",
        "Only what is certainly needed, not what AWS's own generator allows.");
    Supplier<List<String>> roles =
        syntax.options(
            "--task-role",
            "STATE=ARN",
            "A role that a state needs and the definition does not name.");
    fields.add("options.taskRoles", "--task-role", () -> taskRoles(roles.get()));
    Supplier<Optional<String>> starting =
        syntax.fileOption(
            "--starting-policy",
            "FILE",
            "A policy of its present role, to show how the two differ.");
    fields.option(
        "options.mapping.id",
        "--mapping",
        "ID",
        "Also make the mapping that lets people act with the machine's permissions.");
    fields.options(
        "options.mapping.principals",
        "--principal",
        "ARN",
        "A principal that may vend that mapping.");
    fields.option(
        "options.mapping.brevetRoleArn",
        "--brevet-role",
        "ARN",
        "The role that Brevet vends with.");
    Callable<Integer> design =
        DesignCommand.role(DesignKind.STATE_MACHINE_ROLE, fields, environment, syntax);
    return () -> {
      fields.add("definition", file.get(), () -> definition(file.get(), environment));
      if (starting.get().isPresent()) {
        String policy = starting.get().get();
        fields.add(
            "options.startingPolicy",
            policy,
            () -> Optional.of(JsonValue.of(Documents.text(policy, environment))));
      }
      return design.call();
    };
  }

  /// JSON goes as a text, so that lines and columns are the file's own.
  private static Optional<JsonValue> definition(String file, Environment environment)
      throws Failure {
    String text = Documents.text(file, environment);
    if (!file.matches(".*\\.ya?ml")) {
      return Optional.of(JsonValue.of(text));
    }
    return switch (YamlReader.read(text)) {
      case JsonReader.Read(JsonValue value) -> Optional.of(value);
      case JsonReader.NotJson(int line, int column, String message) ->
          throw Failure.of(
              Exit.USAGE, file + ":" + line + ":" + column + ": not a state machine: " + message);
    };
  }

  private static Optional<JsonValue> taskRoles(List<String> roles) throws Failure {
    Map<String, List<String>> states = new TreeMap<>();
    for (String role : roles) {
      int equals = role.indexOf("=arn:");
      if (equals < 1) {
        throw Failure.of(Exit.USAGE, "`--task-role` must be a state's name, = and a role's ARN");
      }
      states
          .computeIfAbsent(role.substring(0, equals), _ -> new ArrayList<>())
          .add(role.substring(equals + 1));
    }
    Map<String, JsonValue> json = new LinkedHashMap<>();
    states.forEach((state, arns) -> json.put(state, JsonValue.texts(arns)));
    return Optional.of(JsonValue.of(json));
  }
}
