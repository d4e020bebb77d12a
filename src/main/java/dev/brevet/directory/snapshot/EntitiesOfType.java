package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.directory.Entity;
import org.jspecify.annotations.Nullable;

/// The entities of one type, by id. Immutable.
final class EntitiesOfType {
  static final EntitiesOfType NONE = new EntitiesOfType(Map.of());

  private final Map<String, Entity> byId;
  // Made when first asked for: only searches need it. Every thread would make the same.
  private volatile @Nullable List<Entity> sorted;

  /// Takes the map as its own.
  EntitiesOfType(Map<String, Entity> byId) {
    this.byId = byId;
  }

  @Nullable Entity get(String id) {
    return byId.get(id);
  }

  List<Entity> sorted() {
    List<Entity> made = sorted;
    if (made == null) {
      List<Entity> all = new ArrayList<>(byId.values());
      all.sort(Comparator.comparing(entity -> entity.id().id()));
      made = List.copyOf(all);
      sorted = made;
    }
    return made;
  }

  Map<String, Entity> copy() {
    return new HashMap<>(byId);
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }
}
