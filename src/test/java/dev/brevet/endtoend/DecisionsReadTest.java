package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.local.Fault;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// Operators read over HTTP what was decided.
class DecisionsReadTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final AwsCredentials ADMINISTRATOR =
      WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user");
  private static final AwsCredentials OTHER =
      WORLD.credentials("arn:aws:iam::111122223333:user/ci/build-bot");
  private static final String DECISIONS = "/v1/iam/admin/decisions";

  @AfterEach
  void clearFaults() {
    WORLD.dynamoDb().faults().clear();
  }

  private static Answer get(String path) {
    return SharedWorld.call("GET", path).signed(ADMINISTRATOR).send();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void decisionIdOfAnAnswer_leadsToAllOfIt() {
    Answer denied = SharedWorld.vendAs("stranger", "orders-reader");
    denied.assertDecided(403, "access_denied");

    Answer decision = get(DECISIONS + "/" + denied.decision());

    assertEquals(200, decision.status(), decision.toString());
    assertEquals(denied.decision(), decision.text("decisionId"));
    assertEquals("DENIED", decision.text("outcome"));
    assertEquals("orders-reader", decision.text("mapping"));
    assertEquals("the trust policy does not allow it", decision.text("reason"));
    assertTrue(decision.header("Brevet-Decision-Id").isPresent());
    assertFalse(decision.decision().equals(denied.decision()), "reading is a decision of its own");
  }

  @Test
  void accessKey_leadsToWhoGotIt() {
    Answer vended = SharedWorld.vendAs("deploy-pipeline", "orders-reader");
    String key = vended.json().path("credentials").path("accessKeyId").asText();

    JsonNode decisions = get(DECISIONS + "?accessKeyId=" + key).json().path("decisions");

    List<String> ids = new ArrayList<>();
    decisions.forEach(each -> ids.add(each.path("decisionId").asText()));
    assertTrue(ids.contains(vended.decision()), ids.toString());
    decisions.forEach(each -> assertEquals(key, each.path("accessKeyId").asText()));
    assertFalse(
        decisions
            .toString()
            .contains(vended.json().path("credentials").path("sessionToken").asText()));
  }

  @Test
  void principalsDecisions_comeInPages_newestFirst() {
    for (int i = 0; i < 3; i++) {
      SharedWorld.call("GET", "/v1/iam/mappings").signed(OTHER).send();
    }
    String query = "?limit=2&principal=" + encoded("arn:aws:iam::111122223333:user/ci/build-bot");

    Answer first = get(DECISIONS + query);
    Answer second = get(DECISIONS + query + "&token=" + first.text("next"));

    String last = first.json().path("decisions").path(1).path("decisionId").asText();
    assertEquals(2, first.json().path("decisions").size(), first.toString());
    assertTrue(
        first.json().path("decisions").path(0).path("decisionId").asText().compareTo(last) > 0);
    assertEquals(last, first.text("next"));
    assertTrue(
        second.json().path("decisions").path(0).path("decisionId").asText().compareTo(last) < 0);
  }

  @Test
  void mappingsDecisions_ofATime() {
    SharedWorld.vendAs("deploy-pipeline", "orders-reader");

    Answer before = get(DECISIONS + "?mapping=orders-reader&until=2020-01-01T00:00:00Z");
    Answer since = get(DECISIONS + "?mapping=orders-reader&from=2020-01-01T00:00:00Z");

    assertEquals("{\"decisions\":[]}", before.body());
    assertFalse(since.json().path("decisions").isEmpty(), since.toString());
  }

  @ParameterizedTest
  @CsvSource({
    DECISIONS + "/01M81B5HBV0000000000000000, GetDecision",
    DECISIONS + "?mapping=orders-reader, ListDecisions"
  })
  void whoIsNotAnAdministrator_isDenied_andItIsADecision(String path, String operation) {
    Answer denied =
        SharedWorld.call("GET", path).signed(OTHER).send().assertDecided(403, "access_denied");

    assertEquals(operation, get(DECISIONS + "/" + denied.decision()).text("operation"));
  }

  @Test
  void decisionThatIsNotThere_isNotFound() {
    get(DECISIONS + "/01M81B5HBV0000000000000000").assertDecided(404, "not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nonsense",
        "/01m81b5hbv0000000000000000",
        "",
        "?limit=5",
        "?mapping=",
        "?mapping=a&principal=b",
        "?mapping=a&limit=0",
        "?mapping=a&limit=101",
        "?mapping=a&limit=1e2",
        "?mapping=a&token=nonsense",
        "?mapping=a&from=yesterday",
        "?mapping=a&until=2026-11-22",
        "?mapping=a&from=%2B1000000000-12-31T23:59:59Z",
        "?mapping=a&from=-0001-01-01T00:00:00Z",
        "?accessKeyId=%C3%A9%C3%A9%C3%A9%C3%A9&limit=x",
        "?mapping=a&sort=up",
        "?mapping=a&mapping=b",
        "?mapping=%ff"
      })
  void whatCannotBeRead_isMalformed(String rest) {
    get(DECISIONS + rest).assertRefused(400, "malformed_request");
  }

  @Test
  void tableThatDoesNotAnswer_isUnavailable() {
    WORLD.dynamoDb().faults().always("Query", Fault.dynamoDbThrottling());

    get(DECISIONS + "?mapping=orders-reader").assertDecided(503, "unavailable");
  }
}
