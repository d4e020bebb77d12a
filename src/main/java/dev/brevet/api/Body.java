package dev.brevet.api;

import module java.base;

import dev.brevet.iam.UnicodeText;

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
  public Optional<String> text() {
    return UnicodeText.decode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
