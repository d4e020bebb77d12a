package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.local.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The authorization API over HTTP, through the gateway, by token and by signature: the
/// certification scenario of openid/authzen over the fixture that the local world loads.
class AuthorizationApiTest {
  private static final String USER = "arn:aws:iam::111122223333:user/dev/local-user";
  private static final String ALICE = "\"subject\":{\"type\":\"user\",\"id\":\"alice\"}";
  private static final String RECORD = "\"resource\":{\"type\":\"record\",\"id\":\"record-1\"}";
  private static final String READ = "\"action\":{\"name\":\"read\"}";

  private static Answer ask(boolean signed, String path, String body) {
    Call call =
        SharedWorld.call("POST", (signed ? "/iam/access/v1/" : "/access/v1/") + path).body(body);
    return (signed
            ? call.signed(SharedWorld.world().credentials(USER))
            : call.bearer(SharedWorld.world().token("records-app")))
        .send();
  }

  private static JsonNode asked(boolean signed, String path, String body) {
    Answer answer = ask(signed, path, body);
    assertEquals(200, answer.status(), answer.toString());
    assertEquals("application/json", answer.header("Content-Type").orElse(""));
    return answer.json();
  }

  private static String question(String subject, String action, String resource) {
    return "{\"subject\":{\"type\":\"user\",%s},\"action\":{%s},\"resource\":{\"type\":\"record\",%s}}"
        .formatted(subject, action, resource)
        .replace('\'', '"');
  }

