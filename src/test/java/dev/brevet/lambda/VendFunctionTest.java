package dev.brevet.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.runtime.SampleWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The function as Lambda calls it, between a gateway's events and services on loopback.
class VendFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OWN_SECRET = "the-functions-own-secret";

  private static final ByteArrayOutputStream PRINTED = new ByteArrayOutputStream();

  private static SampleWorld world;
  private static VendFunction function;

  private int decisionsBefore;

  @BeforeAll
  static void start() throws Exception {
    world = new SampleWorld(null);
    function = function(world);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void remember() {
    PRINTED.reset();
    decisionsBefore = world.decisions();
  }

  private static VendFunction function(SampleWorld around) {
    Map<String, String> environment = new HashMap<>(around.environment());
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("AWS_LAMBDA_FUNCTION_NAME", "VendFunction");
    PrintStream standardOutput = System.out;
    // Functions take standard output as their log when they are made.
    System.setOut(new PrintStream(PRINTED, true, StandardCharsets.UTF_8));
    try {
      return new VendFunction(
          Settings.of(
              environment,
              () ->
                  StaticCredentialsProvider.create(
                      AwsSessionCredentials.create("ASIAOWN", OWN_SECRET, OWN_SECRET)),
              Clock.systemUTC()));
    } finally {
      System.setOut(standardOutput);
    }
  }

  private int decisions() {
    return world.decisions() - decisionsBefore;
  }

  private static String sent(byte[] event) throws IOException {
    return sent(function, event);
  }

  private static String sent(VendFunction function, byte[] event) throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    function.handleRequest(new ByteArrayInputStream(event), output, null);
    return output.toString(StandardCharsets.UTF_8);
  }

  private static JsonNode answer(byte[] event) throws IOException {
    return JSON.readTree(sent(event));
  }

  private static JsonNode answer(ObjectNode event) throws IOException {
    return answer(event.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode event(byte[] event) throws IOException {
    return (ObjectNode) JSON.readTree(event);
  }

  private static JsonNode body(JsonNode answer) throws IOException {
    return JSON.readTree(answer.get("body").asText());
  }

  private String log() {
    return PRINTED.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyWayToAsk_isAnsweredWithCredentials() throws IOException {
    for (byte[] event : List.of(world.vendToken(), world.vendIam(), world.vendContainer())) {
      JsonNode answer = answer(event);
      assertEquals(200, answer.get("statusCode").asInt(), answer::toString);
      assertEquals("no-store", answer.at("/headers/Cache-Control").asText());
      assertFalse(answer.get("isBase64Encoded").asBoolean());
      assertTrue(answer.get("body").asText().contains("ASIAIOSFODNN7EXAMPLE"));
    }
    assertEquals(3, decisions());
    assertEquals(3, log().lines().count());
  }

  @Test
  void health_isWell_andWritesNothing() throws IOException {
    assertEquals(200, answer(world.health()).get("statusCode").asInt());
    assertEquals(0, decisions());
  }

  @Test
  void health_withoutTables_isNot() throws Exception {
    SampleWorld gone = new SampleWorld(null);
    VendFunction function = function(gone);
    gone.close();
    JsonNode answer = JSON.readTree(sent(function, world.health()));
    assertEquals(503, answer.get("statusCode").asInt());
    assertTrue(answer.at("/headers").has("Retry-After"));
  }

  @Test
  void nothingAnswers_isUnavailable_andReleasesNothing() throws Exception {
    SampleWorld gone = new SampleWorld(null);
    VendFunction function = function(gone);
    List<byte[]> events = List.of(gone.vendToken(), gone.vendIam(), gone.vendContainer());
    gone.close();
    for (byte[] event : events) {
      JsonNode answer = JSON.readTree(sent(function, event));
      assertEquals(503, answer.get("statusCode").asInt(), answer::toString);
      assertEquals("unavailable", body(answer).get("code").asText());
      assertTrue(answer.at("/headers").has("Retry-After"));
      assertFalse(answer.toString().contains("localhost"));
    }
  }

  static Stream<Arguments> badBodies() {
    String mapping = "{\"mapping\":\"orders-reader\"";
    return Stream.of(
        Arguments.of("{\"mapping\":\"" + "a".repeat(1 << 20) + "\"}", "body"),
        Arguments.of(mapping + ",\"mapping\":\"b\"}", "mapping"),
        Arguments.of(mapping + ",\"colour\":\"red\"}", "colour"),
        Arguments.of(mapping + ",\"durationSeconds\":\"900\"}", "durationSeconds"),
        Arguments.of(mapping + ",\"parameters\":" + "{\"a\":".repeat(40_000), "body"),
        Arguments.of(mapping + "} trailing", "body"),
        Arguments.of("{\"mapping\":\"a\\u0000\"}", "mapping"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void badBody_isRefusedNamingTheField_andIsNoDecision(String body, String field)
      throws IOException {
    JsonNode answer = answer(event(world.vendIam()).put("body", body));
    assertEquals(400, answer.get("statusCode").asInt());
    String named = body(answer).get("field").asText();
    assertTrue(named.equals(field) || named.startsWith("parameters."), named);
    assertEquals(0, decisions());
    assertEquals("", log());
  }

  @Test
  void bodyThatIsNotUtf8_isRefused() throws IOException {
    String body = Base64.getEncoder().encodeToString(new byte[] {'{', (byte) 0xff, '}'});
    ObjectNode event = event(world.vendIam()).put("body", body).put("isBase64Encoded", true);
    assertEquals("body", body(answer(event)).get("field").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//v1/credentials",
        "/v1//credentials",
        "/v1/credentials//",
        "/v1%2Fcredentials",
        "/v1/credentials/a/b",
        "/V1/credentials",
        "/v1/iam/admin/mappings",
        "",
        "/../v1/credentials"
      })
  void pathThatIsNoRoute_isNotFound(String path) throws IOException {
    JsonNode answer = answer(event(world.vendToken()).put("rawPath", path));
    assertEquals(404, answer.get("statusCode").asInt());
    assertEquals(0, decisions());
  }

  @Test
  void requestId_thatWouldBreakALine_isNotEchoed() throws IOException {
    ObjectNode event = event(world.vendIam());
    ((ObjectNode) event.get("headers")).put("x-request-id", "a\r\nSet-Cookie: b=c");
    JsonNode answer = answer(event);
    assertEquals(200, answer.get("statusCode").asInt());
    assertFalse(answer.get("headers").has("X-Request-ID"));
    ((ObjectNode) event.get("headers")).put("x-request-id", "a-1");
    assertEquals("a-1", answer(event).at("/headers/X-Request-ID").asText());
  }

  @Test
  void userAgent_thatWouldBreakALine_staysInItsLine() throws IOException {
    ObjectNode event = event(world.vendIam());
    ((ObjectNode) event.at("/requestContext/http"))
        .put("userAgent", "x\n{\"decisionId\":\"forged\"}\u2028\u001b[31m");
    assertEquals(200, answer(event).get("statusCode").asInt());
    assertEquals(1, log().lines().count());
    assertTrue(log().chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{", "{\"Records\":[]}", "not json"})
  void whatIsNoEvent_isAnsweredWithoutJavaWords(String event) throws IOException {
    String answer = sent(event.getBytes(StandardCharsets.UTF_8));
    assertEquals(400, JSON.readTree(answer).get("statusCode").asInt());
    assertFalse(answer.contains("java") || answer.contains("Exception"), answer);
  }

  /// Everything that is refused here is asked for with a secret in every place that a caller can
  /// put one.
  @Test
  void secret_isInNoLineAndInNoRefusal() throws IOException {
    String token = event(world.vendToken()).at("/headers/authorization").asText();
    String good = token.substring("Bearer ".length());
    String garbled = good.substring(0, good.length() - 10) + "AAAAAAAAAA";
    StringBuilder refusals = new StringBuilder();
    for (String bearer : List.of(garbled, "brevet-v1." + garbled, "x" + good, good + "." + good)) {
      for (byte[] event : List.of(world.vendToken(), world.vendContainer())) {
        ObjectNode changed = event(event);
        ((ObjectNode) changed.get("headers"))
            .put("authorization", bearer)
            .put("cookie", "session=" + OWN_SECRET)
            // One that can be echoed is, as its sender chose it.
            .put("x-request-id", "a\tb " + OWN_SECRET);
        JsonNode answer = answer(changed);
        assertEquals(401, answer.get("statusCode").asInt(), answer::toString);
        refusals.append(answer);
      }
    }
    refusals.append(
        answer(event(world.vendIam()).put("body", "{\"mapping\":{\"" + good + "\":1}}")));
    refusals.append(answer(event(world.vendToken()).put("body", good)));
    JsonNode vended = answer(world.vendToken());
    assertEquals(200, vended.get("statusCode").asInt());
    assertTrue(decisions() > 8);
    List<String> secrets =
        List.of(
            good,
            good.substring(good.lastIndexOf('.') + 1, good.length() - 10),
            good.split("\\.", -1)[1],
            OWN_SECRET,
            body(vended).at("/credentials/secretAccessKey").asText(),
            body(vended).at("/credentials/sessionToken").asText());
    for (String secret : secrets) {
      assertFalse(secret.isEmpty());
      assertFalse(log().contains(secret), "in the log");
      assertFalse(refusals.toString().contains(secret), "in a refusal");
      assertFalse(world.aws().items("decisions").toString().contains(secret), "in a decision");
    }
  }
}
