package dev.brevet.directory;

import java.util.Optional;

/// The name of a protected API: 1 to 128 letters, digits and `_+=,.@-`; case counts.
public record ApiName(String value) {
  public ApiName {
    DirectoryText.requireName("an API's", value);
  }

  /// Empty when `text` is not an API's name.
  public static Optional<ApiName> parse(String text) {
    return DirectoryText.isName(text) ? Optional.of(new ApiName(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