  // Rules 1 to 8 of the scenario.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'id':'alice' | 'name':'read'  | 'id':'record-1' | true
          'id':'alice' | 'name':'write' | 'id':'record-1' | true
          'id':'bob'   | 'name':'read'  | 'id':'record-1' | true
          'id':'bob'   | 'name':'write' | 'id':'record-1' | false
          'id':'alice' | 'name':'write' | 'id':'record-2','properties':{'status':'archived'} | false
          'id':'bob','properties':{'role':'admin'} | 'name':'write' | 'id':'record-2','properties':{'status':'archived'} | true
          'id':'alice' | 'name':'delete','properties':{'soft':true}  | 'id':'record-1' | true
          'id':'alice' | 'name':'delete','properties':{'soft':false} | 'id':'record-1' | false
          """)
  void fixture_isDecidedAsTheScenarioDemands(
      String subject, String action, String resource, boolean expected) {
    for (boolean signed : List.of(false, true)) {
      JsonNode answer = asked(signed, "evaluation", question(subject, action, resource));
      assertEquals(expected, answer.path("decision").booleanValue());
      assertTrue(answer.path("context").path("directory").path("age_ms").asLong() < 10_000);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void batch_isAnsweredInOrder(boolean signed) {
    JsonNode answer =
        asked(
            signed,
            "evaluations",
            "{"
                + ALICE
                + ",\"action\":{\"name\":\"write\"},\"evaluations\":[{"
                + RECORD
                + "},{\"resource\":{\"type\":\"record\",\"id\":\"record-2\"}},{}]}");
    assertEquals(3, answer.path("evaluations").size());
    assertTrue(answer.path("evaluations").path(0).path("decision").booleanValue());
    assertFalse(answer.path("evaluations").path(1).path("decision").booleanValue());
    assertFalse(answer.path("evaluations").path(2).path("decision").booleanValue());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void search_findsTheFixture(boolean signed) {
    JsonNode subjects =
        asked(
            signed,
            "search/subject",
            "{\"subject\":{\"type\":\"user\"}," + READ + "," + RECORD + "}");
    assertEquals(List.of("alice", "bob"), subjects.path("results").findValuesAsText("id"));
    JsonNode resources =
        asked(
            signed,
            "search/resource",
            "{"
                + ALICE
                + ","
                + READ
                + ",\"resource\":{\"type\":\"record\"},\"page\":{\"limit\":1}}");
    assertEquals(List.of("record-1"), resources.path("results").findValuesAsText("id"));
    assertFalse(resources.path("page").path("next_token").asText().isEmpty());
    JsonNode actions = asked(signed, "search/action", "{" + ALICE + "," + RECORD + "}");
    assertEquals(List.of("read", "write"), actions.path("results").findValuesAsText("name"));
    JsonNode none =
        asked(
            signed,
            "search/subject",
            "{\"subject\":{\"type\":\"spaceship\"}," + READ + "," + RECORD + "}");
    assertEquals(0, none.path("results").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"evaluation", "evaluations"})
  void requestThatIsMalformed_isABadRequest(String path) {
    for (String body :
        List.of(
            "{" + READ + "," + RECORD + "}",
            "{" + ALICE + "," + READ + "}",
            "{\"subject\":\"alice\"," + READ + "," + RECORD + "}",
            "{",
            "")) {
      assertEquals(400, ask(false, path, body).status(), body);
    }
  }

  @Test
  void programThatIsNotKnownOrNotAllowed_isRefused() {
    String body = "{" + ALICE + "," + READ + "," + RECORD + "}";
    Answer none = SharedWorld.call("POST", "/access/v1/evaluation").body(body).send();
    none.assertDecided(401, "not_authenticated");
    assertEquals("Bearer", none.header("WWW-Authenticate").orElse(""));
    SharedWorld.call("POST", "/access/v1/evaluation")
        .body(body)
        .bearer(SharedWorld.world().token("stranger"))
        .send()
        .assertDecided(403, "access_denied");
    assertEquals(
        403, SharedWorld.call("POST", "/iam/access/v1/evaluation").body(body).send().status());
  }

  @Test
  void answer_isInTheDecisionsTable() {
    Answer answer = ask(false, "evaluation", "{" + ALICE + "," + READ + "," + RECORD + "}");
    try (DynamoDbClient client = SharedWorld.world().dynamoDbClient()) {
      var items =
          client
              .query(
                  query ->
                      query
                          .tableName(SharedWorld.world().tableName("DECISIONS_TABLE"))
                          .indexName("by-id")
                          .keyConditionExpression("id = :id")
                          .expressionAttributeValues(
                              Map.of(":id", AttributeValue.fromS(answer.decision()))))
              .items();
      assertEquals(1, items.size());
      assertEquals("Evaluate", items.getFirst().get("operation").s());
      assertEquals(
          "identity[read-records]/Read", items.getFirst().get("statements").l().getFirst().s());
    }
  }

  @Test
  void everyAnswer_saysHowOldTheDataWas() {
    String question = "{" + ALICE + "," + READ + "," + RECORD + "}";
    for (String path :
        List.of(
            "evaluation", "evaluations", "search/subject", "search/resource", "search/action")) {
      Answer answer = ask(false, path, question);
      assertEquals(200, answer.status(), answer.toString());
      long age = Long.parseLong(answer.header("Brevet-Directory-Age").orElseThrow());
      assertTrue(age >= 0 && age <= 5_000, path + " " + age);
      assertTrue(Long.parseLong(answer.header("Brevet-Directory-Stamp").orElseThrow()) > 0, path);
    }
  }

  @Test
  void directoryThatDoesNotAnswer_isUnavailableOnceWhatIsKnownIsTooOld() throws Exception {
    String question = "{" + ALICE + "," + READ + "," + RECORD + "}";
    assertEquals(200, ask(true, "evaluation", question).status());
    SharedWorld.world().dynamoDb().faults().always("GetItem", Fault.dynamoDbThrottling());
    try {
      long until = System.nanoTime() + 15_000_000_000L;
      Answer answer = ask(true, "evaluation", question);
      while (answer.status() == 200 && System.nanoTime() < until) {
        // Until then it is young enough, and says how old it is.
        long age = answer.json().path("context").path("directory").path("age_ms").asLong();
        assertTrue(age <= 5_000, "decided on what was " + age + " ms old");
        Thread.sleep(200);
        answer = ask(true, "evaluation", question);
      }
      for (String path : List.of("evaluation", "evaluations", "search/subject")) {
        Answer unavailable = ask(true, path, question);
        unavailable.assertDecided(503, "unavailable");
        assertTrue(unavailable.header("Retry-After").isPresent());
        assertFalse(unavailable.json().has("decision"), unavailable.toString());
      }
    } finally {
      SharedWorld.world().dynamoDb().faults().clear();
    }
    assertEquals(200, ask(true, "evaluation", question).status());
  }

  @Test
  void requestId_isEchoed() {
    Answer answer =
        SharedWorld.call("POST", "/access/v1/evaluation")
            .body("{" + ALICE + "," + READ + "," + RECORD + "}")
            .header("X-Request-ID", "bfe9eb29-ab87 / a \"text\"")
            .bearer(SharedWorld.world().token("records-app"))
            .send();
    assertEquals(200, answer.status());
    assertEquals("bfe9eb29-ab87 / a \"text\"", answer.header("X-Request-ID").orElse(""));
  }

  @Test
  void metadata_namesThisGateway() {
    Answer answer = SharedWorld.call("GET", "/.well-known/authzen-configuration").send();
    assertEquals(200, answer.status());
    String url = SharedWorld.world().url().toString().replaceAll("/$", "");
    assertEquals(url, answer.text("policy_decision_point"));
    assertEquals(url + "/access/v1/evaluation", answer.text("access_evaluation_endpoint"));
    assertEquals(
        url + "/iam/access/v1/search/action",
        SharedWorld.call("GET", "/.well-known/authzen-configuration/iam")
            .send()
            .text("search_action_endpoint"));
  }

  @Test
  void mapping_isAskedAboutAndPoliciesAreSimulated() {
    JsonNode answer =
        asked(
            true,
            "evaluation",
            "{\"subject\":{\"type\":\"mapping\",\"id\":\"not-there\"},\"action\":{\"name\":\"s3:GetObject\"},"
                + "\"resource\":{\"type\":\"object\",\"id\":\"arn:aws:s3:::bucket/key\"}}");
    assertFalse(answer.path("decision").booleanValue());
    Answer simulated =
        SharedWorld.call("POST", "/v1/iam/admin/policies:simulate")
            .body(
                "{\"PolicyInputList\":[{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                    + "\"Action\":\"s3:*\",\"Resource\":\"*\"}}],\"ActionNames\":[\"s3:GetObject\"]}")
            .signed(SharedWorld.world().credentials(USER))
            .send();
    assertEquals(200, simulated.status(), simulated.toString());
    assertEquals(
        "allowed",
        simulated.json().path("EvaluationResults").path(0).path("EvalDecision").asText());
  }
}
