package dev.brevet.policy.element;

import module java.base;

/// A pattern as a sequence of tokens, for questions about all that it matches.
///
/// A variable is a token of its own: whatever value it has, it has the same one on both sides of a
/// question.
///
/// @param tokens never two [Star] in a row
public record PatternTokens(List<Token> tokens) {
  private static final int ASCII = 128;
  private static final Map<LetterCase, One[]> ONES = ones();

  public PatternTokens {
    tokens = List.copyOf(tokens);
  }

  public sealed interface Token {}

  /// One character, by code point, and those that are one with it.
  public record One(int codePoint, LetterCase letterCase) implements Token {
    public boolean matches(int other) {
      return letterCase.matches(codePoint, other);
    }
  }

  /// `?`.
  public record AnyOne() implements Token {}

  /// `*`.
  public record Star() implements Token {}

  /// The value of a condition key, or a default when there is none, and what is one with it.
  public record Variable(String text, LetterCase letterCase) implements Token {
    /// Whether the caller cannot choose what it stands for.
    boolean isOfCaller() {
      return Restriction.isOfCaller(key());
    }

    /// Whether it is a placeholder of a template.
    boolean isParameter() {
      return key().startsWith(Restriction.PARAMETER);
    }

    private String key() {
      int end = Math.max(text.indexOf(", '"), 0);
      return text.substring(2, end > 0 ? end : text.indexOf('}'));
    }
  }

  /// The tokens of `pattern`, which can match something.
  public static PatternTokens of(WildcardPattern pattern) {
    List<Token> tokens = new ArrayList<>();
    Piece[][] segments = pattern.segments();
    for (int i = 0; i < segments.length; i++) {
      if (i > 0) {
        tokens.add(new Star());
      }
      for (Piece piece : segments[i]) {
        add(piece, pattern.letterCase(), tokens);
      }
    }
    return new PatternTokens(tokens);
  }

  /// Those of ASCII are shared: documents have many, and few of them.
  private static One one(int codePoint, LetterCase letterCase) {
    One[] ascii = ONES.get(letterCase);
    return ascii != null && codePoint < ASCII ? ascii[codePoint] : new One(codePoint, letterCase);
  }

  private static Map<LetterCase, One[]> ones() {
    Map<LetterCase, One[]> ones = new EnumMap<>(LetterCase.class);
    for (LetterCase letterCase : LetterCase.values()) {
      One[] each = new One[ASCII];
      Arrays.setAll(each, c -> new One(c, letterCase));
      ones.put(letterCase, each);
    }
    return ones;
  }

  private static void add(Piece piece, LetterCase letterCase, List<Token> tokens) {
    switch (piece) {
      case Piece.Literal(String text) -> {
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
          tokens.add(one(text.codePointAt(i), letterCase));
        }
      }
      case Piece.AnyOne _ -> tokens.add(new AnyOne());
      case Piece.Variable(String key, var otherwise) ->
          tokens.add(
              new Variable(
                  "${" + key + otherwise.map(text -> ", '" + text + "'").orElse("") + "}",
                  letterCase));
      // INVARIANT: a pattern with one matches nothing and is never asked for its tokens.
      case Piece.Unresolvable _ -> throw new IllegalArgumentException("matches nothing");
    }
  }

  public boolean hasVariables() {
    for (Token token : tokens) {
      if (token instanceof Variable) {
        return true;
      }
    }
    return false;
  }

  /// As a pattern of version 2012-10-17 writes it.
  public String text() {
    StringBuilder text = new StringBuilder();
    for (Token token : tokens) {
      switch (token) {
        case One(int c, _) -> text.append(WildcardPattern.escape(Character.toString(c)));
        case AnyOne _ -> text.append('?');
        case Star _ -> text.append('*');
        case Variable(String variable, _) -> text.append(variable);
      }
    }
    return text.toString();
  }
}
