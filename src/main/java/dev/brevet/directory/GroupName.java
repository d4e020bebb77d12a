package dev.brevet.directory;

import java.util.Optional;

/// The name of a group: 1 to 128 letters, digits and `_+=,.@-`, as IAM names groups; case counts.
/// Source: IAM API, CreateGroup.
public record GroupName(String value) implements Target, Member {
  public GroupName {
    DirectoryText.requireName("a group's", value);
  }

  /// Empty when `text` is not a group's name.
  public static Optional<GroupName> parse(String text) {
    return DirectoryText.isName(text) ? Optional.of(new GroupName(text)) : Optional.empty();
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
