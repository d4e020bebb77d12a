package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every route of `/v1/designs`, every kind of policy that is checked, and every answer of a
/// comparison, over HTTP, by token and by signature: the whole answer as `designs` has it. Of the
/// formats each line stands by itself there.
class DesignAnswersTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CASES = Path.of("src/test/resources/dev/brevet/endtoend/designs");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answer_isWhole(Path file) throws IOException {
    JsonNode written = JSON.readTree(Files.readString(file));
    String path = written.path("path").asText();
    String body = written.path("request").toString();
    Answer byToken =
        SharedWorld.call("POST", path).bearer(WORLD.token("stranger")).body(body).send();
    assertEquals(200, byToken.status(), byToken.toString());
    assertEquals(written.path("answer").toPrettyString(), byLine(byToken.json()).toPrettyString());
    Answer bySignature =
        SharedWorld.call("POST", path.replace("/v1/", "/v1/iam/"))
            .body(body)
            .signed(WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user"))
            .send();
    assertEquals(byToken.body(), bySignature.body());
  }

  /// What the formats hold is what the answer holds.
  @Test
  void formats_holdTheSamePolicies() throws IOException {
    for (String name : List.of("service-role", "function-role", "state-machine-role")) {
      JsonNode answer =
          JSON.readTree(Files.readString(CASES.resolve(name + ".json"))).path("answer");
      JsonNode cli = answer.at("/formats/cli");
      assertEquals(answer.path("trustPolicy"), quoted(cli.path(0).asText()), name);
      assertEquals(answer.at("/policies/0"), quoted(cli.path(1).asText()), name);
    }
  }

  /// The last word of a command, which is in quotes.
  private static JsonNode quoted(String command) throws IOException {
    int from = command.lastIndexOf(" '") + 2;
    return JSON.readTree(command.substring(from, command.length() - 1));
  }

  private static JsonNode byLine(JsonNode answer) {
    if (answer.path("formats") instanceof ObjectNode formats) {
      for (String name : List.of("cloudformation", "terraform", "cli")) {
        ArrayNode lines = JSON.createArrayNode();
        formats.path(name).asText().lines().forEach(lines::add);
        formats.set(name, lines);
      }
    }
    return answer;
  }
}
