package dev.brevet.vending;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Partition;

/// Where a partition's console is and where it is signed in to.
///
/// @param host how both hosts end
public record ConsolePartition(String host) {
  /// Empty for a partition with an unknown console, such as an isolated one.
  public static Optional<ConsolePartition> of(String partition) {
    return Partition.of(partition).flatMap(Partition::console).map(ConsolePartition::new);
  }

  /// Those that are known.
  public static List<ConsolePartition> all() {
    return Arrays.stream(Partition.values())
        .flatMap(partition -> partition.console().stream())
        .map(ConsolePartition::new)
        .toList();
  }

  /// The federation endpoint.
  public URI federation() {
    return URI.create("https://signin." + host + "/federation");
  }

  /// The console's front page.
  public URI home() {
    return URI.create("https://console." + host + "/");
  }

  /// The page `text` of this console; empty when it is none: another scheme, host or port, or user
  /// information in it.
  public Optional<URI> page(String text) {
    try {
      URI page = new URI(text);
      String named = page.getHost() == null ? "" : AsciiCase.lower(page.getHost());
      boolean ours = named.equals("console." + host) || named.endsWith(".console." + host);
      return ours
              && "https".equals(page.getScheme())
              && page.getPort() == -1
              && page.getRawUserInfo() == null
          ? Optional.of(page)
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }
}
