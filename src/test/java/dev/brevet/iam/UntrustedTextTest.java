package dev.brevet.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class UntrustedTextTest {
  @Test
  void othersText_steersNoTerminal() {
    assertEquals("a?[31mb?c d?e", UntrustedText.plain("a\u001b[31mb\u202ec\nd\u0085e"));
    assertEquals("gr\u00fcn \ud83d\ude00", UntrustedText.plain("gr\u00fcn \ud83d\ude00"));
  }

  /// A joiner between two pictures makes one of them; elsewhere it hides (UTS 51).
  @Test
  void joiner_staysBetweenEmojiOnly() {
    String coder = "\ud83d\udc69\u200d\ud83d\udcbb";
    String heart = "\u2764\ufe0f\u200d\ud83d\udd25";
    assertEquals(coder + heart, UntrustedText.plain(coder + heart));
    for (String hidden :
        List.of(
            "a\u200db",
            "1\ufe0f\u200d\ud83d\udcbb",
            "\u00a9\u200d\u00a9",
            "\u2122\u200d\u2764",
            "\u200d\ud83d\udcbb",
            "\ud83d\udcbb\u200d",
            "\ud83d\udcbb\u200d\u200d\ud83d\udcbb",
            "\ud83d\udcbb\u200c\ud83d\udcbb")) {
      assertFalse(UntrustedText.isOneLine(hidden), hidden);
      assertFalse(UntrustedText.plain(hidden).contains("\u200d"), hidden);
    }
  }

  @Test
  void shownText_endsNoQuote_andIsCut() {
    assertEquals("a?b?c", UntrustedText.shown("a`b\nc"));
    assertEquals("x".repeat(120), UntrustedText.shown("x".repeat(120)));
    assertEquals("x".repeat(120) + "...", UntrustedText.shown("x".repeat(121)));
    String pair = "x".repeat(119) + "\ud83d\ude00";
    assertEquals("x".repeat(119) + "...", UntrustedText.shown(pair));
  }

  @Test
  void recordedText_isCut() {
    assertEquals("x".repeat(512), UntrustedText.bounded("x".repeat(512)));
    assertEquals("x".repeat(509) + "...", UntrustedText.bounded("x".repeat(513)));
    assertEquals(
        "x".repeat(508) + "...", UntrustedText.bounded("x".repeat(508) + "\ud83d\ude00abc"));
  }

  /// Whatever the text: it stays on its line and is Unicode.
  @RepeatedTest(20)
  void anyText_isMadeFitToShow(RepetitionInfo repetition) {
    long seed = 20261130L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    StringBuilder any = new StringBuilder();
    for (int i = random.nextInt(300); i > 0; i--) {
      any.append((char) (random.nextBoolean() ? random.nextInt(0x100) : random.nextInt(0x10000)));
    }
    String text = any.toString();
    String plain = UntrustedText.plain(text);
    assertTrue(UntrustedText.isOneLine(plain), "seed " + seed);
    assertTrue(UnicodeText.isWellFormed(plain), "seed " + seed);
    assertEquals(UntrustedText.isOneLine(text), plain.equals(text), "seed " + seed);
    String shown = UntrustedText.shown(text);
    assertTrue(UntrustedText.isOneLine(shown) && shown.length() <= 123, "seed " + seed);
    assertFalse(shown.contains("`"), "seed " + seed);
    assertTrue(UnicodeText.isWellFormed(shown), "seed " + seed);
  }
}
