package dev.brevet.directory;

import dev.brevet.iam.UnicodeText;

/// Character checks that the directory's names share.
public final class DirectoryText {
  /// The most bytes of UTF-8 that a target's text may have: with a policy's name before it, it is a
  /// sort key in DynamoDB, which has 1,024.
  static final int LONGEST_TARGET = 800;

  private DirectoryText() {}

  /// Whether `text` has neither control characters nor surrogates without their other half.
  static boolean isLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029') {
        return false;
      }
    }
    return UnicodeText.isWellFormed(text);
  }

  /// How many bytes of UTF-8 a well-formed text has.
  static int bytes(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a pair counts two of its four.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  static void requireTarget(String text) {
    if (bytes(text) > LONGEST_TARGET) {
      throw new IllegalArgumentException(
          "a name that policies are attached to must have at most " + LONGEST_TARGET + " bytes");
    }
  }

  /// `[\w+=,.@-]`, as IAM names policies, users and groups.
  static boolean isName(String text, int most) {
    if (text.isEmpty() || text.length() > most) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean word =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (!word && "+=,.@-".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
