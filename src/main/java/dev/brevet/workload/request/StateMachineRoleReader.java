package dev.brevet.workload.request;

import module java.base;

import dev.brevet.iam.MappingName;
import dev.brevet.json.InvalidField;
import dev.brevet.json.JsonFields;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
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

/// Reads what roles of state machines are asked with.
final class StateMachineRoleReader {
  private StateMachineRoleReader() {}

  static DesignRequest read(JsonFields body, WorkBudget budget) throws InvalidField {
    body.only(
        "definition",
        "partition",
        "region",
        "account",
        "stateMachineName",
        "type",
        "substitutions",
        "options");
    DesignScope scope = DesignScope.read(body);
    Machine machine = new Machine(scope.partition(), scope.region(), scope.account(), name(body));
    boolean express =
        switch (body.text("type").orElse("STANDARD")) {
          case "STANDARD" -> false;
          case "EXPRESS" -> true;
          default -> throw body.wrong("type", "must be STANDARD or EXPRESS");
        };
    JsonFields options = body.object("options");
    StateMachineRole.Request request =
        new StateMachineRole.Request(
            machine, express, definition(body, machine, budget), options(options));
    Optional<Policy> starting =
        options.has("startingPolicy") ? Optional.of(startingPolicy(options)) : Optional.empty();
    Optional<PersonMapping> mapping =
        options.has("mapping") ? Optional.of(mapping(options.object("mapping"))) : Optional.empty();
    return (designers, left) -> {
      RoleDesign design = designers.machines().get().design(request, left);
      JsonObject json = design.toJson();
      if (starting.isPresent()) {
        json =
            json.with(
                "comparison",
                new PolicyDifferences(designers.knowledge().get())
                    .between(starting.get(), policies(design), left));
      }
      return mapping.isPresent()
          ? json.with(
              "mapping", mapping.get().of(design, machine.partition(), machine.account().digits()))
          : json;
    };
  }

  /// Source: Step Functions API, CreateStateMachine.
  private static Optional<String> name(JsonFields body) throws InvalidField {
    Optional<String> name = body.text("stateMachineName").filter(text -> !text.isEmpty());
    if (name.filter(text -> !Machine.isName(text)).isPresent()) {
      throw body.wrong("stateMachineName", "is not a name that Step Functions accepts");
    }
    return name;
  }

  /// CloudFormation's own placeholders are known without being given.
  private static StateMachineDefinition definition(
      JsonFields body, Machine machine, WorkBudget budget) throws InvalidField {
    Map<String, String> substitutions = new TreeMap<>();
    substitutions.put("AWS::Partition", machine.partition());
    substitutions.put("AWS::AccountId", machine.account().digits());
    machine.region().ifPresent(region -> substitutions.put("AWS::Region", region));
    substitutions.putAll(body.scalars("substitutions"));
    Substitutions known = new Substitutions(substitutions, budget);
    Optional<JsonValue> made = body.made("definition");
    return switch (made.isPresent()
        ? DefinitionReader.read(new JsonReader.Read(made.get()), known)
        : DefinitionReader.read(body.document("definition"), known)) {
      case DefinitionReader.Read(StateMachineDefinition definition) -> definition;
      case DefinitionReader.NotADefinition(int line, int column, String message) ->
          throw body.wrong("definition", "is not a state machine: " + message, line, column);
    };
  }

  private static Options options(JsonFields options) throws InvalidField {
    options.only(
        "logging",
        "tracing",
        "kmsKeyArn",
        "bucketKmsKeyArn",
        "tighter",
        "taskRoles",
        "startingPolicy",
        "mapping");
    JsonFields roles = options.object("taskRoles");
    Map<String, List<String>> taskRoles = new TreeMap<>();
    for (String state : roles.names()) {
      List<String> arns = roles.texts(state);
      for (String arn : arns) {
        DesignScope.role(roles, state, arn);
      }
      taskRoles.put(state, arns);
    }
    return new Options(
        options.flag("logging"),
        options.flag("tracing"),
        DesignScope.key(options, "kmsKeyArn"),
        DesignScope.key(options, "bucketKmsKeyArn"),
        options.flag("tighter"),
        taskRoles);
  }

  private static Policy startingPolicy(JsonFields options) throws InvalidField {
    return switch (PolicyReader.read(options.document("startingPolicy"), PolicyType.IDENTITY)) {
      case Parsed(Policy policy) -> policy;
      case Malformed(int line, int column, String message) ->
          throw options.wrong("startingPolicy", "is not a policy: " + message, line, column);
    };
  }

  private static List<Policy> policies(RoleDesign design) {
    return design.policies().stream().map(StateMachineRoleReader::designed).toList();
  }

  private static Policy designed(PolicyDocument document) {
    return switch (PolicyReader.read(JsonText.compact(document.toJson()), PolicyType.IDENTITY)) {
      case Parsed(Policy policy) -> policy;
      case Malformed malformed ->
          throw new IllegalStateException("a design is no policy: " + malformed);
    };
  }

  private static PersonMapping mapping(JsonFields mapping) throws InvalidField {
    mapping.only("id", "principals", "brevetRoleArn");
    String id = mapping.required("id");
    if (!MappingName.isOne(id)) {
      throw mapping.wrong("id", "is not a mapping id");
    }
    List<String> principals = mapping.texts("principals");
    if (principals.isEmpty()
        || principals.stream().anyMatch(arn -> dev.brevet.iam.Principal.parseArn(arn).isEmpty())) {
      throw mapping.wrong("principals", "does not name users or roles by ARN");
    }
    return new PersonMapping(
        id,
        principals,
        DesignScope.role(mapping, "brevetRoleArn", mapping.required("brevetRoleArn")));
  }
}
