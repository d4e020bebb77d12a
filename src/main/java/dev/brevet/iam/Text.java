package dev.brevet.iam;

/// Character checks that the value types share.
final class Text {
  private Text() {}

  /// Letters, digits and `_`, or one of `others`: the classes that IAM writes as `[\w...]`, ASCII
  /// only.
  static boolean onlyWordsAnd(String others, String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isWord(value.charAt(i)) && others.indexOf(value.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }

  static boolean lengthWithin(int least, int most, String value) {
    return value.length() >= least && value.length() <= most;
  }
}
