package dev.brevet.lambda.environment;

import module java.base;

import dev.brevet.iam.Partition;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.token.SigningKeys;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/// A function's configuration: its environment, read and checked once, and what it is given
/// besides.
///
/// | variable | meaning |
/// |---|---|
/// | `MAPPINGS_TABLE`, `ISSUERS_TABLE`, `DECISIONS_TABLE` | the tables' names |
/// | `DIRECTORY_TABLE` | the directory's table; of the functions that have one |
/// | `DIRECTORY_STALENESS_SECONDS` | 0 to 300 (5): maximum age of the directory; 0 reads it always |
/// | `DECISION_RETENTION_DAYS` | 1 to 3,650 (400): after this a decision may be deleted |
/// | `ADMINISTRATORS` | ARNs of users or roles, separated by commas |
/// | `PRESIGNED_AUDIENCE` | `x-brevet-audience` of presigned identities; empty: there are none |
/// | `STS_FALLBACK_REGION` | its STS is asked when the region's does not answer; empty: none |
/// | `ALLOW_LOOPBACK_ISSUERS` | `true` only in the local world |
/// | `AWS_REGION`, `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL_DYNAMODB` | as in the SDK |
/// | `FEDERATION_ENDPOINT` | where console sign-in is, only in the local world |
/// | `PUBLIC_URL` | what clients call, where that is not the gateway's own name |
/// | `METADATA_SIGNING_KEY` | an RSA key, PKCS #8, that signs the metadata; wants `PUBLIC_URL` |
/// | `AWS_LAMBDA_FUNCTION_NAME` | set by Lambda |
/// | `PRIMING_ROUNDS` | 0 to 1,000 (100): how often whole requests run before a snapshot |
///
/// `credentials` makes a new provider each time, as one that was asked before a snapshot must not
/// answer after it.
public record Settings(
    String mappingsTable,
    String issuersTable,
    String decisionsTable,
    Optional<String> namedDirectoryTable,
    Duration directoryStaleness,
    Duration decisionRetention,
    List<String> administrators,
    Optional<String> presignedAudience,
    Optional<Region> stsFallbackRegion,
    boolean allowLoopbackIssuers,
    Region region,
    Optional<URI> stsEndpoint,
    Optional<URI> dynamoDbEndpoint,
    Optional<URI> federationEndpoint,
    Optional<String> publicUrl,
    Optional<SecretString> metadataSigningKey,
    String function,
    int primingRounds,
    Supplier<AwsCredentialsProvider> credentials,
    Clock clock) {
  public Settings {
    administrators = List.copyOf(administrators);
  }

  /// Lambda's own environment, the SDK's default credentials and the system's clock.
  public static Settings ofLambda() {
    return of(
        System.getenv(), () -> DefaultCredentialsProvider.builder().build(), Clock.systemUTC());
  }

  /// The settings in `environment`.
  ///
  /// @throws IllegalArgumentException naming the variable that is missing or wrong
  public static Settings of(
      Map<String, String> environment, Supplier<AwsCredentialsProvider> credentials, Clock clock) {
    Variables variables = new Variables(environment);
    return new Settings(
        variables.required("MAPPINGS_TABLE"),
        variables.required("ISSUERS_TABLE"),
        variables.required("DECISIONS_TABLE"),
        variables.optional("DIRECTORY_TABLE"),
        Duration.ofSeconds(variables.number("DIRECTORY_STALENESS_SECONDS", 5, 0, 300)),
        Duration.ofDays(variables.number("DECISION_RETENTION_DAYS", 400, 1, 3650)),
        variables.list("ADMINISTRATORS"),
        variables.optional("PRESIGNED_AUDIENCE"),
        variables.optional("STS_FALLBACK_REGION").map(Region::of),
        variables.flag("ALLOW_LOOPBACK_ISSUERS"),
        Region.of(variables.required("AWS_REGION")),
        variables.url("AWS_ENDPOINT_URL_STS"),
        variables.url("AWS_ENDPOINT_URL_DYNAMODB"),
        variables.url("FEDERATION_ENDPOINT").filter(_ -> variables.flag("ALLOW_LOOPBACK_ISSUERS")),
        variables.publicUrl(),
        variables.metadataSigningKey(),
        variables.optional("AWS_LAMBDA_FUNCTION_NAME").orElse("brevet"),
        variables.number("PRIMING_ROUNDS", 100, 0, 1000),
        credentials,
        clock);
  }

  /// The keys of issuers, fetched over HTTPS and remembered for as long as what is returned lives.
  public SigningKeys signingKeys() {
    return SigningKeys.overHttps(clock, allowLoopbackIssuers);
  }

  /// The same for the requests that prime: presigned identities are on, one made-up user
  /// administers, and the time is a fixed one.
  public Settings priming(String administrator, Clock fixed) {
    return new Settings(
        mappingsTable,
        issuersTable,
        decisionsTable,
        namedDirectoryTable,
        directoryStaleness,
        decisionRetention,
        List.of(administrator),
        Optional.of("priming"),
        stsFallbackRegion,
        allowLoopbackIssuers,
        region,
        stsEndpoint,
        dynamoDbEndpoint,
        federationEndpoint,
        publicUrl,
        metadataSigningKey,
        function,
        primingRounds,
        credentials,
        fixed);
  }

  /// The directory's table.
  ///
  /// @throws IllegalArgumentException when the function has none
  public String directoryTable() {
    return namedDirectoryTable.orElseThrow(() -> Variables.wrong("DIRECTORY_TABLE", "is not set"));
  }

  /// `aws`, `aws-cn`, `aws-us-gov`, ...: the region's.
  public String partition() {
    return Partition.ofRegion(region.id()).id();
  }

  /// Reads variables by kind. An empty variable is an absent one.
  private record Variables(Map<String, String> environment) {
    Optional<String> optional(String name) {
      return Optional.ofNullable(environment.get(name))
          .map(String::strip)
          .filter(v -> !v.isEmpty());
    }

    String required(String name) {
      return optional(name).orElseThrow(() -> wrong(name, "is not set"));
    }

    List<String> list(String name) {
      return optional(name).stream()
          .flatMap(value -> Stream.of(value.split(",", -1)))
          .map(String::strip)
          .filter(value -> !value.isEmpty())
          .toList();
    }

    boolean flag(String name) {
      return switch (optional(name).orElse("false")) {
        case "true" -> true;
        case "false" -> false;
        default -> throw wrong(name, "must be `true` or `false`");
      };
    }

    int number(String name, int otherwise, int least, int most) {
      String value = optional(name).orElse(Integer.toString(otherwise));
      try {
        int number = Integer.parseInt(value);
        if (number >= least && number <= most) {
          return number;
        }
      } catch (NumberFormatException _) {
        // The answer is the same.
      }
      throw wrong(name, "is not " + least + " to " + most);
    }

    Optional<URI> url(String name) {
      return optional(name)
          .map(
              value -> {
                try {
                  URI url = new URI(value);
                  if (url.getHost() != null
                      && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                    return url;
                  }
                } catch (URISyntaxException _) {
                  // The answer is the same.
                }
                throw wrong(name, "is not a url");
              });
    }

    /// Without slashes at its end.
    Optional<String> publicUrl() {
      return url("PUBLIC_URL")
          .map(
              url -> {
                if (url.getRawQuery() != null || url.getRawFragment() != null) {
                  throw wrong("PUBLIC_URL", "has a query or a fragment");
                }
                return url.toString().replaceAll("/+$", "");
              });
    }

    /// What is signed must be what the deployer says, not what a caller's request does.
    Optional<SecretString> metadataSigningKey() {
      Optional<SecretString> key = optional("METADATA_SIGNING_KEY").map(SecretString::new);
      if (key.isPresent() && optional("PUBLIC_URL").isEmpty()) {
        throw wrong("METADATA_SIGNING_KEY", "wants `PUBLIC_URL` to be set");
      }
      return key;
    }

    private static IllegalArgumentException wrong(String name, String problem) {
      return new IllegalArgumentException("environment variable `" + name + "` " + problem);
    }
  }
}
