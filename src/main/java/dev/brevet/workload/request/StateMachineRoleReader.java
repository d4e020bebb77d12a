package dev.brevet.workload.request;

import module java.base;

import dev.brevet.iam.MappingName;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.json.Fields;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.PolicyDifferences;
import dev.brevet.workload.PersonMapping;
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

  static Optional<DesignRequest> read(Fields body, WorkBudget budget) {
    Optional<DesignScope> scope = DesignScope.read(body, false);
    // Source: Step Functions API, CreateStateMachine.
    Optional<String> name =
        body.text(
                "stateMachineName",
                text -> text.isEmpty() || Machine.isName(text),
                "is not a name that Step Functions accepts")
            .filter(text -> !text.isEmpty());
    String type =
        body.text("type", List.of("STANDARD", "EXPRESS")::contains, "must be STANDARD or EXPRESS")
            .orElse("STANDARD");
    Optional<Machine> machine =
        scope.map(of -> new Machine(of.partition(), of.region(), of.account(), name));
    Optional<StateMachineDefinition> definition = definition(body, machine, budget);
    Fields options = body.part("options");
    Options wanted = options(options);
    Optional<Policy> starting =
        options
            .carried("startingPolicy")
            .flatMap(
                json ->
                    PolicyReader.read(
                        options, "startingPolicy", json, PolicyType.IDENTITY, "is not a policy: "));
    Optional<PersonMapping> mapping =
        options.object("mapping").flatMap(StateMachineRoleReader::mapping);
    if (body.hasProblems()) {
      return Optional.empty();
    }
    StateMachineRole.Request request =
        new StateMachineRole.Request(
            machine.orElseThrow(), type.equals("EXPRESS"), definition.orElseThrow(), wanted);
    return Optional.of((designers, left) -> design(request, starting, mapping, designers, left));
  }

  private static JsonObject design(
      StateMachineRole.Request request,
      Optional<Policy> starting,
      Optional<PersonMapping> mapping,
      Designers designers,
      WorkBudget budget) {
    RoleDesign design = designers.machines().get().design(request, budget);
    JsonObject json = design.toJson();
    if (starting.isPresent()) {
      List<Policy> policies =
          design.policies().stream()
              .map(each -> JsonText.compact(each.toJson()))
              .map(each -> PolicyReader.own(each, PolicyType.IDENTITY))
              .toList();
      json =
          json.with(
              "comparison",
              new PolicyDifferences(designers.knowledge().get())
                  .between(starting.get(), policies, budget));
    }
    Machine machine = request.machine();
    return mapping.isPresent()
        ? json.with(
            "mapping", mapping.get().of(design, machine.partition(), machine.account().digits()))
        : json;
  }

  /// CloudFormation's own placeholders are known without being given.
  private static Optional<StateMachineDefinition> definition(
      Fields body, Optional<Machine> machine, WorkBudget budget) {
    Map<String, String> substitutions = new TreeMap<>();
    machine.ifPresent(
        of -> {
          substitutions.put("AWS::Partition", of.partition());
          substitutions.put("AWS::AccountId", of.account().digits());
          of.region().ifPresent(region -> substitutions.put("AWS::Region", region));
        });
    substitutions.putAll(substitutions(body));
    body.require("definition");
    Optional<String> written = body.carried("definition");
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Substitutions known = new Substitutions(substitutions, budget);
    Optional<JsonObject> made = body.made("definition");
    return switch (made.isPresent()
        ? DefinitionReader.read(new JsonReader.Read(made.get()), known)
        : DefinitionReader.read(written.get(), known)) {
      case DefinitionReader.Read(StateMachineDefinition definition) -> Optional.of(definition);
      case DefinitionReader.NotADefinition(int line, int column, String message) -> {
        body.problem("definition", line, column, "is not a state machine: " + message);
        yield Optional.empty();
      }
    };
  }

  /// Strings, numbers and booleans by their names.
  private static Map<String, String> substitutions(Fields body) {
    Map<String, String> substitutions = new HashMap<>();
    Fields named = body.part("substitutions");
    named.ignoreOthers();
    for (Member member :
        body.any("substitutions")
            .flatMap(JsonValue::asObject)
            .map(JsonObject::members)
            .orElse(List.of())) {
      member
          .value()
          .asScalar()
          .ifPresentOrElse(
              value -> substitutions.put(member.name(), value),
              () -> named.problem(member.name(), "must be a string, a number, true or false"));
    }
    return substitutions;
  }

  private static Options options(Fields options) {
    Fields roles = options.part("taskRoles");
    roles.ignoreOthers();
    Map<String, List<String>> taskRoles = new TreeMap<>();
    for (String state : roles.names()) {
      taskRoles.put(
          state, roles.texts(state, arn -> RoleArn.parse(arn).isPresent(), "is not a role ARN"));
    }
    return new Options(
        options.bool("logging", false),
        options.bool("tracing", false),
        DesignScope.key(options, "kmsKeyArn"),
        DesignScope.key(options, "bucketKmsKeyArn"),
        options.bool("tighter", false),
        taskRoles);
  }

  private static Optional<PersonMapping> mapping(Fields mapping) {
    mapping.require("id");
    Optional<String> id = mapping.text("id", MappingName::isOne, "is not a mapping id");
    mapping.requireSome("principals");
    List<String> principals =
        mapping.texts(
            "principals",
            arn -> Principal.parseArn(arn).isPresent(),
            "does not name users or roles by ARN");
    mapping.require("brevetRoleArn");
    Optional<String> role = DesignScope.role(mapping, "brevetRoleArn");
    return id.flatMap(of -> role.map(arn -> new PersonMapping(of, principals, arn)));
  }
}
