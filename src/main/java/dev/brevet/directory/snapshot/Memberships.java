package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.directory.Group;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.Member;
import dev.brevet.directory.Subject;

/// The groups of each subject, through groups in groups too. Immutable; a circle of groups, which
/// cannot be written, only makes each of them a member of all.
final class Memberships {
  private final Map<Member, List<GroupName>> direct;
  // By group, itself included; grows to one entry for each group.
  private final Map<GroupName, Set<GroupName>> outward = new ConcurrentHashMap<>();

  Memberships(Collection<Group> groups) {
    Map<Member, List<GroupName>> direct = new HashMap<>();
    for (Group group : groups) {
      for (Member member : group.members()) {
        direct.computeIfAbsent(member, _ -> new ArrayList<>(1)).add(group.name());
      }
    }
    this.direct = direct;
  }

  boolean isMember(Subject subject) {
    return direct.containsKey(subject);
  }

  /// Every group that a subject is in, sorted by name.
  List<GroupName> of(Subject subject) {
    List<GroupName> first = direct.get(subject);
    if (first == null) {
      return List.of();
    }
    Set<GroupName> all = new LinkedHashSet<>();
    for (GroupName group : first) {
      all.addAll(outward.computeIfAbsent(group, this::reached));
    }
    return all.stream().sorted(Comparator.comparing(GroupName::value)).toList();
  }

  private Set<GroupName> reached(GroupName group) {
    Set<GroupName> reached = new LinkedHashSet<>(Set.of(group));
    List<GroupName> open = new ArrayList<>(List.of(group));
    while (!open.isEmpty()) {
      for (GroupName next : direct.getOrDefault(open.removeLast(), List.of())) {
        if (reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }
}
