package dev.brevet.directory.dynamodb;

import module java.base;

import dev.brevet.directory.ItemKind;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The number of the last write, once it and those before it are done: a reader that sees one row
/// of a write may not see its other rows yet, and would check a write against old rows.
///
/// What the last writes changed is read in transactions, which fail while a write to it is half
/// done. Entities are left out, as nothing that is checked rests on them.
final class SettledStamp {
  private final DirectoryTable table;
  private final Instant now;

  SettledStamp(DirectoryTable table, Instant now) {
    this.table = table;
    this.now = now;
  }

  /// Empty while a write is half done.
  OptionalLong read() {
    Map<String, AttributeValue> row = table.get(Rows.STAMP_KEY);
    long stamp = Rows.stamp(row);
    return stamp == 0 || Rows.isSettled(row.get(Rows.LOGGED_UNTIL), now) || isDone(stamp)
        ? OptionalLong.of(stamp)
        : OptionalLong.empty();
  }

  private boolean isDone(long stamp) {
    Changes changes =
        Changes.read(
            table,
            Math.max(0, stamp - WholeReading.UNSETTLED),
            stamp,
            row -> Rows.isSettled(row.get(Rows.EXPIRES), now));
    if (!changes.areMissingGone(table, changes.wholeFrom())) {
      return false;
    }
    return changes.itemsBefore(stamp + 1).stream()
        .filter(key -> key.kind() != ItemKind.ENTITY)
        .map(Rows::key)
        .gather(Gatherers.windowFixed(WholeReading.MOST_ITEMS))
        .allMatch(some -> table.atRest(some).isPresent());
  }
}
