package dev.brevet.policy.element;

import java.util.stream.IntStream;

/// Matches by code point where a value has characters outside the basic plane, so that `?` stands
/// for one character and not for half of one.
final class CodePointMatch {
  private static final int ANY_ONE = -1;
  private static final int ANY_RUN = -2;

  private CodePointMatch() {}

  static boolean isNeeded(String value, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /// Whether every surrogate has its other half.
  static boolean isWellFormed(String text) {
    return text.codePoints()
        .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  static boolean matches(
      Piece[][] segments, LetterCase letterCase, String value, Variables variables) {
    return matches(
        flat(segments, variables).map(c -> c < 0 ? c : letterCase.folded(c)).toArray(),
        value.codePoints().map(letterCase::folded).toArray(),
        variables);
  }

  private static IntStream flat(Piece[][] segments, Variables variables) {
    IntStream.Builder out = IntStream.builder();
    for (int i = 0; i < segments.length; i++) {
      if (i > 0) {
        out.add(ANY_RUN);
      }
      for (Piece piece : segments[i]) {
        if (piece instanceof Piece.AnyOne) {
          out.add(ANY_ONE);
        } else {
          SegmentMatch.textOf(piece, variables).codePoints().forEach(out::add);
        }
      }
    }
    return out.build();
  }

  // One remembered star suffices: what an earlier star took can only be taken again by a later one.
  private static boolean matches(int[] pattern, int[] value, Variables variables) {
    variables.work(pattern.length + value.length);
    int p = 0;
    int v = 0;
    int star = -1;
    int resume = 0;
    while (v < value.length) {
      if (p < pattern.length && (pattern[p] == ANY_ONE || pattern[p] == value[v])) {
        p++;
        v++;
      } else if (p < pattern.length && pattern[p] == ANY_RUN) {
        star = p++;
        resume = v;
      } else if (star >= 0) {
        variables.work(1 + (v - resume) / 4);
        p = star + 1;
        v = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == ANY_RUN) {
      p++;
    }
    return p == pattern.length;
  }
}
