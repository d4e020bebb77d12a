package dev.brevet.api;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.ItemReader;
import dev.brevet.directory.ItemReading;
import dev.brevet.iam.RequestContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is in items of the directory that an operation touches.
final class DirectoryContent {
  private DirectoryContent() {}

  /// Of an item that is read.
  static Content of(Optional<StoredItem> stored) {
    return stored
        .<Content>map(
            item -> keys(item).<Content>map(Content.Known::of).orElseGet(Content.Unreadable::new))
        .orElse(Content.Known.NOTHING);
  }

  /// Of what is written, and of what is stored, which it replaces or which is deleted.
  ///
  /// @param expected the version that the caller means; 0 for none
  static Content of(Optional<StoredItem> stored, long expected, Optional<DirectoryItem> written) {
    Optional<RequestContext> replaced = stored.flatMap(DirectoryContent::keys);
    if (stored.isPresent() && replaced.isEmpty()) {
      return new Content.Unreadable();
    }
    List<RequestContext> each =
        Stream.concat(written.map(ContentKeys::of).stream(), replaced.stream()).toList();
    long version = stored.map(StoredItem::version).orElse(0L);
    return version == expected
        ? new Content.Known(each)
        : new Content.Moved(
            each, Problem.of(Problem.Code.CONFLICT).member("currentVersion", version));
  }

  private static Optional<RequestContext> keys(StoredItem stored) {
    return ItemReader.read(stored.key().kind(), stored.document())
            instanceof ItemReading.Readable(DirectoryItem item)
        ? Optional.of(ContentKeys.of(item))
        : Optional.empty();
  }
}
