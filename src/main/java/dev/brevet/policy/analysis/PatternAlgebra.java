package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.element.ArnPattern;
import dev.brevet.policy.element.PatternTokens;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// Exact questions about everything that patterns match: whether some cover others, whether they
/// meet, and what they have in common.
///
/// Variables have values that only a request has. An answer that holds for all values is given;
/// where it depends on them it is [Answer.Unknown], and so it is where a search exceeds its bounds,
/// and of patterns that are not well-formed Unicode. No answer is ever a guess.
public final class PatternAlgebra {
  /// What making a token of a character costs.
  private static final int CHARACTER = 8;

  private PatternAlgebra() {}

  /// An answer to "does everything that one side matches have this property?".
  public sealed interface Answer {
    /// Everything has it.
    record Yes() implements Answer {}

    /// `witness` does not.
    record No(String witness) implements Answer {}

    /// It depends on variables, or takes more than the bounds allow to find out.
    record Unknown() implements Answer {}
  }

  /// Whether whatever `inner` matches is matched by at least one of `outer`. The witness of a `No`
  /// is a text that `inner` matches and none of `outer` does.
  static Answer covers(List<WildcardPattern> outer, WildcardPattern inner) {
    return covers(outer, inner, new WorkBudget(PatternInclusion.QUESTION));
  }

  /// The same, paid from the effort of a request.
  public static Answer covers(
      List<WildcardPattern> outer, WildcardPattern inner, WorkBudget effort) {
    return inAll(List.of(inner), outer, effort);
  }

  /// Whether it is seen within `effort` that `wide` matches whatever `narrow` does.
  static boolean covers(ArnPattern wide, ArnPattern narrow, WorkBudget effort) {
    List<WildcardPattern> outer = wide.parts();
    List<WildcardPattern> inner = narrow.parts();
    // One of another number of parts matches nothing.
    if (wide.equals(narrow) || inner.size() != ArnPattern.PARTS) {
      return true;
    }
    if (outer.size() != ArnPattern.PARTS) {
      return false;
    }
    for (int i = 0; i < ArnPattern.PARTS; i++) {
      if (!outer.get(i).equals(inner.get(i))
          && !(covers(List.of(outer.get(i)), inner.get(i), effort) instanceof Answer.Yes)) {
        return false;
      }
    }
    return true;
  }

  /// Whether no text is matched by both. The witness of a `No` is one that is.
  static Answer areDisjoint(WildcardPattern one, WildcardPattern other) {
    return areDisjoint(one, other, new WorkBudget(PatternInclusion.QUESTION));
  }

  /// The same, paid from the effort of a request.
  public static Answer areDisjoint(WildcardPattern one, WildcardPattern other, WorkBudget effort) {
    return inAll(List.of(one, other), List.of(), effort);
  }

  /// Whether every text that all of `all` match is matched by at least one of `some`. The witness
  /// of a `No` is a text that all of `all` match and none of `some` does.
  static Answer inAll(List<WildcardPattern> all, List<WildcardPattern> some) {
    return inAll(all, some, new WorkBudget(PatternInclusion.QUESTION));
  }

