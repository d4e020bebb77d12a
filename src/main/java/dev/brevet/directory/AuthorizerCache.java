package dev.brevet.directory;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;

/// How an API Gateway caches what its authorizer answers, as it is configured there: for how long,
/// and by which parts of a request. An answer is served to every request that has the same ones.
///
/// The identity sources are those of one kind of API, each spelled as that kind spells it.
///
/// INVARIANT: a path does not tell routes apart. Gateways may decode it before they cache by it,
/// and `/files/a/b` and `/files/a%2Fb` are then one path and may be two routes.
///
/// Source: Amazon API Gateway Developer Guide, http-api-lambda-authorizer (caching) and
/// apigateway-use-lambda-authorizer.
public record AuthorizerCache(Duration forgets, List<String> identitySources) {
  /// An hour, which is the longest that a gateway caches.
  public static final int MOST_SECONDS = 3_600;

  public AuthorizerCache {
    if (forgets.isNegative() || forgets.toSeconds() > MOST_SECONDS) {
      throw new IllegalArgumentException("a gateway caches for 0 to 3600 seconds");
    }
    if (identitySources.isEmpty() || identitySources.size() > 16) {
      throw new IllegalArgumentException("a cache has 1 to 16 identity sources");
    }
    if (!identitySources.stream().allMatch(source -> DirectoryText.isLine(source, 256))) {
      throw new IllegalArgumentException("an identity source has 1 to 256 characters");
    }
    IdentitySources kind = IdentitySources.of(identitySources);
    identitySources = identitySources.stream().map(kind::canonical).toList();
    Set<String> seen = new HashSet<>();
    for (String source : identitySources) {
      if (!seen.add(AsciiCase.lower(source))) {
        throw new IllegalArgumentException(
            "the identity source `" + UntrustedText.shown(source) + "` is given twice");
      }
    }
    if (!identitySources.contains(kind.token())) {
      throw new IllegalArgumentException(
          "the identity sources must hold the header Authorization, `"
              + kind.token()
              + "`, or one caller's answers would be served to others");
    }
  }

  /// A gateway's default: five minutes, only by the token.
  public static AuthorizerCache usual() {
    return new AuthorizerCache(Duration.ofMinutes(5), List.of(IdentitySources.HTTP.token()));
  }

  /// The kind of API whose identity sources these are.
  public IdentitySources gateway() {
    return IdentitySources.of(identitySources);
  }

  /// The cache as far as a gateway of that kind can have it. Where these are another kind's sources
  /// nothing can be relied on but that answers are cached by the token.
  public AuthorizerCache as(IdentitySources kind) {
    return gateway() == kind ? this : new AuthorizerCache(forgets, List.of(kind.token()));
  }

  public boolean isOff() {
    return forgets.isZero();
  }

  /// Whether an answer is served only to requests of one route.
  public boolean tellsRoutes() {
    return isOff()
        || switch (gateway()) {
          case HTTP -> has("routeKey");
          case REST -> has("httpMethod") && has("resourcePath");
        };
  }

  /// Whether an answer is served only to requests of one route and path.
  public boolean tellsPaths() {
    return isOff() || (tellsRoutes() && has("path"));
  }

  /// Whether an answer is served only to requests from one address.
  public boolean tellsSourceIps() {
    return isOff() || has("identity.sourceIp");
  }

  /// The position of the header Authorization among the sources.
  public int tokenAt() {
    return identitySources.indexOf(gateway().token());
  }

  private boolean has(String variable) {
    return identitySources.contains(gateway().context(variable));
  }
}
