package dev.brevet.api;

import dev.brevet.iam.UnicodeText;

/// Bodies that hold JSON: UTF-8 of a size that is accepted.
public final class StrictJson {
  /// Bytes.
  public static final int MOST = 64 * 1024;

  private StrictJson() {}

  /// The body as text, for documents that another room reads.
  public static Text text(Body body) {
    return text(body, MOST);
  }

  /// The same for documents that may have `most` bytes.
  public static Text text(Body body, int most) {
    if (body.size() > most) {
      return new Text.Refused(
          Problem.malformed("body", "the body is larger than " + most + " bytes"));
    }
    return body.text()
        .<Text>map(Text.Read::new)
        .orElseGet(() -> new Text.Refused(Problem.malformed("body", "the body is not UTF-8")));
  }

  /// A body that is text of an acceptable size, or not.
  public sealed interface Text {
    record Read(String json) implements Text {}

    record Refused(Problem problem) implements Text {}
  }

  public static boolean isCleanText(String text) {
    return text.indexOf(0) < 0 && UnicodeText.isWellFormed(text);
  }
}
