package dev.brevet.decisionlog.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionQuery;
import dev.brevet.decisionlog.DecisionQuery.By;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.Decisions;
import dev.brevet.decisionlog.RecordedDecision;
import dev.brevet.decisionlog.RecordedDecisions.Page;
import dev.brevet.local.FreshTables;
import dev.brevet.vending.RecordedSessions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoDbRecordedDecisionsTest {
  private static FreshTables tables;

  // DynamoDB Local deletes what has expired by its own clock.
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final String table = tables.create("DecisionsTable");
  private final DynamoDbDecisionLog log =
      new DynamoDbDecisionLog(tables.plain(), table, Duration.ofDays(400));
  private final DynamoDbRecordedDecisions recorded =
      new DynamoDbRecordedDecisions(tables.plain(), table);

  @BeforeAll
  static void startTables() {
    tables = new FreshTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private static DecisionQuery of(By by) {
    return new DecisionQuery(by, Optional.empty(), Optional.empty(), Optional.empty(), 100);
  }

  private List<DecisionId> ids(DecisionQuery query) {
    return recorded.list(query).decisions().stream().map(RecordedDecision::id).toList();
  }

  @Test
  void decision_isFoundById_withAllThatWasWritten() throws Exception {
    DecisionRecord written =
        Decisions.withBatch(
            Decisions.vended(start, "https://idp.example.com#ann", "curl/8 \u2028\n\"}"),
            "+\ta\tb");
    log.record(written);

    String json = recorded.find(written.id()).orElseThrow().json();

    JsonNode read = new ObjectMapper().readTree(json);
    assertTrue(json.chars().allMatch(c -> c >= ' ' && c < 127), json);
    assertEquals(written.id().value(), read.path("decisionId").asText());
    assertEquals("https://idp.example.com#ann", read.path("principal").asText());
    assertEquals("trust[orders-reader]/DeployPipeline", read.path("statements").path(0).asText());
    assertEquals("acme", read.path("parameters").path("tenant").asText());
    assertEquals(900, read.path("durationSeconds").intValue());
    assertEquals("curl/8 \u2028\n\"}", read.path("userAgent").asText());
    assertEquals("+\ta\tb", read.path("batch").asText());
    assertEquals("decisionId", read.fieldNames().next());
  }

  /// As they were written before every operation spelled its fields the same: a vend, and an
  /// administrator's refusal with the name of a constant as its type of policy.
  @Test
  void itemsThatWereStoredBefore_areRead() throws Exception {
    String vended =
        """
        {"principal":"arn:aws:iam::111122223333:user/ann","id":"01M81B5HBV0000000000000001",
         "expiresAt":4102444800,"time":"2026-11-22T10:00:00.123Z","operation":"VendCredentials",
         "outcome":"ALLOWED","code":"vended","method":"SIGV4","mapping":"orders-reader","mappingVersion":3,
         "role":"arn:aws:iam::111122223333:role/OrdersReader","reason":"the trust policy allows it and STS gave a session",
         "statements":["trust[orders-reader]/User"],"parameters":{"day":"7"},"latencyMicros":1234,
         "proof":"ab","proofKeys":{"aws:userid":["AIDAEXAMPLE"]},"sessionPolicySha256":"cd","durationSeconds":900,
         "sessionName":"ann-1","sourceIdentity":"ann","accessKeyId":"ASIABEFORE","expiration":"2026-11-22T10:15:00Z",
         "packedPolicySize":7,"requestId":"r","sourceAddress":"203.0.113.7","userAgent":"curl","function":"vend",
         "receivedAt":"2026-11-22T10:00:00.100Z"}
        """;
    String denied =
        """
        {"principal":"arn:aws:iam::111122223333:user/bob","id":"01M81B5HBV0000000000000002",
         "expiresAt":4102444800,"time":"2026-11-22T10:00:00.123Z","operation":"PutMapping","outcome":"DENIED",
         "code":"access_denied","method":"SIGV4","mapping":"orders-reader","policyType":"IDENTITY",
         "reason":"mapping/orders-reader: not an administrator","statements":[],"parameters":{},
         "latencyMicros":0,"requestId":"r","sourceAddress":"203.0.113.7","userAgent":"curl","function":"admin",
         "receivedAt":"2026-11-22T10:00:00.123Z"}
        """;
    ObjectMapper mapper = new ObjectMapper();
    for (String json : List.of(vended, denied)) {
      Map<String, AttributeValue> item = attribute(mapper.readTree(json)).m();
      tables.client().putItem(request -> request.tableName(table).item(item));
      DecisionId id = DecisionId.parse(mapper.readTree(json).path("id").asText()).orElseThrow();

      assertEquals(
          mapper.readTree(json.replace("\"id\":", "\"decisionId\":")),
          mapper.readTree(recorded.find(id).orElseThrow().json()),
          json);
      assertEquals(List.of(id), ids(of(new By.Principal(item.get("principal").s()))));
    }
    assertEquals(2, ids(of(new By.Mapping("orders-reader"))).size());
    // Role chaining goes by such items too.
    assertTrue(new RecordedSessions(recorded).find("ASIABEFORE").isPresent());
  }

  private static AttributeValue attribute(JsonNode json) {
    if (json.isObject()) {
      Map<String, AttributeValue> members = new HashMap<>();
      json.properties().forEach(each -> members.put(each.getKey(), attribute(each.getValue())));
      return AttributeValue.fromM(members);
    }
    if (json.isArray()) {
      return AttributeValue.fromL(
          json.valueStream().map(DynamoDbRecordedDecisionsTest::attribute).toList());
    }
    return json.isNumber()
        ? AttributeValue.fromN(json.asText())
        : AttributeValue.fromS(json.asText());
  }

  @Test
  void idThatNobodyHas_isNotFound() {
    log.record(Decisions.refused(start));

    assertTrue(recorded.find(DecisionId.of(7, new byte[10])).isEmpty());
  }

  @Test
  void lists_areOfThePrincipalMappingOrKeyAlone_newestFirst() {
    DecisionRecord first = Decisions.denied(start, 0, "ann", "orders");
    DecisionRecord second = Decisions.denied(start.plusSeconds(1), 0, "ann", "bills");
    DecisionRecord third = Decisions.denied(start.plusSeconds(2), 0, "bob", "orders");
    DecisionRecord vended = Decisions.vended(start, "cid", "curl/8");
    List.of(first, second, third, vended).forEach(log::record);

    assertEquals(List.of(second.id(), first.id()), ids(of(new By.Principal("ann"))));
    assertEquals(List.of(third.id(), first.id()), ids(of(new By.Mapping("orders"))));
    assertEquals(List.of(vended.id()), ids(of(new By.AccessKey("ASIAEXAMPLE"))));
    assertEquals(List.of(), ids(of(new By.Principal("an"))));
  }

  @Test
  void principalThatIsTooLongForAKey_isFound() {
    String principal = "https://idp.example.com#" + "x".repeat(1_500);
    DecisionRecord written = Decisions.denied(start, 0, principal, "orders");
    log.record(written);
    log.record(Decisions.denied(start, 1, principal + "y", "orders"));

    assertEquals(List.of(written.id()), ids(of(new By.Principal(principal))));
  }

  @Test
  void nameThatIsMadeLikeTheKeyOfAnother_isNotTakenForIt() throws Exception {
    String victim = "https://idp.example.com#" + "x".repeat(1_200);
    String crafted = DecisionItem.principalKey(victim);
    String again = DecisionItem.principalKey(crafted);
    List<DecisionRecord> written = new ArrayList<>();
    for (String principal : List.of(victim, crafted, again)) {
      DecisionRecord each = Decisions.denied(start, written.size(), principal, "orders");
      log.record(each);
      written.add(each);
    }

    for (DecisionRecord each : written) {
      assertEquals(List.of(each.id()), ids(of(new By.Principal(each.caller().principal()))));
      JsonNode shown = new ObjectMapper().readTree(recorded.find(each.id()).orElseThrow().json());
      assertEquals(each.caller().principal(), shown.path("principal").asText());
      assertFalse(shown.has("identifier"));
    }
  }

  /// Names of all lengths, with endings like those of keys and halves of pairs where they are cut.
  @Test
  void randomNames_neverShareAKey() {
    long seed = 20261400L;
    Random random = new Random(seed);
    Map<String, String> nameByKey = new HashMap<>();
    List<String> names = new ArrayList<>(List.of("https://idp.example.com#ann"));
    for (int n = 0; n < 4_000; n++) {
      String from = names.get(random.nextInt(names.size()));
      String name =
          switch (random.nextInt(5)) {
            case 0 -> DecisionItem.principalKey(from);
            case 1 -> from + "x".repeat(random.nextInt(700));
            case 2 -> from.substring(0, 1 + random.nextInt(from.length()));
            case 3 -> from + "#sha256=" + "0123456789abcdef".repeat(4).substring(random.nextInt(3));
            default -> from + "\ud83d\ude00".repeat(random.nextInt(3));
          };
      if (name.length() > 2_000 || Character.isHighSurrogate(name.charAt(name.length() - 1))) {
        continue;
      }
      names.add(name);
      String key = DecisionItem.principalKey(name);
      String other = nameByKey.putIfAbsent(key, name);
      assertTrue(
          other == null || other.equals(name),
          () -> "seed " + seed + ": `" + name + "` and `" + other + "` share a key");
      assertTrue(key.getBytes(StandardCharsets.UTF_8).length <= 2_048, key);
      assertFalse(key.chars().anyMatch(c -> c == '?'), key);
    }
  }

  @Test
  void itemOfAnotherUnderAKey_isNotListed() {
    String principal = "https://idp.example.com#" + "x".repeat(1_200);
    DecisionRecord own = Decisions.denied(start, 0, principal, "orders");
    log.record(own);
    plant(principal, 1, Map.of("identifier", AttributeValue.fromS("another")));
    plant("ann", 2, Map.of("identifier", AttributeValue.fromS("another")));
    // From before the whole name was kept.
    plant(principal, 3, Map.of());

    assertEquals(List.of(id(3), own.id()), ids(of(new By.Principal(principal))));
    assertEquals(List.of(), ids(of(new By.Principal("ann"))));
  }

  /// What is left out fills pages that are read, and ends no list: whatever the limit is, each of
  /// the principal's own is found.
  @Test
  void pageThatHoldsOthersAlone_isNotTheLast() {
    String principal = "https://idp.example.com#" + "x".repeat(1_200);
    List<DecisionId> own = new ArrayList<>();
    for (int n = 0; n < 12; n++) {
      if (n % 6 == 0) {
        DecisionRecord each = Decisions.denied(start, n, principal, "orders");
        log.record(each);
        own.addFirst(each.id());
      } else {
        plant(principal, n, Map.of("identifier", AttributeValue.fromS("another")));
      }
    }
    for (int limit = 1; limit <= 5; limit++) {
      List<DecisionId> read = new ArrayList<>();
      Optional<DecisionId> before = Optional.empty();
      Page page;
      do {
        page =
            recorded.list(
                new DecisionQuery(
                    new By.Principal(principal),
                    Optional.empty(),
                    Optional.empty(),
                    before,
                    limit));
        assertTrue(page.isLast() || !page.decisions().isEmpty(), "nothing to go on from");
        page.decisions().forEach(each -> read.add(each.id()));
        before = read.isEmpty() ? before : Optional.of(read.getLast());
      } while (!page.isLast());
      assertEquals(own, read, "limit " + limit);
    }
  }

  private DecisionId id(int n) {
    return Decisions.denied(start, n, "ann", "orders").id();
  }

  private void plant(String principal, int n, Map<String, AttributeValue> more) {
    Map<String, AttributeValue> item = new HashMap<>(more);
    item.put("principal", AttributeValue.fromS(DecisionItem.principalKey(principal)));
    item.put("id", AttributeValue.fromS(id(n).value()));
    tables.client().putItem(request -> request.tableName(table).item(item));
  }

  @Test
  void times_takeTheirFirstMillisecondAndLeaveTheirLastOut() {
    List<DecisionRecord> all = new ArrayList<>();
    for (int second = 0; second < 4; second++) {
      all.add(Decisions.denied(start.plusSeconds(second), second, "ann", "orders"));
    }
    all.forEach(log::record);

    DecisionQuery middle =
        new DecisionQuery(
            new By.Principal("ann"),
            Optional.of(start.plusSeconds(1)),
            Optional.of(start.plusSeconds(3)),
            Optional.empty(),
            100);

    assertEquals(List.of(all.get(2).id(), all.get(1).id()), ids(middle));
    assertEquals(
        List.of(all.get(1).id()),
        ids(
            new DecisionQuery(
                middle.by(), middle.from(), middle.until(), Optional.of(all.get(2).id()), 100)));
  }

  @Test
  void timeThatEndsBeforeItBegins_holdsNothing() {
    log.record(Decisions.denied(start, 0, "ann", "orders"));

    for (Instant until : List.of(start, start.minusSeconds(1))) {
      Page page =
          recorded.list(
              new DecisionQuery(
                  new By.Principal("ann"),
                  Optional.of(start),
                  Optional.of(until),
                  Optional.empty(),
                  5));
      assertEquals(new Page(List.of(), true), page);
    }
  }

  @Test
  void pages_holdEachDecisionOnce_thoseOfOneMillisecondToo() {
    List<DecisionId> written = new ArrayList<>();
    for (int n = 0; n < 23; n++) {
      DecisionRecord each = Decisions.denied(start.plusMillis(n / 8), n, "ann", "orders");
      log.record(each);
      written.addFirst(each.id());
    }
    for (By by : List.of(new By.Principal("ann"), new By.Mapping("orders"))) {
      List<DecisionId> read = new ArrayList<>();
      Optional<DecisionId> before = Optional.empty();
      Page page;
      do {
        page = recorded.list(new DecisionQuery(by, Optional.empty(), Optional.empty(), before, 5));
        page.decisions().forEach(each -> read.add(each.id()));
        before = page.decisions().isEmpty() ? before : Optional.of(read.getLast());
      } while (!page.isLast());
      assertEquals(written, read);
    }
  }

  @Test
  void tableThatIsNotThere_isUnavailable() {
    DynamoDbRecordedDecisions none = new DynamoDbRecordedDecisions(tables.plain(), "nowhere");

    assertThrows(DecisionLogUnavailable.class, () -> none.list(of(new By.Principal("ann"))));
    assertThrows(DecisionLogUnavailable.class, () -> none.find(DecisionId.of(7, new byte[10])));
  }

  @Test
  void pageOfNone_isNoQuery() {
    for (int limit : new int[] {0, -1, 101}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new DecisionQuery(
                  new By.Mapping("orders"),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  limit));
    }
    assertFalse(DecisionId.parse("01M81B5HBV000000000000000I").isPresent());
  }
}
