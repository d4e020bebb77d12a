package dev.brevet.iam;

import module java.base;

/// What text is, wherever it enters: a sequence of Unicode characters.
///
/// A Java string can hold half of a surrogate pair, and UTF-8 cannot. An encoder writes such a half
/// as `?`, which is a wildcard to IAM: a text that was compared in one form would be sent in
/// another. A decoder that repairs malformed bytes makes one text of many. Both are refused where
/// they enter. Source: Unicode Standard, 3.9, D84 to D92; RFC 8259, 8.2.
public final class UnicodeText {
  private UnicodeText() {}

  /// Whether every surrogate in `text` has its other half.
  public static boolean isWellFormed(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isLowSurrogate(c)
          || ++i == text.length()
          || !Character.isLowSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// The text that `utf8` encodes. Empty when it is not UTF-8: nothing is repaired.
  public static Optional<String> decode(byte[] utf8) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    // The decoder writes U+FFFD for what is malformed: the bytes are then not those that it read.
    boolean asItWas =
        text.indexOf('\uFFFD') < 0 || Arrays.equals(text.getBytes(StandardCharsets.UTF_8), utf8);
    return asItWas ? Optional.of(text) : Optional.empty();
  }
}
