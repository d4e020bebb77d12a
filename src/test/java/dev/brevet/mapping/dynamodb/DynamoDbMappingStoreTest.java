package dev.brevet.mapping.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.local.Fault;
import dev.brevet.local.FreshTables;
import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingReader;
import dev.brevet.mapping.MappingStore.WriteOutcome;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.RoleMapping;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class DynamoDbMappingStoreTest {
  private static FreshTables tables;

  private final String table = tables.create("MappingsTable");
  private final List<String> log = new ArrayList<>();
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  private final InstantSource clock = time::get;
  private final DynamoDbMappingStore store =
      new DynamoDbMappingStore(tables.plain(), table, clock, log::add);

  @BeforeAll
  static void start() {
    tables = new FreshTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private static String json(String id) {
    return "{\"id\":\""
        + id
        + "\",\"roleArn\":\"arn:aws:iam::111122223333:role/Reader\",\"trustPolicy\":{\"Version\":\"2012-10-17\","
        + "\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"sts:AssumeRole\"}]}}";
  }

  private static RoleMapping mapping(String id) {
    return MappingReader.read(json(id)).valid().orElseThrow();
  }

  private void putItem(Map<String, AttributeValue> item) {
    tables.client().putItem(request -> request.tableName(table).item(item));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  @Test
  void mappingThatWasPut_isFoundWithItsVersion() {
    assertEquals(new WriteOutcome.Written(1), store.put(mapping("reader"), 0));
    assertEquals(new WriteOutcome.Written(2), store.put(mapping("reader"), 1));

    assertEquals(
        Optional.of(mapping("reader").withVersion(2)), store.find(new MappingId("reader")));
  }

  @Test
  void mappingThatIsNotThere_isEmpty() {
    assertEquals(Optional.empty(), store.find(new MappingId("reader")));
  }

  @Test
  void writeOfAnotherVersion_conflictsAndChangesNothing() {
    store.put(mapping("reader"), 0);

    assertEquals(new WriteOutcome.Conflict(), store.put(mapping("reader"), 0));
    assertEquals(new WriteOutcome.Conflict(), store.put(mapping("reader"), 2));
    assertEquals(new WriteOutcome.Conflict(), store.put(mapping("writer"), 1));
    assertEquals(new WriteOutcome.Conflict(), store.delete(new MappingId("reader"), 2));
    assertEquals(new WriteOutcome.Conflict(), store.delete(new MappingId("writer"), 1));
    assertEquals(1, store.find(new MappingId("reader")).orElseThrow().version());
  }

  @Test
  void mappingThatWasDeleted_isGone() {
    store.put(mapping("reader"), 0);

    assertEquals(new WriteOutcome.Written(1), store.delete(new MappingId("reader"), 1));
    assertEquals(Optional.empty(), store.find(new MappingId("reader")));
  }

  @Test
  void list_isById() {
    store.put(mapping("b"), 0);
    store.put(mapping("a"), 0);

    assertEquals(List.of(mapping("a").withVersion(1), mapping("b").withVersion(1)), store.list());
  }

  private DynamoDbMappingStore elsewhere() {
    return new DynamoDbMappingStore(tables.client(), table, clock, _ -> {});
  }

  private List<Long> versions() {
    return store.list().stream().map(RoleMapping::version).toList();
  }

  private void refuseScans() {
    tables.faults().always("Scan", new Fault.Refuse(500, "InternalServerError", "x"));
  }

  @Test
  void listThatIsKnown_readsWhatWasWrittenSince_andNotTheTable() {
    store.put(mapping("reader"), 0);
    assertEquals(List.of(1L), versions());
    refuseScans();

    assertEquals(List.of(1L), versions());
    for (long version = 1; version < 100; version++) {
      (version % 2 == 0 ? store : elsewhere()).put(mapping("reader"), version);
      assertEquals(List.of(version + 1), versions());
    }
  }

  @Test
  void listThatMissedMoreThanIsRemembered_readsTheTable() {
    store.put(mapping("reader"), 0);
    assertEquals(List.of(1L), versions());
    for (long version = 1; version < 40; version++) {
      elsewhere().put(mapping("reader"), version);
    }
    refuseScans();
    assertThrows(MappingStoreUnavailable.class, this::versions);
    tables.faults().clear();
    assertEquals(List.of(40L), versions());
  }

  /// As after a table was restored from a backup.
  @Test
  void writesThatAreCountedAnew_areNotTakenForOldOnes() {
    for (long version = 0; version < 5; version++) {
      store.put(mapping("reader"), version);
    }
    assertEquals(List.of(5L), versions());
    tables.client().deleteItem(d -> d.tableName(table).key(Map.of("id", text("#stamp"))));
    assertEquals(List.of(5L), versions());
    elsewhere().put(mapping("writer"), 0);
    assertEquals(List.of(5L, 1L), versions());
  }

  @Test
  void rowOfTheLastWrites_staysBelowOneReadUnit() {
    for (int i = 0; i < 70; i++) {
      store.put(mapping("m".repeat(61) + (100 + i)), 0);
      Map<String, AttributeValue> row =
          tables.client().getItem(g -> g.tableName(table).key(Map.of("id", text("#stamp")))).item();
      List<AttributeValue> recent = row.get("recent").l();
      assertTrue(recent.size() >= Math.min(i + 1, 16) && recent.size() < 32, recent.toString());
      // A text's bytes, and 1 for its type; 3 for the list; names and numbers of the attributes.
      assertTrue(recent.stream().mapToInt(id -> id.s().length() + 1).sum() + 100 < 4096);
    }
  }

  /// Two instances write and two list, each when it likes.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatIsListed_isWhatTheTableHolds_whateverWasWrittenInBetween(long seed) {
    Random random = new Random(seed);
    List<DynamoDbMappingStore> instances = List.of(store, elsewhere());
    Map<String, Long> stored = new TreeMap<>();
    Map<String, Long> lastVersions = new TreeMap<>();
    for (int step = 0; step < 150; step++) {
      String id = "m" + random.nextInt(6);
      DynamoDbMappingStore instance = instances.get(random.nextInt(2));
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> {
          long expected = stored.getOrDefault(id, 0L);
          long next = lastVersions.merge(id, 1L, Long::sum);
          assertEquals(new WriteOutcome.Written(next), instance.put(mapping(id), expected));
          stored.put(id, next);
        }
        case 4 -> {
          if (stored.containsKey(id)) {
            instance.delete(new MappingId(id), stored.get(id));
            stored.remove(id);
          }
        }
        case 5 -> assertEquals(new WriteOutcome.Conflict(), instance.put(mapping(id), 9999));
        default ->
            assertEquals(
                stored.entrySet().stream()
                    .map(each -> mapping(each.getKey()).withVersion(each.getValue()))
                    .toList(),
                instance.list(),
                "seed " + seed + ", step " + step);
      }
      if (random.nextInt(20) == 0) {
        time.updateAndGet(now -> now.plusSeconds(random.nextInt(16)));
      }
    }
  }

  @Test
  void writeOfAnyKind_elsewhere_isListedAtOnce() {
    assertEquals(List.of(), versions());
    elsewhere().put(mapping("reader"), 0);
    assertEquals(List.of(1L), versions());
    elsewhere().put(mapping("reader"), 1);
    assertEquals(List.of(2L), versions());
    elsewhere().delete(new MappingId("reader"), 2);
    assertEquals(List.of(), versions());
    elsewhere().put(mapping("reader"), 0);
    assertEquals(List.of(3L), versions());
    elsewhere().delete(new MappingId("reader"), 3);
    assertEquals(List.of(), versions());
  }

  @Test
  void whatSomebodyWritesByHand_isListedAfterFifteenSeconds() {
    store.put(mapping("reader"), 0);
    assertEquals(List.of(1L), versions());
    putItem(
        Map.of("id", text("a"), "document", text(json("a")), "version", AttributeValue.fromN("7")));

    time.updateAndGet(now -> now.plusMillis(14_999));
    assertEquals(List.of(1L), versions());
    time.updateAndGet(now -> now.plusMillis(1));
    assertEquals(List.of(7L, 1L), versions());
    putItem(
        Map.of("id", text("a"), "document", text(json("a")), "version", AttributeValue.fromN("8")));
    time.updateAndGet(now -> now.minusMillis(1));
    assertEquals(List.of(8L, 1L), versions(), "a clock that went back");
  }

  /// Of one instance that lists and four that write: who was answered sees its write.
  @Test
  void writer_listsWhatItWrote_whoeverElseWrites() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (String id : List.of("a", "b", "c", "d")) {
        DynamoDbMappingStore own = elsewhere();
        all.add(
            threads.submit(
                () -> {
                  for (long version = 0; version < 15; version++) {
                    assertEquals(
                        new WriteOutcome.Written(version + 1), own.put(mapping(id), version));
                    assertTrue(
                        store.list().contains(mapping(id).withVersion(version + 1)),
                        id + " " + version);
                  }
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  @Test
  void writeThatCouldNotBeCounted_isNotAnsweredAsWritten() {
    tables.faults().always("UpdateItem", new Fault.Refuse(500, "InternalServerError", "x"));
    RoleMapping mapping = mapping("reader");

    assertThrows(MappingStoreUnavailable.class, () -> store.put(mapping, 0));
  }

  /// A try of the client that timed out may come after the one that was answered, and after others'
  /// writes.
  @Test
  void countThatComesLateAgain_bringsNoOldListBack() {
    List<UpdateItemRequest> late = new ArrayList<>();
    DynamoDbClient doubled =
        before(
            request -> {
              if (request instanceof UpdateItemRequest update) {
                late.add(update);
              }
            });
    DynamoDbMappingStore own = new DynamoDbMappingStore(doubled, table, clock, log::add);
    for (long version = 0; version < 40; version++) {
      own.put(mapping("a"), version);
    }
    assertEquals(List.of(40L), versions());
    elsewhere().put(mapping("a"), 40);
    elsewhere().put(mapping("b"), 0);

    for (UpdateItemRequest again : late) {
      try {
        tables.client().updateItem(again);
      } catch (ConditionalCheckFailedException _) {
        // Somebody else removed the oldest names since.
      }
      assertEquals(List.of(41L, 1L), versions());
    }
    elsewhere().put(mapping("b"), 1);
    assertEquals(List.of(41L, 2L), versions());
  }

  /// A client that does `something` with each request before it sends it.
  private DynamoDbClient before(Consumer<Object> something) {
    return (DynamoDbClient)
        Proxy.newProxyInstance(
            DynamoDbClient.class.getClassLoader(),
            new Class<?>[] {DynamoDbClient.class},
            (proxy, method, arguments) -> {
              if (arguments[0] instanceof Consumer<?>) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              something.accept(arguments[0]);
              try {
                return method.invoke(tables.client(), arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }

  /// The client's first try was done and its answer was lost: the second one conflicts with it.
  @Test
  void writeWhoseAnswerWasLost_isListedAtOnce_thoughItIsAConflict() {
    DynamoDbMappingStore own =
        new DynamoDbMappingStore(
            before(
                request -> {
                  if (request instanceof PutItemRequest put) {
                    tables.client().putItem(put);
                  }
                }),
            table,
            clock,
            log::add);
    assertEquals(List.of(), store.list());
    assertEquals(new WriteOutcome.Conflict(), own.put(mapping("a"), 0));
    assertEquals(List.of(1L), versions());
    assertEquals(new WriteOutcome.Conflict(), own.put(mapping("a"), 1));
    assertEquals(List.of(2L), versions());
    assertEquals(new WriteOutcome.Conflict(), own.delete(new MappingId("a"), 2));
    assertEquals(List.of(), versions());
  }

  @Test
  void anotherRequestsReading_isWaitedForNoLongerThanThisOneMay() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    KnownMappings known =
        new KnownMappings(
            clock,
            () -> new LastWrites(1, List.of("a")),
            _ -> {
              reads.countDown();
              try {
                assertTrue(goesOn.await(10, TimeUnit.SECONDS));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return List.of(mapping("a"));
            },
            id -> Optional.of(mapping(id.value())));
    Thread other = Thread.ofPlatform().start(known::all);
    assertTrue(reads.await(10, TimeUnit.SECONDS));
    Thread end =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    other.join(Duration.ofSeconds(3));
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  goesOn.countDown();
                });
    assertThrows(
        MappingStoreUnavailable.class, () -> Deadline.of(Duration.ofMillis(400)).call(known::all));
    goesOn.countDown();
    other.join();
    end.join();
    assertEquals(List.of(mapping("a")), known.all());
  }

  static Stream<Arguments> brokenItems() {
    return Stream.of(
        Arguments.of(Map.of("version", AttributeValue.fromN("1")), "no document"),
        Arguments.of(Map.of("document", text(json("reader"))), "no version"),
        Arguments.of(Map.of("document", text(json("reader")), "version", text("1")), "no version"),
        Arguments.of(
            Map.of("document", text(json("reader")), "version", AttributeValue.fromN("0")),
            "no version"),
        Arguments.of(
            Map.of("document", text(json("reader")), "version", AttributeValue.fromN("1.5")),
            "no version"),
        Arguments.of(
            Map.of("document", AttributeValue.fromN("1"), "version", AttributeValue.fromN("1")),
            "no document"),
        Arguments.of(
            Map.of("document", text(json("writer")), "version", AttributeValue.fromN("1")),
            "its document belongs to another mapping"),
        Arguments.of(
            Map.of("document", text("{"), "version", AttributeValue.fromN("1")),
            "ends before it is complete (line 1, column 2)"),
        Arguments.of(
            Map.of(
                "document",
                text(json("reader").replace("sts:AssumeRole", "s3:GetObject")),
                "version",
                AttributeValue.fromN("1")),
            "`trustPolicy`: statement 0: a trust policy can only have actions of `sts`, not"
                + " `s3:GetObject` (line 1, column 80);"));
  }

  @ParameterizedTest
  @MethodSource("brokenItems")
  void brokenItem_isNeverEmptyAndLeftOutOfTheList(
      Map<String, AttributeValue> attributes, String problem) {
    Map<String, AttributeValue> item = new java.util.HashMap<>(attributes);
    item.put("id", text("reader"));
    putItem(item);
    store.put(mapping("writer"), 0);
    MappingId id = new MappingId("reader");

    BrokenMapping broken = assertThrows(BrokenMapping.class, () -> store.find(id));

    assertTrue(broken.getMessage().contains(problem), broken::getMessage);
    assertEquals(List.of(mapping("writer").withVersion(1)), store.list());
    assertEquals(List.of(broken.getMessage(), broken.getMessage()), log);
  }

  @Test
  void itemWhoseKeyIsNoMappingId_isLeftOutOfTheList() {
    putItem(Map.of("id", text("Not an id"), "document", text("{}")));

    assertEquals(List.of(), store.list());
    assertEquals(List.of("an item of the mapping table has no mapping id as key"), log);
  }

  static Stream<Fault> faults() {
    return Stream.of(
        Fault.dynamoDbThrottling(),
        new Fault.Refuse(500, "InternalServerError", "x"),
        new Fault.Drop());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void tableThatFails_isUnavailableAndNeverEmpty(Fault fault) {
    MappingId id = new MappingId("reader");
    RoleMapping mapping = mapping("reader");
    tables.faults().always("GetItem", fault);
    tables.faults().always("Scan", fault);
    tables.faults().always("PutItem", fault);
    tables.faults().always("DeleteItem", fault);

    assertThrows(MappingStoreUnavailable.class, () -> store.find(id));
    assertThrows(MappingStoreUnavailable.class, () -> store.list());
    assertThrows(MappingStoreUnavailable.class, () -> store.put(mapping, 0));
    assertThrows(MappingStoreUnavailable.class, () -> store.delete(id, 1));
  }

  @Test
  void tableThatAnswersTooLate_isUnavailable() {
    tables.faults().always("GetItem", new Fault.Delay(Duration.ofSeconds(2)));
    MappingId id = new MappingId("reader");

    try (DynamoDbClient impatient = tables.patient(Duration.ofMillis(300))) {
      DynamoDbMappingStore slow = new DynamoDbMappingStore(impatient, table, clock, log::add);
      assertThrows(MappingStoreUnavailable.class, () -> slow.find(id));
    }
  }

  @Test
  void tableThatIsNotThere_isUnavailable() {
    tables.client().deleteTable(request -> request.tableName(table));
    MappingId id = new MappingId("reader");

    assertThrows(MappingStoreUnavailable.class, () -> store.find(id));
  }
}
