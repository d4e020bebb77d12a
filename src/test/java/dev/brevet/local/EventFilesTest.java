package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file in `events/`, through the function that it is for.
class EventFilesTest {
  private static final Path EVENTS = Path.of("events");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]+\\.|brevet-v1\\.");

  /// In the order in which they are sent: what one writes, another reads and deletes. `member` is a
  /// place in the answer's body, `value` what stands there.
  static Stream<Arguments> events() {
    return Stream.of(
        row("vend-token", 200, "/mapping", "orders-reader"),
        row("vend-container", 200, "/AccountId", "111122223333"),
        row("vend-presigned", 200, "/mapping", "build-artifacts"),
        row("vend-iam-user", 200, "/mapping", "build-artifacts"),
        row("vend-iam-user-base64", 200, "/mapping", "build-artifacts"),
        row("vend-role-session", 200, "/mapping", "build-artifacts"),
        row("vend-ec2-instance", 200, "/mapping", "build-artifacts"),
        row("vend-federated-user", 200, "/mapping", "build-artifacts"),
        row("vend-identity-center", 200, "/mapping", "build-artifacts"),
        row("vend-explain", 200, "/allowed", "true"),
        row("vend-list", 200, "/mappings/1/mapping", "orders-reader"),
        row("vend-sts", 200, "", ""),
        row("vend-sts-query", 200, "", ""),
        row("vend-console", 200, "/mapping", "orders-reader"),
        row("vend-root", 403, "/code", "root_denied"),
        row("health", 200, "/status", "ok"),
        row("admin-list-mappings", 200, "/mappings/0/id", "build-artifacts"),
        row("admin-get-mapping", 200, "/id", "orders-reader"),
        row("admin-put-mapping", 201, "/version", "1"),
        row("admin-delete-mapping", 204, "", ""),
        row("admin-list-issuers", 200, "/issuers/0/description", "The issuer of the local world"),
        row("admin-get-issuer", 404, "/code", "not_found"),
        row("admin-put-issuer", 201, "/version", "1"),
        row("admin-delete-issuer", 204, "", ""),
        row("admin-put-policy", 201, "/latestVersion", "v1"),
        row("design-state-machine-role", 200, "/roleName", "StepFunctions-orders-role"),
        row("design-lint", 200, "/findings/0/id", "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL"),
        row("decide-evaluation", 200, "/decision", "true"),
        row("decide-evaluations", 200, "/evaluations/1/decision", "false"),
        row("decide-search-resource", 200, "/results/1/id", "record-2"),
        row("decide-simulate", 200, "/EvaluationResults/0/EvalDecision", "allowed"));
  }

  private static Arguments row(String file, int status, String member, String value) {
    return Arguments.of(file, status, member, value);
  }

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

  @ParameterizedTest
  @MethodSource("events")
  void event_isAnswered(String file, int status, String member, String value) throws Exception {
    String text = EventText.of(Files.readString(EVENTS.resolve(file + ".json")), world);
    String function =
        switch (file.substring(0, file.indexOf('-') + 1)) {
          case "admin-" -> "AdminFunction";
          case "design-" -> "DesignFunction";
          case "decide-" -> "DecideFunction";
          default -> "VendFunction";
        };
    byte[] output =
        world.function(function).invoke(text.getBytes(StandardCharsets.UTF_8), "request-1");
    JsonNode answer = JSON.readTree(output);
    assertEquals(status, answer.get("statusCode").asInt(), answer::toString);
    assertEquals("no-store", answer.at("/headers/Cache-Control").asText());
    if (!member.isEmpty()) {
      JsonNode body = JSON.readTree(answer.get("body").asText());
      assertEquals(value, body.at(member).asText(), body::toString);
    }
  }

  @Test
  void everyFile_isInTheTable() throws IOException {
    Set<String> tried =
        events().map(row -> (String) row.get()[0]).collect(Collectors.toCollection(TreeSet::new));
    try (Stream<Path> files = Files.list(EVENTS)) {
      assertEquals(
          tried,
          files
              .map(file -> file.getFileName().toString().replace(".json", ""))
              // Their answers have another shape: AuthorizerEventsTest.
              .filter(file -> !file.startsWith("authorizer-"))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void event_holdsNoToken(String file, int status, String member, String value) throws Exception {
    String text = Files.readString(EVENTS.resolve(file + ".json"));
    assertFalse(TOKEN.matcher(text).find(), "a token in a file");
    // Both gateways would have decoded the path.
    assertEquals(
        JSON.readTree(text).get("rawPath"), JSON.readTree(text).at("/requestContext/http/path"));
  }
}
