package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.Fault;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What Brevet needs does not answer, or answers that it will not.
class FaultTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);
  private static final Fault BROKEN_STS =
      new Fault.Refuse(500, "InternalFailure", "The request processing has failed");
  private static final Fault BROKEN_TABLE =
      new Fault.Refuse(500, "com.amazonaws.dynamodb.v20120810#InternalServerError", "no");
  private static final Fault NO_TABLE =
      new Fault.Refuse(
          400, "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "no such table");
  private static final Fault FORBIDDEN_TABLE =
      new Fault.Refuse(400, "com.amazon.coral.service#AccessDeniedException", "not you");

  @AfterEach
  void clearFaults() {
    WORLD.sts().faults().clear();
    WORLD.dynamoDb().faults().clear();
  }

  @Test
  void stsThatThrottlesOnce_isAskedAgain() {
    WORLD.sts().faults().next(1, "AssumeRole", Fault.stsThrottling());
    assertEquals(200, vend().status());
    WORLD.sts().faults().next(1, "AssumeRole", BROKEN_STS);
    assertEquals(200, vend().status());
    WORLD.sts().faults().next(1, "AssumeRole", new Fault.Drop());
    assertEquals(200, vend().status());
  }

  @Test
  void stsThatThrottles_isThrottled() {
    WORLD.sts().faults().always("AssumeRole", Fault.stsThrottling());
    Answer answer = vend().assertDecided(429, "throttled");
    assertRetryAfter(answer);
    assertRecorded(answer, "FAILED", "throttled");
  }

  @Test
  void stsThatIsBrokenOrAbsent_isUnavailable() {
    for (Fault fault : List.of(BROKEN_STS, new Fault.Drop())) {
      WORLD.sts().faults().clear();
      WORLD.sts().faults().always("AssumeRole", fault);
      Answer answer = vend().assertDecided(503, "unavailable");
      assertRetryAfter(answer);
      assertRecorded(answer, "FAILED", "unavailable");
    }
  }

  @Test
  void stsThatIsSlow_isUnavailable_beforeTheFunctionEnds() {
    WORLD.sts().faults().always("AssumeRole", new Fault.Delay(Duration.ofSeconds(12)));
    Instant began = Instant.now();
    vend().assertDecided(503, "unavailable");
    long seconds = Duration.between(began, Instant.now()).toSeconds();
    assertTrue(seconds < 15, "it took " + seconds + " s, and the function has 15");
  }

  @Test
  void refusalOfSts_isNotAskedTwice() {
    WORLD.sts().faults().next(1, "AssumeRole", new Fault.Refuse(403, "AccessDenied", "no"));
    vend().assertDecided(502, "role_refused");
    assertEquals(200, vend().status());
  }

  @Test
  void packedPolicyTooLarge_tellsThePercentage() {
    WORLD
        .sts()
        .faults()
        .next(
            1,
            "AssumeRole",
            new Fault.Refuse(
                400,
                "PackedPolicyTooLarge",
                "Packed size of session tags consumes 112% of allotted space."));
    assertEquals(
        112,
        vend().assertDecided(413, "session_too_large").json().path("packedPolicySize").asInt());
  }

  static List<Fault> tableFaults() {
    return List.of(
        Fault.dynamoDbThrottling(), BROKEN_TABLE, NO_TABLE, FORBIDDEN_TABLE, new Fault.Drop());
  }

  @ParameterizedTest
  @MethodSource("tableFaults")
  void tableThatDoesNotGive_isUnavailable_andNeverNotMapped(Fault fault) {
    assertEquals(200, vend().status());
    // The issuer is read, its mapping is not.
    WORLD.dynamoDb().faults().pass(1, "GetItem");
    WORLD.dynamoDb().faults().always("GetItem", fault);
    Answer answer = vend().assertDecided(503, "unavailable");
    assertRetryAfter(answer);
    WORLD.dynamoDb().faults().clear();
    assertRecorded(answer, "FAILED", "unavailable");
    assertEquals("the mapping table did not answer", reason(answer));
  }

  @ParameterizedTest
  @MethodSource("tableFaults")
  void issuersTableThatDoesNotAnswer_isUnavailable_thoughTheIssuerWasKnown(Fault fault) {
    assertEquals(200, vend().status());
    WORLD.dynamoDb().faults().always("GetItem", fault);
    Answer answer = vend().assertDecided(503, "unavailable");
    WORLD.dynamoDb().faults().clear();
    assertRecorded(answer, "FAILED", "unavailable");
    assertEquals("the issuers' table did not answer", reason(answer));
  }

  private static String reason(Answer answer) {
    return Tables.text(TABLES.decision(answer.decision()), "reason").orElse("");
  }

  @Test
  void mappingsThatCannotBeLookedThrough_areUnavailable_andThatIsADecision() {
    // The issuer is read: what cannot be read are the mappings alone, and whether those that are
    // known are still true.
    WORLD.dynamoDb().faults().pass(1, "GetItem");
    WORLD.dynamoDb().faults().always("GetItem", NO_TABLE);
    Answer list =
        SharedWorld.call("GET", "/v1/mappings").bearer(WORLD.token("deploy-pipeline")).send();
    WORLD.dynamoDb().faults().clear();
    WORLD.dynamoDb().faults().pass(1, "GetItem");
    WORLD.dynamoDb().faults().always("GetItem", NO_TABLE);
    Answer sts = assumeRole("arn:aws:iam::111122223333:role/brevet/orders-reader");
    WORLD.dynamoDb().faults().clear();

    list.assertDecided(503, "unavailable");
    assertRetryAfter(list);
    assertRecorded(list, "FAILED", "unavailable");
    TABLES.touchMappings();
    WORLD.dynamoDb().faults().always("Scan", NO_TABLE);
    Answer fresh =
        SharedWorld.call("GET", "/v1/mappings").bearer(WORLD.token("deploy-pipeline")).send();
    WORLD.dynamoDb().faults().clear();
    fresh.assertDecided(503, "unavailable");
    assertRecorded(fresh, "FAILED", "unavailable");
    assertEquals(503, sts.status(), sts.toString());
    assertRetryAfter(sts);
    Map<String, AttributeValue> decision =
        TABLES.decision(sts.header("Brevet-Decision-Id").orElse("none"));
    assertEquals("unavailable", Tables.text(decision, "code").orElse(""));
    String principal = Tables.text(decision, "principal").orElse("");
    assertTrue(principal.contains("repo:acme/orders"), decision.toString());
  }

  @Test
  void stsProtocol_tellsWhenToAskAgainToo() {
    WORLD.sts().faults().always("AssumeRole", Fault.stsThrottling());
    Answer throttled = assumeRole("arn:aws:iam::111122223333:role/brevet/OrdersReader");
    assertEquals(400, throttled.status(), throttled.toString());
    assertRetryAfter(throttled);
    WORLD.sts().faults().clear();
    WORLD.sts().faults().always("AssumeRole", BROKEN_STS);
    Answer broken = assumeRole("arn:aws:iam::111122223333:role/brevet/OrdersReader");
    assertEquals(503, broken.status(), broken.toString());
    assertRetryAfter(broken);
  }

  private static Answer assumeRole(String role) {
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=any&RoleArn="
            + role
            + "&WebIdentityToken="
            + WORLD.token("deploy-pipeline");
    return SharedWorld.call("POST", "/")
        .header("Cache-Control", "no-cache")
        .body(form.getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded")
        .send();
  }

  @ParameterizedTest
  @MethodSource("tableFaults")
  void decisionThatCannotBeWritten_releasesNothing(Fault fault) {
    WORLD.dynamoDb().faults().always("PutItem", fault);
    Answer answer = vend().assertRefused(503, "unavailable");
    assertRetryAfter(answer);
    assertFalse(answer.body().contains("sessionToken"), answer.body());
    Answer container =
        SharedWorld.call("GET", "/v1/credentials/orders-reader")
            .header("Authorization", WORLD.token("deploy-pipeline"))
            .send()
            .assertRefused(503, "unavailable");
    assertFalse(container.body().contains("Token"), container.body());
    WORLD.dynamoDb().faults().clear();
    assertTrue(
        SharedWorld.log()
            .lines()
            .anyMatch(
                line -> line.contains(answer.decision()) && line.contains("\"recorded\":false")),
        "the log says that the decision was not recorded");
  }

  @ParameterizedTest
  @MethodSource("tableFaults")
  void refusalThatCannotBeWritten_isUnavailableToo(Fault fault) {
    WORLD.dynamoDb().faults().always("PutItem", fault);
    SharedWorld.vendAs("stranger", "orders-reader").assertRefused(503, "unavailable");
    SharedWorld.vend("garbled", "{\"mapping\":\"orders-reader\"}")
        .assertRefused(503, "unavailable");
  }

  @Test
  void slowTable_isUnavailable_beforeTheFunctionEnds() {
    WORLD.dynamoDb().faults().always("PutItem", new Fault.Delay(Duration.ofSeconds(12)));
    Instant began = Instant.now();
    vend().assertRefused(503, "unavailable");
    long seconds = Duration.between(began, Instant.now()).toSeconds();
    assertTrue(seconds < 15, "it took " + seconds + " s, and the function has 15");
  }

  @Test
  void tableThatThrottlesOnce_isAskedAgain() {
    WORLD.dynamoDb().faults().next(1, "GetItem", Fault.dynamoDbThrottling());
    WORLD.dynamoDb().faults().next(1, "PutItem", Fault.dynamoDbThrottling());
    assertEquals(200, vend().status());
  }

  @Test
  void health_isOnlyWellWhenTheTablesAnswer() {
    WORLD.dynamoDb().faults().always("GetItem", NO_TABLE);
    SharedWorld.call("GET", "/healthz").send().assertRefused(503, "unavailable");
    WORLD.dynamoDb().faults().clear();
    // What was found is told for a second; the shared world's clients try again meanwhile.
    Instant end = Instant.now().plusSeconds(20);
    while (SharedWorld.call("GET", "/healthz").send().status() != 200) {
      assertTrue(Instant.now().isBefore(end), "healthy again");
    }
  }

  @Test
  void absentTables_areUnavailable() {
    for (String table : List.of("ISSUERS_TABLE", "MAPPINGS_TABLE", "DECISIONS_TABLE")) {
      try (LocalWorld world = SharedWorld.start(SharedWorld.options());
          DynamoDbClient client = world.dynamoDbClient()) {
        client.deleteTable(r -> r.tableName(world.tableName(table)));
        new Call(world, "POST", "/v1/credentials")
            .bearer(world.token("deploy-pipeline"))
            .body("{\"mapping\":\"orders-reader\"}")
            .send()
            .assertRefused(503, "unavailable");
      }
    }
  }

  /// A session of its own, for which STS must be asked.
  private static Answer vend() {
    return SharedWorld.vend(
        WORLD.token("deploy-pipeline"), "{\"mapping\":\"orders-reader\",\"reuse\":false}");
  }

  private static void assertRetryAfter(Answer answer) {
    assertTrue(answer.header("Retry-After").orElse("").matches("[1-9][0-9]*"), answer.toString());
  }

  private static void assertRecorded(Answer answer, String outcome, String code) {
    Map<String, AttributeValue> decision = TABLES.decision(answer.decision());
    assertEquals(outcome, Tables.text(decision, "outcome").orElse(""));
    assertEquals(code, Tables.text(decision, "code").orElse(""));
  }
}
