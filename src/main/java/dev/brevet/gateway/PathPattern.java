package dev.brevet.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Paths as segments: those of a route, and those that its pattern in a policy covers.
///
/// A route's `{name}` is one segment, its `{name+}` one or more. In a policy both are `?*`, which
/// takes slashes, and so one or more.
record PathPattern(List<Segment> segments) {
  /// A text, or (empty) any; `isMany` says one or more.
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

  /// Whether some path is in both.
  boolean overlaps(PathPattern other) {
    // Positions before a segment of each, as automata that read a path segment by segment.
    record Position(int one, int other) {}
    Deque<Position> open = new ArrayDeque<>(List.of(new Position(0, 0)));
    Set<Position> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      Position at = open.pop();
      boolean oneEnds = at.one() == segments.size();
      boolean otherEnds = at.other() == other.segments.size();
      if (oneEnds && otherEnds) {
        return true;
      }
      if (oneEnds || otherEnds) {
        continue;
      }
      Segment mine = segments.get(at.one());
      Segment theirs = other.segments.get(at.other());
      if (!mine.meets(theirs)) {
        continue;
      }
      for (int i = mine.isMany() ? 0 : 1; i < 2; i++) {
        for (int j = theirs.isMany() ? 0 : 1; j < 2; j++) {
          Position next = new Position(at.one() + i, at.other() + j);
          if (seen.add(next)) {
            open.push(next);
          }
        }
      }
    }
    return false;
  }
}
