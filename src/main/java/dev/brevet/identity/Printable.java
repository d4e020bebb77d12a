package dev.brevet.identity;

/// Character checks on text that came from outside.
public final class Printable {
  private Printable() {}

  public static boolean isAsciiWithoutSpace(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) <= ' ' || text.charAt(i) > '~') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
