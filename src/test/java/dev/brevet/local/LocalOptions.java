package dev.brevet.local;

import module java.base;

/// How the local world is to start.
///
/// `base` is the project's folder, with `template.yaml` and `samples`. `port` 0 means free ports
/// throughout; otherwise issuer, STS and DynamoDB take the next ones where they are free. `data`
/// keeps tables and the issuer's key. `sts` and `dynamoDb` stand in for the local ones. `sessions`
/// is how long the local STS's sessions of roles last at most, whatever is asked for: AWS's never
/// last less than 15 minutes, which is long for a test of what comes after. `invocations` is how
/// much time each is told to have, where that is not the template's timeout.
public record LocalOptions(
    Path base,
    int port,
    Optional<Path> data,
    Optional<URI> sts,
    Optional<URI> dynamoDb,
    String region,
    Clock clock,
    Optional<Duration> sessions,
    Optional<Duration> invocations) {
  static final int DEFAULT_PORT = 8787;

  /// A world in memory on free ports.
  public static LocalOptions inMemory(Path base) {
    return new LocalOptions(
        base,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "eu-west-1",
        Clock.systemUTC(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same, kept in `folder`.
  public LocalOptions withData(Path folder) {
    return new LocalOptions(
        base, port, Optional.of(folder), sts, dynamoDb, region, clock, sessions, invocations);
  }

  /// The same on another port.
  public LocalOptions withPort(int other) {
    return new LocalOptions(base, other, data, sts, dynamoDb, region, clock, sessions, invocations);
  }

  /// The same with sessions that end so soon.
  public LocalOptions withSessions(Duration longest) {
    return new LocalOptions(
        base, port, data, sts, dynamoDb, region, clock, Optional.of(longest), invocations);
  }

  /// The same with invocations that are told to have so long.
  public LocalOptions withInvocations(Duration time) {
    return new LocalOptions(
        base, port, data, sts, dynamoDb, region, clock, sessions, Optional.of(time));
  }

  /// What `mvn -Plocal` hands on as properties; an empty one was not given.
  ///
  /// @throws IllegalArgumentException naming the property that is wrong
  static LocalOptions of(Map<String, String> properties, Map<String, String> environment) {
    Optional<URI> sts = url(properties, "brevet.sts");
    Optional<URI> dynamoDb = url(properties, "brevet.dynamodb");
    if (dynamoDb.filter(LocalOptions::isAws).isPresent()
        && sts.filter(LocalOptions::isAws).isEmpty()) {
      throw new IllegalArgumentException(
          "brevet.dynamodb is AWS's, so brevet.sts must be AWS's too: the local STS's keys mean"
              + " nothing there");
    }
    return new LocalOptions(
        Path.of(given(properties, "brevet.basedir").orElse("")).toAbsolutePath(),
        port(given(properties, "brevet.port").orElse(Integer.toString(DEFAULT_PORT))),
        given(properties, "brevet.data").map(Path::of).map(Path::toAbsolutePath),
        sts,
        dynamoDb,
        Optional.ofNullable(environment.get("AWS_REGION"))
            .filter(text -> !text.isEmpty())
            .orElse("eu-west-1"),
        Clock.systemUTC(),
        given(properties, "brevet.sessions").map(LocalOptions::duration),
        Optional.empty());
  }

  /// Whether AWS itself answers there, with credentials of a real account.
  boolean usesAws() {
    return sts.filter(LocalOptions::isAws).isPresent()
        || dynamoDb.filter(LocalOptions::isAws).isPresent();
  }

  static boolean isAws(URI endpoint) {
    String host = endpoint.getHost();
    return host.endsWith(".amazonaws.com")
        || host.endsWith(".amazonaws.com.cn")
        || host.endsWith(".api.aws");
  }

  static Optional<String> given(Map<String, String> properties, String name) {
    return Optional.ofNullable(properties.get(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  private static Duration duration(String text) {
    try {
      Duration length = Duration.parse(text);
      if (length.isPositive()) {
        return length;
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "brevet.sessions is not a duration such as `PT5S`: `" + text + "`", e);
    }
    throw new IllegalArgumentException("brevet.sessions is not a duration such as `PT5S`");
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("brevet.port is not a port: `" + text + "`", e);
    }
    throw new IllegalArgumentException("brevet.port is not a port: `" + text + "`");
  }

  private static Optional<URI> url(Map<String, String> properties, String name) {
    Optional<URI> url = given(properties, name).map(LocalOptions::uri);
    if (url.isPresent()
        && (url.get().getHost() == null || !url.get().getScheme().startsWith("http"))) {
      throw new IllegalArgumentException(name + " is not a url: `" + url.get() + "`");
    }
    return url;
  }

  private static URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a url: `" + text + "`", e);
    }
  }
}
