package dev.brevet.iam;

import java.util.Optional;

/// A role session name: 2 to 64 of `[\w+=,.@-]`. In AWS the session's creator chooses it; do not
/// authorize on it.
///
/// Source: STS API, AssumeRole, RoleSessionName.
public record SessionName(String value) {
  private static final String PUNCTUATION = "+=,.@-";

  public SessionName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "not a role session name: `" + UntrustedText.shown(value) + "`");
    }
  }

  /// Empty when `text` is not a valid session name.
  public static Optional<SessionName> parse(String text) {
    return isValid(text) ? Optional.of(new SessionName(text)) : Optional.empty();
  }

  /// Whether `c` may stand in a session name.
  public static boolean isCharacter(char c) {
    return Text.isWord(c) || PUNCTUATION.indexOf(c) >= 0;
  }

  private static boolean isValid(String text) {
    return Text.lengthWithin(2, 64, text) && Text.onlyWordsAnd(PUNCTUATION, text);
  }

  @Override
  public String toString() {
    return value;
  }
}
