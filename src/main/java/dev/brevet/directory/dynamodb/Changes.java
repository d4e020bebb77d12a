package dev.brevet.directory.dynamodb;

import module java.base;

import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryStore.Sink;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What was seen of the rows that say what the writes after one and up to another did: none, some
/// or all of each write.
final class Changes {
  // What a read in a transaction can have.
  private static final int MOST_ROWS = 99;

  private final long after;
  private final long upTo;
  // The writes up to this one are known to be done.
  private long done;
  private final TreeMap<Long, List<Map<String, AttributeValue>>> rows = new TreeMap<>();

  private Changes(long after, long upTo) {
    this.after = after;
    this.upTo = upTo;
    this.done = after;
  }

  /// Reads them. A row for which `over` holds counts for nothing, and neither do those of earlier
  /// writes.
  static Changes read(
      DirectoryTable table, long after, long upTo, Predicate<Map<String, AttributeValue>> over) {
    Changes changes = new Changes(after, upTo);
    if (after < upTo) {
      table.each(
          Rows.range(
              Rows.CHANGE,
              Rows.changeName(after + 1, 0),
              Rows.changeName(upTo, DirectoryStore.MOST_EDITS)),
          row -> {
            long write = Rows.changeStamp(row);
            if (over.test(row)) {
              changes.done = Math.max(changes.done, write);
            } else {
              changes.rows.computeIfAbsent(write, _ -> new ArrayList<>()).add(row);
            }
          });
    }
    changes.rows.headMap(changes.done, true).clear();
    return changes;
  }

  /// The first write from which on everything was seen: `upTo + 1` when the last one was not.
  long wholeFrom() {
    long first = upTo + 1;
    while (first - 1 > done && isWhole(first - 1)) {
      first--;
    }
    return first;
  }

  /// Whether everything was seen that was asked for.
  boolean isWhole() {
    return after < upTo && wholeFrom() == after + 1;
  }

  private boolean isWhole(long write) {
    List<Map<String, AttributeValue>> seen = rows.getOrDefault(write, List.of());
    return !seen.isEmpty()
        && seen.stream().allMatch(row -> Rows.count(row.get(Rows.CHANGES)) == seen.size());
  }

  /// Whether the writes before `write` that were not seen whole are done: a row that is neither
  /// there nor about to be was there once.
  boolean areMissingGone(DirectoryTable table, long write) {
    return missingBefore(write).stream()
        .gather(Gatherers.windowFixed(MOST_ROWS))
        .allMatch(
            some ->
                table
                    .atRest(some)
                    .filter(rows -> rows.stream().allMatch(Map::isEmpty))
                    .isPresent());
  }

  /// A name of a row that was not seen of each write before `write` that was not seen whole.
  private List<Map<String, AttributeValue>> missingBefore(long write) {
    return LongStream.range(done + 1, write)
        .filter(each -> !isWhole(each))
        .mapToObj(each -> Rows.key(Rows.CHANGE, missing(each)))
        .toList();
  }

  private String missing(long write) {
    List<String> seen =
        rows.getOrDefault(write, List.of()).stream().map(row -> Rows.text(row, Rows.NAME)).toList();
    int index = 0;
    while (seen.contains(Rows.changeName(write, index))) {
      index++;
    }
    return Rows.changeName(write, index);
  }

  /// The items that the rows of writes before `write` name.
  List<ItemKey> itemsBefore(long write) {
    return rows.headMap(write).values().stream()
        .flatMap(List::stream)
        .flatMap(Changes::item)
        .distinct()
        .toList();
  }

  /// The writes from `write` on, in their order.
  void give(long write, Sink sink) {
    rows.tailMap(write).values().stream()
        .flatMap(List::stream)
        .forEach(row -> item(row).forEach(key -> give(key, row, sink)));
  }

  private static void give(ItemKey key, Map<String, AttributeValue> row, Sink sink) {
    if (row.containsKey(Rows.DOCUMENT)) {
      sink.put(
          new StoredItem(key, Rows.text(row, Rows.DOCUMENT), Rows.count(row.get(Rows.VERSION))));
    } else {
      sink.remove(key);
    }
  }

  /// None of a kind that a later version of this program knows.
  private static Stream<ItemKey> item(Map<String, AttributeValue> row) {
    Optional<ItemKind> kind = ItemKind.parse(Rows.text(row, Rows.CHANGED_KIND));
    String name = Rows.text(row, Rows.CHANGED_NAME);
    return kind.filter(_ -> !name.isEmpty()).map(known -> new ItemKey(known, name)).stream();
  }
}
