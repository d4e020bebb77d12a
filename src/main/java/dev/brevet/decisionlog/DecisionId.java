package dev.brevet.decisionlog;

import java.util.Optional;

/// A decision's id: 26 characters of Crockford's base 32, the first ten its time in milliseconds,
/// the rest random, so that ids sort by time and cannot be guessed.
public record DecisionId(String value) {
  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  public DecisionId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not a decision id");
    }
  }

  /// Empty when `text` is not a decision id.
  public static Optional<DecisionId> parse(String text) {
    return isValid(text) ? Optional.of(new DecisionId(text)) : Optional.empty();
  }

  private static boolean isValid(String text) {
    return text.length() == 26 && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }

  /// The id for a decision at `epochMillis` (0 to 2^48 - 1) with 80 random bits in `random`, ten
  /// bytes.
  public static DecisionId of(long epochMillis, byte[] random) {
    if (epochMillis < 0 || epochMillis >= 1L << 48 || random.length != 10) {
      throw new IllegalArgumentException("a decision id takes 48 bits of time and 80 random bits");
    }
    char[] out = new char[26];
    for (int i = 0; i < 10; i++) {
      out[i] = ALPHABET.charAt((int) (epochMillis >>> (45 - 5 * i)) & 31);
    }
    for (int i = 0; i < 16; i++) {
      out[10 + i] = ALPHABET.charAt(fiveBits(random, 5 * i));
    }
    return new DecisionId(new String(out));
  }

  private static int fiveBits(byte[] bytes, int from) {
    int first = bytes[from >>> 3] & 0xff;
    int second = (from >>> 3) + 1 < bytes.length ? bytes[(from >>> 3) + 1] & 0xff : 0;
    return ((first << 8 | second) >>> (11 - (from & 7))) & 31;
  }

  @Override
  public String toString() {
    return value;
  }
}
