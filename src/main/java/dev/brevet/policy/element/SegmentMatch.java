package dev.brevet.policy.element;

/// Matches the parts of a pattern between its stars with a value, without allocating. Its variables
/// have been found resolvable.
final class SegmentMatch {
  private static final int AT_ONCE = 16;

  private SegmentMatch() {}

  /// Whether `value` from `from` to `to` is these segments with anything between them.
  static boolean matches(
      Piece[][] segments,
      LetterCase letterCase,
      String value,
      int from,
      int to,
      Variables variables) {
    int last = segments.length - 1;
    int at = matchAt(segments[0], letterCase, value, from, to, variables);
    if (last == 0) {
      return at == to;
    }
    int end = to - length(segments[last], variables);
    if (at < 0
        || end < at
        || matchAt(segments[last], letterCase, value, end, to, variables) != to) {
      return false;
    }
    // Leftmost is enough: a segment that fits anywhere leaves most room when it is placed first.
    for (int i = 1; i < last; i++) {
      at = find(segments[i], letterCase, value, at, end, variables);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  /// The text that a piece stands for.
  static String textOf(Piece piece, Variables variables) {
    return switch (piece) {
      case Piece.Literal(String literal) -> literal;
      case Piece.Variable variable -> {
        String value = variables.variable(variable.lowerKey());
        yield value != null ? value : variable.defaultValue().orElse("");
      }
      case Piece.AnyOne _, Piece.Unresolvable _ -> "";
    };
  }

  private static int find(
      Piece[] segment,
      LetterCase letterCase,
      String value,
      int from,
      int end,
      Variables variables) {
    int length = length(segment, variables);
    int latest = end - length;
    if (latest >= from) {
      variables.work(1 + search(segment, letterCase, end - from) / AT_ONCE);
    }
    int each = segment.length + length / AT_ONCE;
    int at = next(segment, letterCase, value, from, end);
    while (at >= 0 && at <= latest) {
      variables.work(each);
      int after = matchAt(segment, letterCase, value, at, end, variables);
      if (after >= 0) {
        return after;
      }
      at = next(segment, letterCase, value, at + 1, end);
    }
    return -1;
  }

  /// Characters that are looked at, at most, to find all places at which the segment can begin. A
  /// search for a text looks at a character once for each place at which the text could have begun.
  private static long search(Piece[] segment, LetterCase letterCase, int within) {
    if (letterCase != LetterCase.EXACT || !(segment[0] instanceof Piece.Literal(String first))) {
      return within;
    }
    long begun = 1;
    for (int i = 0; i < first.length() && begun < within; i++) {
      begun += first.charAt(i) == first.charAt(0) ? 1 : 0;
    }
    return within * begun;
  }

  /// The next place at which the segment can begin; -1 where there is none.
  private static int next(Piece[] segment, LetterCase letterCase, String value, int from, int end) {
    return letterCase == LetterCase.EXACT && segment[0] instanceof Piece.Literal(String first)
        ? value.indexOf(first, Math.min(from, end), end)
        : from;
  }

  /// Where the segment ends when it matches at `at` and ends by `to`; -1 otherwise.
  private static int matchAt(
      Piece[] segment, LetterCase letterCase, String value, int at, int to, Variables variables) {
    int here = at;
    for (Piece piece : segment) {
      if (piece instanceof Piece.AnyOne) {
        here++;
      } else {
        String expected = textOf(piece, variables);
        if (!letterCase.matchesAt(value, here, expected)) {
          return -1;
        }
        here += expected.length();
      }
      if (here > to) {
        return -1;
      }
    }
    return here;
  }

  private static int length(Piece[] segment, Variables variables) {
    int length = 0;
    for (Piece piece : segment) {
      length += piece instanceof Piece.AnyOne ? 1 : textOf(piece, variables).length();
    }
    return length;
  }
}
