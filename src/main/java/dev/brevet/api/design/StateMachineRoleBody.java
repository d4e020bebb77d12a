package dev.brevet.api.design;

import dev.brevet.api.JsonFields;
import dev.brevet.api.StrictJson;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.workload.StateMachineRole;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.StateMachineDefinition;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Machine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The body of `POST /v1/designs/state-machine-role`, read.
record StateMachineRoleBody(StateMachineRole.Request request, JsonFields options) {

  static StateMachineRoleBody read(JsonFields body, WorkBudget budget) throws StrictJson.Wrong {
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
    return new StateMachineRoleBody(
        new StateMachineRole.Request(
            machine, express, definition(body, machine, budget), options(options)),
        options);
  }

  /// Source: Step Functions API, CreateStateMachine.
  private static Optional<String> name(JsonFields body) throws StrictJson.Wrong {
    Optional<String> name = body.text("stateMachineName").filter(text -> !text.isEmpty());
    if (name.filter(text -> !Machine.isName(text)).isPresent()) {
      throw body.wrong("stateMachineName", "is not a name that Step Functions accepts");
    }
    return name;
  }

  /// CloudFormation's own placeholders are known without being given.
  private static StateMachineDefinition definition(
      JsonFields body, Machine machine, WorkBudget budget) throws StrictJson.Wrong {
    Map<String, String> substitutions = new TreeMap<>();
    substitutions.put("AWS::Partition", machine.partition());
    substitutions.put("AWS::AccountId", machine.account().digits());
    machine.region().ifPresent(region -> substitutions.put("AWS::Region", region));
    substitutions.putAll(body.scalars("substitutions"));
    return switch (DefinitionReader.read(
        body.document("definition"), new Substitutions(substitutions, budget))) {
      case DefinitionReader.Read(StateMachineDefinition definition) -> definition;
      case DefinitionReader.NotADefinition(int line, int column, String message) ->
          throw body.wrong(
              "definition",
              "is not a state machine: "
                  + message
                  + (line > 0 ? " (line " + line + ", column " + column + ")" : ""));
    };
  }

  private static Options options(JsonFields options) throws StrictJson.Wrong {
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
}
