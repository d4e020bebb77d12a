package dev.brevet.directory;

import java.util.Optional;

/// The name of an enforcement point: 1 to 128 letters, digits and `_+=,.@-`; case counts.
public record EnforcementPointName(String value) {
  public EnforcementPointName {
    DirectoryText.requireName("an enforcement point's", value);
  }

  /// Empty when `text` is not an enforcement point's name.
  public static Optional<EnforcementPointName> parse(String text) {
    return DirectoryText.isName(text)
        ? Optional.of(new EnforcementPointName(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
