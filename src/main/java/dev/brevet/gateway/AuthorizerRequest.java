package dev.brevet.gateway;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.SecretString;

/// What an API Gateway asks its Lambda authorizer.
///
/// `method` says which API, stage and method it is about, as the gateway says; all else is the
/// sender's own choice.
public sealed interface AuthorizerRequest {
  MethodArn method();

  /// The bearer credential. Empty when there is none.
  Optional<SecretString> bearer();

  RequestOrigin origin();

  /// Of an HTTP API, payload format 2.0.
  ///
  /// @param routeKey the route that the gateway found: `GET /orders/{orderId}`, `$default`
  /// @param identitySource the values of the authorizer's identity sources, by which the answer is
  ///   cached
  /// @param authorization the header Authorization as it came
  record Http(
      MethodArn method,
      Optional<SecretString> bearer,
      String routeKey,
      Map<String, String> pathParameters,
      List<String> identitySource,
      Optional<SecretString> authorization,
      RequestOrigin origin)
      implements AuthorizerRequest {
    public Http {
      pathParameters = Map.copyOf(pathParameters);
      identitySource = List.copyOf(identitySource);
    }

    @Override
    public String toString() {
      return method + " (HTTP)";
    }
  }

  /// Of a REST API with an authorizer of type REQUEST. `routeKey` is the method and the resource's
  /// path, as [Http]'s.
  record Rest(
      MethodArn method,
      Optional<SecretString> bearer,
      String routeKey,
      Map<String, String> pathParameters,
      RequestOrigin origin)
      implements AuthorizerRequest {
    public Rest {
      pathParameters = Map.copyOf(pathParameters);
    }

    @Override
    public String toString() {
      return method + " (REQUEST)";
    }
  }

  /// Of a REST API with an authorizer of type TOKEN: the token is all that is told of the request.
  record Token(MethodArn method, Optional<SecretString> bearer, RequestOrigin origin)
      implements AuthorizerRequest {
    @Override
    public String toString() {
      return method + " (TOKEN)";
    }
  }
}
