package dev.brevet.gateway;

import dev.brevet.policy.element.WorkBudget;
import java.util.List;

/// Paths as segments: those of a route, and those that its pattern in a policy covers.
///
/// A route's `{name}` is one segment, its `{name+}` one or more. In a policy both are `?*`, which
/// takes slashes, and so one or more.
record PathPattern(List<Segment> segments) {
  /// A string, or (empty) any; `isMany` says one or more.
  record Segment(String literal, boolean isMany) {
    boolean meets(Segment other) {
      return literal.isEmpty() || other.literal.isEmpty() || literal.equals(other.literal);
    }
  }

  PathPattern {
    segments = List.copyOf(segments);
  }

  /// The paths that are the route's.
  static PathPattern ofRoute(List<String> route) {
    return new PathPattern(
        route.stream()
            .map(
                each ->
                    each.startsWith("{")
                        ? new Segment("", each.endsWith("+}"))
                        : new Segment(each, false))
            .toList());
  }

  /// The paths that [#text] covers in a policy.
  static PathPattern ofPolicy(List<String> route) {
    return new PathPattern(
        route.stream()
            .map(each -> each.startsWith("{") ? new Segment("", true) : new Segment(each, false))
            .toList());
  }

  /// A route's path in a policy: `orders/?*/items`.
  static String text(List<String> route) {
    return String.join(
        "/", route.stream().map(each -> each.startsWith("{") ? "?*" : each).toList());
  }

  /// Whether some path is in both. That costs a step of `budget` for each pair of a segment of one
  /// and a segment of the other that is looked at.
  ///
  /// @throws WorkBudget.TooMuchWork when the budget does not have what it takes
  boolean overlaps(PathPattern other, WorkBudget budget) {
    // Positions before a segment of each, as automata that read a path segment by segment. None
    // leads to an earlier one, so that one row follows from the row before.
    int width = other.segments.size();
    boolean[] row = new boolean[width + 1];
    row[0] = true;
    for (Segment mine : segments) {
      budget.buy(width + 1L);
      boolean[] below = new boolean[width + 1];
      boolean any = false;
      for (int at = 0; at < width; at++) {
        Segment theirs = other.segments.get(at);
        if (!row[at] || !mine.meets(theirs)) {
          continue;
        }
        any = true;
        below[at + 1] = true;
        below[at] |= theirs.isMany();
        row[at + 1] |= mine.isMany();
      }
      if (!any) {
        return false;
      }
      row = below;
    }
    return row[width];
  }
}
