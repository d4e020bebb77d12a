package dev.brevet.iam;

import java.util.Optional;

/// An AWS account id: exactly 12 decimal digits, leading zeros kept.
public record AccountId(String digits) {
  public AccountId {
    if (!isValid(digits)) {
      throw new IllegalArgumentException(
          "not a 12-digit account id: `" + UntrustedText.shown(digits) + "`");
    }
  }

  /// Empty when `text` is not 12 digits.
  public static Optional<AccountId> parse(String text) {
    return isValid(text) ? Optional.of(new AccountId(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    if (text.length() != 12) {
      return false;
    }
    for (int i = 0; i < 12; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return digits;
  }
}
