package dev.brevet.directory;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How an API Gateway caches what its authorizer answers, as it is configured there: for how long,
/// and by which parts of a request. An answer is served to every request that has the same ones.
///
/// What a gateway does unless it is told otherwise: five minutes, by the token alone.
///
/// Source: Amazon API Gateway Developer Guide, http-api-lambda-authorizer (caching) and
/// apigateway-use-lambda-authorizer.
public record AuthorizerCache(Duration forgets, List<String> identitySources) {
  private static final Set<String> TOKEN =
      Set.of("$request.header.authorization", "method.request.header.authorization");
  private static final Set<String> ROUTE = Set.of("$context.routekey");
  private static final Set<String> METHOD = Set.of("$context.httpmethod", "context.httpmethod");
  private static final Set<String> PATH = Set.of("$context.path", "context.path");
  private static final Set<String> RESOURCE_PATH = Set.of("context.resourcepath");
  private static final Set<String> SOURCE_IP =
      Set.of("$context.identity.sourceip", "context.identity.sourceip");

  /// An hour, which is the longest that a gateway caches.
  public static final int MOST_SECONDS = 3_600;

  public AuthorizerCache {
    identitySources = List.copyOf(identitySources);
    if (forgets.isNegative() || forgets.toSeconds() > MOST_SECONDS) {
      throw new IllegalArgumentException("a gateway caches for 0 to 3600 seconds");
    }
    if (identitySources.isEmpty() || identitySources.size() > 16) {
      throw new IllegalArgumentException("a cache has 1 to 16 identity sources");
    }
    for (String source : identitySources) {
      if (source.isEmpty() || source.length() > 256 || !DirectoryText.isLine(source)) {
        throw new IllegalArgumentException("an identity source has 1 to 256 characters");
      }
    }
    if (!has(identitySources, TOKEN)) {
      throw new IllegalArgumentException(
          "the identity sources must hold the header Authorization, or answers would be served to"
              + " others");
    }
  }

  /// What a gateway does unless it is told otherwise.
  public static AuthorizerCache usual() {
    return new AuthorizerCache(Duration.ofMinutes(5), List.of("$request.header.Authorization"));
  }

  public boolean isOff() {
    return forgets.isZero();
  }

  /// Whether an answer is served to requests of one route alone.
  public boolean tellsRoutes() {
    return isOff()
        || has(identitySources, ROUTE)
        || (has(identitySources, METHOD)
            && (has(identitySources, RESOURCE_PATH) || has(identitySources, PATH)));
  }

  /// Whether an answer is served to requests of one method and path alone.
  public boolean tellsPaths() {
    return isOff() || (tellsRoutes() && has(identitySources, PATH));
  }

  /// Whether an answer is served to requests from one address alone.
  public boolean tellsSourceIps() {
    return isOff() || has(identitySources, SOURCE_IP);
  }

  /// The position of the header Authorization among the sources.
  public int tokenAt() {
    for (int i = 0; i < identitySources.size(); i++) {
      if (TOKEN.contains(identitySources.get(i).toLowerCase(Locale.ROOT))) {
        return i;
      }
    }
    throw new IllegalStateException("a cache without a token");
  }

  private static boolean has(List<String> sources, Set<String> some) {
    return sources.stream().anyMatch(source -> some.contains(source.toLowerCase(Locale.ROOT)));
  }
}
