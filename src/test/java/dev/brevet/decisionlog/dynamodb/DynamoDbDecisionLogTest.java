package dev.brevet.decisionlog.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.Decisions;
import dev.brevet.local.Fault;
import dev.brevet.local.FreshTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbDecisionLogTest {
  private static final Duration KEPT = Duration.ofDays(400);

  private static FreshTables tables;

  // DynamoDB Local deletes what has expired by its own clock.
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final String id = DecisionId.of(now.toEpochMilli(), new byte[10]).value();
  private final String table = tables.create("DecisionsTable");
  private final DynamoDbDecisionLog log = new DynamoDbDecisionLog(tables.plain(), table, KEPT);

  @BeforeAll
  static void start() {
    tables = new FreshTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private List<Map<String, AttributeValue>> items() {
    return tables.client().scan(request -> request.tableName(table)).items();
  }

  private int found(String index, String key, String value) {
    return tables
        .client()
        .query(
            request ->
                request
                    .tableName(table)
                    .indexName(index)
                    .keyConditionExpression("#key = :value")
                    .expressionAttributeNames(Map.of("#key", key))
                    .expressionAttributeValues(Map.of(":value", AttributeValue.fromS(value))))
        .count();
  }

  @Test
  void vend_isOneItemWithAllThatIsKnown() {
    log.record(Decisions.vended(now, "https://idp.example.com#ann", "curl/8"));

    Map<String, AttributeValue> item = items().getFirst();
    assertEquals(1, items().size());
    assertEquals("https://idp.example.com#ann", item.get("principal").s());
    assertEquals(id, item.get("id").s());
    assertEquals(Long.toString(now.plus(KEPT).getEpochSecond()), item.get("expiresAt").n());
    assertEquals("ALLOWED", item.get("outcome").s());
    assertEquals("trust[orders-reader]/DeployPipeline", item.get("statements").l().getFirst().s());
    assertEquals("acme", item.get("parameters").m().get("tenant").s());
    assertEquals("900", item.get("durationSeconds").n());
    assertEquals("7", item.get("packedPolicySize").n());
    assertEquals("vpce-1", item.get("vpcEndpoint").s());
    assertEquals("1234", item.get("latencyMicros").n());
  }

  @Test
  void vend_isFoundByMappingAccessKeyAndId() {
    log.record(Decisions.vended(now, "https://idp.example.com#ann", "curl/8"));

    assertEquals(1, found("by-mapping", "mapping", "orders-reader"));
    assertEquals(1, found("by-access-key", "accessKeyId", "ASIAEXAMPLE"));
    assertEquals(1, found("by-id", "id", id));
  }

  @Test
  void refusalOfSomebodyUnknown_isAnItemToo() {
    log.record(Decisions.refused(now));

    Map<String, AttributeValue> item = items().getFirst();
    assertEquals("-", item.get("principal").s());
    assertFalse(item.containsKey("mapping"));
    assertFalse(item.containsKey("accessKeyId"));
  }

  @Test
  void sameDecisionWrittenAgain_isDurable() {
    log.record(Decisions.vended(now, "ann", "curl/8"));
    log.record(Decisions.vended(now, "ann", "curl/8"));

    assertEquals(1, items().size());
  }

  @Test
  void otherDecisionOfTheSameId_isNotWrittenOver() {
    log.record(Decisions.vended(now, "ann", "curl/8"));
    DecisionRecord other = Decisions.vended(now, "ann", "curl/9");

    assertThrows(DecisionLogUnavailable.class, () -> log.record(other));
    assertEquals("curl/8", items().getFirst().get("userAgent").s());
  }

  @Test
  void refusalThatIsAnsweredAgain_isTheSameItemWithACount() {
    log.record(Decisions.refused(now));
    log.record(Decisions.refused(now).withAnswers(2));
    log.record(Decisions.refused(now).withAnswers(3));
    log.record(Decisions.refused(now).withAnswers(3));
    assertEquals("3", items().getFirst().get("answers").n());

    // Of two that are written at once, the greater stays.
    log.record(Decisions.refused(now).withAnswers(2));
    log.record(Decisions.refused(now));
    assertEquals(1, items().size());
    assertEquals("3", items().getFirst().get("answers").n());
  }

  @Test
  void count_isWrittenOverItsOwnDecisionAlone() {
    DecisionRecord refused = Decisions.refused(now);
    assertThrows(DecisionLogUnavailable.class, () -> log.record(refused.withAnswers(2)));
    assertEquals(0, items().size());

    log.record(Decisions.vended(now, "-", "curl/8"));
    tables
        .client()
        .updateItem(
            request ->
                request
                    .tableName(table)
                    .key(
                        Map.of(
                            "principal",
                            items().getFirst().get("principal"),
                            "id",
                            items().getFirst().get("id")))
                    .updateExpression("SET requestId = :r")
                    .expressionAttributeValues(Map.of(":r", AttributeValue.fromS("another"))));
    assertThrows(DecisionLogUnavailable.class, () -> log.record(refused.withAnswers(2)));
    assertEquals("vended", items().getFirst().get("code").s());
  }

  @Test
  void longPrincipal_isAKeyOfItsOwn() {
    String long1 = "https://idp.example.com#" + "é".repeat(3000);
    log.record(Decisions.vended(now, long1, "curl/8"));
    log.record(Decisions.vended(now, long1 + "x", "curl/8"));

    assertEquals(2, items().size());
    assertNotEquals(DecisionItem.principalKey(long1), DecisionItem.principalKey(long1 + "x"));
    assertTrue(DecisionItem.principalKey(long1).startsWith("https://idp.example.com#é"));
  }

  @Test
  void principalThatIsCutForItsKey_keepsItsWholeNameBesideIt() {
    String principal = "https://idp.example.com#" + "x".repeat(1_200);
    log.record(Decisions.vended(now, principal, "curl/8"));

    assertEquals(principal, items().getFirst().get("identifier").s());
    assertNotEquals(principal, items().getFirst().get("principal").s());
  }

  @Test
  void principalThatIsItsOwnKey_isKeptOnce() {
    log.record(Decisions.vended(now, "https://idp.example.com#ann", "curl/8"));

    assertFalse(items().getFirst().containsKey("identifier"));
  }

  @Test
  void principalWithAPairWhereItIsCut_isRecorded() {
    for (int length = 520; length < 532; length++) {
      String principal = "x".repeat(length) + "\ud83d\ude00".repeat(100);
      log.record(Decisions.denied(now, length - 520, principal, "orders-reader"));
    }

    assertEquals(12, items().size());
  }

  @Test
  void longUserAgent_isCut() {
    log.record(Decisions.vended(now, "ann", "x".repeat(9000)));

    assertEquals(512, items().getFirst().get("userAgent").s().length());
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.dynamoDbThrottling(),
        new Fault.Refuse(500, "InternalServerError", "x"),
        new Fault.Refuse(400, "com.amazonaws.dynamodb.v20120810#AccessDeniedException", "x"),
        new Fault.Drop());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tableThatFails_isUnavailable(Fault fault) {
    tables.faults().always("PutItem", fault);
    DecisionRecord decision = Decisions.refused(now);

    assertThrows(DecisionLogUnavailable.class, () -> log.record(decision));
  }

  @Test
  void tableThatAnswersTooLate_isUnavailable() {
    tables.faults().always("PutItem", new Fault.Delay(Duration.ofSeconds(2)));
    DecisionRecord decision = Decisions.refused(now);

    try (DynamoDbClient impatient = tables.patient(Duration.ofMillis(300))) {
      DynamoDbDecisionLog slow = new DynamoDbDecisionLog(impatient, table, Duration.ofDays(1));
      assertThrows(DecisionLogUnavailable.class, () -> slow.record(decision));
    }
  }

  @Test
  void tableThatIsNotThere_isUnavailable() {
    tables.client().deleteTable(request -> request.tableName(table));
    DecisionRecord decision = Decisions.refused(now);

    assertThrows(DecisionLogUnavailable.class, () -> log.record(decision));
  }
}
