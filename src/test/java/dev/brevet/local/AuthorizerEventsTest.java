package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The files `events/authorizer-*.json`, through the function that they are for.
class AuthorizerEventsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAGE = "arn:aws:execute-api:eu-west-1:111122223333:c3d4e5f6a7/prod/";
  private static LocalWorld world;

  @BeforeAll
  static void start() {
    PrintStream standard = System.out;
    // Functions take standard output as their log when they are made.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    try {
      world = LocalWorld.start(LocalOptions.inMemory(Path.of("").toAbsolutePath()));
    } finally {
      System.setOut(standard);
    }
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void noFaults() {
    world.dynamoDb().faults().clear();
  }

  private static String file(String name) throws IOException {
    return Files.readString(Path.of("events").resolve(name + ".json"));
  }

  private static byte[] invoke(String event) throws LocalFunction.Failure {
    return world
        .function("AuthorizerFunction")
        .invoke(event.getBytes(StandardCharsets.UTF_8), "request-1");
  }

  private static JsonNode answer(String event) throws IOException, LocalFunction.Failure {
    return JSON.readTree(invoke(EventText.of(event, world)));
  }

  /// Each call of a table ends within its time; all that a directory takes do not.
  @Test
  void directoryThatIsSlow_isGivenUpInTime_andThatIsRecorded() throws Exception {
    Duration time = Duration.ofSeconds(3);
    LocalOptions options =
        LocalOptions.inMemory(Path.of("").toAbsolutePath()).withInvocations(time);
    try (LocalWorld slow = LocalWorld.start(options);
        DynamoDbClient tables = slow.dynamoDbClient()) {
      Fault.Delay late = new Fault.Delay(Duration.ofMillis(800));
      for (String operation : List.of("GetItem", "Query", "TransactGetItems")) {
        slow.dynamoDb().faults().always(operation, late);
      }
      byte[] event = EventText.of(file("authorizer-http"), slow).getBytes(StandardCharsets.UTF_8);
      Instant began = Instant.now();
      LocalFunction.Failure failure =
          assertThrows(
              LocalFunction.Failure.class,
              () -> slow.function("AuthorizerFunction").invoke(event, "request-1"));
      Duration took = Duration.between(began, Instant.now());
      slow.dynamoDb().faults().clear();

      assertTrue(failure.getMessage().endsWith("temporarily unavailable"), failure.getMessage());
      // A busy machine of a test may add something; a wait that nobody bounds adds seconds.
      assertTrue(took.compareTo(time.plusMillis(800)) < 0, "it took " + took);
      List<String> outcomes =
          tables.scan(scan -> scan.tableName(slow.tableName("DECISIONS_TABLE"))).items().stream()
              .map(item -> item.get("outcome").s() + " " + item.get("code").s())
              .toList();
      assertEquals(List.of("FAILED unavailable"), outcomes);
    }
  }

  @Test
  void httpApi_isGivenASimpleResponseWithTextsAsContext() throws Exception {
    JsonNode answer = answer(file("authorizer-http"));

    assertTrue(answer.get("isAuthorized").asBoolean(), answer::toString);
    assertEquals(26, answer.at("/context/decisionId").asText().length());
    answer.get("context").forEach(value -> assertTrue(value.isTextual(), answer::toString));
    assertEquals(2, answer.size());
  }

  @Test
  void httpApi_isRefusedWhatTheCallerMayNot() throws Exception {
    JsonNode answer =
        answer(
            file("authorizer-http")
                .replace("GET /orders/{orderId}", "DELETE /orders/{orderId}")
                .replace("/GET/orders/7", "/DELETE/orders/7"));

    assertFalse(answer.get("isAuthorized").asBoolean(), answer::toString);
  }

  @Test
  void restApiWithTokenAuthorizer_isGivenThePolicyOfItsStage() throws Exception {
    JsonNode answer = answer(file("authorizer-rest-token"));

    assertEquals(
        JSON.readTree(
            "{\"Action\":\"execute-api:Invoke\",\"Effect\":\"Allow\",\"Resource\":[\""
                + STAGE
                + "GET/orders\",\""
                + STAGE
                + "GET/orders/?*\"]}"),
        answer.at("/policyDocument/Statement/1"));
    assertEquals("Deny", answer.at("/policyDocument/Statement/0/Effect").asText());
    assertFalse(answer.get("principalId").asText().isEmpty());
    answer.get("context").forEach(value -> assertTrue(value.isTextual(), answer::toString));
  }

  @Test
  void restApiWithRequestAuthorizer_isGivenADenyForWhatTheCallerMayNot() throws Exception {
    JsonNode answer = answer(file("authorizer-rest-request"));

    assertEquals("Deny", answer.at("/policyDocument/Statement/0/Effect").asText());
    assertEquals(STAGE + "*", answer.at("/policyDocument/Statement/0/Resource/0").asText());
    JsonNode read =
        answer(
            file("authorizer-rest-request")
                .replace("/DELETE/", "/GET/")
                .replace("\"DELETE\"", "\"GET\""));
    assertEquals("Allow", read.at("/policyDocument/Statement/1/Effect").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorizer-rest-token", "authorizer-rest-request"})
  void restApi_isToldUnauthorizedByAFailure(String file) throws Exception {
    for (String bearer : new String[] {"Bearer x.y.z", "Bearer", "", "Basic YTpi"}) {
      LocalFunction.Failure failure =
          assertThrows(
              LocalFunction.Failure.class,
              () -> invoke(file(file).replace("Bearer BREVET_API_TOKEN", bearer)),
              bearer);
      // The runtime gives API Gateway the message, which must be this and nothing else.
      assertTrue(failure.getMessage().endsWith(": Unauthorized"), failure::getMessage);
    }
  }

  @Test
  void tokenThatIsSentTwice_isNone() throws Exception {
    String event =
        EventText.of(
            file("authorizer-rest-request")
                .replace(
                    "\"Authorization\": [\"Bearer", "\"Authorization\": [\"Bearer x\", \"Bearer"),
            world);
    LocalFunction.Failure failure = assertThrows(LocalFunction.Failure.class, () -> invoke(event));
    assertTrue(failure.getMessage().endsWith(": Unauthorized"), failure::getMessage);
  }

  @Test
  void httpApiWithABadToken_isNotAuthorized() throws Exception {
    JsonNode answer =
        answer(file("authorizer-http").replace("Bearer BREVET_API_TOKEN", "Bearer x.y.z"));

    assertFalse(answer.get("isAuthorized").asBoolean());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"type\":\"TOKEN\"}",
        "{\"type\":\"TOKEN\",\"authorizationToken\":\"x\",\"methodArn\":\"arn:aws:s3:::b\"}",
        "{\"type\":\"REQUEST\",\"version\":\"2.0\"}",
        // An HTTP API's of payload format 1.0, which looks like a REST API's.
        "{\"version\":\"1.0\",\"type\":\"REQUEST\",\"methodArn\":\"arn:aws:execute-api:eu-west-1:111122223333:"
            + "b2c3d4e5f6/prod/GET/orders/7\",\"resource\":\"/orders/{orderId}\",\"headers\":{}}"
      })
  void whatIsNoEvent_isNoAnswer(String event) {
    LocalFunction.Failure failure = assertThrows(LocalFunction.Failure.class, () -> invoke(event));
    assertTrue(failure.getMessage().contains("not an event of an authorizer"), failure::getMessage);
  }

  @Test
  void tableThatDoesNotAnswer_isNoAnswerAndNothingIsSaidOfIt() {
    world.dynamoDb().faults().always("PutItem", Fault.dynamoDbThrottling());
    LocalFunction.Failure failure =
        assertThrows(
            LocalFunction.Failure.class,
            () -> invoke(EventText.of(file("authorizer-http"), world)));
    assertTrue(failure.getMessage().endsWith(": temporarily unavailable"), failure::getMessage);
  }
}
