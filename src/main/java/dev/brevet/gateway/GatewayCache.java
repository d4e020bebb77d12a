package dev.brevet.gateway;

import module java.base;

import dev.brevet.directory.AuthorizerCache;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.VerifiedIdentity;

/// What a gateway's cache, as the directory describes it, means for an answer that it may keep.
record GatewayCache(AuthorizerCache declared) {
  /// Whether what the gateway says that it caches by may be what the table says: the values of this
  /// request are. It finds a table that was written by mistake. It is no proof: where the gateway
  /// is set up with a header instead, its sender can give it the value that is expected here.
  boolean isAsDeclared(AuthorizerRequest.Http request) {
    if (declared.isOff()) {
      return true;
    }
    List<String> values = request.identitySource();
    List<String> sources = declared.identitySources();
    if (values.size() != sources.size()) {
      return false;
    }
    for (int i = 0; i < sources.size(); i++) {
      String value = values.get(i);
      boolean same =
          i == declared.tokenAt()
              ? request.authorization().filter(new SecretString(value)::equals).isPresent()
              : switch (sources.get(i)) {
                // As HTTP APIs spell a source; a REST API's spelling is none of this gateway's.
                case String source when !source.startsWith("$") -> false;
                case "$context.path" -> request.isOfPath(value);
                case "$context.routeKey" -> value.equals(request.routeKey());
                case "$context.httpMethod" -> value.equals(request.method().method());
                case "$context.identity.sourceIp" -> value.equals(request.origin().sourceAddress());
                default -> true;
              };
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /// Whether a token is good for longer than the gateway remembers the answer to it: it neither
  /// expires before nor becomes older than its issuer's tokens may be.
  boolean isOutlivedBy(VerifiedIdentity identity, Instant now) {
    return declared.isOff()
        || identity
            .token()
            .filter(of -> now.plus(declared.forgets()).isBefore(of.goodUntil()))
            .isPresent();
  }

  /// How other requests that are served the answer may differ from `request`.
  VaryingKeys varying(AuthorizerRequest request) {
    // An authorizer of type TOKEN does not learn where a request comes from, so its address is
    // unknown.
    boolean isToken = request instanceof AuthorizerRequest.Token;
    return new VaryingKeys(
        !declared.isOff(),
        isToken || !declared.tellsSourceIps(),
        isToken || !declared.isOff(),
        false);
  }
}
