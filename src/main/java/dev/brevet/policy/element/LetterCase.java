package dev.brevet.policy.element;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// Which letters a pattern takes for one.
///
/// AWS says of `StringEqualsIgnoreCase` that it ignores case, and not of which letters: U+212A
/// KELVIN SIGN may be a `k` or not. Until it does, nothing is allowed by the wider reading and
/// nothing escapes a denial by the narrower one: an operand of an allowing statement is [ASCII], of
/// a denying one [UNICODE]; where the operator is negated it is the other way round.
public enum LetterCase {
  /// Every letter is itself.
  EXACT,
  /// `a` to `z` are one with their capitals.
  ASCII,
  /// Every letter is one with its other case, character by character.
  UNICODE;

  /// What ignoring case means in a statement.
  static LetterCase ignored(boolean negated, Effect effect) {
    return negated == (effect == Effect.DENY) ? ASCII : UNICODE;
  }

  boolean matchesAt(String value, int from, String expected) {
    return switch (this) {
      case EXACT -> value.startsWith(expected, from);
      case ASCII -> AsciiCase.matchesAt(value, from, expected);
      case UNICODE -> value.regionMatches(true, from, expected, 0, expected.length());
    };
  }

  boolean matches(int one, int other) {
    return folded(one) == folded(other);
  }

  /// A character that stands for all that are one with `c`.
  int folded(int c) {
    return switch (this) {
      case EXACT -> c;
      case ASCII -> c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
      // As String.regionMatches compares.
      case UNICODE -> Character.toLowerCase(Character.toUpperCase(c));
    };
  }

  /// The characters that are one with `c`, itself too.
  public List<Integer> variants(int c) {
    return switch (this) {
      case EXACT -> List.of(c);
      case ASCII ->
          folded(c) >= 'a' && folded(c) <= 'z'
              ? List.of(folded(c), folded(c) - ('a' - 'A'))
              : List.of(c);
      case UNICODE -> Folds.BY_FOLDED.getOrDefault(folded(c), List.of(c));
    };
  }

  /// Made when first needed.
  private static final class Folds {
    private static final Map<Integer, List<Integer>> BY_FOLDED = new HashMap<>();

    static {
      for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
        int folded = UNICODE.folded(c);
        if (folded != c) {
          BY_FOLDED.computeIfAbsent(folded, each -> new ArrayList<>(List.of(each))).add(c);
        }
      }
    }
  }
}
