package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;

/// What a caller would get, without getting it.
class ExplainAndListTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);
  private static final String ADMINISTRATOR = "arn:aws:iam::111122223333:user/dev/local-user";

  @Test
  void allowedCaller_seesWhatWouldBeSent() {
    Answer answer = explain("deploy-pipeline", "orders-reader");
    assertEquals(200, answer.status(), answer.toString());
    JsonNode document = answer.json();
    assertTrue(document.path("allowed").asBoolean());
    assertEquals(
        WORLD.issuer().url() + "#repo:acme/orders:ref:refs/heads/main",
        document.path("caller").path("principal").asText());
    assertEquals(
        List.of("trust[orders-reader]/DeployPipeline"), texts(document.path("statements")));
    assertEquals("acme", document.path("parameters").path("tenant").asText());
    assertTrue(
        document
            .path("sessionPolicy")
            .findValue("dynamodb:LeadingKeys")
            .toString()
            .contains("\"acme\""),
        answer.body());
    JsonNode request = document.path("request");
    assertEquals(
        "arn:aws:iam::111122223333:role/brevet/OrdersReader", request.path("roleArn").asText());
    assertEquals("acme", request.path("tags").path("Tenant").asText());
    assertEquals(answer.decision(), request.path("tags").path("brevet:decision").asText());
    assertEquals(1800, request.path("durationSeconds").asInt());
    assertTrue(request.path("hasExternalId").asBoolean());
    assertFalse(answer.body().contains("brevet-orders"), "the external id itself");
    assertEquals(
        document.path("sessionPolicy").toString().length(),
        document.path("policyCharacters").asInt());
    int packed = document.path("approximatePackedPolicySize").asInt();
    assertTrue(packed > 0 && packed < 30, Integer.toString(packed));
  }

  @Test
  void explanation_isADecision_withoutAKey() {
    var decision = TABLES.decision(explain("deploy-pipeline", "orders-reader").decision());
    assertEquals("ExplainCredentials", decision.get("operation").s());
    assertEquals("explained", decision.get("code").s());
    assertFalse(decision.containsKey("accessKeyId"));
  }

  @Test
  void refusedCaller_learnsTheSame_whetherOrNotTheMappingExists() {
    Answer denied = explain("stranger", "orders-reader");
    Answer disabled = explain("stranger", "retired");
    Answer missing = explain("stranger", "no-such-mapping");
    assertEquals(200, denied.status(), denied.toString());
    assertEquals("access_denied", denied.text("code"));
    assertFalse(denied.json().path("allowed").asBoolean(true));
    assertFalse(denied.json().has("reason") || denied.json().has("statements"), denied.body());
    assertEquals(without(denied), without(missing));
    assertEquals(without(denied), without(disabled));
  }

  @Test
  void missingSecondFactor_isExplained() {
    assertEquals("mfa_required", explain("bob", "operations").text("code"));
  }

  @Test
  void wrongParameter_isNamed() {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials:explain/")
            .bearer(WORLD.token("deploy-pipeline"))
            .body("{\"mapping\":\"orders-reader\",\"parameters\":{\"day\":\"today\"}}")
            .send();
    assertEquals("malformed_request", answer.text("code"), answer.toString());
    assertEquals("parameters.day", answer.text("field"), answer.toString());
  }

  @Test
  void administrator_seesWhyNot() {
    Answer answer =
        SharedWorld.call("POST", "/v1/iam/credentials:explain")
            .body("{\"mapping\":\"orders-reader\"}")
            .signed(WORLD.credentials(ADMINISTRATOR))
            .send();
    assertEquals(200, answer.status(), answer.toString());
    assertEquals("access_denied", answer.text("code"));
    assertEquals("the trust policy does not allow it", answer.text("reason"));
    assertEquals("trust", answer.text("policyType"));
  }

  @Test
  void noToken_isNotAuthenticated() {
    SharedWorld.call("POST", "/v1/credentials:explain")
        .body("{\"mapping\":\"orders-reader\"}")
        .send()
        .assertDecided(401, "not_authenticated");
    SharedWorld.call("GET", "/v1/mappings").send().assertDecided(401, "not_authenticated");
  }

  @Test
  void list_hasWhatTheCallerMayVend_andNothingElse() {
    Answer answer =
        SharedWorld.call("GET", "/v1/mappings").bearer(WORLD.token("deploy-pipeline")).send();
    assertEquals(200, answer.status(), answer.toString());
    List<String> ids = ids(answer.json().path("mappings"));
    assertTrue(ids.contains("orders-reader"), ids.toString());
    assertTrue(ids.contains("partner-reports"), ids.toString());
    assertFalse(ids.contains("retired"), ids.toString());
    assertFalse(ids.contains("operations"), ids.toString());
    assertFalse(answer.json().has("others"));
    assertEquals("ListVendableMappings", TABLES.decision(answer.decision()).get("operation").s());
    for (String id : ids) {
      // The role of one of the samples does not name Brevet: 502, which only STS can tell.
      assertTrue(
          List.of(200, 502).contains(SharedWorld.vendAs("deploy-pipeline", id).status()), id);
    }
  }

  @Test
  void list_forAnAwsPrincipal() {
    Answer answer =
        SharedWorld.call("GET", "/v1/iam/mappings")
            .signed(WORLD.credentials("arn:aws:iam::111122223333:user/nobody/special"))
            .send();
    assertEquals(200, answer.status(), answer.toString());
    assertFalse(ids(answer.json().path("mappings")).contains("orders-reader"));
  }

  @Test
  void rest_isForAdministratorsAlone() {
    SharedWorld.call("GET", "/v1/mappings?all=true")
        .bearer(WORLD.token("deploy-pipeline"))
        .send()
        .assertDecided(403, "access_denied");
    Answer answer =
        SharedWorld.call("GET", "/v1/iam/mappings?all=true")
            .signed(WORLD.credentials(ADMINISTRATOR))
            .send();
    assertEquals(200, answer.status(), answer.toString());
    JsonNode retired =
        StreamSupport.stream(answer.json().path("others").spliterator(), false)
            .filter(other -> other.path("mapping").asText().equals("retired"))
            .findFirst()
            .orElseThrow();
    assertEquals("the mapping is disabled", retired.path("reason").asText());
  }

  @Test
  void otherQuery_isMalformed() {
    SharedWorld.call("GET", "/v1/mappings?all=yes")
        .bearer(WORLD.token("deploy-pipeline"))
        .send()
        .assertMalformed("all");
  }

  private static Answer explain(String identity, String mapping) {
    return SharedWorld.call("POST", "/v1/credentials:explain")
        .bearer(WORLD.token(identity))
        .body("{\"mapping\":\"" + mapping + "\"}")
        .send();
  }

  private static String without(Answer answer) {
    return answer.body().replace(answer.decision(), "");
  }

  private static List<String> ids(JsonNode mappings) {
    return StreamSupport.stream(mappings.spliterator(), false)
        .map(mapping -> mapping.path("mapping").asText())
        .toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