  /// The same, paid from the effort of a request.
  public static Answer inAll(
      List<WildcardPattern> all, List<WildcardPattern> some, WorkBudget effort) {
    long characters = 0;
    for (WildcardPattern pattern : all) {
      characters += pattern.text().length();
    }
    for (WildcardPattern pattern : some) {
      characters += pattern.text().length();
    }
    if (!effort.spend(CHARACTER * characters)) {
      return new Answer.Unknown();
    }
    boolean wellFormed = true;
    for (WildcardPattern pattern : all) {
      if (pattern.matchesNothing()) {
        return new Answer.Yes();
      }
      wellFormed &= pattern.isWellFormed();
    }
    List<PatternTokens> wanted = new ArrayList<>(all.size());
    List<PatternTokens> unwanted = new ArrayList<>(some.size());
    for (WildcardPattern pattern : some) {
      wellFormed &= pattern.isWellFormed();
      if (wellFormed && !pattern.matchesNothing()) {
        unwanted.add(PatternTokens.of(pattern));
      }
    }
    // Half of a character, beside the other half, would be another character.
    if (!wellFormed) {
      return new Answer.Unknown();
    }
    for (WildcardPattern pattern : all) {
      wanted.add(PatternTokens.of(pattern));
    }
    boolean variables = haveVariables(wanted) || haveVariables(unwanted);
    return switch (PatternInclusion.find(wanted, unwanted, effort)) {
      // Two patterns with variables that never meet as written may meet when the values are known.
      case PatternInclusion.Nothing _ when variables && wanted.size() > 1 -> new Answer.Unknown();
      case PatternInclusion.Nothing _ -> new Answer.Yes();
      case PatternInclusion.Text(String text) ->
          variables ? new Answer.Unknown() : new Answer.No(text);
      case PatternInclusion.GaveUp _ -> new Answer.Unknown();
    };
  }

  private static boolean haveVariables(List<PatternTokens> patterns) {
    for (PatternTokens pattern : patterns) {
      if (pattern.hasVariables()) {
        return true;
      }
    }
    return false;
  }

  /// Whether two patterns begin with literal texts that no text can have both of: then no text is
  /// matched by both. Cheap; `false` says nothing.
  public static boolean beginApart(WildcardPattern one, WildcardPattern other) {
    return beginApart(one.text(), other.text());
  }

  /// The same of patterns that are not compiled yet.
  public static boolean beginApart(String first, String second) {
    int length = Math.min(first.length(), second.length());
    for (int i = 0; i < length; i++) {
      char a = first.charAt(i);
      char b = second.charAt(i);
      if (isSpecial(a) || isSpecial(b)) {
        return false;
      }
      if (a != b && Character.toLowerCase(a) != Character.toLowerCase(b)) {
        // Of characters outside ASCII, cases meet in more ways than one.
        return a < 128 && b < 128;
      }
    }
    return false;
  }

  private static boolean isSpecial(char c) {
    return c == '*' || c == '?' || c == '$';
  }

  /// What both match, as patterns in the notation of version 2012-10-17 whose union is exactly
  /// that; no pattern when they have nothing in common. Empty when it cannot be written exactly
  /// within bounds.
  static Optional<List<String>> intersection(
      WildcardPattern one, WildcardPattern other, WorkBudget effort) {
    if (one.matchesNothing() || other.matchesNothing()) {
      return Optional.of(List.of());
    }
    if (covers(List.of(one), other, effort) instanceof Answer.Yes) {
      return Optional.of(List.of(PatternTokens.of(other).text()));
    }
    if (covers(List.of(other), one, effort) instanceof Answer.Yes) {
      return Optional.of(List.of(PatternTokens.of(one).text()));
    }
    PatternTokens first = PatternTokens.of(one);
    PatternTokens second = PatternTokens.of(other);
    return PatternIntersection.canBeWritten(first) && PatternIntersection.canBeWritten(second)
        ? PatternIntersection.of(first, second, effort)
            .map(patterns -> patterns.stream().map(PatternTokens::text).toList())
        : Optional.empty();
  }

  /// `patterns` without those that others of them cover, in the same order: the union stays the
  /// same.
  static List<WildcardPattern> withoutCovered(List<WildcardPattern> patterns, WorkBudget effort) {
    List<WildcardPattern> kept = new ArrayList<>(patterns);
    for (int i = kept.size() - 1; i >= 0; i--) {
      List<WildcardPattern> rest = new ArrayList<>(kept);
      WildcardPattern pattern = rest.remove(i);
      if (!rest.isEmpty() && covers(rest, pattern, effort) instanceof Answer.Yes) {
        kept.remove(i);
      }
    }
    return List.copyOf(kept);
  }
}
