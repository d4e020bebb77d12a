package dev.brevet.vending;

import dev.brevet.iam.AsciiCase;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;

/// Where a partition's console is and where it is signed in to.
///
/// Source: IAM User Guide, id_roles_providers_enable-console-custom-url.
public enum ConsolePartition {
  COMMERCIAL("aws", "signin.aws.amazon.com", "console.aws.amazon.com"),
  US_GOV("aws-us-gov", "signin.amazonaws-us-gov.com", "console.amazonaws-us-gov.com"),
  CHINA("aws-cn", "signin.amazonaws.cn", "console.amazonaws.cn"),
  EUROPEAN_SOVEREIGN("aws-eusc", "signin.amazonaws-eusc.eu", "console.amazonaws-eusc.eu");

  private final String partition;
  private final String signIn;
  private final String console;

  ConsolePartition(String partition, String signIn, String console) {
    this.partition = partition;
    this.signIn = signIn;
    this.console = console;
  }

  /// Empty for a partition whose console is not known, as an isolated one's.
  public static Optional<ConsolePartition> of(String partition) {
    return Arrays.stream(values()).filter(known -> known.partition.equals(partition)).findFirst();
  }

  /// The federation endpoint.
  public URI federation() {
    return URI.create("https://" + signIn + "/federation");
  }

  /// The console's front page.
  public URI home() {
    return URI.create("https://" + console + "/");
  }

  /// The page `text` of this console; empty when it is none: another scheme, host or port, or user
  /// information in it.
  public Optional<URI> page(String text) {
    try {
      URI page = new URI(text);
      String host = page.getHost() == null ? "" : AsciiCase.lower(page.getHost());
      boolean ours = host.equals(console) || host.endsWith("." + console);
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
