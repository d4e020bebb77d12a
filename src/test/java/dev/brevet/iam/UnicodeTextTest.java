package dev.brevet.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u58f2\u4e0a", "\ud83d\ude00", "a\ud83d\ude00b", "\ufffd"})
  void text_isWellFormed(String text) {
    assertTrue(UnicodeText.isWellFormed(text));
    assertEquals(Optional.of(text), UnicodeText.decode(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ud800", "\udc00", "a\ud800", "\ud800a", "\ude00\ud83d", "\ud83d\ud83d\ude00"})
  void halfACharacter_isNot(String text) {
    assertFalse(UnicodeText.isWellFormed(text));
  }

  /// The reference is the JDK's encoder and decoder that report what they cannot do.
  @Test
  void generatedTextAndBytes_areWhatTheJdksStrictCodersTake() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String units = "a?*\u00e9\u58f2\ud83d\ude00\ud800\udfff\ufffd";
    int[] bytes = {
      'a', '?', 0xc3, 0xa9, 0xed, 0xa0, 0x80, 0xc1, 0x81, 0xef, 0xbf, 0xbd, 0xf0, 0xff
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      byte[] encoded = new byte[random.nextInt(8)];
      for (int j = 0; j < encoded.length; j++) {
        text.append(units.charAt(random.nextInt(units.length())));
        encoded[j] = (byte) bytes[random.nextInt(bytes.length)];
      }
      assertEquals(
          StandardCharsets.UTF_8.newEncoder().canEncode(text),
          UnicodeText.isWellFormed(text),
          () -> "seed " + seed + ": " + text);
      assertEquals(strictly(encoded), UnicodeText.decode(encoded), () -> "seed " + seed);
    }
  }

  private static Optional<String> strictly(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
