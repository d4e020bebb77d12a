package dev.brevet.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The statements of one effect in a set of policies: asked one by one while they are few, through
/// an index when many.
final class StatementList implements StatementIndex.Visitor {
  // Below this, asking each is faster than asking the index.
  private static final int FEW = 12;

  private final StatementMatch match;
  private final Entry[] entries;
  private final @Nullable StatementIndex index;

  StatementList(PolicyType type, boolean bounded, List<Entry> entries) {
    this.match = new StatementMatch(type, bounded);
    this.entries = entries.toArray(Entry[]::new);
    this.index =
        entries.size() <= FEW
            ? null
            : new StatementIndex(
                entries.stream().map(e -> AccessPath.of(type, e.statement())).toList());
  }

  /// The first statement that matches and reaches the caller at least so directly; null when none
  /// does.
  @Nullable Entry first(AuthorizationRequest request, Reach atLeast) {
    int found = entries.length;
    if (index == null) {
      for (int i = 0; i < found; i++) {
        found = visit(i, found, request, atLeast);
      }
    } else {
      found = index.visit(request, atLeast, this, found);
    }
    return found == entries.length ? null : entries[found];
  }

  @Override
  public int visit(int number, int bound, AuthorizationRequest request, Reach atLeast) {
    return match.matches(entries[number].statement(), request, atLeast) ? number : bound;
  }

  Entry[] entries() {
    return entries;
  }
}
