package dev.brevet.policy.element;

import module java.base;

import dev.brevet.iam.AsciiCase;
import org.jspecify.annotations.Nullable;

/// A compiled text of a policy that is compared with a value of a request: an action, a resource,
/// an operand of a string or ARN operator.
///
/// `*` stands for any run of characters, `:` and `/` included, `?` for exactly one; `${key}` for
/// the value of a condition key, whose own `*` and `?` stand for themselves. Immutable and shared
/// between threads; matching does not allocate. Source: IAM User Guide,
/// reference_policies_elements_resource, reference_policies_variables.
public final class WildcardPattern implements Condition.Written {
  private final String text;
  private final PatternMode mode;
  private final LetterCase letterCase;
  private final Piece[][] segments;
  private final boolean impossible;
  private final boolean hasAnyOne;
  private final boolean hasVariables;
  private final boolean wellFormed;
  private final @Nullable String onlyLiteral;

  private WildcardPattern(String text, PatternMode mode, boolean impossible) {
    this(text, mode, mode.ignoresCase() ? LetterCase.ASCII : LetterCase.EXACT, impossible);
  }

  private WildcardPattern(
      String text, PatternMode mode, LetterCase letterCase, boolean impossible) {
    this.text = text;
    this.mode = mode;
    this.letterCase = letterCase;
    this.impossible = impossible;
    String compiled = mode == PatternMode.ACTION ? AsciiCase.lower(text) : text;
    this.segments = PatternParser.segments(compiled, mode.hasWildcards(), mode.hasVariables());
    this.hasAnyOne = has(Piece.AnyOne.class);
    this.hasVariables = has(Piece.Variable.class) || has(Piece.Unresolvable.class);
    this.wellFormed = CodePointMatch.isWellFormed(text);
    this.onlyLiteral = PatternParser.onlyLiteral(segments);
  }

  /// A pattern as `StringLike` has it. Variables only where the version has them.
  public static WildcardPattern like(String text, PolicyVersion version) {
    return new WildcardPattern(
        text, version.hasVariables() ? PatternMode.LIKE_WITH_VARIABLES : PatternMode.LIKE, false);
  }

  /// As [#like], ignoring the case of ASCII letters.
  public static WildcardPattern likeIgnoringCase(String text, PolicyVersion version) {
    return new WildcardPattern(
        text,
        version.hasVariables()
            ? PatternMode.LIKE_IGNORING_CASE_WITH_VARIABLES
            : PatternMode.LIKE_IGNORING_CASE,
        false);
  }

  /// An entry of `Resource`. One with a variable before the fifth colon matches nothing, as IAM has
  /// variables only in the last part of an ARN; but in an entity's `type/id` they may stand
  /// anywhere after the type.
  public static WildcardPattern resource(String text, PolicyVersion version) {
    return new WildcardPattern(
        text,
        version.hasVariables() ? PatternMode.LIKE_WITH_VARIABLES : PatternMode.LIKE,
        version.hasVariables()
            && !PatternParser.isOfEntityType(text)
            && PatternParser.hasEarlyVariable(text));
  }

  /// An entry of `Action`: compared with [dev.brevet.iam.Action#lowerCase], so case does not
  /// matter; no variables.
  public static WildcardPattern action(String text) {
    return new WildcardPattern(text, PatternMode.ACTION, false);
  }

  /// A text as `StringEquals` has it: `*` and `?` stand for themselves, variables are substituted.
  public static WildcardPattern exact(String text, PolicyVersion version) {
    return new WildcardPattern(
        text, version.hasVariables() ? PatternMode.EXACT_WITH_VARIABLES : PatternMode.EXACT, false);
  }

  /// As [#exact], ignoring the case of ASCII letters.
  public static WildcardPattern exactIgnoringCase(String text, PolicyVersion version) {
    return exactIgnoringCase(text, version, LetterCase.ASCII);
  }

  public static WildcardPattern exactIgnoringCase(
      String text, PolicyVersion version, LetterCase letterCase) {
    return new WildcardPattern(
        text,
        version.hasVariables()
            ? PatternMode.IGNORING_CASE_WITH_VARIABLES
            : PatternMode.IGNORING_CASE,
        letterCase,
        false);
  }

