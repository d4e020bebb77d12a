package dev.brevet.mapping;

import module java.base;

import dev.brevet.iam.UnicodeText;

/// What a parameter's value must look like, from its first character to its last.
///
/// The language is that of regular expressions as far as it can be matched in linear time:
/// literals, `.`, classes such as `[a-z0-9-]`, `\d` `\w` `\s`, groups, `|`, `*` `+` `?` `{n}`
/// `{n,}` `{n,m}`, `^` and `$`. There is no look-around, no back-reference and no laziness, and the
/// matcher follows all paths at once instead of backtracking, so that a value, which is the
/// caller's, cannot make it slow: its work is at most the pattern's steps times the value's length.
/// `java.util.regex` backtracks, and `(a+)+b` takes it seconds on thirty characters.
public final class ParameterPattern {
  /// The longest value, in `char`s, that any pattern matches.
  public static final int LONGEST_VALUE = 256;

  private final String text;
  private final List<PatternStep> steps;

  private ParameterPattern(String text, List<PatternStep> steps) {
    this.text = text;
    this.steps = steps;
  }

  /// The pattern that `text` writes.
  ///
  /// @throws IllegalArgumentException when it is none, or one outside the language above; the
  ///   message is fit to show
  public static ParameterPattern of(String text) {
    return new ParameterPattern(text, PatternParser.parse(text));
  }

  /// Whether the whole of `value` matches; false for one over [#LONGEST_VALUE], and for half a
  /// surrogate pair.
  public boolean matches(String value) {
    if (!isText(value)) {
      return false;
    }
    int[] points = value.codePoints().toArray();
    BitSet reached = new BitSet(steps.size());
    follow(0, true, points.length == 0, reached);
    for (int i = 0; i < points.length; i++) {
      BitSet next = new BitSet(steps.size());
      for (int at = reached.nextSetBit(0); at >= 0; at = reached.nextSetBit(at + 1)) {
        if (steps.get(at) instanceof PatternStep.Take take
            && take.characters().contains(points[i])) {
          follow(at + 1, false, i == points.length - 1, next);
        }
      }
      reached = next;
    }
    return reached.get(steps.size() - 1);
  }

  /// Whether a value is bounded and well-formed text, before any pattern is asked.
  static boolean isText(String value) {
    return value.length() <= LONGEST_VALUE && UnicodeText.isWellFormed(value);
  }

  /// Marks `at` and all that it leads to without taking a character.
  private void follow(int at, boolean atBegin, boolean atEnd, BitSet reached) {
    if (reached.get(at)) {
      return;
    }
    reached.set(at);
    switch (steps.get(at)) {
      case PatternStep.Take _, PatternStep.Done _ -> {}
      case PatternStep.Begin _ -> {
        if (atBegin) {
          follow(at + 1, atBegin, atEnd, reached);
        }
      }
      case PatternStep.End _ -> {
        if (atEnd) {
          follow(at + 1, atBegin, atEnd, reached);
        }
      }
      case PatternStep.Jump(int to) -> follow(to, atBegin, atEnd, reached);
      case PatternStep.Fork(int one, int other) -> {
        follow(one, atBegin, atEnd, reached);
        follow(other, atBegin, atEnd, reached);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ParameterPattern that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The pattern as it was written.
  @Override
  public String toString() {
    return text;
  }
}
