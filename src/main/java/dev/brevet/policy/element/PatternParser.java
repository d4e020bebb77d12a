package dev.brevet.policy.element;

import module java.base;

import dev.brevet.iam.AsciiCase;
import org.jspecify.annotations.Nullable;

/// Cuts a pattern's text into segments at each `*`, and each segment into pieces.
///
/// Source: IAM User Guide, reference_policies_variables.
public final class PatternParser {
  // Keys with several values cannot be variables (reference_policies_variables), however many a
  // request happens to hold.
  private static final Set<String> MULTIVALUED =
      Set.of(
          "aws:calledvia",
          "aws:principalorgpaths",
          "aws:principalservicenameslist",
          "aws:resourceorgpaths",
          "aws:sourceorgpaths",
          "aws:tagkeys",
          "aws:vpceorgpaths");

  private final String text;
  private final boolean wildcards;
  private final boolean variables;
  private final List<List<Piece>> segments = new ArrayList<>();
  private List<Piece> segment = new ArrayList<>();
  private final StringBuilder literal = new StringBuilder();

  private PatternParser(String text, boolean wildcards, boolean variables) {
    this.text = text;
    this.wildcards = wildcards;
    this.variables = variables;
  }

  static Piece[][] segments(String text, boolean wildcards, boolean variables) {
    PatternParser parser = new PatternParser(text, wildcards, variables);
    parser.run();
    return parser.segments.stream().map(s -> s.toArray(Piece[]::new)).toArray(Piece[][]::new);
  }

  /// The index of the `}` that closes the variable opened at `open`; -1 when `open` opens none.
  /// Quotes may hold braces.
  public static int variableEnd(String text, int open) {
    if (!text.startsWith("${", open)) {
      return -1;
    }
    boolean quoted = false;
    for (int i = open + 2; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /// The ends of a text's variables, asked for in the order of the text. Where one has none, a
  /// later one has none either, unless an odd number of quotes is between: it is not looked for
  /// again.
  static final class Ends {
    private final String text;
    private final boolean[] none = new boolean[2];
    private int at;
    private int odd;

    Ends(String text) {
      this.text = text;
    }

    int of(int open) {
      if (!text.startsWith("${", open)) {
        return -1;
      }
      for (; at < open; at++) {
        odd ^= text.charAt(at) == '\'' ? 1 : 0;
      }
      int end = none[odd] ? -1 : variableEnd(text, open);
      none[odd] = end < 0;
      return end;
    }
  }

  /// The first variable of `text` that is written in no form that AWS describes, `${key}` or
  /// `${key, 'default'}`, "with a comma and space": without a key, with one in spaces, with a comma
  /// or a quote elsewhere, without its `}`. Empty where there is none.
  ///
  /// It is unknown what it stands for, so a denial with it might deny nothing.
  public static Optional<String> undescribedVariable(String text) {
    int i = text.indexOf("${");
    while (i >= 0) {
      int close = variableEnd(text, i);
      if (close < 0) {
        return Optional.of(text.substring(i));
      }
      if (!isDescribed(text.substring(i + 2, close))) {
        return Optional.of(text.substring(i, close + 1));
      }
      i = text.indexOf("${", close + 1);
    }
    return Optional.empty();
  }

  private static boolean isDescribed(String body) {
    int comma = body.indexOf(", '");
    String key = comma < 0 ? body : body.substring(0, comma);
    String quoted = comma < 0 ? "''" : body.substring(comma + 2);
    return !key.isEmpty()
        && key.equals(key.strip())
        && key.indexOf(',') < 0
        && key.indexOf('\'') < 0
        && quoted.length() >= 2
        && quoted.endsWith("'")
        && quoted.substring(1, quoted.length() - 1).replace("''", "").indexOf('\'') < 0;
  }

  /// Whether the variable from `open` to `close` is one of `${*}`, `${?}`, `${$}`.
  static boolean isEscape(String text, int open, int close) {
    return close == open + 3 && "*?$".indexOf(text.charAt(open + 2)) >= 0;
  }

  /// `text` with `value` in the place of every variable.
  static String filled(String text, String value) {
    StringBuilder out = new StringBuilder();
    Ends ends = new Ends(text);
    for (int i = 0; i < text.length(); i++) {
      int close = ends.of(i);
      if (close < 0) {
        out.append(text.charAt(i));
      } else {
        out.append(isEscape(text, i, close) ? text.substring(i, close + 1) : value);
        i = close;
      }
    }
    return out.toString();
  }

  // An ARN has a colon where this has its slash, so that nothing that matches is one.
  static boolean isOfEntityType(String text) {
    int slash = text.indexOf('/');
    for (int i = 0; i < slash; i++) {
      char c = text.charAt(i);
      boolean word =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (!word && c != '-') {
        return false;
      }
    }
    return slash > 0;
  }

  static boolean hasEarlyVariable(String text) {
    int colons = 0;
    Ends ends = new Ends(text);
    for (int i = 0; i < text.length() && colons < 5; i++) {
      int close = ends.of(i);
      if (close >= 0 && !isEscape(text, i, close)) {
        return true;
      }
      if (close >= 0) {
        i = close;
      } else if (text.charAt(i) == ':') {
        colons++;
      }
    }
    return false;
  }

  /// The one text that stands for itself in `segments`; null where there is more.
  static @Nullable String onlyLiteral(Piece[][] segments) {
    if (segments.length > 1) {
      return null;
    }
    if (segments[0].length == 0) {
      return "";
    }
    return segments[0].length == 1 && segments[0][0] instanceof Piece.Literal(String literal)
        ? literal
        : null;
  }

  private void run() {
    int i = 0;
    Ends ends = new Ends(text);
    while (i < text.length()) {
      int close = variables ? ends.of(i) : -1;
      if (close >= 0) {
        variable(i, close);
        i = close + 1;
      } else {
        character(text.charAt(i));
        i++;
      }
    }
    endSegment();
  }

  private void character(char c) {
    if (wildcards && c == '*') {
      star();
    } else if (wildcards && c == '?') {
      endLiteral();
      segment.add(new Piece.AnyOne());
    } else {
      literal.append(c);
    }
  }

  // `**` is `*`: an empty segment in the middle would match everywhere, so it is not kept.
  private void star() {
    endLiteral();
    if (segments.isEmpty() || !segment.isEmpty()) {
      segments.add(segment);
      segment = new ArrayList<>();
    }
  }

  private void variable(int open, int close) {
    if (isEscape(text, open, close)) {
      literal.append(text.charAt(open + 2));
      return;
    }
    endLiteral();
    segment.add(variable(text.substring(open + 2, close)));
  }

  private static Piece variable(String body) {
    int comma = body.indexOf(", '");
    boolean hasDefault = comma >= 0 && body.endsWith("'") && body.length() >= comma + 4;
    String key = AsciiCase.lower(hasDefault ? body.substring(0, comma) : body);
    Optional<String> defaultValue =
        hasDefault ? Optional.of(body.substring(comma + 3, body.length() - 1)) : Optional.empty();
    boolean named = !key.isEmpty() && key.indexOf(',') < 0 && key.indexOf('\'') < 0;
    return named && !MULTIVALUED.contains(key)
        ? new Piece.Variable(key, defaultValue)
        : new Piece.Unresolvable();
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      segment.add(new Piece.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private void endSegment() {
    endLiteral();
    segments.add(segment);
  }
}
