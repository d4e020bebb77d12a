package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.element.IpRange;

/// The addresses at and beside the ends of a range.
final class IpEdges {
  private IpEdges() {}

  static List<String> of(IpRange range) {
    boolean six = range.network().isV6();
    int bits = six ? 128 : 32;
    BigInteger network = range.network().number();
    BigInteger size = BigInteger.ONE.shiftLeft(bits - range.prefix());
    BigInteger start = network.divide(size).multiply(size);
    BigInteger end = start.add(size).subtract(BigInteger.ONE);
    List<String> edges = new ArrayList<>();
    for (BigInteger address :
        List.of(start.subtract(BigInteger.ONE), start, end, end.add(BigInteger.ONE))) {
      if (address.signum() >= 0 && address.bitLength() <= bits) {
        edges.add(six ? v6(address) : v4(address));
      }
    }
    return edges;
  }

  private static String v4(BigInteger address) {
    int value = address.intValue();
    return (value >>> 24)
        + "."
        + (value >>> 16 & 255)
        + "."
        + (value >>> 8 & 255)
        + "."
        + (value & 255);
  }

  private static String v6(BigInteger address) {
    List<String> parts = new ArrayList<>();
    for (int part = 7; part >= 0; part--) {
      parts.add(Integer.toHexString(address.shiftRight(part * 16).intValue() & 0xffff));
    }
    return String.join(":", parts);
  }
}
