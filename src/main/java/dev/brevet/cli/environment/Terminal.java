package dev.brevet.cli.environment;

/// Text of others on a terminal.
public final class Terminal {
  private Terminal() {}

  /// `text` without what a terminal would obey: control characters, escape sequences and marks that
  /// turn the direction of writing become `?`. Line breaks become spaces.
  public static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\r' || c == '\t') {
                plain.append(' ');
              } else {
                plain.appendCodePoint(isObeyed(c) ? '?' : c);
              }
            });
    return plain.toString();
  }

  private static boolean isObeyed(int c) {
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || Character.getType(c) == Character.SURROGATE
        || c == '\u2028'
        || c == '\u2029';
  }
}
