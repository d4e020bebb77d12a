package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.json.RefusedField;

/// The checks of a registration's fields, by their names in its document. All throw [RefusedField].
public final class IssuerFields {
  private static final int MOST_WORDS = 64;
  private static final int LONGEST_WORD = 512;

  private IssuerFields() {}

  static List<String> words(String field, List<String> words) {
    return words(field, words, MOST_WORDS);
  }

  static List<String> words(String field, List<String> words, int most) {
    if (words.size() > most) {
      throw new RefusedField(field, "has more than " + most + " values");
    }
    if (!words.stream().allMatch(word -> isPrintable(word, LONGEST_WORD))) {
      throw new RefusedField(field, "holds a value that is not 1 to 512 printable characters");
    }
    if (new HashSet<>(words).size() != words.size()) {
      throw new RefusedField(field, "has a value twice");
    }
    return List.copyOf(words);
  }

  static void requireDescription(String text) {
    if (text.length() > 1024 || !UntrustedText.isOneLine(text)) {
      throw new RefusedField(
          "description", "must be at most 1024 printable characters on one line");
    }
  }

  static void requireClaimName(String field, String name) {
    if (!isPrintable(name, 256)) {
      throw new RefusedField(field, "must be 1 to 256 printable characters");
    }
  }

  private static boolean isPrintable(String text, int most) {
    return !text.isBlank() && text.length() <= most && UntrustedText.isOneLine(text);
  }

  static void requireWithin(String field, Duration least, Duration most, Duration length) {
    if (length.compareTo(least) < 0 || length.compareTo(most) > 0 || length.toNanosPart() != 0) {
      throw new RefusedField(field, "must be " + least.toSeconds() + " to " + most.toSeconds());
    }
  }

  /// `https` with a host, without user and fragment; `http` for loopback hosts only.
  static void requireKeysUrl(String text) {
    if (!isKeysUrl(text)) {
      throw new RefusedField(
          "jwksUri", "must be an https url, not `" + UntrustedText.shown(text) + "`");
    }
  }

  public static boolean isKeysUrl(String text) {
    if (text.length() > 1024 || !Printable.isAsciiWithoutSpace(text)) {
      return false;
    }
    try {
      URI uri = new URI(text);
      String host = uri.getHost();
      if (host == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        return false;
      }
      return "https".equals(uri.getScheme())
          || ("http".equals(uri.getScheme()) && IssuerUrl.isLoopbackHost(host));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /// Whether the host is written as this machine. Names that merely resolve to it are caught when
  /// they are fetched.
  static boolean isLoopbackUrl(String text) {
    String host = URI.create(text).getHost();
    return host != null && IssuerUrl.isLoopbackHost(host);
  }
}
