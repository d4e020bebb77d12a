package dev.brevet.lambda;

import module java.base;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Problem;
import dev.brevet.api.Router;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.mapping.MappingStoreUnavailable;

/// One event in, one answer out: the only place where what is broken becomes a status.
final class Invocation {
  private static final JsonFactory JSON = new JsonFactory();

  private final Router router;
  private final String function;
  private final Clock clock;
  private final FunctionLog log;

  Invocation(Router router, Settings settings, Consumer<String> lines) {
    this.router = router;
    this.function = settings.function();
    this.clock = settings.clock();
    this.log = new FunctionLog(lines);
  }

  /// Reads all of `input`, answers on `output`. Whatever an event holds, there is an answer.
  ///
  /// @throws IOException when `output` cannot be written
  void handle(InputStream input, OutputStream output) throws IOException {
    write(answer(input), output);
  }

  /// Writes `response` as an HTTP API takes it: payload format 2.0.
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

  private ApiResponse answer(InputStream input) {
    Optional<ApiRequest> request;
    try {
      request = EventReader.read(input, function, clock.instant());
    } catch (IOException notAnEvent) {
      log.fault("-", notAnEvent);
      return Problem.notARequest();
    }
    return request.map(this::answer).orElseGet(Problem::notARequest);
  }

  private ApiResponse answer(ApiRequest request) {
    try {
      return router.answer(request);
    } catch (IdentityUnavailable
        | MappingStoreUnavailable
        | DirectoryUnavailable
        | DecisionLogUnavailable fault) {
      log.unavailable(request.origin().requestId(), fault);
      return router.refused(request, Problem.unavailable());
    } catch (RuntimeException fault) {
      log.fault(request.origin().requestId(), fault);
      return router.refused(request, Problem.internal());
    }
  }
}
