package dev.brevet.directory;

import module java.base;

import dev.brevet.directory.document.ItemWriter;

/// A store in memory that keeps every change.
public final class DirectoryInMemory implements DirectoryStore {
  private Runnable before = () -> {};

  private record Change(long stamp, ItemKey key, Optional<StoredItem> item) {}

  private final TreeMap<String, StoredItem> items = new TreeMap<>();
  private final List<Change> changes = new ArrayList<>();
  private long stamp;
  private boolean broken;
  private int forgotten;
  private Optional<DirectoryItem> overtaking = Optional.empty();

  /// From now on, somebody writes `item` just before each write.
  public void overtakeWith(DirectoryItem item) {
    overtaking = Optional.of(item);
  }

  /// Writes items whatever is stored.
  public DirectoryInMemory with(DirectoryItem... all) {
    for (DirectoryItem item : all) {
      long version = find(item.key()).map(StoredItem::version).orElse(0L);
      write(List.of(new Edit.Put(item, version)), stamp);
    }
    return this;
  }

  /// Stores a document as it is, as somebody could who may write to the table.
  public void plant(ItemKey key, String document) {
    stamp++;
    put(new StoredItem(key, document, stamp), stamp);
  }

  /// From now on, does not answer.
  public void fail() {
    broken = true;
  }

  /// Answers again.
  public void mend() {
    broken = false;
  }

  /// Forgets the changes so far.
  public void forget() {
    forgotten = changes.size();
  }

  /// What others do, once, before the next write is checked.
  public void beforeChecking(Runnable others) {
    before = others;
  }

  @Override
  public OptionalLong settledStamp() {
    Runnable first = before;
    before = () -> {};
    first.run();
    return OptionalLong.of(stamp());
  }

  @Override
  public long stamp() {
    answer();
    return stamp;
  }

  @Override
  public Optional<StoredItem> find(ItemKey key) {
    answer();
    return Optional.ofNullable(items.get(key.toString()));
  }

  @Override
  public List<StoredItem> list(ItemKind kind, String prefix, String after, int limit) {
    answer();
    return items.values().stream()
        .filter(item -> item.key().kind() == kind && item.key().name().startsWith(prefix))
        .filter(item -> item.key().name().compareTo(after) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public long readAll(Sink sink) {
    answer();
    items.values().forEach(sink::put);
    return stamp;
  }

  @Override
  public OptionalLong readChanges(long after, Sink sink) {
    answer();
    if (after < forgotten) {
      return OptionalLong.empty();
    }
    for (Change change : changes) {
      if (change.stamp() > after) {
        change.item().ifPresentOrElse(sink::put, () -> sink.remove(change.key()));
      }
    }
    return OptionalLong.of(stamp);
  }

  @Override
  public WriteOutcome write(List<Edit> edits, long at) {
    answer();
    Optional<DirectoryItem> other = overtaking;
    overtaking = Optional.empty();
    other.ifPresent(this::with);
    overtaking = other;
    if (at != stamp) {
      return new WriteOutcome.Moved();
    }
    for (Edit edit : edits) {
      if (find(edit.key()).map(StoredItem::version).orElse(0L) != edit.expectedVersion()) {
        return new WriteOutcome.Conflict();
      }
    }
    stamp++;
    for (Edit edit : edits) {
      switch (edit) {
        case Edit.Put(DirectoryItem item, long _) ->
            put(new StoredItem(item.key(), ItemWriter.write(item), stamp), stamp);
        case Edit.Delete(ItemKey key, long _) -> {
          items.remove(key.toString());
          changes.add(new Change(stamp, key, Optional.empty()));
        }
      }
    }
    return new WriteOutcome.Written(stamp);
  }

  private void put(StoredItem item, long at) {
    items.put(item.key().toString(), item);
    changes.add(new Change(at, item.key(), Optional.of(item)));
  }

  private void answer() {
    if (broken) {
      throw new DirectoryUnavailable("the store does not answer");
    }
  }
}
