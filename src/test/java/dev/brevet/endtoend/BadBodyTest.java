package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.local.LocalWorld;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies and parameters that no client should send: each refusal names the field.
class BadBodyTest {
  private static final LocalWorld WORLD = SharedWorld.world();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                  | body",
        "[]                                                | body",
        "\"orders-reader\"                                 | body",
        "null                                              | body",
        "{\"mapping\":\"orders-reader\"                    | body",
        "{\"mapping\":\"orders-reader\"} {}                | body",
        "{'mapping':'orders-reader'}                       | body",
        "{\"mapping\":\"orders-reader\",}                  | body",
        "{}                                                | mapping",
        "{\"mapping\":null}                                | mapping",
        "{\"mapping\":\"a\\u0000\"}                           | mapping",
        "{\"mapping\":17}                                  | mapping",
        "{\"mapping\":[\"orders-reader\"]}                 | mapping",
        "{\"mapping\":\"a\",\"mapping\":\"orders-reader\"} | mapping",
        "{\"mapping\":\"orders-reader\",\"Mapping\":\"a\"} | Mapping",
        "{\"mapping\":\"orders-reader\",\"surprise\":1}    | surprise",
        "{\"mapping\":\"orders-reader\",\"policy\":{}}     | policy",
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":\"900\"}       | durationSeconds",
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":900.5}         | durationSeconds",
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":1e3}           | durationSeconds",
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":899}           | durationSeconds",
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":3601}          | durationSeconds",
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":43200}         | durationSeconds",
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":-1}            | durationSeconds",
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":99999999999999999999} |"
            + " durationSeconds",
        "{\"mapping\":\"orders-reader\",\"parameters\":[]}                 | parameters",
        "{\"mapping\":\"orders-reader\",\"parameters\":{\"day\":1}}        | parameters.day",
        "{\"mapping\":\"orders-reader\",\"parameters\":{\"day\":\"2026-11-22\",\"day\":\"2026-11-23\"}}"
            + " | parameters.day"
      })
  void body_thatCannotBeRead_namesItsField(String body, String field) {
    Answer answer = SharedWorld.vend(WORLD.token("deploy-pipeline"), body == null ? "" : body);
    answer.assertRefused(400, "malformed_request");
    assertTrue(
        answer.text("field").equals(field)
            || (!field.equals("body") && answer.text("field").startsWith(field.split("\\.", 2)[0])),
        answer.toString());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "2026-1-1, parameters.day",
    "2026-11-22x, parameters.day",
    "*, parameters.day",
    "${aws:username}, parameters.day"
  })
  void parameter_outsideItsPattern_isRefused_andIsADecision(String day, String field) {
    SharedWorld.vend(
            WORLD.token("deploy-pipeline"),
            "{\"mapping\":\"orders-reader\",\"parameters\":{\"day\":\"" + day + "\"}}")
        .assertDecided(400, "malformed_request")
        .assertMalformed(field);
  }

  @Test
  void parameter_thatTheMappingDoesNotTakeFromRequests_isRefused() {
    String token = WORLD.token("deploy-pipeline");
    SharedWorld.vend(token, "{\"mapping\":\"orders-reader\",\"parameters\":{\"tenant\":\"other\"}}")
        .assertDecided(400, "malformed_request");
    SharedWorld.vend(token, "{\"mapping\":\"orders-reader\",\"parameters\":{\"unknown\":\"x\"}}")
        .assertDecided(400, "malformed_request");
  }

  @Test
  void sameMistakes_ofSomebodyWhoMayNot_tellNothing() {
    SharedWorld.vend(
            WORLD.token("stranger"),
            "{\"mapping\":\"orders-reader\",\"parameters\":{\"unknown\":\"x\"}}")
        .assertDecided(403, "access_denied");
  }

  @Test
  void bodyOfAMegabyte_isRefused() {
    String body =
        "{\"mapping\":\"orders-reader\",\"parameters\":{\"day\":\"" + "x".repeat(1 << 20) + "\"}}";
    Answer answer = SharedWorld.vend(WORLD.token("deploy-pipeline"), body);
    answer.assertRefused(400, "malformed_request");
    assertTrue(answer.body().length() < 1000, "the refusal repeats the body");
  }

  @Test
  void bodyOfAThousandLevels_isRefused() {
    SharedWorld.vend(WORLD.token("deploy-pipeline"), "{\"parameters\":" + "[".repeat(100_000))
        .assertRefused(400, "malformed_request");
  }

  @Test
  void bodyThatIsNotUtf8_isRefused() {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials")
            .bearer(WORLD.token("deploy-pipeline"))
            .body(new byte[] {'{', '"', (byte) 0xc3, '"', ':', '1', '}'}, "application/json")
            .send();
    answer.assertMalformed("body");
  }

  @Test
  void bodyInBase64_asTheGatewayHandsOnForms_isReadAllTheSame() {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials")
            .bearer(WORLD.token("deploy-pipeline"))
            .body(
                "{\"mapping\":\"orders-reader\"}".getBytes(StandardCharsets.UTF_8),
                "application/x-www-form-urlencoded")
            .send();
    assertEquals(200, answer.status(), answer.toString());
  }

  @Test
  void queryOfTheContainerRoute_isAsStrict() {
    container("day=2026-11-22&day=2026-11-23").assertRefused(400, "malformed_request");
    container("day=%FF").assertRefused(400, "malformed_request");
    container("day=tomorrow")
        .assertDecided(400, "malformed_request")
        .assertMalformed("parameters.day");
    container("day=%2A").assertDecided(400, "malformed_request").assertMalformed("parameters.day");
    container("unknown=1").assertDecided(400, "malformed_request");
  }

  @Test
  void mappingThatCannotBe_isAnsweredLikeOneThatIsNot() {
    String token = WORLD.token("deploy-pipeline");
    for (String id :
        new String[] {
          "../orders-reader", "ORDERS-READER", "orders reader", "", "x".repeat(65), "*"
        }) {
      SharedWorld.vend(token, "{\"mapping\":\"" + id + "\"}").assertDecided(403, "access_denied");
    }
  }

  @Test
  void requestIdThatIsTooLong_isNotEchoed() {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials")
            .header("X-Request-ID", "x".repeat(513))
            .body("{}")
            .send();
    assertFalse(answer.header("X-Request-ID").isPresent());
  }

  private static Answer container(String query) {
    return SharedWorld.call("GET", "/v1/credentials/orders-reader?" + query)
        .header("Authorization", WORLD.token("deploy-pipeline"))
        .send();
  }
}
