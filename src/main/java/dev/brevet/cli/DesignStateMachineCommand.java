package dev.brevet.cli;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.cli.environment.Documents;
import dev.brevet.cli.environment.Exit;
import dev.brevet.cli.environment.Failure;
import dev.brevet.cli.environment.Surroundings;
import dev.brevet.cli.environment.YamlReader;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.CatalogueKnowledge;
import dev.brevet.policy.lint.PolicyDifferences;
import dev.brevet.workload.PersonMapping;
import dev.brevet.workload.PolicyDocument;
import dev.brevet.workload.RoleDesign;
import dev.brevet.workload.StateMachineRole;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.StateMachineDefinition;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

final class DesignStateMachineCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  private final Supplier<String> file;
  private final ScopeOptions scope;
  private final Supplier<Optional<String>> name;
  private final BooleanSupplier express;
  private final Supplier<Map<String, String>> substitutions;
  private final BooleanSupplier logging;
  private final BooleanSupplier tracing;
  private final Supplier<Optional<String>> kmsKey;
  private final Supplier<Optional<String>> bucketKmsKey;
  private final BooleanSupplier tighter;
  private final Supplier<List<String>> taskRoles;
  private final Supplier<Optional<String>> startingPolicy;
  private final Supplier<Optional<String>> mappingId;
  private final Supplier<List<String>> principals;
  private final Supplier<Optional<String>> brevetRole;
  private final DesignOutput output;
  private final ConnectionOptions connection;

  DesignStateMachineCommand(Surroundings surroundings, Syntax syntax) {
    this.surroundings = surroundings;
    syntax.describe(
        "The least role that a state machine definition needs.",
        "",
        "  brevet design state-machine orders.asl.json -a 111122223333 -r eu-central-1 -n orders");
    file =
        syntax.file(
            "FILE",
            "An Amazon States Language definition in JSON, or in YAML if it is called .yaml or",
            ".yml; - is standard input.");
    scope = new ScopeOptions(syntax);
    name = syntax.option("-n --name", "NAME", "The state machine's name, if it has one yet.");
    express = syntax.flag("--express", "It is an express workflow.");
    substitutions =
        syntax.pairs(
            "-s --substitute",
            "The value of a placeholder in the definition. May be given several times.");
    logging = syntax.flag("--logging", "It logs to CloudWatch Logs.");
    tracing = syntax.flag("--tracing", "It traces with X-Ray.");
    kmsKey = syntax.option("--kms-key", "ARN", "The key that encrypts its data.");
    bucketKmsKey =
        syntax.option(
            "--bucket-kms-key",
            "ARN",
            "The key that encrypts the buckets of its distributed maps.");
    tighter =
        syntax.flag(
            "--tighter", "Only what is certainly needed, not what AWS's own generator allows.");
    taskRoles =
        syntax.options(
            "--task-role",
            "STATE=ARN",
            "A role that a state needs and the definition does not name.");
    startingPolicy =
        syntax.fileOption(
            "--starting-policy",
            "FILE",
            "A policy of its present role, to show how the two differ.");
    mappingId =
        syntax.option(
            "--mapping",
            "ID",
            "Also make the mapping that lets people act with the machine's permissions.");
    principals = syntax.options("--principal", "ARN", "A principal that may vend that mapping.");
    brevetRole = syntax.option("--brevet-role", "ARN", "The role that Brevet vends with.");
    output = new DesignOutput(syntax);
    connection = new ConnectionOptions(syntax);
  }

  @Override
  public Integer call() throws Failure {
    ScopeOptions.Scope where = scope.read();
    check();
    Optional<PersonMapping> mapping = mapping();
    Map<String, List<String>> roles = roles();
    String definition = Documents.text(file.get(), surroundings);
    Optional<String> starting = Optional.empty();
    if (startingPolicy.get().isPresent()) {
      starting = Optional.of(Documents.text(startingPolicy.get().get(), surroundings));
    }
    JsonObject design =
        connection.isGiven()
            ? connection
                .open(surroundings)
                .post(
                    "/v1/designs/state-machine-role",
                    body(where, roles, mapping, starting, sent(definition)))
            : local(where, roles, mapping, starting, definition);
    return output.print(design, surroundings);
  }

  private boolean isYaml() {
    return file.get().matches(".*\\.ya?ml");
  }

  /// JSON goes as a text, so that lines and columns are the file's own.
  private JsonValue sent(String definition) throws Failure {
    if (!isYaml()) {
      return JsonValue.of(definition);
    }
    return switch (YamlReader.read(definition)) {
      case JsonReader.Read(JsonValue value) -> value;
      case JsonReader.NotJson(int line, int column, String message) ->
          throw notADefinition(line, column, message);
    };
  }

  private JsonObject local(
      ScopeOptions.Scope where,
      Map<String, List<String>> roles,
      Optional<PersonMapping> mapping,
      Optional<String> starting,
      String definition)
      throws Failure {
    Machine machine = new Machine(where.partition(), where.region(), where.account(), name.get());
    Options options =
        new Options(
            logging.getAsBoolean(),
            tracing.getAsBoolean(),
            kmsKey.get(),
            bucketKmsKey.get(),
            tighter.getAsBoolean(),
            roles);
    Catalogue catalogue = Catalogue.bundled();
    RoleDesign design =
        new StateMachineRole(catalogue)
            .design(
                new StateMachineRole.Request(
                    machine, express.getAsBoolean(), read(definition, where), options));
    Map<String, JsonValue> json = new LinkedHashMap<>();
    design.toJson().members().forEach(member -> json.put(member.name(), member.value()));
    if (starting.isPresent()) {
      json.put("comparison", comparison(design, starting.get(), catalogue));
    }
    mapping.ifPresent(
        wanted ->
            json.put("mapping", wanted.of(design, where.partition(), where.account().digits())));
    return JsonValue.of(json);
  }

  private JsonObject comparison(RoleDesign design, String starting, Catalogue catalogue)
      throws Failure {
    List<Policy> designed = new ArrayList<>();
    for (PolicyDocument policy : design.policies()) {
      String text = JsonText.compact(policy.toJson());
      designed.add(PolicyFiles.read("the design", text, PolicyType.IDENTITY));
    }
    return new PolicyDifferences(new CatalogueKnowledge(catalogue))
        .between(
            PolicyFiles.read(startingPolicy.get().orElseThrow(), starting, PolicyType.IDENTITY),
            designed);
  }

  /// CloudFormation's own placeholders are known without being given.
  private StateMachineDefinition read(String definition, ScopeOptions.Scope where) throws Failure {
    Map<String, String> values = new TreeMap<>();
    values.put("AWS::Partition", where.partition());
    values.put("AWS::AccountId", where.account().digits());
    where.region().ifPresent(region -> values.put("AWS::Region", region));
    values.putAll(substitutions.get());
    Substitutions known = new Substitutions(values);
    return switch (isYaml()
        ? DefinitionReader.read(YamlReader.read(definition), known)
        : DefinitionReader.read(definition, known)) {
      case DefinitionReader.Read(StateMachineDefinition read) -> read;
      case DefinitionReader.NotADefinition(int line, int column, String message) ->
          throw notADefinition(line, column, message);
    };
  }

  private Failure notADefinition(int line, int column, String message) {
    return Failure.of(
        Exit.USAGE,
        file.get()
            + (line > 0 ? ":" + line + ":" + column : "")
            + ": not a state machine: "
            + message);
  }

  private JsonObject body(
      ScopeOptions.Scope where,
      Map<String, List<String>> roles,
      Optional<PersonMapping> mapping,
      Optional<String> starting,
      JsonValue definition) {
    Map<String, JsonValue> options = new LinkedHashMap<>();
    options.put("logging", JsonValue.of(logging.getAsBoolean()));
    options.put("tracing", JsonValue.of(tracing.getAsBoolean()));
    options.put("tighter", JsonValue.of(tighter.getAsBoolean()));
    kmsKey.get().ifPresent(arn -> options.put("kmsKeyArn", JsonValue.of(arn)));
    bucketKmsKey.get().ifPresent(arn -> options.put("bucketKmsKeyArn", JsonValue.of(arn)));
    Map<String, JsonValue> states = new LinkedHashMap<>();
    roles.forEach((state, arns) -> states.put(state, JsonValue.texts(arns)));
    options.put("taskRoles", JsonValue.of(states));
    mapping.ifPresent(
        wanted -> {
          Map<String, JsonValue> json = new LinkedHashMap<>();
          json.put("id", JsonValue.of(wanted.id()));
          json.put("principals", JsonValue.texts(wanted.principals()));
          json.put("brevetRoleArn", JsonValue.of(wanted.brevetRole()));
          options.put("mapping", JsonValue.of(json));
        });
    starting.ifPresent(policy -> options.put("startingPolicy", JsonValue.of(policy)));
    Map<String, JsonValue> values = new LinkedHashMap<>();
    substitutions.get().forEach((key, value) -> values.put(key, JsonValue.of(value)));
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("definition", definition);
    where.addTo(body);
    name.get().ifPresent(text -> body.put("stateMachineName", JsonValue.of(text)));
    body.put("type", JsonValue.of(express.getAsBoolean() ? "EXPRESS" : "STANDARD"));
    body.put("substitutions", JsonValue.of(values));
    body.put("options", JsonValue.of(options));
    return JsonValue.of(body);
  }

  private void check() throws Failure {
    if (name.get().filter(text -> !Machine.isName(text)).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--name` is not a name that Step Functions accepts");
    }
    ScopeOptions.checkKey("--kms-key", kmsKey.get());
    ScopeOptions.checkKey("--bucket-kms-key", bucketKmsKey.get());
  }

  private Optional<PersonMapping> mapping() throws Failure {
    if (mappingId.get().isEmpty() && principals.get().isEmpty() && brevetRole.get().isEmpty()) {
      return Optional.empty();
    }
    if (mappingId.get().isEmpty() || principals.get().isEmpty() || brevetRole.get().isEmpty()) {
      throw Failure.of(
          Exit.USAGE, "`--mapping`, `--principal` and `--brevet-role` must be used together");
    }
    Mappings.check(mappingId.get().get());
    if (RoleArn.parse(brevetRole.get().get()).isEmpty()) {
      throw Failure.of(Exit.USAGE, "`--brevet-role` is not a role's ARN");
    }
    for (String principal : principals.get()) {
      if (Principal.parseArn(principal).isEmpty()) {
        throw Failure.of(Exit.USAGE, "`--principal` does not name a user or role by ARN");
      }
    }
    return Optional.of(
        new PersonMapping(mappingId.get().get(), principals.get(), brevetRole.get().get()));
  }

  private Map<String, List<String>> roles() throws Failure {
    Map<String, List<String>> roles = new TreeMap<>();
    for (String each : taskRoles.get()) {
      int equals = each.indexOf("=arn:");
      if (equals < 1 || RoleArn.parse(each.substring(equals + 1)).isEmpty()) {
        throw Failure.of(Exit.USAGE, "`--task-role` must be a state's name, = and a role's ARN");
      }
      roles
          .computeIfAbsent(each.substring(0, equals), _ -> new ArrayList<>())
          .add(each.substring(equals + 1));
    }
    return roles;
  }
}
