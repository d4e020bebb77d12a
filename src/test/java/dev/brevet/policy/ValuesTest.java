package dev.brevet.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.policy.element.DateValue;
import dev.brevet.policy.element.IpRange;
import dev.brevet.policy.element.IpRange.Address;
import dev.brevet.policy.element.NumericValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// How numbers, times and addresses are read, to the last character.
class ValuesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "+7, 7",
    "007, 7",
    "1.50, 1.5",
    ".5, 0.5",
    "5., 5",
    "-.5, -0.5",
    "1e3, 1000",
    "1E3, 1000",
    "1e+3, 1000",
    "25e-2, 0.25",
    "1e002, 100",
    "1.5e1, 15"
  })
  void number(String text, BigDecimal value) {
    assertEquals(
        Optional.of(0), NumericValue.parse(text).map(n -> n.number().compareTo(value)), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "+",
        ".",
        "-.",
        "1-",
        "1 ",
        " 1",
        "1,5",
        "1.2.3",
        "1e",
        "1e+",
        "1e-",
        "e3",
        "1e1000",
        "1e-1000",
        "1e3x",
        "1f3",
        "1e3.5",
        "1x3",
        "--1",
        "0x1",
        "NaN",
        "Infinity",
        "1e+-3"
      })
  void noNumber(String text) {
    assertEquals(Optional.empty(), NumericValue.parse(text));
  }

  @Test
  void number_isOfSixtyFourCharactersAtMost() {
    assertTrue(NumericValue.parse("1".repeat(64)).isPresent());
    assertTrue(NumericValue.parse("1".repeat(65)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "2026, 2026-01-01T00:00:00Z",
    "2026-11, 2026-11-01T00:00:00Z",
    "2026-11-22, 2026-11-22T00:00:00Z",
    "2026-11-22T10:15, 2026-11-22T10:15:00Z",
    "2026-11-22T10:15Z, 2026-11-22T10:15:00Z",
    "2026-11-22T10:15:30, 2026-11-22T10:15:30Z",
    "2026-11-22T10:15:30Z, 2026-11-22T10:15:30Z",
    "2026-11-22T10:15:30.5, 2026-11-22T10:15:30.500Z",
    "2026-11-22T10:15:30.25Z, 2026-11-22T10:15:30.250Z",
    "2026-11-22T10:15:30.1234567891Z, 2026-11-22T10:15:30.123456789Z",
    "2026-11-22T10:15:30.5+02:30, 2026-11-22T07:45:30.500Z",
    "2026-11-22T10:15-01:30, 2026-11-22T11:45:00Z",
    "0, 1970-01-01T00:00:00Z",
    "20, 1970-01-01T00:00:20Z",
    "12345, 1970-01-01T03:25:45Z",
    "-12345, 1969-12-31T20:34:15Z",
    "-1234, 1969-12-31T23:39:26Z",
    "1795342530.25, 2026-11-22T10:15:30.250Z",
    "253402300799, 9999-12-31T23:59:59Z",
    "-253402300799, -6060-01-02T00:00:01Z"
  })
  void time(String text, Instant instant) {
    assertEquals(Optional.of(new DateValue(instant)), DateValue.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "26-11-22x",
        "2026-",
        "2026-1",
        "2026-13",
        "2026/11",
        "2026-11-",
        "2026-11-31",
        "2026-11-22T",
        "2026-11-22 10:15",
        "2026-11-22T1",
        "2026-11-22T10",
        "2026-11-22T10:",
        "2026-11-22T10:15:",
        "2026-11-22T10:15:3",
        "2026-11-22T10:15:30.",
        "2026-11-22T10:15:30.Z",
        "2026-11-22T10:15:60",
        "2026-11-22T24:00",
        "2026-11-22T10:15X",
        "2026-11-22T10:15ZZ",
        "2026-11-22T10:15+2",
        "2026-11-22T10:15+0230",
        "2026-11-22T10:15+02-30",
        "2026-11-22T10:15+19:00",
        "2026-11-22T10:15+02:301",
        "1.2.3.4.5",
        "253402300800",
        "-253402300800",
        "now",
        "12345x"
      })
  void noTime(String text) {
    assertEquals(Optional.empty(), DateValue.parse(text));
  }

  @Test
  void time_isOfFortyCharactersAtMost() {
    String fraction = "2026-11-22T10:15:30.";
    assertTrue(DateValue.parse(fraction + "0".repeat(20)).isPresent());
    assertTrue(DateValue.parse(fraction + "0".repeat(21)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "::, 0000000000000000, 0000000000000000",
    "::1, 0000000000000000, 0000000000000001",
    "1::, 0001000000000000, 0000000000000000",
    "1:2:3:4:5:6:7:8, 0001000200030004, 0005000600070008",
    "1:2:3:4:5:6:7::, 0001000200030004, 0005000600070000",
    "::2:3:4:5:6:7:8, 0000000200030004, 0005000600070008",
    "2001:DB8::fFfF, 20010db800000000, 000000000000ffff",
    "::ffff:192.0.2.128, 0000000000000000, 0000ffffc0000280",
    "64:ff9b::203.0.113.7, 0064ff9b00000000, 00000000cb007107",
    "1:2:3:4:5:6:1.2.3.4, 0001000200030004, 0005000601020304",
    "::1.2.3.4, 0000000000000000, 0000000001020304"
  })
  void ipv6(String text, String high, String low) {
    Address expected =
        new Address(true, HexFormat.fromHexDigitsToLong(high), HexFormat.fromHexDigitsToLong(low));
    assertEquals(Optional.of(expected), Address.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        ":::",
        "1",
        "1:2",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "::12345",
        "::g",
        "::\uff11",
        "::1:",
        ":1::",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "1.2.3.4::5",
        "::1.2.3",
        "::1.2.3.256",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "fe80::1%eth0",
        "[::1]",
        "::x.y.z.w"
      })
  void noIpv6(String text) {
    assertEquals(Optional.empty(), Address.parse(text));
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 0", "1.2.3.4, 16909060", "255.255.255.255, 4294967295"})
  void ipv4(String text, long low) {
    assertEquals(Optional.of(new Address(false, 0, low)), Address.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.",
        "1.2.3.4.",
        "1.2.3.4.5",
        ".1.2.3",
        "1..2.3",
        "256.1.1.1",
        "1.2.3.1000",
        "1.2.3.a",
        "1.2.3.-4",
        "1,2,3,4",
        " 1.2.3.4"
      })
  void noIpv4(String text) {
    assertEquals(Optional.empty(), Address.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, 11.0.0.0",
    "10.0.0.0/9, 10.127.0.1, 10.128.0.1",
    "10.1.2.3/32, 10.1.2.3, 10.1.2.2",
    "10.1.2.3, 10.1.2.3, 10.1.2.2",
    "0.0.0.0/0, 255.1.2.3, ::1",
    "::/0, ffff::1, 10.0.0.1",
    "2001:db8::/32, 2001:db8:ffff::1, 2001:db9::1",
    "2001:db8:0:1::/64, 2001:db8:0:1:ffff::, 2001:db8:0:2::",
    "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:1, 2001:db8::1",
    "::1/128, ::1, ::2"
  })
  void range(String text, String in, String out) {
    IpRange range = IpRange.parse(text).orElseThrow();
    assertTrue(range.contains(Address.parse(in).orElseThrow()), in);
    assertFalse(range.contains(Address.parse(out).orElseThrow()), out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8 ", "10.0.0.0/0008", "10.0.0.0/a",
        "10.0.0.0/8/8", "/8", "::/129", "::/:", "10.0.0/8", "*"
      })
  void noRange(String text) {
    assertEquals(Optional.empty(), IpRange.parse(text));
  }
}
