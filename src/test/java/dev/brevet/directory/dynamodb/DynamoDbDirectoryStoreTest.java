package dev.brevet.directory.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore.Edit;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.DirectoryStore.WriteOutcome;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.Tries;
import dev.brevet.directory.editor.DirectoryEditor;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.StoredDirectory;
import dev.brevet.json.DocumentReading;
import dev.brevet.local.Fault;
import dev.brevet.local.FreshTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Against DynamoDB Local.
class DynamoDbDirectoryStoreTest {
  private static final Entity ALICE = Directories.entity("user", "alice");
  private static final Entity BOB = Directories.entity("user", "bob");
  private static final String ALLOW_ALL =
      "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
  private static FreshTables tables;

  private final String table = tables.create("DirectoryTable");

  // DynamoDB Local deletes what has expired by its own clock.
  private Instant now = Instant.now();
  private final DynamoDbDirectoryStore store =
      new DynamoDbDirectoryStore(tables.plain(), table, () -> now);
  private final List<String> log = new ArrayList<>();

  @BeforeAll
  static void start() {
    tables = new FreshTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  private StoredDirectory directory() {
    return fresh(store);
  }

  private StoredDirectory fresh(DynamoDbDirectoryStore of) {
    return new StoredDirectory(of, Duration.ZERO, () -> now, log::add);
  }

  private void put(DirectoryItem item, long expectedVersion) {
    assertEquals(
        new WriteOutcome.Written(store.stamp() + 1),
        store.write(List.of(new Edit.Put(item, expectedVersion)), store.stamp()));
  }

  @Test
  void emptyTable_isAnEmptyDirectory() {
    assertEquals(0, store.stamp());
    assertEquals(Optional.empty(), store.find(ALICE.key()));
    assertEquals(List.of(), store.list(ItemKind.ENTITY, "", "", 10));
    assertEquals(0, directory().current().stamp());
  }

  @Test
  void writtenItem_isFoundWithItsVersion() {
    put(ALICE, 0);
    put(ALICE, 1);

    assertEquals(
        Optional.of(
            new StoredItem(
                ALICE.key(), "{\"type\":\"user\",\"id\":\"alice\",\"properties\":{}}", 2)),
        store.find(ALICE.key()));
  }

  @Test
  void anotherVersion_isAConflictAndNothingIsWritten() {
    put(ALICE, 0);

    for (long wrong : new long[] {0, 2}) {
      assertEquals(
          new WriteOutcome.Conflict(),
          store.write(List.of(new Edit.Put(BOB, 0), new Edit.Put(ALICE, wrong)), 1));
    }
    assertEquals(
        new WriteOutcome.Conflict(), store.write(List.of(new Edit.Delete(BOB.key(), 1)), 1));
    assertEquals(1, store.stamp());
    assertEquals(Optional.empty(), store.find(BOB.key()));
  }

  @Test
  void anotherStamp_isToCheckAgain() {
    put(ALICE, 0);

    assertEquals(new WriteOutcome.Moved(), store.write(List.of(new Edit.Put(BOB, 0)), 0));
    assertEquals(new WriteOutcome.Moved(), store.write(List.of(new Edit.Put(BOB, 0)), 2));
    assertEquals(Optional.empty(), store.find(BOB.key()));
  }

  @Test
  void list_isSortedAndPagedWithinItsPrefix() {
    for (String id : List.of("c", "a", "b")) {
      put(Directories.entity("user", id), 0);
    }
    put(Directories.entity("userx", "a"), 0);

    assertEquals(List.of("user/a", "user/b"), names(store.list(ItemKind.ENTITY, "user/", "", 2)));
    assertEquals(List.of("user/c"), names(store.list(ItemKind.ENTITY, "user/", "user/b", 2)));
    assertEquals(4, store.list(ItemKind.ENTITY, "", "", 10).size());
    assertEquals(List.of(), store.list(ItemKind.GROUP, "", "", 10));
  }

  private static List<String> names(List<StoredItem> items) {
    return items.stream().map(item -> item.key().name()).toList();
  }

  @Test
  void directory_followsChanges() {
    StoredDirectory directory = directory();
    put(ALICE, 0);
    DirectorySnapshot first = directory.current();
    put(BOB, 0);
    store.write(List.of(new Edit.Delete(ALICE.key(), 1)), 2);
    DirectorySnapshot second = directory.current();

    assertTrue(first.entity(ALICE.id()).isPresent());
    assertFalse(second.entity(ALICE.id()).isPresent());
    assertTrue(second.entity(BOB.id()).isPresent());
    assertEquals(3, second.stamp());
  }

  @Test
  void writeOfMany_isSeenWhole() {
    StoredDirectory directory = directory();
    directory.current();
    List<Edit> edits =
        IntStream.range(0, 40)
            .mapToObj(i -> (Edit) new Edit.Put(Directories.entity("user", "u" + i), 0))
            .toList();
    assertEquals(new WriteOutcome.Written(1), store.write(edits, 0));

    assertEquals(40, directory.current().entities("user").size());
  }

  @Test
  void writeThatIsHalfVisible_isNotTakenForWhole() {
    SlowTransactions slow = new SlowTransactions(tables.plain(), new Random(1));
    DynamoDbDirectoryStore store = new DynamoDbDirectoryStore(slow, table, () -> now);
    StoredDirectory directory = fresh(store);
    put(ALICE, 0);
    directory.current();
    slow.stick();
    store.write(
        List.of(new Edit.Put(BOB, 0), new Edit.Put(Directories.group("g", BOB.id()), 0)), 1);
    assertEquals(1, directory.current().stamp());

    for (String change : List.of("/00", "/01")) {
      // The stamp first, then one change; the items are seen last.
      slow.show(Map.of("kind", text("directory"), "name", text("stamp")));
      assertThrows(DirectoryUnavailable.class, directory::current);
      assertThrows(DirectoryUnavailable.class, fresh(store)::current);
      slow.show(Map.of("kind", text("change"), "name", text("0000000000000000002" + change)));
    }
    // What the write did is known from its changes, though no item shows it.
    assertTrue(directory.current().entity(BOB.id()).isPresent());
    assertEquals(2, directory.current().stamp());
  }

  /// Others' writes follow each other so closely that one is half done for most of the time.
  @Test
  void readingBesideConstantWrites_waitsForOneToEnd() {
    SlowTransactions slow = new SlowTransactions(tables.plain(), new Random(1));
    DynamoDbDirectoryStore store = new DynamoDbDirectoryStore(slow, table, () -> now);
    put(ALICE, 0);
    slow.stick();
    store.write(List.of(new Edit.Put(BOB, 0)), 1);
    long end = System.nanoTime() + Duration.ofMillis(400).toNanos();
    slow.meanwhile(
        () -> {
          if (System.nanoTime() > end) {
            slow.settle();
          }
        });

    assertTrue(fresh(store).current().entity(BOB.id()).isPresent());
  }

  @Test
  void policyWhoseDeletionIsHalfVisible_isNotAttached() {
    put(Directories.identityPolicy("all", ALLOW_ALL), 0);
    SlowTransactions slow = new SlowTransactions(tables.plain(), new Random(1));
    DynamoDbDirectoryStore store = new DynamoDbDirectoryStore(slow, table, () -> now);
    DirectoryEditor editor = new DirectoryEditor(store, Tries.of(3));
    ItemKey policy = new ItemKey(ItemKind.POLICY, "all");
    slow.stick();
    assertEquals(new WriteOutcome.Written(2), store.write(List.of(new Edit.Delete(policy, 1)), 1));
    // The stamp is seen already, the policy still.
    slow.show(Map.of("kind", text("directory"), "name", text("stamp")));
    assertTrue(store.find(policy).isPresent());

    assertEquals(
        new DirectoryEditor.Outcome.Contended(),
        editor.put(Directories.attached("all", ALICE.id()), 0));
    slow.settle();
    assertEquals(
        new DirectoryEditor.Outcome.Refused(
            new DocumentReading.Problem("policy", "there is no such policy")),
        editor.put(Directories.attached("all", ALICE.id()), 0));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  @Test
  void whatWasRevoked_staysRevokedWhenItsChangeIsGone() {
    put(Directories.identityPolicy("all", ALLOW_ALL), 0);
    put(Directories.attached("all", ALICE.id()), 0);
    ItemKey attachment = Directories.attached("all", ALICE.id()).key();
    long version = store.find(attachment).orElseThrow().version();
    assertEquals(
        new WriteOutcome.Written(3), store.write(List.of(new Edit.Delete(attachment, version)), 2));
    now = now.plus(Duration.ofDays(8));
    // DynamoDB deletes what is over in any order.
    expire(3);

    assertTrue(directory().current().policiesOf(ALICE.id()).identity().isEmpty());
    // Nor when DynamoDB's clock is ahead of the function's, or a write was made since.
    now = now.minus(Duration.ofDays(8));
    assertTrue(directory().current().policiesOf(ALICE.id()).identity().isEmpty());
    put(BOB, 0);
    assertTrue(directory().current().policiesOf(ALICE.id()).identity().isEmpty());
    assertTrue(directory().current().entity(BOB.id()).isPresent());
  }

  @Test
  void changesThatExpired_areReadWithEverything() {
    StoredDirectory directory = directory();
    put(ALICE, 0);
    directory.current();
    put(BOB, 0);
    expire(1, 2);
    now = now.plus(Duration.ofDays(8));
    DirectorySnapshot after = directory.current();

    assertTrue(after.entity(BOB.id()).isPresent());
    assertEquals(2, after.stamp());
    put(BOB, 2);
    assertSame(
        after.entity(ALICE.id()).orElseThrow(),
        directory.current().entity(ALICE.id()).orElseThrow());
  }

  @Test
  void olderChangesThatExpired_doNotHinderAReadingOfEverything() {
    put(ALICE, 0);
    put(BOB, 0);
    put(BOB, 2);
    expire(1, 2);

    assertEquals(3, directory().current().stamp());
  }

  private void expire(int... stamps) {
    for (int stamp : stamps) {
      tables
          .client()
          .deleteItem(
              r ->
                  r.tableName(table)
                      .key(
                          Map.of(
                              "kind",
                              AttributeValue.fromS("change"),
                              "name",
                              AttributeValue.fromS("%019d/00".formatted(stamp)))));
    }
  }

  private void emptyTable() {
    for (Map<String, AttributeValue> item : tables.client().scan(r -> r.tableName(table)).items()) {
      Map<String, AttributeValue> key = new HashMap<>(item);
      key.keySet().retainAll(List.of("kind", "name"));
      tables.client().deleteItem(r -> r.tableName(table).key(key));
    }
  }

  @Test
  void restoredTable_isReadAnew() {
    StoredDirectory directory = directory();
    put(ALICE, 0);
    put(BOB, 0);
    directory.current();
    emptyTable();
    put(BOB, 0);

    assertFalse(directory.current().entity(ALICE.id()).isPresent());
    assertTrue(directory.current().entity(BOB.id()).isPresent());
  }

  @Test
  void itemsThatAreNoDocuments_areBroken() {
    plant("entity", "user/alice", Map.of("document", AttributeValue.fromN("1")));
    plant("group", "g", Map.of());
    DirectorySnapshot snapshot = directory().current();

    assertEquals(
        2,
        snapshot.broken().keySet().stream()
            .filter(key -> key.equals(ALICE.key()) || key.equals(new ItemKey(ItemKind.GROUP, "g")))
            .count());
    assertFalse(snapshot.policiesOf(new EntityId("user", "anybody")).identity().isEmpty());
    assertEquals(2, log.size());
  }

  private void plant(String kind, String name, Map<String, AttributeValue> more) {
    Map<String, AttributeValue> item = new HashMap<>(more);
    item.put("kind", AttributeValue.fromS(kind));
    item.put("name", AttributeValue.fromS(name));
    tables.client().putItem(r -> r.tableName(table).item(item));
  }

  @Test
  void tableThatDoesNotAnswer_isAFault() {
    put(ALICE, 0);
    StoredDirectory directory = directory();
    directory.current();
    Fault refusal = new Fault.Refuse(500, "InternalServerError", "no");

    tables.faults().always("GetItem", refusal);
    assertThrows(DirectoryUnavailable.class, directory::current);
    tables.faults().clear();
    tables.faults().always("Query", refusal);
    put(BOB, 0);
    assertThrows(DirectoryUnavailable.class, directory::current);
    assertThrows(DirectoryUnavailable.class, () -> store.list(ItemKind.GROUP, "", "", 1));
    tables.faults().clear();
    tables.faults().always("TransactWriteItems", refusal);
    assertThrows(
        DirectoryUnavailable.class,
        () -> store.write(List.of(new Edit.Put(BOB, 1)), store.stamp()));
  }

  @Test
  void moreThanAPage_isReadWhole() {
    for (int i = 0; i < 60; i++) {
      int from = i * 40;
      List<Edit> edits =
          IntStream.range(from, from + 40)
              .mapToObj(
                  n ->
                      (Edit)
                          new Edit.Put(
                              Directories.entity(
                                  "user", "u" + n, Map.of("text", List.of("x".repeat(600)))),
                              0))
              .toList();
      assertEquals(new WriteOutcome.Written(i + 1), store.write(edits, i));
    }

    assertEquals(2_400, directory().current().entities("user").size());
  }
}
