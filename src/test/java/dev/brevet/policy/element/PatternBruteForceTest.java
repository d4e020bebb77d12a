package dev.brevet.policy.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.policy.analysis.PatternAlgebra;
import dev.brevet.policy.analysis.PatternAlgebra.Answer;
import org.junit.jupiter.api.Test;

/// Matching, covering and disjointness of patterns against a matcher that tries everything, over
/// all texts of up to three characters: wildcards, a variable with several values, letters with and
/// without case, pairs of surrogates. `-Dseed` repeats a run, `-Dquestions` asks more.
class PatternBruteForceTest {
  private static final long SEED = Long.getLong("seed", 20261130);
  private static final int QUESTIONS = Integer.getInteger("questions", 150_000);
  private static final int PATTERNS = 700;
  private static final PolicyVersion V = PolicyVersion.V2012_10_17;
  private static final String EMOJI = "\uD83D\uDE00";
  private static final String DESERET = "\uD801\uDC00";
  private static final String SMALL_DESERET = "\uD801\uDC28";
  private static final List<String> PIECES =
      List.of(
          "a", "A", "k", "\u212A", EMOJI, DESERET, SMALL_DESERET, "*", "*", "*", "?", "?", "${v}");
  private static final List<String> LETTERS =
      List.of("a", "A", "k", "\u212A", EMOJI, SMALL_DESERET, "x");
  private static final List<String> VALUES = List.of("", "k", "a", "ak", DESERET);
  private static final List<String> TEXTS = texts();

  private enum Kind {
    LIKE,
    LIKE_IN_ANY_CASE,
    EXACT_IN_ANY_CASE,
    EXACT_IN_ANY_CASE_OF_UNICODE,
    EXACT;

    WildcardPattern of(String text) {
      return switch (this) {
        case LIKE -> WildcardPattern.like(text, V);
        case LIKE_IN_ANY_CASE -> WildcardPattern.likeIgnoringCase(text, V);
        case EXACT_IN_ANY_CASE -> WildcardPattern.exactIgnoringCase(text, V, LetterCase.ASCII);
        case EXACT_IN_ANY_CASE_OF_UNICODE ->
            WildcardPattern.exactIgnoringCase(text, V, LetterCase.UNICODE);
        case EXACT -> WildcardPattern.exact(text, V);
      };
    }

    LetterCase letterCase() {
      return switch (this) {
        case LIKE, EXACT -> LetterCase.EXACT;
        case LIKE_IN_ANY_CASE, EXACT_IN_ANY_CASE -> LetterCase.ASCII;
        case EXACT_IN_ANY_CASE_OF_UNICODE -> LetterCase.UNICODE;
      };
    }

    boolean hasWildcards() {
      return this == LIKE || this == LIKE_IN_ANY_CASE;
    }
  }

  /// @param matched for each of [#VALUES], which of [#TEXTS] it matches
  private record Case(String text, Kind kind, WildcardPattern pattern, List<BitSet> matched) {
    boolean matches(String text, String value) {
      int[] points = this.text.replace("${v}", value).codePoints().toArray();
      return PatternBruteForceTest.matches(points, 0, text.codePoints().toArray(), 0, kind);
    }
  }

