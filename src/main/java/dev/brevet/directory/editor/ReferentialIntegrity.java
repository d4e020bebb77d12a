package dev.brevet.directory.editor;

import module java.base;

import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.Entity;
import dev.brevet.directory.Group;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.Member;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.iam.UntrustedText;
import dev.brevet.json.DocumentReading.Problem;

/// Whether the directory would still be whole after a change.
final class ReferentialIntegrity {
  private static final int PAGE = 500;

  private final DirectoryStore store;

  ReferentialIntegrity(DirectoryStore store) {
    this.store = store;
  }

  /// What would be wrong with writing `item`; empty when nothing would.
  Optional<Problem> put(DirectoryItem item) {
    return switch (item) {
      case Entity _ -> Optional.empty();
      case Group group -> group(group);
      case ManagedPolicy policy -> policy(policy);
      case PolicyAttachment attachment -> attachment(attachment);
      case PermissionsBoundary boundary -> policy(boundary.policy(), ManagedPolicy.Type.IDENTITY);
      case EnforcementPoint point -> enforcementPoint(point);
      case ProtectedApi api -> api(api);
    };
  }

  /// What would be wrong with removing what is kept under `key`; empty when nothing would.
  Optional<Problem> delete(ItemKey key) {
    return switch (key.kind()) {
      case GROUP -> GroupName.parse(key.name()).flatMap(group -> deleteGroup(key, group));
      case POLICY -> deletePolicy(key);
      case ENTITY, ATTACHMENT, BOUNDARY, ENFORCEMENT_POINT, API -> Optional.empty();
    };
  }

  private Optional<Problem> deletePolicy(ItemKey key) {
    if (!store.list(ItemKind.ATTACHMENT, key.name() + "/", "", 1).isEmpty()) {
      return refused("", "the policy is attached; detach it first");
    }
    boolean bounds =
        any(
            ItemKind.BOUNDARY,
            item ->
                !(read(item).orElse(null) instanceof PermissionsBoundary boundary)
                    || boundary.policy().value().equals(key.name()));
    return bounds
        ? refused("", "the policy is a permissions boundary; remove that first")
        : Optional.empty();
  }

  private Optional<Problem> deleteGroup(ItemKey key, GroupName group) {
    // A policy's name holds no `/`, and a group's neither.
    if (any(
        ItemKind.ATTACHMENT,
        item -> {
          String name = item.key().name();
          return name.substring(name.indexOf('/') + 1).equals(group.text());
        })) {
      return refused("", "policies are attached to the group; detach them first");
    }
    return anyOther(key, Group.class, other -> other.members().contains(group))
        ? refused("", "the group is in another group; remove it there first")
        : Optional.empty();
  }

  private Optional<Problem> policy(ManagedPolicy policy) {
    // What it is attached to decides what type it must be.
    return store.find(policy.key()).flatMap(ReferentialIntegrity::read).orElse(null)
                instanceof ManagedPolicy stored
            && stored.type() != policy.type()
        ? refused("type", "a policy's type cannot be changed")
        : Optional.empty();
  }

  private Optional<Problem> attachment(PolicyAttachment attachment) {
    Optional<Problem> policy = policy(attachment.policy(), attachment.type());
    if (policy.isPresent()) {
      return policy;
    }
    return attachment.target() instanceof GroupName group && store.find(key(group)).isEmpty()
        ? refused("target.group", "there is no such group")
        : Optional.empty();
  }

  private Optional<Problem> policy(PolicyName name, ManagedPolicy.Type type) {
    Optional<StoredItem> stored = store.find(new ItemKey(ItemKind.POLICY, name.value()));
    if (stored.isEmpty()) {
      return refused("policy", "there is no such policy");
    }
    return read(stored.get()).orElse(null) instanceof ManagedPolicy policy && policy.type() == type
        ? Optional.empty()
        : refused("policy", "is not a policy of type `" + type.label() + "`");
  }

