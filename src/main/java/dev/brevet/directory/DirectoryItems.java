package dev.brevet.directory;

/// Checks that items share.
final class DirectoryItems {
  static final int LONGEST_DESCRIPTION = 1_000;

  private DirectoryItems() {}

  static void requireDescription(String text) {
    if (text.length() > LONGEST_DESCRIPTION || !isText(text)) {
      throw new IllegalArgumentException(
          "a description has at most "
              + LONGEST_DESCRIPTION
              + " characters and no control characters but line feeds");
    }
  }

  private static boolean isText(String text) {
    return text.lines().allMatch(DirectoryText::isLine);
  }
}
