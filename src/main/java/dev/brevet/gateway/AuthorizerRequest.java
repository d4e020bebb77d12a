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
  /// @param path the path as the gateway sends it: with the base path of an API mapping, and with
  ///   the stage where the URL has it
  /// @param routeKey the route that the gateway found: `GET /orders/{orderId}`, `$default`
  /// @param identitySource the values of the authorizer's identity sources, by which the answer is
  ///   cached
  /// @param authorization the header Authorization as it came
  record Http(
      MethodArn method,
      Optional<SecretString> bearer,
      String path,
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

    /// Whether a gateway would give `told` as the path of such a request: that of the method, with
    /// its stage or without, or below the base path of an API mapping, as the event has it.
    boolean isOfPath(String told) {
      String own = "/" + method.path();
      return told.equals(own)
          || told.equals("/" + method.stage() + own)
          || (told.equals(path) && (told.endsWith(own) || method.path().isEmpty()));
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

  /// Of a REST API with an authorizer of type TOKEN: only the token of the request is known.
  record Token(MethodArn method, Optional<SecretString> bearer, RequestOrigin origin)
      implements AuthorizerRequest {
    @Override
    public String toString() {
      return method + " (TOKEN)";
    }
  }
}
