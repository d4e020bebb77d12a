package dev.brevet.workload.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Integration.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class IntegrationTableTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final IntegrationTable TABLE = IntegrationTable.bundled();
  private static final Machine MACHINE =
      new Machine(
          "aws", Optional.of("eu-west-1"), new AccountId("111122223333"), Optional.of("Orders"));

  record Case(String resource, boolean tighter, String parameters, String expected) {}

  static Stream<Case> cases() throws IOException {
    try (InputStream in =
        IntegrationTableTest.class.getResourceAsStream(
            "/dev/brevet/workload/integration-cases.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("\t"))
              .map(field -> new Case(field[0], field[1].equals("tighter"), field[2], field[3]))
              .toList()
              .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void integration_allowsWhatAwsSays(Case row) {
    assertEquals(row.expected(), allowed(row));
  }

  @Test
  void cases_areOfEveryIntegrationInEveryPattern() throws IOException {
    Set<String> seen = new HashSet<>();
    cases()
        .forEach(
            row -> {
              TaskResource.Optimised call =
                  assertInstanceOf(
                      TaskResource.Optimised.class, TaskResource.parse(row.resource()));
              seen.add(call.name() + " " + call.pattern());
            });
    assertEquals(64, TABLE.all().size());
    for (Integration integration : TABLE.all()) {
      for (IntegrationPattern pattern : integration.patterns()) {
        assertTrue(seen.contains(integration.name() + " " + pattern), integration.name() + pattern);
      }
    }
  }

  @Test
  void action_isInTheCatalogue() {
    TABLE.all().stream()
        .flatMap(integration -> integration.permissions().stream())
        .flatMap(permission -> permission.actions().stream())
        .forEach(
            action ->
                assertEquals(
                    Optional.of(action),
                    CATALOGUE
                        .action(Action.parse(action).orElseThrow())
                        .map(found -> found.action().toString())));
  }

  /// Concept 17: Kubernetes authorizes the machine's role itself, ECS is passed a role, EMR has a
  /// service-linked one.
  @Test
  void access_tellsByWhosePermissionsAServiceActs() {
    assertEquals(Access.PRINCIPAL, TABLE.find("eks:call").orElseThrow().access());
    assertEquals(Access.SERVICE_ROLE, TABLE.find("ecs:runTask").orElseThrow().access());
    assertEquals(
        Access.SERVICE_LINKED_ROLE,
        TABLE.find("elasticmapreduce:createCluster").orElseThrow().access());
  }

  private static String allowed(Case row) {
    String definition =
        """
        {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"%s","Parameters":%s,"End":true}}}\
        """
            .formatted(row.resource(), row.parameters());
    DefinitionReader.Read read =
        assertInstanceOf(
            DefinitionReader.Read.class,
            DefinitionReader.read(definition, new Substitutions(Map.of())));
    Step.Task task = (Step.Task) read.definition().steps().getFirst();
    Findings findings = new Findings(WorkBudget.ofRequest());
    new TaskPermissions(CATALOGUE, TABLE, SdkTable.bundled(CATALOGUE), Map.of())
        .find(
            task,
            TaskResource.of(task.resource()),
            new ResourceResolver(MACHINE.scope(), row.tighter()),
            true,
            findings);
    return JsonText.compact(
        JsonValue.of(
            findings.needs().stream()
                .map(IntegrationTableTest::json)
                .sorted(Comparator.comparing(JsonText::compact))
                .toList()));
  }

  private static JsonValue json(Need need) {
    Map<String, JsonValue> condition = new LinkedHashMap<>();
    need.condition()
        .forEach(
            (operator, keys) -> {
              Map<String, JsonValue> values = new LinkedHashMap<>();
              keys.forEach((key, all) -> values.put(key, JsonValue.texts(all)));
              condition.put(operator, JsonValue.of(values));
            });
    return JsonValue.of(
        List.of(
            JsonValue.texts(need.actions()),
            JsonValue.texts(need.resources().stream().sorted().toList()),
            JsonValue.of(condition)));
  }
}
