package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.json.JsonText;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Machine;

/// Roles designed for definitions written in tests.
final class Designs {
  static final Machine ORDERS =
      new Machine(
          "aws", Optional.of("eu-west-1"), new AccountId("111122223333"), Optional.of("Orders"));

  static final Options TIGHTER =
      new Options(false, false, Optional.empty(), Optional.empty(), true, Map.of());

  /// AWS's own statements name these on resources that the reference does not have. Source: Step
  /// Functions Developer Guide, connect-bedrockagentcore, connect-emr-serverless.
  private static final List<String> AS_AWS_DOCUMENTS =
      List.of("`bedrock-agentcore:InvokeAgentRuntime`", "`emr-serverless:CreateApplication`");

  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());
  private static final StateMachineRole ROLES = new StateMachineRole(Catalogue.bundled());

  private Designs() {}

  /// The role of a machine with one task `T`; `fields` are the task's, without its type.
  static RoleDesign ofTask(String fields) {
    return of(task(fields), false, Options.NONE);
  }

  static RoleDesign ofTask(String fields, Options options) {
    return of(task(fields), false, options);
  }

  static RoleDesign of(String definition, boolean express, Options options) {
    return of(ORDERS, definition, express, options);
  }

  static RoleDesign of(Machine machine, String definition, boolean express, Options options) {
    DefinitionReader.Reading reading =
        DefinitionReader.read(definition, new Substitutions(Map.of()));
    return linted(
        ROLES.design(
            new StateMachineRole.Request(
                machine,
                express,
                assertInstanceOf(DefinitionReader.Read.class, reading, reading::toString)
                    .definition(),
                options)));
  }

  /// The same design: no statement of it names a resource that none of its actions has. Every
  /// design that a test makes passes through here.
  static RoleDesign linted(RoleDesign design) {
    List<PolicyDocument> documents = new ArrayList<>(design.policies());
    design
        .targets()
        .forEach(
            target -> {
              if (target instanceof RoleDesign.Target.Role role) {
                documents.addAll(role.policies());
              }
            });
    for (PolicyDocument document : documents) {
      // What an expression says may end in the middle of an account.
      if (document.statements().stream()
          .flatMap(statement -> statement.resources().stream())
          .anyMatch(text -> text.matches("arn:(?:[^:]*:){0,3}(?:[^:]*[^:*][*]|[*][^:]).*"))) {
        continue;
      }
      String policy = JsonText.compact(document.toJson());
      assertEquals(
          List.of(),
          LINT.check(policy, PolicyType.IDENTITY, Optional.empty()).stream()
              .filter(finding -> finding.id().equals("RESOURCE_MISMATCH"))
              .filter(finding -> AS_AWS_DOCUMENTS.stream().noneMatch(finding.why()::contains))
              .toList(),
          policy);
    }
    return design;
  }

  static String task(String fields) {
    return "{\"StartAt\":\"T\",\"States\":{\"T\":{\"Type\":\"Task\",\"End\":true,"
        + fields.replace('\'', '"')
        + "}}}";
  }

  /// The resources on which the role's policies allow `action`, sorted.
  static List<String> resources(RoleDesign design, String action) {
    return resources(design.policies(), action);
  }

  static List<String> resources(List<PolicyDocument> policies, String action) {
    TreeSet<String> resources = new TreeSet<>();
    policies.stream()
        .flatMap(policy -> policy.statements().stream())
        .filter(statement -> statement.actions().contains(action))
        .forEach(statement -> resources.addAll(statement.resources()));
    return List.copyOf(resources);
  }

  /// Every action that the role's policies name, sorted.
  static List<String> actions(RoleDesign design) {
    return actions(design.policies());
  }

  static List<String> actions(List<PolicyDocument> policies) {
    TreeSet<String> actions = new TreeSet<>();
    policies.forEach(
        policy -> policy.statements().forEach(statement -> actions.addAll(statement.actions())));
    return List.copyOf(actions);
  }
}
