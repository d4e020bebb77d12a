package dev.brevet.directory.dynamodb;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.directory.DirectoryStore.Sink;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the whole directory as it was after one write, while others write.
///
/// The items are what counts. They are read first, so that some may be older than the stamp that is
/// read after them, by writes that were made meanwhile or were then half done. What these did is
/// taken from the changes, but only from an unbroken row of whole writes up to the stamp: whatever
/// undid a change is then in the row too, so that nothing comes back. Where the row is broken, the
/// items below the break are read again. Other changes are not looked at: nothing depends on
/// whether they are there, or in which order.
final class WholeReading {
  // How often what is half done is waited for: 1.1 s together.
  private static final int TRIES = 12;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(160);
  // How many of the last writes may be half done.
  static final long UNSETTLED = 64;
  // What a read in a transaction can have: 4 MB of rows of 400 KB.
  static final int MOST_ITEMS = 9;

  private final DirectoryTable table;
  private final Instant now;
  private final Sink sink;

  WholeReading(DirectoryTable table, Instant now, Sink sink) {
    this.table = table;
    this.now = now;
    this.sink = sink;
  }

  long read() {
    long before = Rows.stamp(table.get(Rows.STAMP_KEY));
    for (ItemKind kind : ItemKind.values()) {
      table.each(Rows.all(kind.label()), row -> sink.put(Rows.item(kind, row)));
    }
    Duration pause = FIRST_PAUSE;
    for (int i = 0; i < TRIES; i++) {
      if (i > 0) {
        pause(pause);
        pause = least(pause.multipliedBy(2), LONGEST_PAUSE);
      }
      // Not while a write to it is half done: items of that write may have been seen.
      Optional<Map<String, AttributeValue>> row =
          table.atRest(List.of(Rows.STAMP_KEY)).map(List::getFirst);
      if (row.isPresent()) {
        long stamp = Rows.stamp(row.get());
        if (stamp < before) {
          throw new DirectoryUnavailable("the directory's stamp went back");
        }
        if (Rows.isSettled(row.get().get(Rows.LOGGED_UNTIL), now)
            || settle(Math.max(0, before - UNSETTLED), stamp)) {
          return stamp;
        }
      }
    }
    throw new DirectoryUnavailable("the directory's last changes are half written");
  }

  /// Between two tries, so that what is half done comes to its end; no longer than anything may be
  /// waited for. Readers do not hinder each other, so their pauses need no jitter.
  private static void pause(Duration most) {
    try {
      Thread.sleep(Deadline.current().left(most));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DirectoryUnavailable("interrupted while the directory was being written", e);
    }
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /// False while something is half done or was written meanwhile; what was given by then is true.
  private boolean settle(long after, long stamp) {
    Changes changes =
        Changes.read(table, after, stamp, row -> Rows.isSettled(row.get(Rows.EXPIRES), now));
    long whole = changes.wholeFrom();
    if (!changes.areMissingGone(table, whole)) {
      return false;
    }
    boolean isRead =
        changes.itemsBefore(whole).stream()
            .gather(Gatherers.windowFixed(MOST_ITEMS))
            .allMatch(some -> readAgain(some, stamp));
    if (!isRead) {
      return false;
    }
    changes.give(whole, sink);
    return true;
  }

  private boolean readAgain(List<ItemKey> items, long stamp) {
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    keys.add(Rows.STAMP_KEY);
    items.forEach(key -> keys.add(Rows.key(key)));
    Optional<List<Map<String, AttributeValue>>> rows = table.atRest(keys);
    if (rows.isEmpty() || Rows.stamp(rows.get().getFirst()) != stamp) {
      return false;
    }
    for (int i = 0; i < items.size(); i++) {
      Map<String, AttributeValue> row = rows.get().get(i + 1);
      if (row.isEmpty()) {
        sink.remove(items.get(i));
      } else {
        sink.put(Rows.item(items.get(i).kind(), row));
      }
    }
    return true;
  }
}
