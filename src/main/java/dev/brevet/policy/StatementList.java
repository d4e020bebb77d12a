package dev.brevet.policy;

import module java.base;

import org.jspecify.annotations.Nullable;

/// The statements of one effect in a set of policies: asked one by one while they are few or seldom
/// asked, through an index when they are many and asked often.
final class StatementList implements StatementIndex.Visitor {
  // Below this, asking each is faster than asking the index.
  private static final int FEW = 12;
  // Making an index costs about as much as asking every statement this often.
  private static final int SELDOM = 32;

  private final StatementMatch match;
  private final Entry[] entries;
  private int asked;
  // Made once it pays; every thread would make an equal one, and all of it is final.
  private @Nullable StatementIndex index;

  StatementList(PolicyType type, boolean bounded, List<Entry> entries) {
    this.match = new StatementMatch(type, bounded);
    this.entries = entries.toArray(Entry[]::new);
  }

  /// The first statement that matches and reaches the caller at least so directly; null when none
  /// does.
  @Nullable Entry first(AuthorizationRequest request, PrincipalMatchLevel atLeast) {
    StatementIndex made = entries.length <= FEW ? null : index();
    int found = entries.length;
    if (made == null) {
      for (int i = 0; i < found; i++) {
        found = visit(i, found, request, atLeast);
      }
    } else {
      found = made.visit(request, atLeast, this, found);
    }
    return found == entries.length ? null : entries[found];
  }

  @Override
  public int visit(
      int number, int bound, AuthorizationRequest request, PrincipalMatchLevel atLeast) {
    return match.matches(entries[number].statement(), request, atLeast) ? number : bound;
  }

  private @Nullable StatementIndex index() {
    StatementIndex made = index;
    if (made == null && ++asked > SELDOM) {
      made =
          new StatementIndex(
              Arrays.stream(entries)
                  .map(entry -> AccessPath.of(match.type(), entry.statement()))
                  .toList());
      index = made;
    }
    return made;
  }
}
