package dev.brevet.policy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.local.Decide;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The decision corpus under `src/test/resources/decisions`: each row a request, policies, the
/// decision that AWS's text gives, and the page that gives it.
class DecisionCorpusTest {
  private static final Path CORPUS = Path.of("src/test/resources/decisions");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TestFactory
  Stream<DynamicTest> row_isDecidedAsItsPageSays() throws IOException {
    return rows().stream()
        .map(row -> DynamicTest.dynamicTest(row.get("id").asText(), () -> check(row)));
  }

  @Test
  void corpus_hasAtLeastFourHundredRows_eachWithItsPageAndReason() throws IOException {
    List<JsonNode> rows = rows();
    Set<String> ids = new HashSet<>();
    assertTrue(rows.size() >= 400, "rows: " + rows.size());
    for (JsonNode row : rows) {
      assertTrue(ids.add(row.get("id").asText()), () -> "twice: " + row.get("id"));
      assertTrue(row.get("page").asText().length() > 5, row::toString);
      assertTrue(row.get("why").asText().length() > 2, row::toString);
    }
  }

  private static void check(JsonNode row) throws IOException {
    JsonNode answer = MAPPER.readTree(decide(row.toString()));
    assertEquals(row.get("id"), answer.get("id"));
    assertEquals(
        row.get("expected").asText(), answer.get("decision").asText(), () -> row + "\n" + answer);
    if (row.has("blockedBy")) {
      assertEquals(row.get("blockedBy"), answer.get("blockedBy"), row::toString);
    }
    if (row.has("statements")) {
      assertEquals(row.get("statements"), answer.get("statements"), row::toString);
    }
    assertEquals(
        row.has("malformed"), !answer.get("malformed").isNull(), () -> row + "\n" + answer);
  }

  private static List<JsonNode> rows() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(MAPPER.readTree(line));
        }
      }
    }
    return rows;
  }

  private static String decide(String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayInputStream in = new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8));
    assertEquals(0, Decide.run(in, new PrintStream(out, true, StandardCharsets.UTF_8)));
    return out.toString(StandardCharsets.UTF_8);
  }
}
