package dev.brevet.decisionlog;

/// Bounds on what is recorded of text that callers choose.
public final class UntrustedText {
  /// The longest text that is recorded whole, in `char`s.
  public static final int LONGEST = 512;

  private UntrustedText() {}

  /// `text`, or its beginning and `...` where it is longer than [#LONGEST]; never half a surrogate
  /// pair.
  public static String bounded(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = LONGEST - 3;
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }
}
