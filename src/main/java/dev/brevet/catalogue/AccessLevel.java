package dev.brevet.catalogue;

/// What an action does to a service, in the words of the Service Authorization Reference. An action
/// may have two.
public enum AccessLevel {
  LIST('L'),
  READ('R'),
  WRITE('W'),
  TAGGING('T'),
  PERMISSIONS_MANAGEMENT('P');

  private final char letter;

  AccessLevel(char letter) {
    this.letter = letter;
  }

  static AccessLevel of(int letter) {
    for (AccessLevel level : values()) {
      if (level.letter == letter) {
        return level;
      }
    }
    throw new IllegalArgumentException("not an access level: `" + (char) letter + "`");
  }
}
