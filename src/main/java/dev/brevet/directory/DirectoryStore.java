package dev.brevet.directory;

import module java.base;

import dev.brevet.directory.document.ItemReader;

/// Where the directory is kept. Every write moves its stamp by one, and writes happen one after the
/// other: what was checked at a stamp still holds when a write at that stamp succeeds.
///
/// All reads see what was written before they began. What they give is text that has to be checked:
/// [ItemReader].
public interface DirectoryStore {
  /// The number of writes so far.
  ///
  /// @throws DirectoryUnavailable when the store did not answer
  long stamp();

  /// As [#stamp], where that write is done: what is read afterwards shows all of it, of other kinds
  /// than entities. What is to be checked and then written at a stamp is checked at this one. Empty
  /// while a write is half done.
  ///
  /// @throws DirectoryUnavailable when the store did not answer
  OptionalLong settledStamp();

  /// What is kept under a key, broken or not. Empty when there is nothing.
  ///
  /// @throws DirectoryUnavailable when the store did not answer; never empty then
  Optional<StoredItem> find(ItemKey key);

  /// Items of a kind whose names begin with `prefix`, sorted by name, beginning after the name
  /// `after` (from the first where that is empty), at most `limit`.
  ///
  /// @throws DirectoryUnavailable when the store did not answer
  List<StoredItem> list(ItemKind kind, String prefix, String after, int limit);

  /// Gives everything to `sink`, in no order and some of it more than once, the last one counting;
  /// the stamp as of which it is everything.
  ///
  /// @throws DirectoryUnavailable when the store did not answer; what `sink` has got is then of no
  ///   use
  long readAll(Sink sink);

  /// Gives to `sink` what was changed after the stamp, in the order of the changes; the new stamp.
  /// Empty, with nothing given, when that is so long ago that it is no longer known: then all must
  /// be read.
  ///
  /// @throws DirectoryUnavailable when the store did not answer
  OptionalLong readChanges(long after, Sink sink);

  /// Does all of `edits` or none, as write `at + 1`.
  ///
  /// @param edits 1 to [#MOST_EDITS], each of another key
  /// @throws DirectoryUnavailable when the store did not answer; it is then not known whether it
  ///   was written
  WriteOutcome write(List<Edit> edits, long at);

  /// The most edits in a write.
  int MOST_EDITS = 40;

  /// An item as it is kept; `version` is the number of the write that wrote it. Every write has a
  /// number of its own, so no version of a key is ever given again, also when the item was removed
  /// and written again.
  record StoredItem(ItemKey key, String document, long version) {}

  /// Takes what is read.
  interface Sink {
    void put(StoredItem item);

    void remove(ItemKey key);
  }

  /// One change that is asked for.
  sealed interface Edit {
    ItemKey key();

    /// The version that must be stored now; 0 for none.
    long expectedVersion();

    /// Writes an item; its version is the number of the write.
    record Put(DirectoryItem item, long expectedVersion) implements Edit {
      @Override
      public ItemKey key() {
        return item.key();
      }
    }

    /// Removes what is kept under a key.
    record Delete(ItemKey key, long expectedVersion) implements Edit {}
  }

  /// What a write came to.
  sealed interface WriteOutcome {
    /// Done; the stamp now.
    record Written(long stamp) implements WriteOutcome {}

    /// Another version is stored of one of the items, or it does not exist.
    record Conflict() implements WriteOutcome {}

    /// Something else was written first, to this or another item: check again, at the new stamp.
    record Moved() implements WriteOutcome {}
  }
}
