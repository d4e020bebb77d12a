package dev.brevet.policy.element;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Test;

class WildcardPatternTest {
  private static final PolicyVersion V = PolicyVersion.V2012_10_17;

  // Every pattern of up to five of `a b * ?` against every value of up to five of `a b`: 1,365 x
  // 63.
  @Test
  void everySmallPattern_againstEverySmallValue_matchesAsTheNaiveMatcherDoes() {
    List<String> patterns = words("ab*?", 5);
    List<String> values = words("ab", 5);
    int matched = 0;
    for (String pattern : patterns) {
      WildcardPattern compiled = WildcardPattern.like(pattern, V);
      for (String value : values) {
        boolean expected = naive(pattern, 0, value, 0);
        assertEquals(expected, compiled.matches(value), () -> pattern + " on " + value);
        matched += expected ? 1 : 0;
      }
    }
    assertEquals(1365, patterns.size());
    assertTrue(matched > 5_000 && matched < 40_000, "matched " + matched);
  }

  @Test
  void starBeforeARepeatedLetter_backtracks() {
    assertTrue(WildcardPattern.like("a*c", V).matches("abcc"));
    assertTrue(WildcardPattern.like("*ab*ab", V).matches("abab"));
    assertFalse(WildcardPattern.like("*ab*ab", V).matches("ab"));
  }

  @Test
  void questionMark_onACharacterOutsideTheBasicPlane_standsForAllOfIt() {
    assertTrue(WildcardPattern.like("a?c", V).matches("a\uD83D\uDE00c"));
    assertFalse(WildcardPattern.like("a??c", V).matches("a\uD83D\uDE00c"));
    assertTrue(WildcardPattern.like("*?", V).matches("\uD83D\uDE00"));
  }

  @Test
  void escaped_whateverItHolds_matchesItselfAndNothingElse() {
    for (String literal : words("a*?$", 4)) {
      WildcardPattern pattern = WildcardPattern.like(WildcardPattern.escape(literal), V);
      boolean plain = !literal.contains("*") && !literal.contains("?");
      assertTrue(pattern.matches(literal), literal);
      assertFalse(pattern.matches(literal + "a"), literal);
      assertEquals(plain, pattern.matches(literal.replaceFirst("[*?]", "bb")), literal);
    }
  }

  private static List<String> words(String alphabet, int longest) {
    List<String> all = new ArrayList<>(List.of(""));
    int from = 0;
    for (int length = 1; length <= longest; length++) {
      int to = all.size();
      for (int i = from; i < to; i++) {
        for (int c = 0; c < alphabet.length(); c++) {
          all.add(all.get(i) + alphabet.charAt(c));
        }
      }
      from = to;
    }
    return all;
  }

  private static boolean naive(String pattern, int p, String value, int v) {
    if (p == pattern.length()) {
      return v == value.length();
    }
    char c = pattern.charAt(p);
    if (c == '*') {
      return naive(pattern, p + 1, value, v)
          || (v < value.length() && naive(pattern, p, value, v + 1));
    }
    return v < value.length()
        && (c == '?' || value.charAt(v) == c)
        && naive(pattern, p + 1, value, v + 1);
  }
}
