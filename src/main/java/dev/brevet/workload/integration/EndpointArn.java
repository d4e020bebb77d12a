package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.UntrustedText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;

/// The ARN of a call through API Gateway:
/// `arn:...:execute-api:region:account:api-id/stage/METHOD/path`.
///
/// Source: API Gateway Developer Guide,
/// api-gateway-control-access-using-iam-policies-to-invoke-api; Step Functions Developer Guide,
/// connect-api-gateway.
record EndpointArn(Scope scope, boolean tighter) {

  Resolution resolve(ResourceRule.FromEndpoint rule, Arguments arguments) {
    Value endpoint = arguments.value("ApiEndpoint");
    if (endpoint instanceof Value.AtRunTime) {
      return Resolution.instead(
          scope.fill(rule.atRunTime().templates(tighter)), endpoint.whyUnknown("ApiEndpoint"));
    }
    if (!(endpoint instanceof Value.Known(String text))) {
      return Resolution.blocked(endpoint.whyUnknown("ApiEndpoint"));
    }
    Optional<String> api = api(text);
    if (api.isEmpty()) {
      return Resolution.blocked(
          "`ApiEndpoint` is not an API's own host name: `" + UntrustedText.shown(text) + "`");
    }
    return withPath(Filled.table(api.get()), arguments);
  }

  /// An API and what is called of it.
  static Resolution withPath(Filled api, Arguments arguments) {
    Filled arn = api;
    for (Part part : PARTS) {
      Value value = arguments.value(part.name());
      Optional<Filled> filled =
          value instanceof Value.Missing
              ? part.otherwise().map(Filled::table)
              : ResourceResolver.filled(part.name(), value);
      if (filled.isEmpty()) {
        return Resolution.blocked(value.whyUnknown(part.name()));
      }
      arn = arn.then(Filled.table("/")).then(filled.get().as(EndpointArn::path));
    }
    return Resolution.of(arn);
  }

  /// @param otherwise what holds where it is not given; empty where it must be
  private record Part(String name, Optional<String> otherwise) {}

  /// Source: Step Functions Developer Guide, connect-api-gateway.
  private static final List<Part> PARTS =
      List.of(
          new Part("Stage", Optional.of("$default")),
          new Part("Method", Optional.empty()),
          new Part("Path", Optional.of("")));

  /// `<id>.execute-api.<region>.<suffix>`, with or without `https://`.
  private Optional<String> api(String endpoint) {
    String host = endpoint.startsWith("https://") ? endpoint.substring(8) : endpoint;
    String[] part =
        (host.endsWith("/") ? host.substring(0, host.length() - 1) : host).split("\\.", -1);
    // What stands here is the beginning of an ARN: nothing but the letters of host names may.
    if (part.length < 5
        || !part[1].equals("execute-api")
        || !PolicyText.isPlain(part[0])
        || !PolicyText.isPlain(part[2])
        || part[0].isEmpty()
        || part[2].isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "arn:"
            + scope.partition()
            + ":execute-api:"
            + part[2]
            + ":"
            + scope.account()
            + ":"
            + part[0]);
  }

  private static String path(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
