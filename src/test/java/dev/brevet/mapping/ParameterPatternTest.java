package dev.brevet.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterPatternTest {
  /// Every text of at most four characters of a small alphabet.
  private static List<String> texts() {
    List<String> texts = new ArrayList<>(List.of(""));
    for (int from = 0, length = 1; length <= 4; length++) {
      int to = texts.size();
      for (String text : List.copyOf(texts.subList(from, to))) {
        for (String c : List.of("a", "b", "0", "-", "\n")) {
          texts.add(text + c);
        }
      }
      from = to;
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "ab|b",
        "a*",
        "a+b?",
        "(a|b)*0",
        "(?:ab)+",
        "a{2}",
        "a{1,3}b",
        "a{2,}",
        "(a{0,2}b){1,2}",
        "[ab]*",
        "[^a]+",
        "[a-b0]{2}",
        "[-a]+",
        "[a-]+",
        "[\\d-]+",
        "\\d+",
        "\\D*",
        "\\w-?",
        "\\W",
        "\\s",
        "\\S+",
        ".*",
        ".b.",
        "^a$",
        "^a|b$",
        "(^a)*b",
        "a(|b)0",
        "(a*)*b",
        "(a|a)*",
        "(a?){3}",
        "()*a",
        "a|",
        "((a|b)(0|-)){2}"
      })
  void pattern_matchesWhatTheJdksDoesAsAWhole(String pattern) {
    ParameterPattern ours = ParameterPattern.of(pattern);
    // Without UNIX_LINES or MULTILINE the JDK's `$` also stands before a last line break; \z does
    // not.
    Pattern theirs = Pattern.compile(pattern.replace("$", "\\z"));
    for (String text : texts()) {
      assertEquals(theirs.matcher(text).matches(), ours.matches(text), () -> "`" + text + "`");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'[a-z0-9-]{1,32}',acme-1,true",
    "'[a-z0-9-]{1,32}',Acme,false",
    "\\d{4}-\\d{2}-\\d{2},2026-11-22,true",
    "\\d{4}-\\d{2}-\\d{2},2026-11-22x,false",
    "\\d+,٣,false",
    ".,𝒂,true",
    "\\.\\*\\{,.*{,true"
  })
  void pattern_isOverCodePointsAndAscii(String pattern, String value, boolean matches) {
    assertEquals(matches, ParameterPattern.of(pattern).matches(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        ")",
        "(a",
        "a)",
        "[",
        "[]",
        "[^]",
        "[a",
        "[b-a]",
        "[\\d-z]",
        "[[:alpha:]]",
        "[a&&b]",
        "[\\D]",
        "*",
        "+a",
        "?",
        "{1}",
        "a{",
        "a{x}",
        "a{,2}",
        "a{3,2}",
        "a{257}",
        "a{99999}",
        "a**",
        "a*?",
        "a*+",
        "a{2}{3}",
        "^*",
        "$+",
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        "(?<n>a)",
        "(?i)a",
        "(?>a)",
        "\\1",
        "\\k<n>",
        "\\b",
        "\\p{L}",
        "\\x41",
        "\\u0041",
        "\\",
        "\\Qa\\E",
        "a}",
        "a]",
        "((a{1,64}){1,64}){1,64}"
      })
  void patternOutsideOfTheLanguage_isRefused(String pattern) {
    assertThrows(IllegalArgumentException.class, () -> ParameterPattern.of(pattern));
  }

  @Test
  void patternThatIsTooLong_isRefused() {
    String pattern = "a".repeat(257);

    assertThrows(IllegalArgumentException.class, () -> ParameterPattern.of(pattern));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+b", "(a|a)*b", "(a*)*b", "(a|aa)+b", "(.*a){20}b", "((a?){30}a){5}b"})
  void patternThatMakesABacktrackerHang_isFast(String pattern) {
    ParameterPattern compiled = ParameterPattern.of(pattern);
    String value = "a".repeat(256);

    Work.within(Duration.ofSeconds(2), () -> assertFalse(compiled.matches(value), pattern));
  }

  @Test
  void emptyGroupsRepeatedWithoutEnd_areCompiledAtOnce() {
    String pattern = "((((((((){256}){256}){256}){256}){256}){256}){256}){256}a";

    Work.within(Duration.ofSeconds(2), () -> assertTrue(ParameterPattern.of(pattern).matches("a")));
  }

  @Test
  void valueThatIsTooLongOrBroken_doesNotMatch() {
    ParameterPattern any = ParameterPattern.of("(.|\\s)*");

    assertTrue(any.matches("a".repeat(256)));
    assertFalse(any.matches("a".repeat(257)));
    assertFalse(any.matches("a\ud800"));
    assertFalse(any.matches("\udc00"));
  }
}
