package dev.brevet.api.admin;

import module java.base;

import dev.brevet.api.Content;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.iam.RequestContext;
import dev.brevet.json.DocumentReading;

/// What is in items of the directory that an operation touches.
final class DirectoryContent {
  private DirectoryContent() {}

  /// Of an item that is read.
  static Content of(ItemKey key, Optional<StoredItem> stored) {
    return keys(key, stored)
        .<Content>map(Content.Known::of)
        .orElseGet(stored.isEmpty() ? Content.Missing::read : Content.Unreadable::new);
  }

  /// Of what is written, and of what is stored, which it replaces or which is deleted.
  ///
  /// @param expected the version that the caller means; 0 for none
  static Content of(
      ItemKey key, Optional<StoredItem> stored, long expected, Optional<DirectoryItem> written) {
    Optional<RequestContext> replaced = keys(key, stored);
    if (stored.isPresent() && replaced.isEmpty()) {
      return new Content.Unreadable();
    }
    List<RequestContext> each =
        Stream.concat(written.map(ContentKeys::of).stream(), replaced.stream()).toList();
    long version = stored.map(StoredItem::version).orElse(0L);
    return Content.touched(each, version, expected, replaced.isPresent());
  }

  /// Of what is stored, if it can be read; where nothing is, of whatever has that name: an entity's
  /// says all of it.
  private static Optional<RequestContext> keys(ItemKey key, Optional<StoredItem> stored) {
    return stored.isPresent()
        ? stored.flatMap(DirectoryContent::keys)
        : key.kind() == ItemKind.ENTITY
            ? Optional.of(ContentKeys.ofList(DirectoryCollection.ENTITIES, type(key)))
            : Optional.empty();
  }

  private static String type(ItemKey entity) {
    return entity.name().substring(0, entity.name().indexOf('/'));
  }

  private static Optional<RequestContext> keys(StoredItem stored) {
    return ItemReader.read(stored.key().kind(), stored.document())
            instanceof DocumentReading.Readable(DirectoryItem item)
        ? Optional.of(ContentKeys.of(item))
        : Optional.empty();
  }
}
