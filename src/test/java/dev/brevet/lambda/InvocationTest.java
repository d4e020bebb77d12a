package dev.brevet.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.api.Route;
import dev.brevet.api.Router;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.mapping.MappingStoreUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;

/// What is broken becomes a status here, and nothing of it gets out.
class InvocationTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "s3cret";

  private final List<String> lines = new ArrayList<>();

  private JsonNode answer(String path, RuntimeException fault) throws IOException {
    Router router =
        new Router(
            List.of(
                () ->
                    List.of(
                        Route.of(
                            "GET",
                            path,
                            (_, _) -> {
                              throw fault;
                            }))));
    Settings settings =
        Settings.of(
            Map.of(
                "MAPPINGS_TABLE", "m",
                "ISSUERS_TABLE", "i",
                "DECISIONS_TABLE", "d",
                "AWS_REGION", "eu-west-1"),
            AnonymousCredentialsProvider::create,
            Clock.systemUTC());
    String event =
        """
        {"version":"2.0","rawPath":"%s","headers":{"x-request-id":"mine"},
         "requestContext":{"accountId":"111122223333","requestId":"the-gateways",
         "http":{"method":"GET","sourceIp":"203.0.113.7","userAgent":"a"}}}
        """
            .formatted(path);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    new Invocation(router, settings, lines::add)
        .handle(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output);
    return JSON.readTree(output.toByteArray());
  }

  private static JsonNode body(JsonNode answer) throws IOException {
    return JSON.readTree(answer.get("body").asText());
  }

  static Stream<RuntimeException> portsThatDoNotAnswer() {
    RuntimeException cause = new RuntimeException(SECRET);
    return Stream.of(
        new IdentityUnavailable("the issuers did not answer", cause),
        new MappingStoreUnavailable("the mappings did not answer", cause),
        new DecisionLogUnavailable("the decisions did not answer", cause));
  }

  @ParameterizedTest
  @MethodSource("portsThatDoNotAnswer")
  void portThatDoesNotAnswer_isUnavailable(RuntimeException fault) throws IOException {
    JsonNode answer = answer("/x", fault);
    assertEquals(503, answer.get("statusCode").asInt());
    assertEquals("unavailable", body(answer).get("code").asText());
    assertEquals("1", answer.at("/headers/Retry-After").asText());
    assertEquals("mine", answer.at("/headers/X-Request-ID").asText());
    assertFalse(answer.toString().contains("did not answer"));
    JsonNode line = JSON.readTree(lines.getFirst());
    assertEquals("the-gateways", line.get("requestId").asText());
    assertEquals(fault.getMessage(), line.get("message").asText());
    assertFalse(lines.toString().contains(SECRET));
  }

  @Test
  void anythingElse_isAnInternalError_whoseMessageGoesNowhere() throws IOException {
    JsonNode answer = answer("/x", new IllegalStateException(SECRET, new IOException(SECRET)));
    assertEquals(500, answer.get("statusCode").asInt());
    assertEquals("internal_error", body(answer).get("code").asText());
    assertEquals("mine", answer.at("/headers/X-Request-ID").asText());
    assertFalse(answer.toString().contains(SECRET) || answer.toString().contains("java"));
    JsonNode line = JSON.readTree(lines.getFirst());
    assertEquals("java.lang.IllegalStateException", line.at("/causes/0").asText());
    assertEquals("java.io.IOException", line.at("/causes/1").asText());
    assertTrue(line.at("/at/0").asText().startsWith("dev.brevet.lambda.InvocationTest."));
    assertFalse(lines.toString().contains(SECRET));
    assertEquals(1, lines.size());
  }
}
