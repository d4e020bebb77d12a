package dev.brevet.gateway;

import java.util.Optional;

/// One method of a deployed API:
/// `arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/GET/orders/7`.
///
/// `path` is what a caller sent, without the slash that it begins with. The route of a WebSocket
/// API that has an authorizer, `$connect`, stands in place of a method. Source: Amazon API Gateway
/// Developer Guide, api-gateway-control-access-using-iam-policies-to-invoke-api and
/// apigateway-websocket-api-lambda-auth.
public record MethodArn(String api, String stage, String method, String path) {
  private static final String CONNECT = "$connect";

  /// Empty when `text` is not such an ARN.
  public static Optional<MethodArn> parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || text.length() > 16_384) {
      return Optional.empty();
    }
    String api = text.substring(0, slash);
    String[] rest = text.substring(slash + 1).split("/", 3);
    if (!api.matches("arn:aws[a-z-]{0,16}:execute-api:[a-z0-9-]{1,32}:[0-9]{12}:[a-z0-9]{1,64}")
        || rest.length < 2
        || !rest[0].matches("[A-Za-z0-9_$-]{1,128}")
        || !(rest[1].matches("[A-Z]{1,16}") || (rest.length == 2 && rest[1].equals(CONNECT)))) {
      return Optional.empty();
    }
    return Optional.of(new MethodArn(api, rest[0], rest[1], rest.length == 3 ? rest[2] : ""));
  }

  /// What policies of this stage begin with: `arn:...:a1b2c3d4e5/prod/`.
  String stagePrefix() {
    return api + "/" + stage + "/";
  }

  /// Whether it is about opening a connection to a WebSocket API.
  boolean isOfWebSocket() {
    return method.equals(CONNECT);
  }

  /// Whether the ARN, in a policy, would match only itself.
  boolean isLiteral() {
    return path.indexOf('*') < 0 && path.indexOf('?') < 0 && path.indexOf('$') < 0;
  }

  @Override
  public String toString() {
    return stagePrefix() + method + "/" + path;
  }
}
