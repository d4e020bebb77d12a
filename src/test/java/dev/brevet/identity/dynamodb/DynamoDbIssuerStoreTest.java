package dev.brevet.identity.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.identity.BrokenIssuer;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.IssuerUrl;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.local.Fault;
import dev.brevet.local.FreshTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Against DynamoDB Local.
class DynamoDbIssuerStoreTest {
  private static final IssuerUrl URL = new IssuerUrl("https://idp.example.com");
  private static FreshTables tables;

  private final String table = tables.create("IssuersTable");

  private final DynamoDbIssuerStore store = new DynamoDbIssuerStore(tables.plain(), table, false);

  @BeforeAll
  static void start() {
    tables = new FreshTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private static TrustedIssuer issuer(String url, String description) {
    String json =
        "{\"issuer\":\"%s\",\"audiences\":[\"a\"],\"description\":\"%s\"}"
            .formatted(url, description);
    return TrustedIssuerDocument.read(json, true).valid().orElseThrow();
  }

  private static TrustedIssuer issuer(String description) {
    return issuer(URL.value(), description);
  }

  @Test
  void writtenIssuer_isFoundWithItsVersion() {
    assertEquals(new IssuerStore.WriteOutcome.Written(1), store.put(issuer("x"), 0));
    assertEquals(Optional.of(issuer("x").atVersion(1)), store.find(URL));
    assertEquals(new IssuerStore.WriteOutcome.Written(2), store.put(issuer("y"), 1));
    assertEquals(Optional.of(issuer("y").atVersion(2)), store.find(URL));
  }

  @Test
  void otherUrl_isNotFound() {
    store.put(issuer("x"), 0);
    assertEquals(Optional.empty(), store.find(new IssuerUrl("https://idp.example.com/")));
  }

  @Test
  void writeOfAnotherVersion_losesAndChangesNothing() {
    store.put(issuer("x"), 0);
    for (long version : new long[] {0, 2, 7}) {
      assertEquals(new IssuerStore.WriteOutcome.Conflict(), store.put(issuer("y"), version));
    }
    assertEquals(new IssuerStore.WriteOutcome.Conflict(), store.delete(URL, 2));
    assertEquals(Optional.of(issuer("x").atVersion(1)), store.find(URL));
  }

  @Test
  void writeOfAVersionWhereNoneIs_loses() {
    assertEquals(new IssuerStore.WriteOutcome.Conflict(), store.put(issuer("x"), 1));
    assertEquals(new IssuerStore.WriteOutcome.Conflict(), store.delete(URL, 1));
    assertEquals(Optional.empty(), store.find(URL));
  }

  @Test
  void deletedIssuer_isGone() {
    store.put(issuer("x"), 0);
    assertEquals(new IssuerStore.WriteOutcome.Written(1), store.delete(URL, 1));
    assertEquals(Optional.empty(), store.find(URL));
  }

  /// Condition keys ignore case, and say nothing of the scheme: were both registered, each could
  /// say what the other's tokens mean.
  @ParameterizedTest
  @CsvSource({
    "https://idp.example.com/A, https://idp.example.com/a",
    "https://idp.example.com/realms/staff, https://idp.example.com/Realms/Staff",
    "http://localhost:8080/a, https://localhost:8080/a",
  })
  void issuerWithTheConditionKeysOfAnother_isNotStoredBesideIt(String one, String other) {
    TrustedIssuer first = issuer(one, "first");
    TrustedIssuer second = issuer(other, "second");
    store.put(first, 0);
    assertEquals(new IssuerStore.WriteOutcome.Taken(first.issuer()), store.put(second, 0));
    assertEquals(Optional.empty(), store.find(second.issuer()));

    assertEquals(new IssuerStore.WriteOutcome.Written(2), store.put(first, 1));
    assertEquals(List.of(first.atVersion(2)), anywhere().list());
    store.delete(first.issuer(), 2);
    assertEquals(new IssuerStore.WriteOutcome.Written(1), store.put(second, 0));
    assertEquals(new IssuerStore.WriteOutcome.Taken(second.issuer()), store.put(first, 0));
    assertEquals(List.of(second.atVersion(1)), anywhere().list());
  }

  private DynamoDbIssuerStore anywhere() {
    return new DynamoDbIssuerStore(tables.plain(), table, true);
  }

  @Test
  void issuersWithTheSameConditionKeys_thatRace_excludeEachOther() throws Exception {
    for (int i = 0; i < 10; i++) {
      String base = "https://idp" + i + ".example.com/";
      List<TrustedIssuer> racing =
          List.of(issuer(base + "ab", ""), issuer(base + "Ab", ""), issuer(base + "aB", ""));
      try (ExecutorService threads = Executors.newFixedThreadPool(racing.size())) {
        CyclicBarrier together = new CyclicBarrier(racing.size());
        List<Future<Boolean>> writes =
            racing.stream()
                .map(
                    each ->
                        threads.submit(
                            () -> {
                              together.await();
                              try {
                                return store.put(each, 0)
                                    instanceof IssuerStore.WriteOutcome.Written;
                              } catch (IdentityUnavailable _) {
                                return false;
                              }
                            }))
                .toList();
        int written = 0;
        for (Future<Boolean> write : writes) {
          written += write.get() ? 1 : 0;
        }
        assertTrue(written <= 1, written + " of three");
      }
      long stored =
          store.list().stream().filter(one -> one.issuer().value().startsWith(base)).count();
      assertTrue(stored <= 1, stored + " are stored");
    }
  }

  /// As they were written before each had a row of its keys' name.
  private void putAsBefore(String url) {
    putItem(
        url,
        Map.of(
            "document",
            AttributeValue.fromS(TrustedIssuerDocument.write(issuer(url, ""))),
            "version",
            AttributeValue.fromN("1")));
  }

  @Test
  void issuerOfBefore_isNotJoinedByOneWithItsConditionKeys() {
    putAsBefore("https://idp.example.com/a");
    IssuerUrl old = new IssuerUrl("https://idp.example.com/a");
    assertEquals(
        new IssuerStore.WriteOutcome.Taken(old),
        store.put(issuer("https://idp.example.com/A", ""), 0));
    assertEquals(new IssuerStore.WriteOutcome.Written(2), store.put(issuer(old.value(), "y"), 1));
  }

  @Test
  void pairOfBefore_isMadeOneByDeletingEither() {
    putAsBefore("https://idp.example.com/a");
    putAsBefore("https://idp.example.com/A");
    IssuerUrl lower = new IssuerUrl("https://idp.example.com/a");
    IssuerUrl upper = new IssuerUrl("https://idp.example.com/A");
    assertEquals(new IssuerStore.WriteOutcome.Written(2), store.put(issuer(lower.value(), ""), 1));
    assertEquals(
        new IssuerStore.WriteOutcome.Taken(lower), store.put(issuer(upper.value(), ""), 1));
    assertEquals(new IssuerStore.WriteOutcome.Conflict(), store.delete(upper, 2));
    assertEquals(new IssuerStore.WriteOutcome.Written(1), store.delete(upper, 1));
    assertEquals(
        new IssuerStore.WriteOutcome.Taken(lower), store.put(issuer(upper.value(), ""), 0));
    assertEquals(new IssuerStore.WriteOutcome.Written(2), store.delete(lower, 2));
    assertEquals(new IssuerStore.WriteOutcome.Written(2), store.put(issuer(upper.value(), ""), 0));
  }

  @Test
  void list_isSortedAndLeavesBrokenItemsOut() {
    store.put(issuer("https://b.example.com", "b"), 0);
    store.put(issuer("https://a.example.com", "a"), 0);
    putItem("https://c.example.com", Map.of("document", AttributeValue.fromS("{}")));
    putItem("not a url", Map.of());
    assertEquals(
        List.of("https://a.example.com", "https://b.example.com"),
        store.list().stream().map(i -> i.issuer().value()).toList());
  }

  private void putItem(String url, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(attributes);
    item.put("issuer", AttributeValue.fromS(url));
    tables.client().putItem(r -> r.tableName(table).item(item));
  }

  record Broken(String name, Map<String, AttributeValue> attributes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Broken> brokenItems() {
    AttributeValue good = AttributeValue.fromS(TrustedIssuerDocument.write(issuer("x")));
    AttributeValue one = AttributeValue.fromN("1");
    return Stream.of(
        new Broken("no document", Map.of("version", one)),
        new Broken("document a number", Map.of("document", one, "version", one)),
        new Broken("no json", Map.of("document", AttributeValue.fromS("{"), "version", one)),
        new Broken(
            "is not a known field",
            Map.of(
                "document",
                AttributeValue.fromS(
                    TrustedIssuerDocument.write(issuer("x"))
                        .replace("{\"issuer\"", "{\"x\":1,\"issuer\"")),
                "version",
                one)),
        new Broken(
            "another issuer's",
            Map.of(
                "document",
                AttributeValue.fromS(
                    TrustedIssuerDocument.write(issuer("https://evil.example.com", "x"))),
                "version",
                one)),
        new Broken("no version", Map.of("document", good)),
        new Broken("version text", Map.of("document", good, "version", AttributeValue.fromS("1"))),
        new Broken("version zero", Map.of("document", good, "version", AttributeValue.fromN("0"))),
        new Broken(
            "version half", Map.of("document", good, "version", AttributeValue.fromN("1.5"))));
  }

  @ParameterizedTest
  @MethodSource("brokenItems")
  void brokenItem_isNeverFoundAndNeverAbsent(Broken broken) {
    putItem(URL.value(), broken.attributes());
    assertThrows(BrokenIssuer.class, () -> store.find(URL));
  }

  @Test
  void loopbackIssuer_isBrokenWhereLoopbackIsNotAllowed() {
    TrustedIssuer loopback = issuer("http://127.0.0.1:8080", "x");
    store.put(loopback, 0);
    assertThrows(BrokenIssuer.class, () -> store.find(loopback.issuer()));
    assertEquals(
        Optional.of(loopback.atVersion(1)),
        new DynamoDbIssuerStore(tables.plain(), table, true).find(loopback.issuer()));
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.dynamoDbThrottling(),
        new Fault.Refuse(
            400, "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException", "no table"),
        new Fault.Refuse(500, "InternalServerError", "x"),
        new Fault.Drop());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tableThatDoesNotAnswer_isAFaultAndNeverEmpty(Fault fault) {
    for (String operation : List.of("GetItem", "Scan", "TransactWriteItems")) {
      tables.faults().always(operation, fault);
    }
    String message =
        String.valueOf(assertThrows(IdentityUnavailable.class, () -> store.find(URL)).getMessage());
    assertTrue(message.contains("did not answer"), message);
    assertThrows(IdentityUnavailable.class, store::list);
    assertThrows(IdentityUnavailable.class, () -> store.put(issuer("x"), 0));
    assertThrows(IdentityUnavailable.class, () -> store.delete(URL, 1));
  }
}
