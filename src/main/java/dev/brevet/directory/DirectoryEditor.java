package dev.brevet.directory;

import dev.brevet.directory.DirectoryStore.Edit;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.DirectoryStore.WriteOutcome;
import dev.brevet.directory.ItemReading.Problem;
import java.util.List;
import java.util.Optional;

/// Changes the directory, one item at a time, so that it stays whole: what an item names is there
/// and of the right kind, no group is in itself, and nothing that something depends on is removed.
///
/// Checked against what is stored and written at the same stamp, so that it holds whoever else
/// writes.
public final class DirectoryEditor {
  // How often another write may come first before the caller is told to come again.
  private static final int TRIES = 8;

  private final DirectoryStore store;

  public DirectoryEditor(DirectoryStore store) {
    this.store = store;
  }

  /// What an edit came to.
  public sealed interface Outcome {
    /// Done; `version` is what is stored now (of a deletion: what was).
    record Written(long version) implements Outcome {}

    /// Another version is stored, or none, or others wrote all the time.
    record Conflict() implements Outcome {}

    /// It would leave the directory broken; `problem` is fit to show.
    record Refused(Problem problem) implements Outcome {}
  }

  /// Writes `item` if the stored version is `expectedVersion` (0: if there is none).
  ///
  /// @throws DirectoryUnavailable when the store did not answer; it is then not known whether it
  ///   was written
  public Outcome put(DirectoryItem item, long expectedVersion) {
    return edit(new Edit.Put(item, expectedVersion));
  }

  /// Removes what is kept under `key`, broken or not, if its stored version is `expectedVersion`.
  ///
  /// @throws DirectoryUnavailable when the store did not answer; it is then not known whether it
  ///   was removed
  public Outcome delete(ItemKey key, long expectedVersion) {
    return edit(new Edit.Delete(key, expectedVersion));
  }

  private Outcome edit(Edit edit) {
    for (int i = 0; i < TRIES; i++) {
      long stamp = store.stamp();
      Optional<StoredItem> stored = store.find(edit.key());
      if (stored.map(StoredItem::version).orElse(0L) != edit.expectedVersion()) {
        return new Outcome.Conflict();
      }
      DirectoryWholeness wholeness = new DirectoryWholeness(store);
      Optional<Problem> problem =
          switch (edit) {
            case Edit.Put(DirectoryItem item, long _) -> wholeness.put(item);
            case Edit.Delete(ItemKey key, long _) -> wholeness.delete(key);
          };
      if (problem.isPresent()) {
        return new Outcome.Refused(problem.get());
      }
      switch (store.write(List.of(edit), stamp)) {
        case WriteOutcome.Written(long written) -> {
          return new Outcome.Written(
              switch (edit) {
                case Edit.Put _ -> written;
                case Edit.Delete(ItemKey _, long removed) -> removed;
              });
        }
        case WriteOutcome.Conflict _ -> {
          return new Outcome.Conflict();
        }
        case WriteOutcome.Moved _ -> {}
      }
    }
    return new Outcome.Conflict();
  }
}
