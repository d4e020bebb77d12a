package dev.brevet.directory.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore.Edit;
import dev.brevet.directory.DirectoryStore.Sink;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.DirectoryStore.WriteOutcome;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.Target;
import dev.brevet.directory.document.ItemWriter;
import dev.brevet.local.FreshTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What is read of the directory, beside a plain model: whatever was written when, whichever
/// changes DynamoDB deleted in whichever order, and however much of a write is seen so far.
class DirectoryHistoriesTest {
  private static final List<Target> TARGETS =
      List.of(
          new EntityId("user", "alice"),
          new EntityId("user", "bob"),
          new EntityId("user", "carol"));

  private static final Comparator<ItemKey> ORDER = Comparator.comparing(ItemKey::toString);
  // How many of each kind; more by hand.
  private static final int HISTORIES = Integer.getInteger("histories", 12);
  private static FreshTables tables;

  @BeforeAll
  static void start() {
    tables = new FreshTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  /// Item by item.
  private static final class Read implements Sink {
    private final Map<ItemKey, String> items = new TreeMap<>(ORDER);
    private long stamp;

    @Override
    public void put(StoredItem item) {
      items.put(item.key(), item.document());
    }

    @Override
    public void remove(ItemKey key) {
      items.remove(key);
    }
  }

  private static final class History {
    private final long seed;
    private final boolean early;
    private final Random random;
    private final String table = tables.create("DirectoryTable");
    private final SlowTransactions client;
    private final DynamoDbDirectoryStore store;
    // What was there after each write.
    private final List<Map<ItemKey, String>> model = new ArrayList<>(List.of(new TreeMap<>(ORDER)));
    private Read follower = new Read();
    // Ahead of DynamoDB Local's clock, so that nothing is deleted but by the test.
    private Instant now = Instant.now();
    private int waits;
    private int left;
    private int readings;

    History(long seed, boolean early) {
      this.seed = seed;
      this.early = early;
      random = new Random(seed);
      client = new SlowTransactions(tables.plain(), random);
      store = new DynamoDbDirectoryStore(client, table, () -> now);
    }

    void run(int steps) {
      for (int i = 0; i < steps; i++) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> write();
          case 3 -> pass(Duration.ofMinutes(random.nextInt(1, 4 * 24 * 60)));
          case 4, 5 -> forget();
          case 6 -> reading(this::readAll);
          default -> reading(this::follow);
        }
      }
      client.settle();
      reading(this::readAll);
      reading(this::follow);
    }

    private void pass(Duration time) {
      client.settle();
      now = now.plus(time);
    }

    private void write() {
      long at = store.stamp();
      List<Edit> edits = new ArrayList<>();
      Map<ItemKey, String> after = new TreeMap<>(ORDER);
      after.putAll(model.getLast());
      for (Target target : TARGETS) {
        DirectoryItem item =
            target instanceof EntityId id && random.nextBoolean()
                ? Directories.entity(
                    id.type(), id.id(), Map.of("write", List.of(String.valueOf(model.size()))))
                : Directories.attached("p", target);
        long version = store.find(item.key()).map(StoredItem::version).orElse(0L);
        switch (random.nextInt(4)) {
          case 0, 1 -> {
            edits.add(new Edit.Put(item, version));
            after.put(item.key(), ItemWriter.write(item));
          }
          case 2 -> {
            if (version > 0) {
              edits.add(new Edit.Delete(item.key(), version));
              after.remove(item.key());
            }
          }
          default -> {}
        }
      }
      if (!edits.isEmpty() && store.write(edits, at) instanceof WriteOutcome.Written(long stamp)) {
        assertEquals(model.size(), stamp, this::toString);
        model.add(after);
      }
    }

    /// DynamoDB deletes what is over, some of it and in any order; in an `early` history somebody
    /// deletes anything. Nothing is deleted while a write is half done: a week is longer.
    private void forget() {
      if (client.isHalfDone()) {
        return;
      }
      for (Map<String, AttributeValue> row :
          tables
              .client()
              .query(
                  q ->
                      q.tableName(table)
                          .keyConditionExpression("#k = :k")
                          .expressionAttributeNames(Map.of("#k", "kind"))
                          .expressionAttributeValues(Map.of(":k", AttributeValue.fromS("change"))))
              .items()) {
        boolean over = Long.parseLong(row.get("expiresAt").n()) <= now.getEpochSecond();
        if ((over || early) && random.nextBoolean()) {
          tables
              .client()
              .deleteItem(
                  d ->
                      d.tableName(table)
                          .key(Map.of("kind", row.get("kind"), "name", row.get("name"))));
        }
      }
    }

    /// Others write while it is read, for some time.
    private void reading(Runnable read) {
      left = 12;
      if (random.nextBoolean()) {
        client.meanwhile(
            () -> {
              if (left-- > 0 && random.nextInt(4) == 0) {
                write();
              }
            });
      }
      readings++;
      try {
        read.run();
      } catch (DirectoryUnavailable _) {
        // It may wait for what is half done, never for what is gone.
        waits++;
        client.alone();
        client.settle();
        read.run();
      }
      client.alone();
    }

    private void readAll() {
      Read read = new Read();
      read.stamp = store.readAll(read);
      compare(read);
    }

    private void follow() {
      OptionalLong stamp = store.readChanges(follower.stamp, follower);
      if (stamp.isEmpty()) {
        follower = new Read();
        follower.stamp = store.readAll(follower);
      } else {
        follower.stamp = stamp.getAsLong();
      }
      compare(follower);
    }

    private void compare(Read read) {
      assertEquals(model.get((int) read.stamp), read.items, this::toString);
    }

    @Override
    public String toString() {
      return "seed " + seed + ", early " + early + ", writes " + (model.size() - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void history_isReadAsItWas_whateverOfItsChangesIsGone(boolean early) {
    int readings = 0;
    int waits = 0;
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = new History(seed, early);
      try {
        history.run(50);
      } catch (DirectoryUnavailable e) {
        throw new AssertionError("a reading was refused: " + history, e);
      }
      readings += history.readings;
      waits += history.waits;
    }
    assertTrue(waits < readings / 50, waits + " of " + readings + " readings had to wait");
  }
}
