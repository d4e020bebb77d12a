package dev.brevet.identity;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;

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
  private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
  // In a path no `:`, which would make `<issuer>:<claim>` ambiguous; no `?`, `#`, `@`, `\`.
  private static final Pattern URL =
      Pattern.compile(
          "https?://(?<host>[a-z0-9.-]+|\\[::1])(:(?<port>[0-9]{1,5}))?"
              + "(?<path>(/[A-Za-z0-9/._~%+=,-]*)?)");

  public IssuerUrl {
    if (!isValid(value)) {
      throw UntrustedText.not("an issuer url", value);
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

  /// The name that two issuers with the same condition keys share: names of keys ignore case, and
  /// do not contain the scheme.
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
    Matcher url = URL.matcher(text);
    if (text.length() > LONGEST || !url.matches()) {
      return false;
    }
    String host = url.group("host");
    String port = url.group("port");
    String path = url.group("path");
    return (isLoopbackHost(host) || (text.startsWith("https:") && isHostName(host)))
        && (port == null || Integer.parseInt(port) <= 65535)
        && !path.contains("/../")
        && !path.endsWith("/..");
  }

  private static String host(String text) {
    Matcher url = URL.matcher(text);
    return url.matches() ? url.group("host") : "";
  }

  public static boolean isLoopbackHost(String host) {
    return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
  }

  private static boolean isHostName(String host) {
    return host.length() <= 253 && host.matches(LABEL + "(\\." + LABEL + ")+");
  }

  @Override
  public String toString() {
    return value;
  }
}
