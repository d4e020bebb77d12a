package dev.brevet.mapping;

import java.util.Optional;

/// The name of a role mapping: 1 to 64 of `a-z`, `0-9`, `.`, `_` and `-`, beginning with a letter
/// or digit.
public record MappingId(String value) {
  public MappingId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "a mapping id is 1 to 64 of a-z, 0-9, `.`, `_` and `-`, beginning with a letter or"
              + " digit");
    }
  }

  /// Empty when `text` is not a mapping id.
  public static Optional<MappingId> parse(String text) {
    return isValid(text) ? Optional.of(new MappingId(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    if (text.isEmpty() || text.length() > 64) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!alphanumeric && (i == 0 || "._-".indexOf(c) < 0)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }
}
