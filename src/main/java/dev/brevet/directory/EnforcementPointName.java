package dev.brevet.directory;

import java.util.Optional;

/// The name of an enforcement point: 1 to 128 letters, digits and `_+=,.@-`; case counts.
public record EnforcementPointName(String value) {
  private static final int LONGEST = 128;

  public EnforcementPointName {
    if (!DirectoryText.isName(value, LONGEST)) {
      throw new IllegalArgumentException(
          "an enforcement point's name is 1 to 128 letters, digits and `_+=,.@-`");
    }
  }

  /// Empty when `text` is not an enforcement point's name.
  public static Optional<EnforcementPointName> parse(String text) {
    return DirectoryText.isName(text, LONGEST)
        ? Optional.of(new EnforcementPointName(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
