package dev.brevet.directory;

import java.util.Optional;

/// The name of a group: 1 to 128 letters, digits and `_+=,.@-`, as IAM names groups; case counts.
/// Source: IAM API, CreateGroup.
public record GroupName(String value) implements Target, Member {
  private static final int LONGEST = 128;

  public GroupName {
    if (!DirectoryText.isName(value, LONGEST)) {
      throw new IllegalArgumentException(
          "a group's name is 1 to 128 letters, digits and `_+=,.@-`");
    }
  }

  /// Empty when `text` is not a group's name.
  public static Optional<GroupName> parse(String text) {
    return DirectoryText.isName(text, LONGEST)
        ? Optional.of(new GroupName(text))
        : Optional.empty();
  }

  @Override
  public String text() {
    return "group/" + value;
  }

  @Override
  public String toString() {
    return value;
  }
}
