package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.Group;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Target;
import dev.brevet.iam.Arn;
import dev.brevet.policy.NamedPolicy;
import org.jspecify.annotations.Nullable;

/// Everything in the directory, indexed but for the policies, which are in [CompiledPolicies].
/// Immutable; the maps are its own. `items` are all but the entities.
record DirectoryContents(
    Map<String, EntitiesOfType> entities,
    Map<ItemKey, DirectoryItem> items,
    Memberships memberships,
    Map<Target, Set<PolicyName>> attached,
    Map<String, Set<PolicyName>> attachedByResource,
    Map<Subject, PermissionsBoundary> boundaries,
    Map<Subject, EnforcementPoint> enforcementPoints,
    Map<String, ProtectedApi> apis,
    Map<ItemKey, String> broken,
    Map<Arn, ItemKey> brokenArns,
    List<NamedPolicy> refusingEveryone) {
  // Of these it is known which principals they concern.
  private static final Set<ItemKind> OWN_CONCERN =
      Set.of(ItemKind.ENTITY, ItemKind.POLICY, ItemKind.API);

  static final DirectoryContents EMPTY =
      new DirectoryContents(
          Map.of(),
          Map.of(),
          new Memberships(List.of()),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          List.of());

  /// The same with other entities, items, and items that cannot be read: the indexes of the kinds
  /// that changed are made again, the others are kept.
  DirectoryContents with(
      Map<String, EntitiesOfType> others,
      Map<ItemKey, DirectoryItem> now,
      Map<ItemKey, String> unreadable,
      Set<ItemKind> changed) {
    boolean attachments = changed.contains(ItemKind.ATTACHMENT);
    return new DirectoryContents(
        others,
        now,
        changed.contains(ItemKind.GROUP) ? new Memberships(all(now, Group.class)) : memberships,
        attachments ? attached(now) : attached,
        attachments ? attachedByResource(now) : attachedByResource,
        changed.contains(ItemKind.BOUNDARY)
            ? single(all(now, PermissionsBoundary.class), PermissionsBoundary::subject)
            : boundaries,
        // Two that authenticate as the same subject, which cannot be written, may assert nothing.
        changed.contains(ItemKind.ENFORCEMENT_POINT)
            ? single(all(now, EnforcementPoint.class), EnforcementPoint::subject)
            : enforcementPoints,
        // Of two that describe one API, which cannot be written, neither counts.
        changed.contains(ItemKind.API)
            ? single(all(now, ProtectedApi.class), ProtectedApi::arn)
            : apis,
        unreadable,
        brokenArns(unreadable),
        refusingEveryone(unreadable));
  }

  private static Map<Target, Set<PolicyName>> attached(Map<ItemKey, DirectoryItem> items) {
    Map<Target, Set<PolicyName>> attached = new HashMap<>();
    for (PolicyAttachment each : all(items, PolicyAttachment.class)) {
      attached.computeIfAbsent(each.target(), _ -> new TreeSet<>()).add(each.policy());
    }
    return attached;
  }

  private static Map<String, Set<PolicyName>> attachedByResource(
      Map<ItemKey, DirectoryItem> items) {
    Map<String, Set<PolicyName>> attached = new HashMap<>();
    for (PolicyAttachment each : all(items, PolicyAttachment.class)) {
      if (each.target() instanceof ResourceName(String resource)) {
        attached.computeIfAbsent(resource, _ -> new TreeSet<>()).add(each.policy());
      }
    }
    return attached;
  }

  /// By key; none of a key that two have.
  private static <K, T> Map<K, T> single(List<T> items, Function<T, K> key) {
    Map<K, T> byKey = new HashMap<>();
    Set<K> twice = new HashSet<>();
    for (T item : items) {
      if (byKey.put(key.apply(item), item) != null) {
        twice.add(key.apply(item));
      }
    }
    byKey.keySet().removeAll(twice);
    return byKey;
  }

  private static <T extends DirectoryItem> List<T> all(
      Map<ItemKey, DirectoryItem> items, Class<T> kind) {
    return items.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// Broken entities whose ids are ARNs: such a resource is named by the id alone, whatever type it
  /// is stored under.
  static Map<Arn, ItemKey> brokenArns(Map<ItemKey, String> broken) {
    Map<Arn, ItemKey> found = new HashMap<>();
    for (ItemKey key : broken.keySet()) {
      if (key.kind() == ItemKind.ENTITY) {
        Arn.parseFolding(key.name().substring(key.name().indexOf('/') + 1))
            .ifPresent(
                arn ->
                    found.merge(
                        arn, key, BinaryOperator.minBy(Comparator.comparing(ItemKey::name))));
      }
    }
    return found;
  }

  /// Stands in for broken items that could concern any principal.
  static List<NamedPolicy> refusingEveryone(Map<ItemKey, String> broken) {
    return broken.keySet().stream()
        .filter(key -> !OWN_CONCERN.contains(key.kind()))
        .sorted(Comparator.comparing(ItemKey::toString))
        .map(DenyAllPolicies::identity)
        .toList();
  }

  EntitiesOfType ofType(String type) {
    return entities.getOrDefault(type, EntitiesOfType.NONE);
  }

  Set<String> types() {
    return entities.keySet();
  }

  @Nullable Entity entity(String type, String id) {
    return ofType(type).get(id);
  }

  /// Whether anything here says more of a subject than of a stranger.
  boolean concerns(Subject subject) {
    return memberships.isMember(subject)
        || attached.containsKey(subject)
        || boundaries.containsKey(subject)
        || (subject instanceof EntityId id && refusing(id).isPresent());
  }

  /// Sorted by name.
  Set<PolicyName> attachedTo(Target target) {
    return attached.getOrDefault(target, Set.of());
  }

  /// Sorted by name.
  Set<PolicyName> attachedToResource(String resource) {
    return attachedByResource.getOrDefault(resource, Set.of());
  }

  Optional<PolicyName> boundary(Subject subject) {
    return Optional.ofNullable(boundaries.get(subject)).map(PermissionsBoundary::policy);
  }

  @Nullable EnforcementPoint enforcementPoint(Subject subject) {
    return enforcementPoints.get(subject);
  }

  /// The key of an entity that is broken.
  Optional<ItemKey> refusing(EntityId id) {
    return refusing(id.resource());
  }

  Optional<ItemKey> refusing(String resource) {
    if (broken.isEmpty()) {
      return Optional.empty();
    }
    ItemKey key = new ItemKey(ItemKind.ENTITY, resource);
    return broken.containsKey(key) ? Optional.of(key) : Arn.parse(resource).map(brokenArns::get);
  }
}
