package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;

/// Console sign-in over HTTP, with a stand-in for AWS's federation endpoint that takes sessions in
/// a body alone.
class ConsoleTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);

  @Test
  void token_getsAUrlThatSignsIn() {
    Answer answer = console("orders-reader", "deploy-pipeline");
    assertEquals(200, answer.status(), answer.toString());
    assertEquals("no-store", answer.header("Cache-Control").orElse(""));
    var decision = TABLES.decision(answer.decision());
    String url = answer.text("url");
    assertTrue(
        url.endsWith(
            "/federation?Action=login&Destination=https%3A%2F%2Fconsole.aws.amazon.com%2F"
                + "&SigninToken=signin-"
                + decision.get("accessKeyId").s()),
        url);
    assertFalse(url.contains("SessionDuration"));
    assertFalse(answer.body().contains("secret"), answer.body());
    assertEquals("vended", decision.get("code").s());
  }

  @Test
  void destination_isAPageOfTheConsole() {
    String page = "https://eu-west-1.console.aws.amazon.com/s3/home?region=eu-west-1";
    String encoded = URLEncoder.encode(page, StandardCharsets.UTF_8);
    Answer answer =
        console("orders-reader?day=2026-11-22&destination=" + encoded, "deploy-pipeline");
    assertEquals(200, answer.status(), answer.toString());
    assertTrue(answer.text("url").contains("Destination=" + encoded), answer.text("url"));
    console("orders-reader?destination=https%3A%2F%2Fexample.com%2F", "deploy-pipeline")
        .assertMalformed("destination");
    console("orders-reader?destination=https%3A%2F%2Fconsole.amazonaws.cn%2F", "deploy-pipeline")
        .assertMalformed("destination");
  }

  @Test
  void refusals_areThoseOfAVend() {
    console("orders-reader", "stranger").assertDecided(403, "access_denied");
    console("operations", "bob").assertDecided(403, "mfa_required");
    SharedWorld.call("GET", "/v1/console/orders-reader")
        .send()
        .assertDecided(401, "not_authenticated");
  }

  @Test
  void federationEndpointThatIsDown_isUnavailable_andRecorded() {
    WORLD.signIn().down(true);
    try {
      Answer answer = console("orders-reader", "deploy-pipeline").assertDecided(503, "unavailable");
      assertEquals(
          "the federation endpoint answered 503",
          TABLES.decision(answer.decision()).get("reason").s());
    } finally {
      WORLD.signIn().down(false);
    }
  }

  private static Answer console(String mapping, String identity) {
    return SharedWorld.call("GET", "/v1/console/" + mapping).bearer(WORLD.token(identity)).send();
  }
}
