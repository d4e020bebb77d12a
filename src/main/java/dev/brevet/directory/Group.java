package dev.brevet.directory;

import module java.base;

/// A group: policies attached to it apply to all its members. Members are subjects and other
/// groups. A group is never a principal.
///
/// A member of a group that is in this one is in this one too, up to [#DEEPEST] groups deep.
public record Group(GroupName name, String description, Set<Member> members)
    implements DirectoryItem {
  /// The longest chain of groups in groups, the outermost included.
  public static final int DEEPEST = 8;

  /// The most direct members.
  public static final int MOST_MEMBERS = 4_000;

  public Group {
    DirectoryText.requireDescription(description);
    // The order as written, for people.
    members = Collections.unmodifiableSet(new LinkedHashSet<>(members));
    if (members.size() > MOST_MEMBERS) {
      throw new IllegalArgumentException("a group has at most " + MOST_MEMBERS + " members");
    }
    if (members.contains(name)) {
      throw new IllegalArgumentException("a group cannot contain itself");
    }
  }

  @Override
  public ItemKey key() {
    return new ItemKey(ItemKind.GROUP, name.value());
  }
}
