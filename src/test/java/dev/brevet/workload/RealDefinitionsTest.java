package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.policy.lint.Severity;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Definitions that people published, each with the role that it gets. A person reads the roles
/// when they change: `-Dgolden=update` writes them anew below `src/test/resources`.
class RealDefinitionsTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final StateMachineRole ROLES = new StateMachineRole(CATALOGUE);
  private static final Substitutions NONE = new Substitutions(Map.of());
  private static final Machine MACHINE =
      new Machine(
          "aws", Optional.of("eu-west-1"), new AccountId("111122223333"), Optional.of("Orders"));

  static Stream<String> definitions() throws IOException {
    try (Stream<Path> files = Files.list(resource("asl"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".asl.json"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void definitions_areAllThere() throws IOException {
    assertEquals(69, definitions().count());
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void definition_getsTheRoleThatAPersonReviewed(String name) throws IOException {
    String role = "# " + name + "\n" + RoleText.of(design(name, substitutions()));
    String golden = "asl-roles/" + name.replace(".asl.json", ".txt");
    if (System.getProperty("golden", "").equals("update")) {
      Files.writeString(Path.of("src/test/resources/dev/brevet/workload", golden), role);
      return;
    }
    assertEquals(Files.readString(resource(golden)), role);
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void action_isInTheCatalogue(String name) throws IOException {
    for (Substitutions substitutions : List.of(substitutions(), NONE)) {
      design(name, substitutions).policies().stream()
          .flatMap(policy -> policy.statements().stream())
          .flatMap(statement -> statement.actions().stream())
          .filter(action -> !action.equals("*"))
          .forEach(
              action ->
                  assertTrue(
                      CATALOGUE.action(Action.parse(action).orElseThrow()).isPresent(), action));
    }
  }

  /// What is designed here, the checks let through: trust policies with nothing to say, others
  /// without errors.
  @ParameterizedTest
  @MethodSource("definitions")
  void role_passesTheChecks(String name) throws IOException {
    PolicyLint lint = new PolicyLint(CATALOGUE);
    RoleDesign design = design(name, substitutions());
    assertEquals(
        List.of(),
        lint.check(
            JsonText.compact(design.trustPolicy()),
            PolicyType.TRUST,
            Optional.of(MACHINE.account())));
    for (PolicyDocument policy : design.policies()) {
      assertEquals(
          List.of(),
          lint
              .check(JsonText.compact(policy.toJson()), PolicyType.IDENTITY, Optional.empty())
              .stream()
              .filter(
                  finding ->
                      finding.severity() == Severity.ERROR
                          || finding.id().startsWith("REDUNDANT")
                          || finding.id().equals("RESOURCE_MISMATCH"))
              .toList());
    }
  }

  /// A placeholder that nothing substitutes is told, and nothing is allowed for it.
  @ParameterizedTest
  @MethodSource("definitions")
  void placeholder_isNeverInAPolicy(String name) throws IOException {
    String policies =
        RoleText.of(design(name, NONE))
            .lines()
            .filter(line -> !line.startsWith("unresolved"))
            .collect(Collectors.joining());
    assertTrue(Substitutions.placeholder(policies).isEmpty(), policies);
  }

  private static RoleDesign design(String name, Substitutions substitutions) throws IOException {
    DefinitionReader.Reading reading =
        DefinitionReader.read(Files.readAllBytes(resource("asl/" + name)), substitutions);
    return Designs.linted(
        ROLES.design(
            new StateMachineRole.Request(
                MACHINE,
                false,
                assertInstanceOf(DefinitionReader.Read.class, reading, name + reading).definition(),
                Options.NONE)));
  }

  private static Substitutions substitutions() throws IOException {
    JsonReader.Reading reading =
        JsonReader.read(Files.readAllBytes(resource("asl-substitutions.json")));
    JsonValue value = assertInstanceOf(JsonReader.Read.class, reading).value();
    return new Substitutions(
        value.asObject().orElseThrow().members().stream()
            .collect(
                Collectors.toMap(
                    JsonValue.Member::name, member -> member.value().asText().orElseThrow())));
  }

  private static Path resource(String name) {
    try {
      return Path.of(RealDefinitionsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
