package dev.brevet.directory.dynamodb;

import dev.brevet.directory.DirectoryStore.Sink;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The rows of consecutive writes up to one, as far as they were seen.
final class ChangeRun {
  private final long last;
  private final List<Map<String, AttributeValue>> rows = new ArrayList<>();
  private long first;
  private long reached;
  private long missing;
  private boolean gap;

  /// Up to the write `last`; 0 for none.
  ChangeRun(long last) {
    this.last = last;
    this.reached = last;
  }

  /// In the order of their names.
  void add(Map<String, AttributeValue> row) {
    long stamp = Rows.changeStamp(row);
    if (rows.isEmpty()) {
      first = stamp;
      missing = Rows.count(row.get(Rows.CHANGES));
    } else if (stamp != reached) {
      gap |= missing != 0 || stamp != reached + 1;
      missing = Rows.count(row.get(Rows.CHANGES));
    }
    reached = stamp;
    missing--;
    rows.add(row);
  }

  long last() {
    return last;
  }

  /// Whether all changes from the first that was seen to the last that there is were seen.
  boolean isWhole() {
    return rows.isEmpty() ? last == 0 : !gap && missing == 0 && reached == last;
  }

  /// Whether the first that was seen is the one after `stamp`.
  boolean follows(long stamp) {
    return !rows.isEmpty() && first == stamp + 1;
  }

  void give(Sink sink) {
    for (Map<String, AttributeValue> row : rows) {
      Optional<ItemKind> kind = ItemKind.parse(Rows.text(row, Rows.CHANGED_KIND));
      String name = Rows.text(row, Rows.CHANGED_NAME);
      if (kind.isEmpty() || name.isEmpty()) {
        // Of a kind that a later version of this program knows.
        continue;
      }
      ItemKey key = new ItemKey(kind.get(), name);
      if (row.containsKey(Rows.DOCUMENT)) {
        sink.put(
            new StoredItem(key, Rows.text(row, Rows.DOCUMENT), Rows.count(row.get(Rows.VERSION))));
      } else {
        sink.remove(key);
      }
    }
  }
}
