package dev.brevet.policy.element;

import module java.base;

import dev.brevet.iam.Spelling;
import org.jspecify.annotations.Nullable;

/// Whether a pattern matches a role's ARN under some path.
///
/// The path is `/`, or something between two slashes; that IAM takes no more than 512 of some
/// characters there is left aside, so that what is said to match under some path may match under
/// none that IAM would take, and never the other way round. Source: IAM User Guide,
/// reference_identifiers.
public final class AnyPathMatch {
  private static final int ANY_ONE = -1;
  private static final int ANY = -2;
  private static final int ARN_PARTS = 6;

  private AnyPathMatch() {}

  public static boolean matches(
      List<WildcardPattern> patterns, Spelling.OfAnyPath text, Variables variables) {
    for (int i = 0; i < patterns.size(); i++) {
      if (matches(patterns.get(i), text, variables)) {
        return true;
      }
    }
    return false;
  }

  public static boolean matchesArn(
      List<ArnPattern> patterns, Spelling.OfAnyPath text, Variables variables) {
    for (int i = 0; i < patterns.size(); i++) {
      if (matchesArn(patterns.get(i), text, variables)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesArn(
      ArnPattern pattern, Spelling.OfAnyPath text, Variables variables) {
    List<WildcardPattern> parts = pattern.parts();
    if (parts.size() != ARN_PARTS) {
      return false;
    }
    String before = text.before();
    int from = 0;
    for (int i = 0; i < ARN_PARTS - 1; i++) {
      int colon = before.indexOf(':', from);
      if (colon < 0 || !parts.get(i).matches(before, from, colon, variables)) {
        return false;
      }
      from = colon + 1;
    }
    return matches(
        parts.getLast(),
        new Spelling.OfAnyPath(before.substring(from), text.slash(), text.after()),
        variables);
  }

  private static boolean matches(
      WildcardPattern pattern, Spelling.OfAnyPath text, Variables variables) {
    String before = text.before();
    String literal = pattern.literalPrefix();
    int begin = Math.min(literal.length(), before.length());
    if (!pattern.letterCase().matchesAt(before, 0, literal.substring(0, begin))) {
      return false;
    }
    if (pattern.matches(before + text.slash() + text.after(), variables)) {
      return true;
    }
    int[] tokens = tokens(pattern, variables);
    if (tokens == null) {
      return false;
    }
    int[] path = withPath(text, pattern.letterCase());
    variables.work((long) tokens.length * path.length / 4);
    return meet(tokens, path);
  }

  /// `before`, a slash, at least one character, a slash, `after`.
  private static int[] withPath(Spelling.OfAnyPath text, LetterCase letterCase) {
    IntStream.Builder tokens = IntStream.builder();
    add(text.before() + text.slash(), letterCase, tokens);
    tokens.add(ANY_ONE).add(ANY);
    add(text.slash() + text.after(), letterCase, tokens);
    return tokens.build().toArray();
  }

  private static void add(String text, LetterCase letterCase, IntStream.Builder tokens) {
    for (int i = 0; i < text.length(); i++) {
      tokens.add(letterCase.folded(text.charAt(i)));
    }
  }

  private static int @Nullable [] tokens(WildcardPattern pattern, Variables variables) {
    if (!pattern.isResolvable(variables)) {
      return null;
    }
    Piece[][] segments = pattern.segments();
    IntStream.Builder tokens = IntStream.builder();
    for (int s = 0; s < segments.length; s++) {
      if (s > 0) {
        tokens.add(ANY);
      }
      for (Piece piece : segments[s]) {
        if (piece instanceof Piece.AnyOne) {
          tokens.add(ANY_ONE);
        } else {
          add(SegmentMatch.textOf(piece, variables), pattern.letterCase(), tokens);
        }
      }
    }
    return tokens.build().toArray();
  }

  /// Whether some text is what both say.
  private static boolean meet(int[] one, int[] other) {
    // reached[j]: what is left of `one` from i, and of `other` from j, have a text in common.
    boolean[] next = new boolean[other.length + 1];
    boolean[] here = new boolean[other.length + 1];
    for (int i = one.length; i >= 0; i--) {
      for (int j = other.length; j >= 0; j--) {
        here[j] = meet(one, other, i, j, here, next);
      }
      boolean[] done = here;
      here = next;
      next = done;
    }
    return next[0];
  }

  private static boolean meet(
      int[] one, int[] other, int i, int j, boolean[] here, boolean[] next) {
    boolean oneIsOver = i == one.length;
    boolean otherIsOver = j == other.length;
    if (oneIsOver && otherIsOver) {
      return true;
    }
    if (!oneIsOver && one[i] == ANY) {
      return next[j] || (!otherIsOver && here[j + 1]);
    }
    if (!otherIsOver && other[j] == ANY) {
      return here[j + 1] || (!oneIsOver && next[j]);
    }
    return !oneIsOver
        && !otherIsOver
        && (one[i] == ANY_ONE || other[j] == ANY_ONE || one[i] == other[j])
        && next[j + 1];
  }
}
