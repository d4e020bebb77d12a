package dev.brevet.policy.element;

import module java.base;

/// A number as numeric operators compare it: an integer or decimal, an exponent of at most three
/// digits, 64 characters.
///
/// Exact: `0.1` is a tenth and `1.0` equals `1`. Source: IAM User Guide,
/// reference_policies_elements_condition_operators.
public record NumericValue(BigDecimal number) implements Comparable<NumericValue> {
  private static final int LONGEST = 64;

  /// Empty when `text` is not a number.
  public static Optional<NumericValue> parse(String text) {
    return isNumber(text) ? Optional.of(new NumericValue(new BigDecimal(text))) : Optional.empty();
  }

  private static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return false;
    }
    int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
    int at = afterDigits(text, start);
    int digits = at - start;
    if (at < text.length() && text.charAt(at) == '.') {
      int afterPoint = afterDigits(text, at + 1);
      digits += afterPoint - at - 1;
      at = afterPoint;
    }
    return digits > 0 && (at == text.length() || isExponent(text, at));
  }

  private static boolean isExponent(String text, int at) {
    if (text.charAt(at) != 'e' && text.charAt(at) != 'E') {
      return false;
    }
    int start = at + 1;
    if (start < text.length() && (text.charAt(start) == '-' || text.charAt(start) == '+')) {
      start++;
    }
    int end = afterDigits(text, start);
    return end == text.length() && end > start && end - start <= 3;
  }

  private static int afterDigits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  @Override
  public int compareTo(NumericValue other) {
    return number.compareTo(other.number);
  }

  /// By value: `1.0` equals `1`.
  @Override
  public boolean equals(Object other) {
    return other instanceof NumericValue that && number.compareTo(that.number) == 0;
  }

  @Override
  public int hashCode() {
    return number.stripTrailingZeros().hashCode();
  }
}
