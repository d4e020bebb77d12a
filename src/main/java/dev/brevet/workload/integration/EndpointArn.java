package dev.brevet.workload.integration;

import dev.brevet.json.JsonText;
import dev.brevet.workload.definition.Arguments;
import dev.brevet.workload.definition.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ARN of a call through API Gateway:
/// `arn:...:execute-api:region:account:api-id/stage/METHOD/path`.
///
/// Source: API Gateway Developer Guide,
/// api-gateway-control-access-using-iam-policies-to-invoke-api; Step Functions Developer Guide,
/// connect-api-gateway.
record EndpointArn(Scope scope, boolean tighter) {

  Resolution resolve(ResourceRule.FromEndpoint rule, Arguments arguments) {
    Value endpoint = arguments.value("ApiEndpoint");
    if (endpoint instanceof Value.AtRunTime(String expression, _)) {
      return Resolution.gap(
          "`ApiEndpoint` is only known at run time: `" + JsonText.shown(expression) + "`",
          new ResourceResolver(scope, tighter).fill(rule.atRunTime().templates(tighter)));
    }
    if (!(endpoint instanceof Value.Known(String text))) {
      return Resolution.gap(ResourceResolver.why("ApiEndpoint", endpoint), List.of());
    }
    Optional<String> api = api(text);
    if (api.isEmpty()) {
      return Resolution.gap(
          "`ApiEndpoint` is not an API's own host name: `" + JsonText.shown(text) + "`", List.of());
    }
    for (String name : List.of("Stage", "Method", "Path")) {
      if (arguments.value(name) instanceof Value.Unsubstituted value) {
        return Resolution.gap(ResourceResolver.why(name, value), List.of());
      }
    }
    List<String> unknown = new ArrayList<>();
    String arn =
        api.get()
            + "/"
            + part(arguments, "Stage", "$default", unknown)
            + "/"
            + part(arguments, "Method", "*", unknown)
            + "/"
            + path(part(arguments, "Path", "", unknown));
    return new Resolution(
        List.of(arn),
        unknown.stream()
            .map(
                name ->
                    new Resolution.Gap(
                        "`" + name + "` is not known before the machine runs", List.of(arn)))
            .toList());
  }

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

  private static String part(
      Arguments arguments, String name, String otherwise, List<String> unknown) {
    return switch (arguments.value(name)) {
      case Value.Known(String text) -> PolicyText.escape(text);
      case Value.Missing() -> otherwise;
      case Value.AtRunTime(_, Optional<String> pattern) -> {
        unknown.add(name);
        yield pattern.orElse("*");
      }
      case Value.Unsubstituted _ ->
          throw new IllegalArgumentException("not substituted: `" + name + "`");
    };
  }

  private static String path(String path) {
    return path.startsWith("/") ? path.substring(1) : path;
  }
}
