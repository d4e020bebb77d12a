package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.brevet.iam.UnicodeText;
import dev.brevet.json.UnicodeParser;
import org.jspecify.annotations.Nullable;

/// Reads an HTTP API's event, payload format 2.0, token by token: no reflection, no data binding.
/// Fields that Brevet does not use are skipped, cookies among them. Text in the others is Unicode,
/// or the event is none.
///
/// Source: API Gateway Developer Guide, http-api-develop-integrations-lambda.
final class EventReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Header names come from outside: they must not fill a table that outlives the request.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private EventReader() {}

  private interface Field {
    void read(String name) throws IOException;
  }

  /// The event, with whatever was missing left null.
  ///
  /// @throws IOException when it is not a JSON object, or a field that is used has another type
  static APIGatewayV2HTTPEvent read(InputStream input) throws IOException {
    String text =
        UnicodeText.decode(input.readAllBytes())
            .orElseThrow(() -> new IOException("not an event of an HTTP API: not UTF-8"));
    try (JsonParser json = UnicodeParser.of(JSON, text)) {
      APIGatewayV2HTTPEvent event = new APIGatewayV2HTTPEvent();
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an event of an HTTP API");
      }
      object(
          json,
          name -> {
            switch (name) {
              case "version" -> event.setVersion(text(json));
              case "routeKey" -> event.setRouteKey(text(json));
              case "rawPath" -> event.setRawPath(text(json));
              case "rawQueryString" -> event.setRawQueryString(text(json));
              case "headers" -> event.setHeaders(texts(json));
              case "body" -> event.setBody(text(json));
              case "isBase64Encoded" -> event.setIsBase64Encoded(json.getValueAsBoolean());
              case "requestContext" -> event.setRequestContext(context(json));
              default -> json.skipChildren();
            }
          });
      return event;
    }
  }

  private static RequestContext context(JsonParser json) throws IOException {
    RequestContext context = new RequestContext();
    object(
        json,
        name -> {
          switch (name) {
            case "accountId" -> context.setAccountId(text(json));
            case "apiId" -> context.setApiId(text(json));
            case "stage" -> context.setStage(text(json));
            case "domainName" -> context.setDomainName(text(json));
            case "requestId" -> context.setRequestId(text(json));
            case "routeKey" -> context.setRouteKey(text(json));
            case "timeEpoch" -> context.setTimeEpoch(json.getValueAsLong());
            case "http" -> context.setHttp(http(json));
            case "authorizer" -> context.setAuthorizer(authorizer(json));
            default -> json.skipChildren();
          }
        });
    return context;
  }

  private static RequestContext.Http http(JsonParser json) throws IOException {
    RequestContext.Http http = new RequestContext.Http();
    object(
        json,
        name -> {
          switch (name) {
            case "method" -> http.setMethod(text(json));
            case "path" -> http.setPath(text(json));
            case "protocol" -> http.setProtocol(text(json));
            case "sourceIp" -> http.setSourceIp(text(json));
            case "userAgent" -> http.setUserAgent(text(json));
            default -> json.skipChildren();
          }
        });
    return http;
  }

  private static RequestContext.Authorizer authorizer(JsonParser json) throws IOException {
    RequestContext.Authorizer authorizer = new RequestContext.Authorizer();
    object(
        json,
        name -> {
          if (name.equals("iam") && json.currentToken() != JsonToken.VALUE_NULL) {
            authorizer.setIam(iam(json));
          } else {
            json.skipChildren();
          }
        });
    return authorizer;
  }

  private static RequestContext.IAM iam(JsonParser json) throws IOException {
    RequestContext.IAM iam = new RequestContext.IAM();
    object(
        json,
        name -> {
          switch (name) {
            case "accessKey" -> iam.setAccessKey(text(json));
            case "accountId" -> iam.setAccountId(text(json));
            case "callerId" -> iam.setCallerId(text(json));
            case "principalOrgId" -> iam.setPrincipalOrgId(text(json));
            case "userArn" -> iam.setUserArn(text(json));
            case "userId" -> iam.setUserId(text(json));
            default -> json.skipChildren();
          }
        });
    return iam;
  }

  private static void object(JsonParser json, Field field) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("not an event of an HTTP API");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      field.read(name);
    }
  }

  private static Map<String, String> texts(JsonParser json) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    object(
        json,
        name -> {
          String value = text(json);
          if (value != null) {
            texts.put(name, value);
          }
        });
    return texts;
  }

  private static @Nullable String text(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getText();
      case VALUE_NULL -> null;
      default -> throw new IOException("not an event of an HTTP API");
    };
  }
}
