package dev.brevet.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.directory.dynamodb.DynamoDbDirectoryStore;
import dev.brevet.directory.editor.DirectoryEditor;
import dev.brevet.directory.editor.DirectoryEditor.Outcome;
import dev.brevet.json.DocumentReading;
import dev.brevet.local.FreshTables;
import org.junit.jupiter.api.Test;

/// Writers of notes beside an administrator, on DynamoDB Local.
class ContentionTest {
  private static DirectoryItem item(ItemKind kind, String json) {
    return switch (ItemReader.read(kind, json.replace('\'', '"'))) {
      case DocumentReading.Readable(DirectoryItem item) -> item;
      case DocumentReading.Unreadable<DirectoryItem> unreadable ->
          throw new IllegalArgumentException(unreadable.summary());
    };
  }

  @Test
  void writersOfNotes_makeNoConflictOfAnAdministratorsWrites() throws Exception {
    try (FreshTables tables = new FreshTables();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      String table = tables.create("DirectoryTable");
      AtomicBoolean over = new AtomicBoolean();
      AtomicInteger notes = new AtomicInteger();
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        DirectoryItem note = item(ItemKind.ENTITY, "{'type':'note','id':'n" + i + "'}");
        DirectoryEditor editor = editor(tables, table);
        writers.add(
            threads.submit(
                () -> {
                  long version = 0;
                  while (!over.get()) {
                    switch (editor.put(note, version)) {
                      case Outcome.Written(long written) -> {
                        version = written;
                        notes.incrementAndGet();
                      }
                      case Outcome.Contended _ -> {}
                      case Outcome other -> throw new AssertionError(other.toString());
                    }
                  }
                }));
      }
      DynamoDbDirectoryStore store =
          new DynamoDbDirectoryStore(tables.client(), table, InstantSource.system());
      DirectoryEditor administrator = editor(tables, table);
      int written = 0;
      for (int i = 0; i < 8; i++) {
        DirectoryItem group =
            item(ItemKind.GROUP, "{'name':'g" + i + "','description':'','members':[]}");
        Outcome outcome = administrator.put(group, 0);
        // Nothing of that name is there: anything but these says something wrong.
        assertTrue(
            outcome instanceof Outcome.Written || outcome instanceof Outcome.Contended,
            outcome::toString);
        written += outcome instanceof Outcome.Written ? 1 : 0;
        assertEquals(
            outcome instanceof Outcome.Written(long version) ? version : 0,
            store.find(group.key()).map(StoredItem::version).orElse(0L));
      }
      over.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertTrue(notes.get() > 8, "others wrote meanwhile: " + notes);
      assertTrue(written >= 6, "of 8 writes: " + written);
    }
  }

  private static DirectoryEditor editor(FreshTables tables, String table) {
    Random random = new Random();
    return new DirectoryEditor(
        new DynamoDbDirectoryStore(tables.client(), table, InstantSource.system()),
        () -> new BackOff(random));
  }

  @Test
  void patience_ends() {
    BackOff patience = new BackOff(new Random());
    long began = System.nanoTime();
    int tries = 0;
    while (patience.triesAgain()) {
      tries++;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    assertFalse(took.compareTo(Duration.ofSeconds(3)) < 0, took::toString);
    // 30 ms in the mean; few enough on a busy machine too.
    assertTrue(tries >= 10, "tries: " + tries);
  }
}
