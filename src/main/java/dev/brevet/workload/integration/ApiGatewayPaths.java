package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;

/// The resources of API Gateway's own management: paths below APIs and domain names. Further parts
/// of a path depend on the operation, so all that is below one is allowed. Source: API Gateway
/// Developer Guide, arn-format-reference.
record ApiGatewayPaths(Scope scope) {
  /// By the parameter that names one.
  private static final Map<String, String> KINDS =
      Map.of("RestApiId", "restapis", "ApiId", "apis", "DomainName", "domainnames");

  Resolution of(Arguments arguments) {
    List<Filled> found = new ArrayList<>();
    for (Map.Entry<String, String> kind : KINDS.entrySet()) {
      Value value = arguments.value(kind.getKey());
      if (value instanceof Value.Unsubstituted) {
        return Resolution.blocked(value.whyUnknown(kind.getKey()));
      }
      Filled before =
          scope
              .fill("arn:${Partition}:apigateway:${Region}::/")
              .then(Filled.table(kind.getValue() + "/"));
      ResourceResolver.filled(kind.getKey(), value).map(before::then).ifPresent(found::add);
    }
    if (found.isEmpty()) {
      return Resolution.of(
          scope
              .fill("arn:${Partition}:apigateway:${Region}::/*")
              .because("which paths of API Gateway are meant the arguments do not tell"));
    }
    return Resolution.of(
        found.stream().flatMap(path -> Stream.of(path, path.then(Filled.table("/*")))).toList());
  }
}
