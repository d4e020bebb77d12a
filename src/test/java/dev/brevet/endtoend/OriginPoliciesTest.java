package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;

/// Published definitions that stand beside the policy that their authors gave them: what of either
/// policy the other does not allow, as `options.startingPolicy` tells it. A person reads the golden
/// file when it changes: `-Dgolden=update` writes it anew.
class OriginPoliciesTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RESOURCES = Path.of("src/test/resources/dev/brevet/workload");

  @Test
  void designsAndTheirOrigins_differAsAPersonReviewed() throws IOException {
    StringBuilder found = new StringBuilder();
    for (Map.Entry<String, JsonNode> origin : read("asl-origins.json").properties()) {
      found
          .append("# ")
          .append(origin.getKey())
          .append("\n# ")
          .append(origin.getValue().path("template").asText())
          .append('\n');
      JsonNode comparison = compared(origin.getKey(), origin.getValue().path("policy"));
      lines("origin alone", comparison.path("broader"), found);
      lines("design alone", comparison.path("narrower"), found);
    }
    Path golden = RESOURCES.resolve("asl-origins.txt");
    if (System.getProperty("golden", "").equals("update")) {
      Files.writeString(golden, found);
    }
    assertEquals(Files.readString(golden), found.toString());
  }

  private static JsonNode compared(String definition, JsonNode policy) throws IOException {
    ObjectNode body = JSON.createObjectNode();
    body.put("definition", Files.readString(RESOURCES.resolve("asl").resolve(definition)))
        .put("region", "eu-west-1")
        .put("account", "111122223333")
        .put("stateMachineName", "Orders");
    body.set("substitutions", read("asl-substitutions.json"));
    body.putObject("options").set("startingPolicy", policy);
    Answer answer =
        SharedWorld.call("POST", "/v1/designs/state-machine-role")
            .bearer(WORLD.token("stranger"))
            .body(body.toString())
            .send();
    assertEquals(200, answer.status(), answer.toString());
    return answer.json().path("comparison");
  }

  private static void lines(String side, JsonNode statements, StringBuilder out) {
    for (JsonNode statement : statements) {
      JsonNode witness = statement.path("witness");
      out.append(side)
          .append(", statement ")
          .append(statement.path("statement").asText())
          .append(": ")
          .append(
              witness.isMissingNode()
                  ? statement.path("reason").asText()
                  : witness.path("action").asText() + " on " + witness.path("resource").asText())
          .append(witness.path("context").isEmpty() ? "" : " with " + witness.path("context"))
          .append('\n');
    }
  }

  private static JsonNode read(String name) throws IOException {
    return JSON.readTree(Files.readString(RESOURCES.resolve(name)));
  }
}
