package dev.brevet.iam;

/// Text that a caller, a document or another server chose, made fit to show or to record.
public final class UntrustedText {
  /// The longest text that is recorded whole, in `char`s.
  public static final int LONGEST = 512;

  /// The longest text that a message shows whole, in `char`s.
  private static final int LONGEST_SHOWN = 120;

  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int FIRST_PICTURE = 0x2600;
  private static final char EMOJI_STYLE = '\ufe0f';

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
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      boolean isLineBreak = c == '\n' || c == '\r' || c == '\t';
      replaced.appendCodePoint(isLineBreak ? lineBreak : isObeyed(text, i) ? '?' : c);
    }
    return replaced.toString();
  }

  /// Whether [#plain] would change nothing.
  public static boolean isOneLine(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (isObeyed(text, i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isObeyed(String text, int at) {
    int c = text.codePointAt(at);
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      case Character.FORMAT -> c != ZERO_WIDTH_JOINER || !joinsEmoji(text, at);
      default -> false;
    };
  }

  // Between two pictures it makes one of them, if the font knows it (Unicode Technical Standard
  // 51).
  // Signs that are drawn as text, such as the copyright sign, are never joined.
  private static boolean joinsEmoji(String text, int at) {
    int end = at > 0 && text.charAt(at - 1) == EMOJI_STYLE ? at - 1 : at;
    int before = end > 0 ? text.codePointBefore(end) : 0;
    int after = at + 1 < text.length() ? text.codePointAt(at + 1) : 0;
    return (isPicture(before) || Character.isEmojiModifier(before)) && isPicture(after);
  }

  private static boolean isPicture(int c) {
    return c >= FIRST_PICTURE && Character.isExtendedPictographic(c);
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
