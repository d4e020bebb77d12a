package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading.Readable;
import dev.brevet.json.DocumentReading.Unreadable;
import org.jspecify.annotations.Nullable;

/// A store's directory, held in memory and refreshed by what changed.
///
/// Within `staleness` of the last reading the store is not asked; after it, one question tells
/// whether anything changed. With a staleness of zero it is asked each time.
public final class StoredDirectory implements Directory {
  private final DirectoryStore store;
  private final Duration staleness;
  private final InstantSource clock;
  private final Consumer<String> log;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable DirectorySnapshot held;

  /// `log` takes one line for each broken item that is read.
  public StoredDirectory(
      DirectoryStore store, Duration staleness, InstantSource clock, Consumer<String> log) {
    if (staleness.isNegative()) {
      throw new IllegalArgumentException("a staleness is not negative");
    }
    this.store = store;
    this.staleness = staleness;
    this.clock = clock;
    this.log = log;
  }

  @Override
  public DirectorySnapshot current() {
    DirectorySnapshot known = held;
    Instant now = clock.instant();
    if (known != null && isFresh(known, now)) {
      return known;
    }
    await();
    try {
      known = held;
      // As of when the question was asked, so that an answer that took long is not taken for young.
      now = clock.instant();
      if (known == null || !isFresh(known, now)) {
        known = known == null ? readAll(now) : refreshed(known, now);
        held = known;
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  /// Another request that reads the directory is waited for no longer than this one may.
  private void await() {
    if (!Deadline.current().takes(reading)) {
      throw new DirectoryUnavailable("another request did not read the directory in time");
    }
  }

  private boolean isFresh(DirectorySnapshot snapshot, Instant now) {
    return !now.isBefore(snapshot.readAt()) && now.isBefore(snapshot.readAt().plus(staleness));
  }

  private DirectorySnapshot refreshed(DirectorySnapshot known, Instant now) {
    if (store.stamp() == known.stamp()) {
      return known.readAgain(now);
    }
    SnapshotBuilder changed = known.toBuilder();
    OptionalLong stamp = store.readChanges(known.stamp(), new Reading(changed));
    return stamp.isPresent() ? changed.build(stamp.getAsLong(), now) : readAll(now);
  }

  private DirectorySnapshot readAll(Instant now) {
    SnapshotBuilder all = DirectorySnapshot.builder();
    long stamp = store.readAll(new Reading(all));
    return all.build(stamp, now);
  }

  private final class Reading implements DirectoryStore.Sink {
    private final SnapshotBuilder into;

    Reading(SnapshotBuilder into) {
      this.into = into;
    }

    @Override
    public void put(StoredItem stored) {
      ItemKey key = stored.key();
      switch (ItemReader.read(key.kind(), stored.document())) {
        case Readable(DirectoryItem item) when item.key().equals(key) -> into.put(item);
        case Readable<DirectoryItem> _ -> broken(key, "its document names another object");
        case Unreadable<DirectoryItem> unreadable -> broken(key, unreadable.summary());
      }
    }

    private void broken(ItemKey key, String problem) {
      into.broken(key, problem);
      log.accept(
          "the directory's item `"
              + UntrustedText.shown(key.toString())
              + "` is broken: "
              + problem);
    }

    @Override
    public void remove(ItemKey key) {
      into.remove(key);
    }
  }
}
