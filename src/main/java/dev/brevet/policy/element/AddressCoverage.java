package dev.brevet.policy.element;

import module java.base;

/// How much of the internet ranges of addresses cover together.
///
/// Source: Amazon S3 User Guide, access-control-block-public-access: "very broad IP ranges (for
/// example, 0.0.0.0/1) are evaluated as public. This includes values broader than /8 for IPv4 and
/// /32 for IPv6". Ranges that are broad together are broad too.
final class AddressCoverage {
  private static final int WIDEST_V4 = 8;
  private static final int WIDEST_V6 = 32;

  /// As many of the widest ranges as may stand side by side: a sixteenth of IPv4.
  private static final int MOST = 16;

  private AddressCoverage() {}

  /// Whether the ranges are those of one party, not of the whole internet.
  static boolean isNarrow(List<IpRange> ranges) {
    return !ranges.isEmpty()
        && ranges.stream().allMatch(range -> range.prefix() >= widest(range.network().isV6()))
        && isNarrow(ranges, false)
        && isNarrow(ranges, true);
  }

  private static int widest(boolean six) {
    return six ? WIDEST_V6 : WIDEST_V4;
  }

  private static boolean isNarrow(List<IpRange> ranges, boolean six) {
    int bits = six ? 128 : 32;
    BigInteger widest = BigInteger.ONE.shiftLeft(bits - widest(six));
    BigInteger all = BigInteger.ZERO;
    BigInteger run = BigInteger.ZERO;
    BigInteger end = BigInteger.valueOf(-1);
    for (Span span : spans(ranges, six)) {
      BigInteger from = span.from().max(end);
      BigInteger size = span.to().subtract(from).max(BigInteger.ZERO);
      run = span.from().compareTo(end) <= 0 ? run.add(size) : size;
      all = all.add(size);
      end = end.max(span.to());
      if (run.compareTo(widest) > 0) {
        return false;
      }
    }
    return all.compareTo(widest.multiply(BigInteger.valueOf(MOST))) <= 0;
  }

  /// @param to the first address after it
  private record Span(BigInteger from, BigInteger to) {}

  private static List<Span> spans(List<IpRange> ranges, boolean six) {
    int bits = six ? 128 : 32;
    List<Span> spans = new ArrayList<>();
    for (IpRange range : ranges) {
      if (range.network().isV6() == six) {
        BigInteger size = BigInteger.ONE.shiftLeft(bits - range.prefix());
        BigInteger from = range.network().number().divide(size).multiply(size);
        spans.add(new Span(from, from.add(size)));
      }
    }
    spans.sort(Comparator.comparing(Span::from));
    return spans;
  }
}
