package dev.brevet.policy.element;

/// Reads a dotted quad: four numbers of 0 to 255 without leading zeros, which some readers take for
/// octal.
final class Ipv4Text {
  private Ipv4Text() {}

  /// The address as an unsigned 32-bit number; -1 when the text from `from` to `to` is none.
  static long parse(String text, int from, int to) {
    long value = 0;
    int at = from;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (at >= to || text.charAt(at) != '.') {
          return -1;
        }
        at++;
      }
      int end = at;
      int octet = 0;
      while (end < to && end - at < 3 && isDigit(text.charAt(end))) {
        octet = octet * 10 + (text.charAt(end) - '0');
        end++;
      }
      if (end == at || octet > 255 || (end - at > 1 && text.charAt(at) == '0')) {
        return -1;
      }
      value = value << 8 | octet;
      at = end;
    }
    return at == to ? value : -1;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