  private Optional<Problem> enforcementPoint(EnforcementPoint point) {
    Optional<String> unstatable = point.unstatableKeys().stream().findFirst();
    if (unstatable.isPresent()) {
      return refused(
          "globalKeys",
          "`"
              + UntrustedText.shown(unstatable.get())
              + "` is about the principal or its session: a program cannot state it");
    }
    return anyOther(
            point.key(), EnforcementPoint.class, other -> other.subject().equals(point.subject()))
        ? refused("subject", "another enforcement point has this subject")
        : Optional.empty();
  }

  private Optional<Problem> api(ProtectedApi api) {
    return anyOther(api.key(), ProtectedApi.class, other -> other.arn().equals(api.arn()))
        ? refused("api", "this API is already described under another name")
        : Optional.empty();
  }

  private Optional<Problem> group(Group group) {
    Map<GroupName, Set<GroupName>> within = new HashMap<>();
    any(
        ItemKind.GROUP,
        item -> {
          if (read(item).orElse(null) instanceof Group stored) {
            within.put(stored.name(), groups(stored));
          }
          return false;
        });
    within.put(group.name(), groups(group));
    for (GroupName member : groups(group)) {
      if (!within.containsKey(member)) {
        return refused("members", "there is no group `" + member + "`");
      }
    }
    if (reaches(within, group.name())) {
      return refused("members", "the group would contain itself");
    }
    return depth(within) > Group.DEEPEST
        ? refused("members", "groups would be nested deeper than " + Group.DEEPEST)
        : Optional.empty();
  }

  private static Set<GroupName> groups(Group group) {
    Set<GroupName> groups = new HashSet<>();
    for (Member member : group.members()) {
      if (member instanceof GroupName name) {
        groups.add(name);
      }
    }
    return groups;
  }

  private static boolean reaches(Map<GroupName, Set<GroupName>> within, GroupName start) {
    Set<GroupName> seen = new HashSet<>();
    List<GroupName> open = new ArrayList<>(within.getOrDefault(start, Set.of()));
    while (!open.isEmpty()) {
      GroupName next = open.removeLast();
      if (next.equals(start)) {
        return true;
      }
      if (seen.add(next)) {
        open.addAll(within.getOrDefault(next, Set.of()));
      }
    }
    return false;
  }

  /// The longest chain of groups; one more than may be, where there is a longer one or a circle.
  private static int depth(Map<GroupName, Set<GroupName>> within) {
    Set<GroupName> level = new HashSet<>(within.keySet());
    int depth = 0;
    while (!level.isEmpty() && depth <= Group.DEEPEST) {
      depth++;
      Set<GroupName> inner = new HashSet<>();
      level.forEach(group -> inner.addAll(within.getOrDefault(group, Set.of())));
      level = inner;
    }
    return depth;
  }

  /// Whether an item of the kind of `own`, and another than that, can be read and is as `wanted`.
  private <T extends DirectoryItem> boolean anyOther(
      ItemKey own, Class<T> type, Predicate<T> wanted) {
    return any(
        own.kind(),
        item ->
            !item.key().equals(own)
                && read(item).filter(type::isInstance).map(type::cast).filter(wanted).isPresent());
  }

  private boolean any(ItemKind kind, Predicate<StoredItem> wanted) {
    String after = "";
    while (true) {
      List<StoredItem> page = store.list(kind, "", after, PAGE);
      if (page.stream().anyMatch(wanted)) {
        return true;
      }
      if (page.size() < PAGE) {
        return false;
      }
      after = page.getLast().key().name();
    }
  }

  private static ItemKey key(GroupName group) {
    return new ItemKey(ItemKind.GROUP, group.value());
  }

  private static Optional<DirectoryItem> read(StoredItem item) {
    return ItemReader.read(item.key().kind(), item.document()).valid();
  }

  private static Optional<Problem> refused(String field, String text) {
    return Optional.of(new Problem(field, text));
  }
}
