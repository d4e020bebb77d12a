package dev.brevet.iam;

/// A session tag: key 1 to 128, value 0 to 256 characters of `[\p{L}\p{Z}\p{N}_.:/=+\-@]`; keys
/// differ by more than case.
///
/// Source: STS API, Tag; IAM User Guide, id_session-tags.
public record SessionTag(String key, String value) {
  public SessionTag {
    if (!isKey(key)) {
      throw new IllegalArgumentException(
          "not a session tag key: `" + UntrustedText.shown(key) + "`");
    }
    if (!isValue(value)) {
      throw new IllegalArgumentException(
          "not a value for session tag `" + key + "`: `" + UntrustedText.shown(value) + "`");
    }
  }

  /// Whether STS takes `text` as a tag's key; `aws:` in any case is AWS's own.
  public static boolean isKey(String text) {
    return Text.lengthWithin(1, 128, text)
        && !AsciiCase.matchesAt(text, 0, "aws:")
        && onlyTagCharacters(text);
  }

  /// Whether STS takes `text` as a tag's value.
  public static boolean isValue(String text) {
    return text.length() <= 256 && onlyTagCharacters(text);
  }

  private static boolean onlyTagCharacters(String text) {
    return text.codePoints().allMatch(SessionTag::isTagCharacter);
  }

  private static boolean isTagCharacter(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          true;
      default -> c < 128 && "_.:/=+-@".indexOf(c) >= 0;
    };
  }
}
