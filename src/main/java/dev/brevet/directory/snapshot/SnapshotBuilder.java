package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.Entity;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PolicyName;
import org.jspecify.annotations.Nullable;

/// Makes a [DirectorySnapshot], from nothing or from another with changes. What a change does not
/// touch is neither copied nor compiled again.
public final class SnapshotBuilder {
  private final DirectoryContents before;
  private final CompiledPolicies shelf;
  private final Map<String, Map<String, Entity>> entities = new HashMap<>();
  private final Set<ItemKind> changedKinds = EnumSet.noneOf(ItemKind.class);
  private final Set<PolicyName> changedPolicies = new HashSet<>();
  // Made when the first item changes that is no entity.
  private @Nullable Map<ItemKey, DirectoryItem> items;
  private @Nullable Map<ItemKey, String> broken;

  SnapshotBuilder() {
    this(DirectoryContents.EMPTY, new CompiledPolicies(Map.of()));
  }

  SnapshotBuilder(DirectoryContents before, CompiledPolicies shelf) {
    this.before = before;
    this.shelf = shelf;
  }

  /// Puts an item in the place of any of its key.
  public SnapshotBuilder put(DirectoryItem item) {
    ItemKey key = item.key();
    mend(key);
    if (item instanceof Entity entity) {
      ofType(entity.id().type()).put(entity.id().id(), entity);
    } else {
      changing(key).put(key, item);
    }
    return this;
  }

  /// Removes what is kept under a key, broken or not.
  public SnapshotBuilder remove(ItemKey key) {
    mend(key);
    if (key.kind() == ItemKind.ENTITY) {
      int slash = key.name().indexOf('/');
      if (slash > 0) {
        ofType(key.name().substring(0, slash)).remove(key.name().substring(slash + 1));
      }
    } else {
      changing(key).remove(key);
    }
    return this;
  }

  /// Says that what is kept under a key cannot be read; `problem` is for operators.
  public SnapshotBuilder broken(ItemKey key, String problem) {
    remove(key);
    brokenItems().put(key, problem);
    return this;
  }

  /// The snapshot as of change `stamp`, which was read at `readAt`. The builder is then used up.
  public DirectorySnapshot build(long stamp, Instant readAt) {
    DirectoryContents contents = contents();
    return new DirectorySnapshot(contents, shelf(contents.items()), stamp, readAt);
  }

  private DirectoryContents contents() {
    Map<String, EntitiesOfType> types = before.entities();
    if (!entities.isEmpty()) {
      types = new HashMap<>(types);
      for (Map.Entry<String, Map<String, Entity>> type : entities.entrySet()) {
        if (type.getValue().isEmpty()) {
          types.remove(type.getKey());
        } else {
          types.put(type.getKey(), new EntitiesOfType(type.getValue()));
        }
      }
    }
    Map<ItemKey, String> unreadable = broken == null ? before.broken() : Map.copyOf(broken);
    return before.with(types, items == null ? before.items() : items, unreadable, changedKinds);
  }

  private CompiledPolicies shelf(Map<ItemKey, DirectoryItem> now) {
    if (changedPolicies.isEmpty()) {
      return shelf;
    }
    Map<PolicyName, ManagedPolicy> policies = shelf.copy();
    for (PolicyName name : changedPolicies) {
      if (now.get(new ItemKey(ItemKind.POLICY, name.value())) instanceof ManagedPolicy policy) {
        policies.put(name, policy);
      } else {
        policies.remove(name);
      }
    }
    return shelf.changed(changedPolicies, policies);
  }

  private Map<ItemKey, DirectoryItem> changing(ItemKey key) {
    changedKinds.add(key.kind());
    if (key.kind() == ItemKind.POLICY) {
      PolicyName.parse(key.name()).ifPresent(changedPolicies::add);
    }
    Map<ItemKey, DirectoryItem> all = items;
    if (all == null) {
      all = new HashMap<>(before.items());
      items = all;
    }
    return all;
  }

  private Map<String, Entity> ofType(String type) {
    return entities.computeIfAbsent(type, name -> before.ofType(name).copy());
  }

  private void mend(ItemKey key) {
    if ((broken == null ? before.broken() : broken).containsKey(key)) {
      brokenItems().remove(key);
    }
  }

  private Map<ItemKey, String> brokenItems() {
    Map<ItemKey, String> all = broken;
    if (all == null) {
      all = new HashMap<>(before.broken());
      broken = all;
    }
    return all;
  }
}
