package dev.brevet.mapping;

import java.util.List;

/// One step of a compiled pattern; where nothing else is said it leads to the step after it.
sealed interface PatternStep {
  /// Takes one character.
  record Take(Characters characters) implements PatternStep {}

  /// Goes on at `to`.
  record Jump(int to) implements PatternStep {}

  /// Goes on at both.
  record Fork(int one, int other) implements PatternStep {}

  /// Holds before the first character.
  record Begin() implements PatternStep {}

  /// Holds after the last character.
  record End() implements PatternStep {}

  /// The whole pattern is matched; always the last step.
  record Done() implements PatternStep {}

  /// A set of code points: those in `ranges`, or all others.
  record Characters(List<Range> ranges, boolean negated) {
    static Characters of(int c) {
      return new Characters(List.of(new Range(c, c)), false);
    }

    boolean contains(int c) {
      for (Range range : ranges) {
        if (c >= range.from() && c <= range.to()) {
          return !negated;
        }
      }
      return negated;
    }
  }

  /// Code points from `from` to `to`, both included.
  record Range(int from, int to) {}
}
