package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DecideTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String GOOD =
      """
      {"id":"x","request":{"action":"s3:GetObject","resource":"arn:aws:s3:::b/k","principal":"arn:aws:iam::111122223333:user/ann"},"policies":{"identity":[{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}]}}\
      """;

  @Test
  void brokenLines_areAnswered_andDoNotEndTheRun() throws IOException {
    List<JsonNode> answers =
        answers(
            String.join(
                "\n",
                "nonsense",
                "",
                "{\"id\":\"cut\",\"request\":{\"act",
                "[]",
                "{\"id\":7}",
                GOOD.replace("s3:GetObject", "GetObject"),
                GOOD.replace("user/ann", "group/ann"),
                GOOD.replace("\"identity\"", "\"permissions\""),
                GOOD.replace("\"Allow\"", "\"allow\""),
                GOOD));
    assertEquals(9, answers.size());
    for (JsonNode answer : answers.subList(0, 8)) {
      assertEquals("ImplicitlyDenied", answer.get("decision").asText(), answer::toString);
      assertFalse(answer.get("malformed").isEmpty(), answer::toString);
    }
    assertEquals("cut", answers.get(1).get("id").asText());
    assertEquals(7, answers.get(3).get("id").asInt());
    assertEquals("identity", answers.get(7).get("blockedBy").asText());
    assertEquals("Allowed", answers.get(8).get("decision").asText());
    assertTrue(answers.get(8).get("malformed").isNull());
  }

  /// A policy where a level should be would otherwise be passed over, with its denials.
  @Test
  void policyInPlaceOfALevel_isMalformed() throws IOException {
    String deny =
        """
        {"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}\
        """;
    for (String levels : List.of("[" + deny + "]", "[{}]", deny)) {
      JsonNode answer =
          answers(GOOD.replace("\"identity\"", "\"rcp\":" + levels + ",\"identity\"")).get(0);
      assertEquals("ImplicitlyDenied", answer.get("decision").asText(), answer::toString);
      assertFalse(answer.get("malformed").isNull(), answer::toString);
    }
  }

  @Test
  void lineBeyondTheBound_isAnswered() throws IOException {
    String longLine = "{\"id\":\"" + "x".repeat(Decide.LONGEST) + "\"}";
    List<JsonNode> answers = answers(longLine + "\n" + GOOD);
    assertEquals(2, answers.size());
    assertFalse(answers.get(0).get("malformed").isNull());
    assertEquals("Allowed", answers.get(1).get("decision").asText());
  }

  /// Lines of the corpus, damaged: an answer for each, and none allowed that could not be read
  /// whole.
  @Test
  void damagedLines_areAnsweredOneForOne() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String file : List.of("matching", "principals", "organizations", "variables")) {
      lines.addAll(Files.readAllLines(Path.of("src/test/resources/decisions/" + file + ".jsonl")));
    }
    Random random = new Random(5);
    StringBuilder input = new StringBuilder();
    int count = 8_000;
    for (int i = 0; i < count; i++) {
      StringBuilder line = new StringBuilder(lines.get(random.nextInt(lines.size())));
      for (int k = random.nextInt(3); k >= 0; k--) {
        int at = random.nextInt(line.length());
        switch (random.nextInt(3)) {
          case 0 -> line.deleteCharAt(at);
          case 1 -> line.setCharAt(at, "{}[]\",:x0 \u0001\ud83d".charAt(random.nextInt(12)));
          default -> line.insert(at, line.substring(at, Math.min(line.length(), at + 9)));
        }
      }
      input.append(line).append('\n');
    }
    assertEquals(count, answers(input.toString()).size());
  }

  private static List<JsonNode> answers(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayInputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    assertEquals(0, Decide.run(in, new PrintStream(out, true, StandardCharsets.UTF_8)));
    List<JsonNode> answers = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).split("\n", -1)) {
      if (!line.isEmpty()) {
        answers.add(MAPPER.readTree(line));
      }
    }
    return answers;
  }
}
