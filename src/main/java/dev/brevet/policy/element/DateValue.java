package dev.brevet.policy.element;

import module java.base;

/// A point in time as date operators compare it: one of the W3C forms of ISO 8601 (`2026`,
/// `2026-11`, `2026-11-22`, `2026-11-22T10:15Z`, with seconds, a fraction, an offset) or epoch
/// seconds.
///
/// Four digits are a year; a time without an offset is UTC. Source: IAM User Guide,
/// reference_policies_elements_condition_operators.
public record DateValue(Instant instant) implements Comparable<DateValue> {
  private static final int LONGEST = 40;
  // The last second of the year 9999: beyond it lies no date that the W3C forms can write.
  private static final long LAST_SECOND = 253_402_300_799L;

  /// Empty when `text` is not a date.
  public static Optional<DateValue> parse(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      return isEpoch(text) ? epoch(text) : Optional.of(new DateValue(iso(text)));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static boolean isEpoch(String text) {
    int start = text.charAt(0) == '-' ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return false;
      }
    }
    return text.length() > start && text.length() != 4;
  }

  private static Optional<DateValue> epoch(String text) {
    return NumericValue.parse(text)
        .map(NumericValue::number)
        .filter(n -> n.abs().longValue() <= LAST_SECOND && n.precision() - n.scale() <= 12)
        .map(
            n -> {
              long seconds = n.longValue();
              int nanos = n.subtract(BigDecimal.valueOf(seconds)).movePointRight(9).intValue();
              return new DateValue(Instant.ofEpochSecond(seconds, nanos));
            });
  }

  private static Instant iso(String text) {
    int year = number(text, 0, 4);
    int month = text.length() > 4 ? numberAfter('-', text, 4) : 1;
    int day = text.length() > 7 ? numberAfter('-', text, 7) : 1;
    LocalDate date = LocalDate.of(year, month, day);
    if (text.length() <= 10) {
      return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    int hour = numberAfter('T', text, 10);
    int minute = numberAfter(':', text, 13);
    int at = 16;
    int second = 0;
    int nano = 0;
    if (at < text.length() && text.charAt(at) == ':') {
      second = numberAfter(':', text, at);
      at += 3;
      if (at < text.length() && text.charAt(at) == '.') {
        int end = fractionEnd(text, at + 1);
        nano = nanos(text.substring(at + 1, end));
        at = end;
      }
    }
    return date.atTime(LocalTime.of(hour, minute, second, nano)).toInstant(offset(text, at));
  }

  private static ZoneOffset offset(String text, int at) {
    if (at == text.length() || (text.charAt(at) == 'Z' && at + 1 == text.length())) {
      return ZoneOffset.UTC;
    }
    char sign = text.charAt(at);
    if ((sign != '+' && sign != '-') || text.length() != at + 6) {
      throw new DateTimeException("not an offset");
    }
    int hours = number(text, at + 1, 2);
    int minutes = numberAfter(':', text, at + 3);
    return sign == '+'
        ? ZoneOffset.ofHoursMinutes(hours, minutes)
        : ZoneOffset.ofHoursMinutes(-hours, -minutes);
  }

  private static int fractionEnd(String text, int from) {
    int at = from;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw new DateTimeException("no digit after the point");
    }
    return at;
  }

  private static int nanos(String fraction) {
    String nine = (fraction + "000000000").substring(0, 9);
    return number(nine, 0, 9);
  }

  private static int numberAfter(char separator, String text, int at) {
    if (text.length() <= at || text.charAt(at) != separator) {
      throw new DateTimeException("expected a separator");
    }
    return number(text, at + 1, 2);
  }

  private static int number(String text, int from, int digits) {
    if (text.length() < from + digits) {
      throw new DateTimeException("too short");
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        throw new DateTimeException("not a digit");
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public int compareTo(DateValue other) {
    return instant.compareTo(other.instant);
  }
}
