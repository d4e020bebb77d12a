package dev.brevet.policy.element;

import java.util.Optional;

/// Reads an IPv6 address, compressed or full, with a dotted quad at its end or not; no zone.
/// Source: RFC 4291, 2.2.
final class Ipv6Text {
  private static final int GROUPS = 8;

  private Ipv6Text() {}

  static Optional<IpRange.Address> parse(String text) {
    if (text.length() > 45) {
      return Optional.empty();
    }
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] all = groups(text);
      return all.length == GROUPS ? Optional.of(address(all)) : Optional.empty();
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    String head = text.substring(0, gap);
    String tail = text.substring(gap + 2);
    int[] before = groups(head);
    int[] after = groups(tail);
    boolean broken =
        (before.length == 0 && !head.isEmpty())
            || (after.length == 0 && !tail.isEmpty())
            || head.indexOf('.') >= 0
            || before.length + after.length >= GROUPS;
    if (broken) {
      return Optional.empty();
    }
    int[] all = new int[GROUPS];
    System.arraycopy(before, 0, all, 0, before.length);
    System.arraycopy(after, 0, all, GROUPS - after.length, after.length);
    return Optional.of(address(all));
  }

  // The groups of a text without `::`; none when it is empty or broken.
  private static int[] groups(String text) {
    String[] part = text.split(":", -1);
    boolean quad = part[part.length - 1].indexOf('.') >= 0;
    int count = part.length + (quad ? 1 : 0);
    if (count > GROUPS) {
      return new int[0];
    }
    int[] groups = new int[count];
    for (int i = 0; i < part.length - (quad ? 1 : 0); i++) {
      groups[i] = group(part[i]);
      if (groups[i] < 0) {
        return new int[0];
      }
    }
    if (quad) {
      String last = part[part.length - 1];
      long v4 = Ipv4Text.parse(last, 0, last.length());
      if (v4 < 0) {
        return new int[0];
      }
      groups[count - 2] = (int) (v4 >>> 16);
      groups[count - 1] = (int) (v4 & 0xffff);
    }
    return groups;
  }

  private static int group(String text) {
    if (text.isEmpty() || text.length() > 4) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0 || text.charAt(i) > 'f') {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static IpRange.Address address(int[] groups) {
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | groups[i];
      low = low << 16 | groups[i + 4];
    }
    return new IpRange.Address(true, high, low);
  }
}
