package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Headers;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.AccountId;
import dev.brevet.identity.GatewayCaller;
import org.jspecify.annotations.Nullable;

/// Between an HTTP API's payload format 2.0 and the room `api`.
final class HttpApi {
  private static final JsonFactory JSON = new JsonFactory();

  private HttpApi() {}

  /// The request in `event`. Empty when it is no request of an HTTP API: no method, path, account
  /// or request id, another version, a path whose bytes were no UTF-8, or a body that is not the
  /// base64 that it says it is.
  static Optional<ApiRequest> request(APIGatewayV2HTTPEvent event, String function, Instant now) {
    RequestContext context = event.getRequestContext();
    RequestContext.Http http = context == null ? null : context.getHttp();
    if (http == null
        || http.getMethod() == null
        || event.getRawPath() == null
        // What the gateway's decoder writes for bytes that are no UTF-8.
        || event.getRawPath().indexOf('\uFFFD') >= 0
        || context.getRequestId() == null
        || context.getAccountId() == null
        || !"2.0".equals(event.getVersion())) {
      return Optional.empty();
    }
    RequestOrigin origin =
        new RequestOrigin(
            context.getRequestId(),
            orEmpty(http.getSourceIp()),
            orEmpty(http.getUserAgent()),
            // An HTTP API has no private endpoints: there is no VPC endpoint to tell.
            Optional.empty(),
            function,
            context.getTimeEpoch() > 0 ? Instant.ofEpochMilli(context.getTimeEpoch()) : now);
    Map<String, String> headers = event.getHeaders() == null ? Map.of() : event.getHeaders();
    return AccountId.parse(context.getAccountId())
        .flatMap(
            account ->
                body(event)
                    .map(
                        body ->
                            new ApiRequest(
                                http.getMethod(),
                                event.getRawPath(),
                                orEmpty(event.getRawQueryString()),
                                Headers.of(headers),
                                body,
                                caller(context),
                                account,
                                origin)));
  }

  /// Writes `response` as the gateway takes it.
  static void write(ApiResponse response, OutputStream output) throws IOException {
    APIGatewayV2HTTPResponse event =
        APIGatewayV2HTTPResponse.builder()
            .withStatusCode(response.status())
            .withHeaders(response.headers())
            .withBody(response.body())
            .withIsBase64Encoded(false)
            .build();
    try (JsonGenerator json = JSON.createGenerator(output)) {
      json.writeStartObject();
      json.writeNumberField("statusCode", event.getStatusCode());
      json.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : event.getHeaders().entrySet()) {
        json.writeStringField(header.getKey(), header.getValue());
      }
      json.writeEndObject();
      json.writeStringField("body", event.getBody());
      json.writeBooleanField("isBase64Encoded", event.getIsBase64Encoded());
      json.writeEndObject();
    }
  }

  private static Optional<Body> body(APIGatewayV2HTTPEvent event) {
    if (event.getBody() == null) {
      return Optional.of(Body.EMPTY);
    }
    if (!event.getIsBase64Encoded()) {
      return Optional.of(Body.of(event.getBody()));
    }
    try {
      return Optional.of(Body.of(Base64.getDecoder().decode(event.getBody())));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<GatewayCaller> caller(RequestContext context) {
    if (context.getAuthorizer() == null || context.getAuthorizer().getIam() == null) {
      return Optional.empty();
    }
    RequestContext.IAM iam = context.getAuthorizer().getIam();
    return Optional.of(
        new GatewayCaller(
            iam.getAccessKey(),
            iam.getAccountId(),
            iam.getCallerId(),
            iam.getUserArn(),
            iam.getUserId(),
            iam.getPrincipalOrgId()));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
