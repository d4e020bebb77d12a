package dev.brevet.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.Work;
import dev.brevet.catalogue.ConditionKey.ValueType;
import dev.brevet.iam.Action;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();

  /// The numbers of the package that the catalogue is made from.
  @Test
  void catalogue_holdsAllServicesAndActions() {
    assertEquals(456, CATALOGUE.prefixes().size());
    assertEquals(
        22_091,
        CATALOGUE.prefixes().stream()
            .mapToInt(prefix -> CATALOGUE.service(prefix).orElseThrow().actions().size())
            .sum());
  }

  @Test
  void service_isItsOwn() {
    for (String prefix : CATALOGUE.prefixes()) {
      CataloguedService service = CATALOGUE.service(prefix).orElseThrow();
      assertEquals(prefix, service.prefix());
      assertFalse(service.name().isEmpty(), prefix);
    }
  }

  @Test
  void service_isReadOnce_whateverItsCase() {
    assertSame(
        CATALOGUE.service("states").orElseThrow(), CATALOGUE.service("STATES").orElseThrow());
  }

  @Test
  void unknownNames_areEmpty() {
    assertTrue(CATALOGUE.service("stats").isEmpty());
    assertTrue(CATALOGUE.action(new Action("lambda", "Invoke")).isEmpty());
    assertTrue(CATALOGUE.action(new Action("lambdas", "InvokeFunction")).isEmpty());
  }

  /// Service Authorization Reference, list_awsstepfunctions: the actions that concept 18 names.
  @Test
  void dependentActions_areKnown() {
    assertEquals(
        List.of(new Action("iam", "PassRole"), new Action("states", "PublishStateMachineVersion")),
        action("states:CreateStateMachine").dependentActions());
    assertTrue(
        action("lambda:CreateFunction").dependentActions().contains(new Action("iam", "PassRole")));
  }

  @Test
  void actionName_ignoresCaseAndKeepsIamsSpelling() {
    assertEquals(
        "athena:StartQueryExecution", action("athena:startqueryexecution").action().toString());
  }

  @Test
  void action_hasItsResourceTypesAndKeys() {
    CataloguedAction invoke = action("lambda:InvokeFunction");
    assertEquals(Set.of(AccessLevel.WRITE), invoke.accessLevels());
    assertEquals(
        "arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}",
        invoke.targets().getFirst().type().arn());
    assertTrue(invoke.targets().getFirst().required());
    assertTrue(
        action("lambda:AddPermission").accessLevels().contains(AccessLevel.PERMISSIONS_MANAGEMENT));
    assertFalse(action("logs:CreateLogDelivery").hasResourceLevelPermissions());
  }

  @Test
  void conditionKey_hasTypeAndNumber() {
    assertEquals(
        new ConditionKey("dynamodb:LeadingKeys", ValueType.STRING, true),
        key("dynamodb", "dynamodb:leadingkeys"));
    assertEquals(ValueType.ARN, key("lambda", "lambda:FunctionArn").type());
    assertFalse(key("lambda", "lambda:FunctionArn").multivalued());
  }

  @Test
  void conditionKey_withVariable_matchesAnyTextThere() {
    ConditionKey tag = key("lambda", "aws:RequestTag/Team");
    assertEquals("aws:RequestTag/${TagKey}", tag.name());
    assertFalse(tag.matches("aws:RequestTag/"));
    assertFalse(tag.matches("aws:RequestTags/x"));
  }

  /// 5 ms for each, with the catalogue already in memory and the code compiled.
  @Test
  void service_loadsInMilliseconds() {
    List<String> prefixes =
        List.of("ec2", "sagemaker", "iam", "lambda", "states", "dynamodb", "glue");
    for (int i = 0; i < 5; i++) {
      prefixes.forEach(Catalogue.bundled()::service);
    }
    Catalogue fresh = Catalogue.bundled();
    Work.within(Duration.ofMillis(35), () -> prefixes.forEach(fresh::service));
  }

  private static CataloguedAction action(String text) {
    return CATALOGUE.action(Action.parse(text).orElseThrow()).orElseThrow();
  }

  private static ConditionKey key(String prefix, String name) {
    return CATALOGUE.service(prefix).orElseThrow().conditionKeys().stream()
        .filter(key -> key.matches(name))
        .findFirst()
        .orElseThrow();
  }
}
