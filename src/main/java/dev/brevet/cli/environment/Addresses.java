package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// Addresses to which a token may be sent.
public final class Addresses {
  /// Names and addresses of this machine, as they stand in URLs.
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private Addresses() {}

  /// An address over `https`, or over `http` of this machine itself; without user, query and
  /// fragment, and without slashes at its end.
  ///
  /// @param what the address of what, for the message
  static URI secure(String what, String text) throws Failure {
    URI uri;
    try {
      uri = new URI(text.strip().replaceFirst("/+$", ""));
    } catch (URISyntaxException _) {
      throw Failure.of(Exit.USAGE, what + " is not a URL: `" + text + "`");
    }
    if (uri.getHost() == null
        || uri.getRawUserInfo() != null
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null) {
      throw Failure.of(
          Exit.USAGE,
          what + " must be a URL with a host and optionally a path",
          "an example: https://brevet.example.com");
    }
    if (!isSecure(uri)) {
      throw Failure.of(
          Exit.USAGE,
          what + " is not https: `" + text + "`",
          "tokens are sent only over https, or to this machine");
    }
    return uri;
  }

  /// Whether it names a host, and no program on the way can read what is sent there.
  public static boolean isSecure(URI uri) {
    String host = uri.getHost();
    return host != null
        && (AsciiCase.equal("https", uri.getScheme())
            || (AsciiCase.equal("http", uri.getScheme()) && isLoopback(host)));
  }

  /// Whether a host, as it stands in a URL, is this machine.
  static boolean isLoopback(String host) {
    return LOOPBACK.contains(host);
  }
}