  @Test
  void answers_areThoseOfTryingEverything() {
    Random random = new Random(SEED);
    List<Case> cases = new ArrayList<>();
    for (int i = 0; i < PATTERNS; i++) {
      cases.add(drawn(random));
    }
    int told = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      Case one = cases.get(random.nextInt(PATTERNS));
      Case two = cases.get(random.nextInt(PATTERNS));
      List<Case> outer =
          random.nextBoolean() ? List.of(two) : List.of(two, cases.get(random.nextInt(PATTERNS)));
      told += i % 3 == 0 ? disjoint(one, two) : covered(one, outer);
    }
    assertTrue(told > QUESTIONS / 2, "seed " + SEED + ": told " + told);
  }

  private static Case drawn(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    Kind kind = random.nextInt(3) == 0 ? Kind.values()[random.nextInt(1, 5)] : Kind.LIKE;
    Case drawn = new Case(text.toString(), kind, kind.of(text.toString()), new ArrayList<>());
    for (String value : VALUES) {
      BitSet matched = new BitSet();
      WildcardPattern filled = drawn.pattern.filled(value);
      for (int i = 0; i < TEXTS.size(); i++) {
        String tried = TEXTS.get(i);
        matched.set(i, drawn.matches(tried, value));
        assertEquals(
            matched.get(i), filled.matches(tried), () -> about(drawn, value) + " on " + tried);
      }
      drawn.matched.add(matched);
    }
    return drawn;
  }

  private static int disjoint(Case one, Case other) {
    if (PatternAlgebra.beginApart(one.pattern, other.pattern)) {
      assertNoCommonText(one, other);
    }
    return switch (PatternAlgebra.areDisjoint(one.pattern, other.pattern, effort())) {
      case Answer.Yes _ -> {
        assertNoCommonText(one, other);
        yield 1;
      }
      case Answer.No(String witness) -> {
        assertTrue(one.matches(witness, "") && other.matches(witness, ""), () -> about(one, other));
        yield 1;
      }
      case Answer.Unknown _ -> 0;
    };
  }

  private static void assertNoCommonText(Case one, Case other) {
    for (int v = 0; v < VALUES.size(); v++) {
      assertFalse(one.matched.get(v).intersects(other.matched.get(v)), () -> about(one, other));
    }
  }

  private static int covered(Case inner, List<Case> outer) {
    List<WildcardPattern> patterns = outer.stream().map(Case::pattern).toList();
    return switch (PatternAlgebra.covers(patterns, inner.pattern, effort())) {
      case Answer.Yes _ -> {
        for (int v = 0; v < VALUES.size(); v++) {
          BitSet left = (BitSet) inner.matched.get(v).clone();
          for (Case each : outer) {
            left.andNot(each.matched.get(v));
          }
          assertTrue(left.isEmpty(), () -> about(inner, outer));
        }
        yield 1;
      }
      case Answer.No(String witness) -> {
        assertTrue(inner.matches(witness, ""), () -> about(inner, outer));
        assertTrue(
            outer.stream().noneMatch(each -> each.matches(witness, "")), () -> about(inner, outer));
        yield 1;
      }
      case Answer.Unknown _ -> 0;
    };
  }

  private static WorkBudget effort() {
    return new WorkBudget(1_000_000);
  }

  private static String about(Object one, Object other) {
    return "seed " + SEED + ": " + one + " and " + other;
  }

  private static boolean matches(int[] pattern, int i, int[] text, int j, Kind kind) {
    if (i == pattern.length) {
      return j == text.length;
    }
    if (kind.hasWildcards() && pattern[i] == '*') {
      for (int k = j; k <= text.length; k++) {
        if (matches(pattern, i + 1, text, k, kind)) {
          return true;
        }
      }
      return false;
    }
    if (j == text.length) {
      return false;
    }
    boolean one =
        (kind.hasWildcards() && pattern[i] == '?')
            || isSame(kind.letterCase(), pattern[i], text[j]);
    return one && matches(pattern, i + 1, text, j + 1, kind);
  }

  private static boolean isSame(LetterCase letterCase, int a, int b) {
    return a == b
        || switch (letterCase) {
          case EXACT -> false;
          case ASCII -> a < 128 && b < 128 && Character.isLetter(a) && (a ^ b) == 32;
          case UNICODE -> folded(a) == folded(b);
        };
  }

  private static int folded(int codePoint) {
    return Character.toLowerCase(Character.toUpperCase(codePoint));
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>(List.of(""));
    int from = 0;
    for (int length = 1; length <= 3; length++) {
      int to = texts.size();
      for (; from < to; from++) {
        for (String letter : LETTERS) {
          texts.add(texts.get(from) + letter);
        }
      }
    }
    return texts;
  }
}
