package dev.brevet.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The proxy that `HTTPS_PROXY` names, but for hosts of `NO_PROXY` and this machine itself.
///
/// `http` goes to this machine alone and needs none. In `NO_PROXY` stand host names, domains (with
/// or without a leading dot) and `*`, between commas.
final class Proxies extends ProxySelector {
  private static final List<Proxy> DIRECT = List.of(Proxy.NO_PROXY);

  private final Optional<InetSocketAddress> https;
  private final List<String> without;

  private Proxies(Optional<InetSocketAddress> https, List<String> without) {
    this.https = https;
    this.without = without;
  }

  static Proxies of(Surroundings surroundings) {
    return new Proxies(
        surroundings
            .variable("HTTPS_PROXY")
            .or(() -> surroundings.variable("https_proxy"))
            .flatMap(Proxies::address),
        surroundings
            .variable("NO_PROXY")
            .or(() -> surroundings.variable("no_proxy"))
            .map(text -> List.of(text.toLowerCase(Locale.ROOT).split("[,\\s]+")))
            .orElse(List.of()));
  }

  @Override
  public List<Proxy> select(URI uri) {
    boolean proxied =
        https.isPresent()
            && "https".equalsIgnoreCase(uri.getScheme())
            && uri.getHost() != null
            && !Addresses.isLoopback(uri.getHost())
            && without.stream().noneMatch(each -> names(each, uri.getHost()));
    return proxied ? List.of(new Proxy(Proxy.Type.HTTP, https.get())) : DIRECT;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {}

  private static boolean names(String each, String host) {
    String name = each.startsWith(".") ? each.substring(1) : each;
    String lower = host.toLowerCase(Locale.ROOT);
    return each.equals("*")
        || (!name.isEmpty() && (lower.equals(name) || lower.endsWith("." + name)));
  }

  private static Optional<InetSocketAddress> address(String text) {
    try {
      URI uri = URI.create(text.contains("://") ? text : "http://" + text);
      return uri.getHost() == null
          ? Optional.empty()
          : Optional.of(
              InetSocketAddress.createUnresolved(
                  uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
