package dev.brevet.identity;

import dev.brevet.iam.UnicodeText;

/// Character checks on text that came from outside.
public final class Printable {
  private Printable() {}

  public static boolean isAsciiWithoutSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  public static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  static boolean isLowerAlphanumericOr(char other, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != other) {
        return false;
      }
    }
    return true;
  }

  static boolean isUpperAlphanumeric(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  /// Whether every character is of Unicode text (no lone surrogate) and none is a control, a format
  /// character (those that reorder or hide text) or a line break.
  public static boolean isOneLine(String text) {
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR -> {
          return false;
        }
        default -> i += Character.charCount(c);
      }
    }
    return true;
  }

  /// Whether `text` holds half of a surrogate pair, which no UTF-8 can carry.
  public static boolean hasLoneSurrogate(String text) {
    return !UnicodeText.isWellFormed(text);
  }

  /// `text` made safe for an error message of one line: cut, and what is not plain ASCII replaced.
  public static String shown(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), 83));
    for (int i = 0; i < text.length() && i < 80; i++) {
      char c = text.charAt(i);
      out.append(c < ' ' || c > '~' || c == '`' ? '?' : c);
    }
    return text.length() > 80 ? out.append("...").toString() : out.toString();
  }
}
