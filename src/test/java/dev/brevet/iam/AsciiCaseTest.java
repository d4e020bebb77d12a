package dev.brevet.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AsciiCaseTest {
  @Test
  void ofAsciiText_isWhatJavaHas() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      String one = ascii(random);
      String other = random.nextBoolean() ? ascii(random) : swapped(one, random);
      String shown = "seed " + seed + ": " + one + " " + other;
      assertEquals(one.toLowerCase(Locale.ROOT), AsciiCase.lower(one), shown);
      assertEquals(one.toUpperCase(Locale.ROOT), AsciiCase.upper(one), shown);
      assertEquals(one.equalsIgnoreCase(other), AsciiCase.equal(one, other), shown);
      assertEquals(
          Integer.signum(one.compareToIgnoreCase(other)),
          Integer.signum(AsciiCase.compare(one, other)),
          shown);
      int from = random.nextInt(one.length() + 2) - 1;
      assertEquals(
          one.regionMatches(true, from, other, 0, other.length()),
          AsciiCase.matchesAt(one, from, other),
          shown);
    }
  }

  /// Java takes each pair for one: KELVIN SIGN, LONG S, dotless and dotted I, ANGSTROM SIGN, E with
  /// acute.
  @ParameterizedTest
  @CsvSource({"212a, 6b", "17f, 73", "131, 69", "130, 69", "212b, e5", "c9, e9"})
  void ofOtherLetters_everyOneIsItself(String first, String second) {
    String one = Character.toString(Integer.parseInt(first, 16));
    String other = Character.toString(Integer.parseInt(second, 16));
    assertTrue(one.equalsIgnoreCase(other));
    assertFalse(AsciiCase.equal(one, other));
    assertEquals(one, AsciiCase.lower(one));
    assertEquals(one, AsciiCase.upper(one));
    assertFalse(AsciiCase.matchesAt("x" + one, 1, other));
    assertNotEquals(0, AsciiCase.compare(one, other));
    assertTrue(RequestContext.builder().put(other, "v").build().values(one).isEmpty());
  }

  private static String ascii(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(6);
    for (int i = 0; i < length; i++) {
      boolean any = random.nextInt(3) == 0;
      text.append(any ? (char) random.nextInt(128) : "aAzZk[".charAt(random.nextInt(6)));
    }
    return text.toString();
  }

  private static String swapped(String text, Random random) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      out.append(letter && random.nextBoolean() ? (char) (c ^ 32) : c);
    }
    return out.toString();
  }
}
