package dev.brevet.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The bytes of a request's body. Prints its size alone.
public final class Body {
  /// Nothing.
  public static final Body EMPTY = new Body(new byte[0]);

  private final byte[] bytes;

  private Body(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Takes the array over: the giver must not change it afterwards.
  public static Body of(byte[] bytes) {
    return new Body(bytes);
  }

  public static Body of(String text) {
    return new Body(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Bytes.
  public int size() {
    return bytes.length;
  }

  /// The body as text; empty when it is not UTF-8.
  Optional<String> text() {
    // What is not UTF-8 becomes U+FFFD. Whether that is what was sent is seldom worth asking.
    String text = new String(bytes, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') < 0 ? Optional.of(text) : strictText();
  }

  private Optional<String> strictText() {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
