package dev.brevet.gateway;

import module java.base;

import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;

/// Writes answers as API Gateways take them.
///
/// Source: Amazon API Gateway Developer Guide, http-api-lambda-authorizer (simple response) and
/// api-gateway-lambda-authorizer-output.
public final class AuthorizerResponse {
  private AuthorizerResponse() {}

  /// The answer's JSON; empty for what a REST API is answered by failing with the message
  /// `Unauthorized`.
  public static Optional<byte[]> write(AuthorizerAnswer answer) {
    return json(answer).map(json -> JsonText.compact(json).getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<JsonValue> json(AuthorizerAnswer answer) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    switch (answer) {
      case AuthorizerAnswer.Unauthenticated _ -> {
        return Optional.empty();
      }
      case AuthorizerAnswer.Simple(boolean isAuthorized, Map<String, String> context) -> {
        fields.put("isAuthorized", JsonValue.of(isAuthorized));
        fields.put("context", texts(context));
      }
      case AuthorizerAnswer.Policy(String principalId, String policy, var context) -> {
        fields.put("principalId", JsonValue.of(principalId));
        fields.put("policyDocument", parsed(policy));
        fields.put("context", texts(context));
      }
    }
    return Optional.of(JsonValue.of(fields));
  }

  private static JsonValue texts(Map<String, String> context) {
    Map<String, JsonValue> texts = new LinkedHashMap<>();
    context.forEach((name, value) -> texts.put(name, JsonValue.of(value)));
    return JsonValue.of(texts);
  }

  private static JsonValue parsed(String policy) {
    return switch (JsonReader.read(policy)) {
      case JsonReader.Read(JsonValue value) -> value;
      case JsonReader.NotJson not -> throw new IllegalStateException(not.message());
    };
  }
}
