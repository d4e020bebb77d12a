package dev.brevet.cli;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.PersonMapping;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "state-machine",
    description = "The least role that a state machine definition needs.",
    footer = {
      "",
      "  brevet design state-machine orders.asl.json -a 111122223333 -r eu-central-1 -n orders"
    })
final class DesignStateMachineCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      paramLabel = "FILE",
      description = "An Amazon States Language definition in JSON; - is standard input.")
  private String file = "";

  @Mixin private ScopeOptions scope = new ScopeOptions();

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The state machine's name, if it has one yet.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--express", description = "It is an express workflow.")
  private boolean express;

  @Option(
      names = {"-s", "--substitute"},
      paramLabel = "NAME=VALUE",
      description = "The value of a placeholder in the definition. May be given several times.")
  private Map<String, String> substitutions = new TreeMap<>();

  @Option(names = "--logging", description = "It logs to CloudWatch Logs.")
  private boolean logging;

  @Option(names = "--tracing", description = "It traces with X-Ray.")
  private boolean tracing;

  @Option(names = "--kms-key", paramLabel = "ARN", description = "The key that encrypts its data.")
  private Optional<String> kmsKey = Optional.empty();

  @Option(
      names = "--bucket-kms-key",
      paramLabel = "ARN",
      description = "The key that encrypts the buckets of its distributed maps.")
  private Optional<String> bucketKmsKey = Optional.empty();

  @Option(
      names = "--tighter",
      description = "As little as suffices for certain, not what AWS's own generator allows.")
  private boolean tighter;

  @Option(
      names = "--task-role",
      paramLabel = "STATE=ARN",
      description = "A role that a state's work takes and the definition does not name.")
  private List<String> taskRoles = List.of();

  /// For a mapping by which people act with the machine's permissions.
  static final class MappingOptions {
    @Option(
        names = "--mapping",
        required = true,
        paramLabel = "ID",
        description = "Also make the mapping by which people act with the machine's permissions.")
    private String id = "";

    @Option(
        names = "--principal",
        required = true,
        paramLabel = "ARN",
        description = "Who may have that mapping.")
    private List<String> principals = List.of();

    @Option(
        names = "--brevet-role",
        required = true,
        paramLabel = "ARN",
        description = "The role that Brevet vends with.")
    private String brevetRole = "";
  }

  /// Made by picocli when one of its options is given.
  @ArgGroup(exclusive = false)
  private @Nullable MappingOptions mapping;

  @Mixin private DesignOutput output = new DesignOutput();
  @Mixin private ConnectionOptions connection = new ConnectionOptions();

  DesignStateMachineCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Failure {
    ScopeOptions.Scope where = scope.read();
    check();
    Map<String, List<String>> roles = roles();
    String definition = Documents.text(file, surroundings);
    JsonObject design =
        connection.isGiven()
            ? connection
                .open(surroundings)
                .post("/v1/designs/state-machine-role", body(where, roles, definition))
            : local(where, roles, definition);
    return output.print(design, surroundings);
  }

  private JsonObject local(
      ScopeOptions.Scope where, Map<String, List<String>> roles, String definition) throws Failure {
    Machine machine = new Machine(where.partition(), where.region(), where.account(), name);
    Options options = new Options(logging, tracing, kmsKey, bucketKmsKey, tighter, roles);
    RoleDesign design =
        new StateMachineRole(Catalogue.bundled())
            .design(
                new StateMachineRole.Request(machine, express, read(definition, where), options));
    Map<String, JsonValue> json = new LinkedHashMap<>();
    design.toJson().members().forEach(member -> json.put(member.name(), member.value()));
    mapping()
        .ifPresent(
            wanted ->
                json.put(
                    "mapping",
                    new PersonMapping(wanted.id, wanted.principals, wanted.brevetRole)
                        .of(design, where.partition(), where.account().digits())));
    return JsonValue.of(json);
  }

  /// CloudFormation's own placeholders are known without being given.
  private StateMachineDefinition read(String definition, ScopeOptions.Scope where) throws Failure {
    Map<String, String> values = new TreeMap<>();
    values.put("AWS::Partition", where.partition());
    values.put("AWS::AccountId", where.account().digits());
    where.region().ifPresent(region -> values.put("AWS::Region", region));
    values.putAll(substitutions);
    return switch (DefinitionReader.read(definition, new Substitutions(values))) {
      case DefinitionReader.Read(StateMachineDefinition read) -> read;
      case DefinitionReader.NotADefinition(int line, int column, String message) ->
          throw Failure.of(
              Exit.USAGE,
              file
                  + (line > 0 ? ":" + line + ":" + column : "")
                  + ": not a state machine: "
                  + message);
    };
  }

  private JsonObject body(
      ScopeOptions.Scope where, Map<String, List<String>> roles, String definition) {
    Map<String, JsonValue> options = new LinkedHashMap<>();
    options.put("logging", JsonValue.of(logging));
    options.put("tracing", JsonValue.of(tracing));
    options.put("tighter", JsonValue.of(tighter));
    kmsKey.ifPresent(arn -> options.put("kmsKeyArn", JsonValue.of(arn)));
    bucketKmsKey.ifPresent(arn -> options.put("bucketKmsKeyArn", JsonValue.of(arn)));
    Map<String, JsonValue> states = new LinkedHashMap<>();
    roles.forEach((state, arns) -> states.put(state, JsonValue.texts(arns)));
    options.put("taskRoles", JsonValue.of(states));
    mapping()
        .ifPresent(
            wanted -> {
              Map<String, JsonValue> json = new LinkedHashMap<>();
              json.put("id", JsonValue.of(wanted.id));
              json.put("principals", JsonValue.texts(wanted.principals));
              json.put("brevetRoleArn", JsonValue.of(wanted.brevetRole));
              options.put("mapping", JsonValue.of(json));
            });
    Map<String, JsonValue> values = new LinkedHashMap<>();
    substitutions.forEach((name, value) -> values.put(name, JsonValue.of(value)));
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("definition", JsonValue.of(definition));
    where.addTo(body);
    name.ifPresent(text -> body.put("stateMachineName", JsonValue.of(text)));
    body.put("type", JsonValue.of(express ? "EXPRESS" : "STANDARD"));
    body.put("substitutions", JsonValue.of(values));
    body.put("options", JsonValue.of(options));
    return JsonValue.of(body);
  }

  private void check() throws Failure {
    if (name.filter(text -> !Machine.isName(text)).isPresent()) {
      throw Failure.of(Exit.USAGE, "`--name` is not a name that Step Functions takes");
    }
    ScopeOptions.checkKey("--kms-key", kmsKey);
    ScopeOptions.checkKey("--bucket-kms-key", bucketKmsKey);
    if (mapping().isPresent()) {
      MappingOptions wanted = mapping().get();
      Mappings.check(wanted.id);
      if (RoleArn.parse(wanted.brevetRole).isEmpty()) {
        throw Failure.of(Exit.USAGE, "`--brevet-role` is not a role's ARN");
      }
      for (String principal : wanted.principals) {
        if (Principal.parseArn(principal).isEmpty()) {
          throw Failure.of(Exit.USAGE, "`--principal` does not name a user or role by ARN");
        }
      }
    }
  }

  private Optional<MappingOptions> mapping() {
    return Optional.ofNullable(mapping);
  }

  private Map<String, List<String>> roles() throws Failure {
    Map<String, List<String>> roles = new TreeMap<>();
    for (String each : taskRoles) {
      int equals = each.indexOf("=arn:");
      if (equals < 1 || RoleArn.parse(each.substring(equals + 1)).isEmpty()) {
        throw Failure.of(Exit.USAGE, "`--task-role` is not a state's name, = and a role's ARN");
      }
      roles
          .computeIfAbsent(each.substring(0, equals), _ -> new ArrayList<>())
          .add(each.substring(equals + 1));
    }
    return roles;
  }
}
