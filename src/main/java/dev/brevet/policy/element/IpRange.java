package dev.brevet.policy.element;

import module java.base;

/// A range of IP addresses in CIDR form; an address without a prefix is a range of one. IPv4 and
/// IPv6 never overlap.
///
/// No name is ever resolved. Source: IAM User Guide,
/// reference_policies_elements_condition_operators.
public record IpRange(Address network, int prefix) {
  /// An address as 128 bits; an IPv4 address fills the last 32.
  public record Address(boolean isV6, long high, long low) {
    private static final BigInteger LOW_64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /// Empty when `text` is neither a dotted quad nor an IPv6 address.
    public static Optional<Address> parse(String text) {
      return text.indexOf(':') >= 0 ? Ipv6Text.parse(text) : parseV4(text);
    }

    private static Optional<Address> parseV4(String text) {
      long value = Ipv4Text.parse(text, 0, text.length());
      return value >= 0 ? Optional.of(new Address(false, 0, value)) : Optional.empty();
    }

    /// The bits of the address as a number.
    public BigInteger number() {
      return BigInteger.valueOf(high)
          .and(LOW_64)
          .shiftLeft(64)
          .or(BigInteger.valueOf(low).and(LOW_64));
    }

    int bits() {
      return isV6 ? 128 : 32;
    }
  }

  /// Empty when `text` is neither an address nor an address and a prefix length.
  public static Optional<IpRange> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Address.parse(text).map(a -> new IpRange(a, a.bits()));
    }
    int prefix = prefix(text.substring(slash + 1));
    return Address.parse(text.substring(0, slash))
        .filter(a -> prefix >= 0 && prefix <= a.bits())
        .map(a -> new IpRange(a, prefix));
  }

  private static int prefix(String text) {
    if (text.isEmpty() || text.length() > 3) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /// Whether `address` is of the same family and its first bits are the network's.
  public boolean contains(Address address) {
    if (address.isV6() != network.isV6()) {
      return false;
    }
    if (!network.isV6()) {
      return equalUpTo(prefix + 32, network.low(), address.low());
    }
    return equalUpTo(Math.min(prefix, 64), network.high(), address.high())
        && equalUpTo(Math.max(prefix - 64, 0), network.low(), address.low());
  }

  // The first `bits` of 64; an IPv4 address has 32 zeros before it.
  private static boolean equalUpTo(int bits, long one, long other) {
    return bits == 0 || (one ^ other) >>> (64 - bits) == 0;
  }
}