  /// `literal` so written that a pattern matches it and nothing else: `*`, `?`, `$` become `${*}`,
  /// `${?}`, `${$}`.
  ///
  /// Only right in a policy of version 2012-10-17, where variables exist.
  public static String escape(String literal) {
    StringBuilder out = new StringBuilder(literal.length() + 8);
    for (int i = 0; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (c == '*' || c == '?' || c == '$') {
        out.append("${").append(c).append('}');
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// As the policy wrote it.
  @Override
  public String text() {
    return text;
  }

  /// Whether the text holds a variable other than `${*}`, `${?}`, `${$}`.
  @Override
  public boolean hasVariables() {
    return hasVariables;
  }

  /// Whether it matches everything: `*`.
  public boolean matchesEverything() {
    return segments.length == 2 && segments[0].length == 0 && segments[1].length == 0;
  }

  /// Whether `value` matches, where no condition key has a value.
  public boolean matches(String value) {
    return matches(value, 0, value.length(), Variables.NONE);
  }

  public boolean matches(String value, Variables variables) {
    return matches(value, 0, value.length(), variables);
  }

  /// Whether `value` from `from` to `to` matches.
  public boolean matches(String value, int from, int to, Variables variables) {
    if (impossible) {
      return false;
    }
    if (onlyLiteral != null) {
      return to - from == onlyLiteral.length() && letterCase.matchesAt(value, from, onlyLiteral);
    }
    if (!isResolvable(variables)) {
      return false;
    }
    // Of whole characters a match by halves is a match by characters; a variable's value need not
    // be whole.
    if ((hasAnyOne || hasVariables || !wellFormed) && CodePointMatch.isNeeded(value, from, to)) {
      return CodePointMatch.matches(segments, letterCase, value.substring(from, to), variables);
    }
    return SegmentMatch.matches(segments, letterCase, value, from, to, variables);
  }

  /// Whether the text is well-formed Unicode.
  public boolean isWellFormed() {
    return wellFormed;
  }

  /// The pattern with `value`, which has neither wildcards nor variables, in the place of every
  /// variable; itself where it has none, or matches nothing.
  public WildcardPattern filled(String value) {
    return hasVariables && !matchesNothing()
        ? new WildcardPattern(PatternParser.filled(text, value), mode, letterCase, false)
        : this;
  }

  /// The literal text that every match begins with; empty when the pattern begins with a wildcard
  /// or variable.
  public String literalPrefix() {
    return segments[0].length > 0 && segments[0][0] instanceof Piece.Literal(String prefix)
        ? prefix
        : "";
  }

  /// The literal text that every match ends with; empty when the pattern ends with a wildcard or
  /// variable.
  public String literalSuffix() {
    Piece[] last = segments[segments.length - 1];
    return last.length > 0 && last[last.length - 1] instanceof Piece.Literal(String suffix)
        ? suffix
        : "";
  }

  /// The keys of its variables, as [Piece.Variable] has them.
  @Override
  public Stream<String> variableKeys() {
    return pieces(Piece.Variable.class).map(Piece.Variable::lowerKey);
  }

  /// The parts between its stars.
  Piece[][] segments() {
    return segments;
  }

  /// Whether nothing can match: a variable where IAM has none, or one that can have no value.
  public boolean matchesNothing() {
    return impossible || has(Piece.Unresolvable.class);
  }

  /// Whether it matches one text only, which [#literalPrefix] gives.
  public boolean isLiteral() {
    return onlyLiteral != null;
  }

  /// Whether it matches one text only once its variables have values.
  public boolean isOneText() {
    return segments.length == 1 && !hasAnyOne && !ignoresCase() && !impossible;
  }

  /// The one text that it matches; null where a variable has no value. Only of [#isOneText].
  public @Nullable String oneText(Variables variables) {
    if (hasVariables && !resolvable(variables)) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (Piece piece : segments[0]) {
      text.append(SegmentMatch.textOf(piece, variables));
    }
    return text.toString();
  }

  /// Texts that every match holds, each in one piece.
  public Stream<String> literals() {
    return pieces(Piece.Literal.class).map(Piece.Literal::text);
  }

  private <P extends Piece> Stream<P> pieces(Class<P> kind) {
    return Arrays.stream(segments).flatMap(Arrays::stream).filter(kind::isInstance).map(kind::cast);
  }

  public boolean ignoresCase() {
    return letterCase != LetterCase.EXACT;
  }

  /// Whether there is anything that it matches, with these values of its variables.
  boolean isResolvable(Variables variables) {
    return !impossible && (!hasVariables || resolvable(variables));
  }

  LetterCase letterCase() {
    return letterCase;
  }

  boolean isImpossible() {
    return impossible;
  }

  private boolean resolvable(Variables variables) {
    for (Piece[] segment : segments) {
      for (Piece piece : segment) {
        if (piece instanceof Piece.Unresolvable
            || (piece instanceof Piece.Variable variable
                && variable.defaultValue().isEmpty()
                && variables.variable(variable.lowerKey()) == null)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean has(Class<? extends Piece> kind) {
    for (Piece[] segment : segments) {
      for (Piece piece : segment) {
        if (kind.isInstance(piece)) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WildcardPattern that
        && mode == that.mode
        && letterCase == that.letterCase
        && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
