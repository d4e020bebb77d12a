package dev.brevet.directory.editor;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryStore.Edit;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.DirectoryStore.WriteOutcome;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.json.DocumentReading.Problem;

/// Changes the directory, one item at a time, so that it stays whole: what an item names is there
/// and of the right kind, no group is in itself, and nothing that something depends on is removed.
///
/// An edit is checked against what is stored and written at the same stamp, so that it holds beside
/// other writers. An edit that another write overtakes is tried again for a while. Writes to other
/// entities are no reason to check again, as nothing else depends on whether an entity is there.
public final class DirectoryEditor {
  private final DirectoryStore store;
  private final Supplier<Patience> patience;

  /// Changes what is in `store`.
  ///
  /// @param patience for one edit
  public DirectoryEditor(DirectoryStore store, Supplier<Patience> patience) {
    this.store = store;
    this.patience = patience;
  }

  /// What an edit came to.
  public sealed interface Outcome {
    /// Done; `version` is what is stored now (of a deletion: what was).
    record Written(long version) implements Outcome {}

    /// Another version is stored, or none: `version` is 0 then.
    record Conflict(long version) implements Outcome {}

    /// Others wrote all the time. Nothing is known against it, and nothing was written.
    record Contended() implements Outcome {}

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
    Patience tries = patience.get();
    while (true) {
      OptionalLong checked = stamp(edit);
      if (checked.isEmpty()) {
        if (!tries.triesAgain()) {
          return new Outcome.Contended();
        }
        continue;
      }
      Optional<Outcome> wrong = check(edit);
      if (wrong.isPresent()) {
        return wrong.get();
      }
      while (checked.isPresent()) {
        long stamp = checked.getAsLong();
        WriteOutcome outcome = store.write(List.of(edit), stamp);
        if (outcome instanceof WriteOutcome.Written(long written)) {
          return new Outcome.Written(
              switch (edit) {
                case Edit.Put _ -> written;
                case Edit.Delete(ItemKey _, long removed) -> removed;
              });
        }
        if (!tries.triesAgain()) {
          return new Outcome.Contended();
        }
        // A conflict is found, with the version that is stored, when it is checked again.
        checked =
            outcome instanceof WriteOutcome.Moved ? stillHolds(edit, stamp) : OptionalLong.empty();
      }
    }
  }

  // Nothing but the entity itself is asked for where one is written, and that is asked again there.
  private OptionalLong stamp(Edit edit) {
    return edit.key().kind() == ItemKind.ENTITY
        ? OptionalLong.of(store.stamp())
        : store.settledStamp();
  }

  /// What is against it as the directory is now.
  private Optional<Outcome> check(Edit edit) {
    long version = store.find(edit.key()).map(StoredItem::version).orElse(0L);
    if (version != edit.expectedVersion()) {
      return Optional.of(new Outcome.Conflict(version));
    }
    ReferentialIntegrity wholeness = new ReferentialIntegrity(store);
    Optional<Problem> problem =
        switch (edit) {
          case Edit.Put(DirectoryItem item, long _) -> wholeness.put(item);
          case Edit.Delete(ItemKey key, long _) -> wholeness.delete(key);
        };
    return problem.map(Outcome.Refused::new);
  }

  /// The stamp now, where what was checked at `stamp` holds then; empty where it must be checked
  /// again.
  private OptionalLong stillHolds(Edit edit, long stamp) {
    Touched touched = new Touched(edit.key());
    OptionalLong now = store.readChanges(stamp, touched);
    return touched.other ? OptionalLong.empty() : now;
  }

  private static final class Touched implements DirectoryStore.Sink {
    private final ItemKey own;
    private boolean other;

    Touched(ItemKey own) {
      this.own = own;
    }

    @Override
    public void put(StoredItem item) {
      remove(item.key());
    }

    @Override
    public void remove(ItemKey key) {
      // INVARIANT: ReferentialIntegrity asks for no entity.
      other |= key.kind() != ItemKind.ENTITY || key.equals(own);
    }
  }
}
