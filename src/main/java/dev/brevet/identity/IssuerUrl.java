package dev.brevet.identity;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import java.util.Optional;

/// An issuer's URL, as tokens carry it in `iss` and as it was registered: compared character by
/// character, never normalised, so `https://a.example` and `https://a.example/` are two issuers.
///
/// `https`, a lower-case host with at least one dot (so that no issuer's condition keys can be
/// `aws:...`), an optional port and path; no user, query or fragment; at most 255 characters.
/// `http` and hosts without a dot exist for loopback hosts alone (`localhost`, `127.0.0.1`,
/// `[::1]`), and whether those are taken at all is a setting of the reader. Source: OpenID Connect
/// Core 1.0, 2 (`iss`); IAM User Guide, id_roles_providers_create_oidc.
public record IssuerUrl(String value) {
  private static final int LONGEST = 255;

  public IssuerUrl {
    if (!isValid(value)) {
      throw new IllegalArgumentException("not an issuer url: `" + UntrustedText.shown(value) + "`");
    }
  }

  /// Empty when `text` is not an issuer's URL.
  public static Optional<IssuerUrl> parse(String text) {
    return isValid(text) ? Optional.of(new IssuerUrl(text)) : Optional.empty();
  }

  /// The URL without its scheme, as IAM writes an OIDC provider in condition keys:
  /// `token.actions.githubusercontent.com`, `oidc.eks.eu-west-1.amazonaws.com/id/ABC`.
  public String conditionKeyPrefix() {
    return value.substring(value.indexOf("://") + 3);
  }

  /// What the condition keys of two issuers are the same by: names of keys ignore case, and say
  /// nothing of the scheme.
  public String keyName() {
    return AsciiCase.lower(conditionKeyPrefix());
  }

  /// The host's name, or its address, without a port.
  public String hostName() {
    return host(value);
  }

  /// Whether the host is this machine.
  public boolean isLoopback() {
    return isLoopbackHost(host(value));
  }

  /// Where OpenID Connect Discovery 1.0, 4 puts the issuer's metadata.
  public String discoveryUrl() {
    String base = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
    return base + "/.well-known/openid-configuration";
  }

  private static boolean isValid(String text) {
    if (text.length() > LONGEST || !Printable.isAsciiWithoutSpace(text)) {
      return false;
    }
    boolean secure = text.startsWith("https://");
    if (!secure && !text.startsWith("http://")) {
      return false;
    }
    String host = host(text);
    if (isLoopbackHost(host)) {
      return isPortAndPath(text.substring(text.indexOf(host) + host.length()));
    }
    return secure
        && isHostName(host)
        && isPortAndPath(text.substring("https://".length() + host.length()));
  }

  private static String host(String text) {
    int start = text.indexOf("://") + 3;
    if (text.startsWith("[", start)) {
      int bracket = text.indexOf(']', start);
      return bracket < 0 ? "" : text.substring(start, bracket + 1);
    }
    int end = start;
    while (end < text.length() && text.charAt(end) != ':' && text.charAt(end) != '/') {
      end++;
    }
    return text.substring(start, end);
  }

  public static boolean isLoopbackHost(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  private static boolean isHostName(String host) {
    String[] labels = host.split("\\.", -1);
    if (labels.length < 2 || host.length() > 253) {
      return false;
    }
    for (String label : labels) {
      if (label.isEmpty()
          || label.length() > 63
          || label.startsWith("-")
          || label.endsWith("-")
          || !Printable.isLowerAlphanumericOr('-', label)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPortAndPath(String rest) {
    int slash = rest.indexOf('/');
    String port = slash < 0 ? rest : rest.substring(0, slash);
    String path = slash < 0 ? "" : rest.substring(slash);
    return isPort(port) && isPath(path);
  }

  private static boolean isPort(String text) {
    if (text.isEmpty()) {
      return true;
    }
    if (text.charAt(0) != ':' || text.length() < 2 || text.length() > 6) {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return Integer.parseInt(text.substring(1)) <= 65535;
  }

  // No `:`, which would make `<issuer>:<claim>` ambiguous; no `?`, `#`, `@`, `\`.
  private static boolean isPath(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Printable.isAlphanumeric(text.charAt(i)) && "/-._~%+=,".indexOf(text.charAt(i)) < 0) {
        return false;
      }
    }
    return !text.contains("/../") && !text.endsWith("/..");
  }

  @Override
  public String toString() {
    return value;
  }
}
