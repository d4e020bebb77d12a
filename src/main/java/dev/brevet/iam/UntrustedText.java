package dev.brevet.iam;

/// Text that a caller, a document or another server chose, made fit to show or to record.
public final class UntrustedText {
  /// The longest text that is recorded whole, in `char`s.
  public static final int LONGEST = 512;

  /// The longest text that a message shows whole, in `char`s.
  private static final int LONGEST_SHOWN = 120;

  private UntrustedText() {}

  /// `text`, or its beginning and `...` where it is longer than [#LONGEST]; never half a surrogate
  /// pair.
  public static String bounded(String text) {
    return text.length() <= LONGEST ? text : beginning(text, LONGEST - 3) + "...";
  }

  /// For a message, between backticks: short, on one line, with `?` for each backtick and for all
  /// that [#plain] replaces.
  public static String shown(String text) {
    String shown = replaced(beginning(text, LONGEST_SHOWN), '?').replace('`', '?');
    return text.length() > LONGEST_SHOWN ? shown + "..." : shown;
  }

  /// `text` on one line, without what a terminal or a reader's eye would obey: control characters,
  /// escape sequences, marks that turn the direction of writing, and halves of surrogate pairs
  /// become `?`, line breaks and tabs become spaces.
  public static String plain(String text) {
    return replaced(text, ' ');
  }

  private static String replaced(String text, char lineBreak) {
    StringBuilder replaced = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\n' || c == '\r' || c == '\t' ? lineBreak : isObeyed(c) ? '?' : c)
        .forEach(replaced::appendCodePoint);
    return replaced.toString();
  }

  /// Whether [#plain] would change nothing.
  public static boolean isOneLine(String text) {
    return text.codePoints().noneMatch(UntrustedText::isObeyed);
  }

  private static boolean isObeyed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static String beginning(String text, int most) {
    int end = Math.min(text.length(), most);
    return text.substring(
        0, end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }

  /// What is thrown for a text that is not what it should be: `not a role ARN`, with the text.
  public static IllegalArgumentException not(String what, String text) {
    return new IllegalArgumentException("not " + what + ": `" + shown(text) + "`");
  }
}
