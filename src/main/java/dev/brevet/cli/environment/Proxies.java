package dev.brevet.cli.environment;

import module java.base;

import dev.brevet.iam.AsciiCase;
import java.net.Proxy;
import org.jspecify.annotations.Nullable;

/// The proxy that `HTTPS_PROXY` names, except for hosts of `NO_PROXY` and this machine itself.
///
/// The proxy is spoken to over plain HTTP, with Basic authentication if the variable holds a user:
/// `http://user:password@host:port`, `host:port`. Another kind of proxy is refused: going directly
/// instead would tell the network what the user wanted to hide from it. `http` goes only to this
/// machine and needs none. `NO_PROXY` holds host names, domains (`example.com`, `.example.com`,
/// `*.example.com`), addresses, address ranges (`10.0.0.0/8`) and `*`, separated by commas; a port
/// may follow a name.
final class Proxies extends ProxySelector {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  // Not by java.net.URI, which knows no host with an underscore.
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<scheme>[a-z0-9+.-]+)://)?(?:(?<user>[^@/]*)@)?"
              + "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(?::(?<port>\\d{1,5}))?/?",
          Pattern.CASE_INSENSITIVE);

  private final Optional<Named> https;
  private final List<String> without;

  private Proxies(Optional<Named> https, List<String> without) {
    this.https = https;
    this.without = without;
  }

  /// @param login empty where the variable names no user
  private record Named(InetSocketAddress address, Optional<PasswordAuthentication> login) {}

  /// @throws Failure when `HTTPS_PROXY` is not an address of an HTTP proxy
  static Proxies of(Environment environment) throws Failure {
    Optional<String> proxy = variable(environment, "HTTPS_PROXY");
    return new Proxies(
        proxy.isPresent() ? Optional.of(named(proxy.get())) : Optional.empty(),
        variable(environment, "NO_PROXY")
            .map(text -> List.of(AsciiCase.lower(text).split("[,\\s]+")))
            .orElse(List.of()));
  }

  /// Answers the proxy when it asks for a login. No other server gets the login.
  Optional<Authenticator> authenticator() {
    return https
        .flatMap(Named::login)
        .map(
            login ->
                new Authenticator() {
                  @Override
                  protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                    return getRequestorType() == RequestorType.PROXY ? login : null;
                  }
                });
  }

  @Override
  public List<Proxy> select(URI uri) {
    boolean proxied =
        https.isPresent()
            && AsciiCase.equal("https", uri.getScheme())
            && uri.getHost() != null
            && !Addresses.isLoopback(uri.getHost())
            && without.stream().noneMatch(each -> names(each, uri));
    return proxied ? List.of(new Proxy(Proxy.Type.HTTP, reachable(https.get().address()))) : DIRECT;
  }

  /// Java's client makes a `java.net.URI` of a proxy's name, too, and gives up. It takes an address
  /// that has no name.
  private static InetSocketAddress reachable(InetSocketAddress named) {
    if (!named.getHostString().contains("_")) {
      return named;
    }
    try {
      byte[] address = InetAddress.getByName(named.getHostString()).getAddress();
      return new InetSocketAddress(InetAddress.getByAddress(address), named.getPort());
    } catch (UnknownHostException _) {
      return named;
    }
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {}

  private static Optional<String> variable(Environment environment, String name) {
    return environment.variable(name).or(() -> environment.variable(AsciiCase.lower(name)));
  }

  private static boolean names(String each, URI uri) {
    String host = AsciiCase.lower(uri.getHost()).replaceAll("^\\[|\\]$", "");
    if (each.equals("*")) {
      return true;
    }
    if (each.contains("/")) {
      return isWithin(host, each);
    }
    Matcher withPort = Pattern.compile("([^:]*|\\[.*\\]):(\\d{1,5})").matcher(each);
    String name = each;
    if (withPort.matches()) {
      int port = uri.getPort() < 0 ? 443 : uri.getPort();
      if (Integer.parseInt(withPort.group(2)) != port) {
        return false;
      }
      name = withPort.group(1);
    }
    String domain = name.replaceFirst("^\\*?\\.", "").replaceAll("^\\[|\\]$", "");
    return !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain));
  }

  /// Whether `host` is an address within `range`. A name is in no range: it is not looked up.
  private static boolean isWithin(String host, String range) {
    Matcher parts = Pattern.compile("([0-9a-f:.]+)/(\\d{1,3})").matcher(range);
    if (!parts.matches() || !host.matches("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*")) {
      return false;
    }
    try {
      byte[] address = InetAddress.ofLiteral(host).getAddress();
      byte[] from = InetAddress.ofLiteral(parts.group(1)).getAddress();
      int bits = Integer.parseInt(parts.group(2));
      if (address.length != from.length || bits > 8 * from.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        if (((address[bit / 8] ^ from[bit / 8]) & (0x80 >> bit % 8)) != 0) {
          return false;
        }
      }
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static Named named(String text) throws Failure {
    Matcher parts = ADDRESS.matcher(text.strip());
    String scheme = "";
    int port = 0;
    if (parts.matches()) {
      scheme = AsciiCase.lower(Optional.ofNullable(parts.group("scheme")).orElse("http"));
      port = Integer.parseInt(Optional.ofNullable(parts.group("port")).orElse("80"));
    }
    if (!scheme.equals("http") || port < 1 || port > 65_535) {
      // Not the text itself, which may hold a password.
      throw Failure.of(
          Exit.USAGE,
          scheme.isEmpty() || scheme.equals("http")
              ? "HTTPS_PROXY is not the address of a proxy"
              : "HTTPS_PROXY names a proxy of the kind `" + scheme + "`, which is not supported",
          "use http://host:port or http://user:password@host:port");
    }
    return new Named(
        InetSocketAddress.createUnresolved(String.valueOf(parts.group("host")), port),
        Optional.ofNullable(parts.group("user")).map(Proxies::login));
  }

  private static PasswordAuthentication login(String user) {
    int colon = user.indexOf(':');
    return new PasswordAuthentication(
        decoded(colon < 0 ? user : user.substring(0, colon)),
        decoded(colon < 0 ? "" : user.substring(colon + 1)).toCharArray());
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }
}
