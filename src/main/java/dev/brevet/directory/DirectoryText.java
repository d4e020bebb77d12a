package dev.brevet.directory;

import module java.base;

import dev.brevet.iam.UnicodeText;
import dev.brevet.iam.UntrustedText;

/// Character checks that the directory's names share.
public final class DirectoryText {
  /// The most bytes of UTF-8 that a target's text may have: with a policy's name before it, it is a
  /// sort key in DynamoDB, which has 1,024.
  static final int LONGEST_TARGET = 800;

  private static final int LONGEST_DESCRIPTION = 1_000;
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

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

  /// Whether `text` is such a line of 1 to `most` characters.
  static boolean isLine(String text, int most) {
    return !text.isEmpty() && text.length() <= most && isLine(text);
  }

  /// Refuses texts of which one is there twice; `what` they are: `the route`.
  static void requireOnce(List<String> texts, String what) {
    Set<String> seen = new HashSet<>();
    for (String text : texts) {
      if (!seen.add(text)) {
        throw new IllegalArgumentException(
            what + " `" + UntrustedText.shown(text) + "` is given twice");
      }
    }
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

  /// Refuses what is no name as IAM has them for policies, users and groups.
  ///
  /// @param of the kind of thing that has the name: `a group's`
  static void requireName(String of, String text) {
    if (!isName(text)) {
      throw new IllegalArgumentException(of + " name is 1 to 128 letters, digits and `_+=,.@-`");
    }
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  static void requireDescription(String text) {
    if (text.length() > LONGEST_DESCRIPTION || !text.lines().allMatch(DirectoryText::isLine)) {
      throw new IllegalArgumentException(
          "a description has at most "
              + LONGEST_DESCRIPTION
              + " characters and no control characters but line feeds");
    }
  }
}
