package dev.brevet.api;

import module java.base;

import dev.brevet.iam.UnicodeText;
import dev.brevet.json.DocumentReading;
import dev.brevet.json.DocumentReading.Readable;
import dev.brevet.json.DocumentReading.Unreadable;

/// The bytes of a request's body. Only its size is printed.
public final class Body {
  /// Bytes that most bodies may have.
  public static final int MOST = 64 * 1024;

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

  /// The body as text when it is UTF-8 of at most `most` bytes.
  public DocumentReading<String> text(int most) {
    if (bytes.length > most) {
      return new Unreadable<>("", "the body is larger than " + most + " bytes");
    }
    return text()
        .<DocumentReading<String>>map(Readable::new)
        .orElseGet(() -> new Unreadable<>("", "the body is not UTF-8"));
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
