package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import module java.base;

import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Sessions handed out again, and denials repeated, over HTTP and in the table.
class ReuseTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);

  @Test
  void oneSession_servesEveryRoute_eachAsADecisionOfItsOwn() {
    String token = token("every-route");
    Answer first = vend(token, "2026-01-01", "");
    Answer again = vend(token, "2026-01-01", "");
    Answer container =
        SharedWorld.call("GET", "/v1/credentials/orders-reader?day=2026-01-01")
            .header("Authorization", token)
            .send();
    String key = first.credentials().accessKeyId();
    assertEquals(key, again.credentials().accessKeyId());
    assertEquals(key, container.text("AccessKeyId"));
    assertEquals(first.json().path("refresh"), again.json().path("refresh"));

    assertEquals(3, TABLES.decisions("by-access-key", "accessKeyId", key).size());
    assertFalse(TABLES.decision(first.decision()).containsKey("reuseOf"));
    for (Answer reused : List.of(again, container)) {
      Map<String, AttributeValue> decision = TABLES.decision(reused.decision());
      assertEquals(first.decision(), decision.get("reuseOf").s());
      assertEquals("ALLOWED", decision.get("outcome").s());
    }
  }

  @Test
  void callerThatWantsItsOwn_getsIt_andSoDoesAnother() {
    String token = token("one");
    String key = vend(token, "2026-01-02", "").credentials().accessKeyId();
    assertNotEquals(key, vend(token, "2026-01-02", ",\"reuse\":false").credentials().accessKeyId());
    Answer container =
        SharedWorld.call("GET", "/v1/credentials/orders-reader?day=2026-01-02")
            .header("Authorization", token)
            .header("Cache-Control", "max-age=0, no-cache")
            .send();
    assertNotEquals(key, container.text("AccessKeyId"));
    assertNotEquals(key, vend(token("other"), "2026-01-02", "").credentials().accessKeyId());
  }

  @Test
  void simultaneousRequests_areOneSession() throws Exception {
    String token = token("simultaneous");
    Set<String> keys = new HashSet<>();
    Set<String> decisions = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        answers.add(threads.submit(() -> vend(token, "2026-01-03", "")));
      }
      for (Future<Answer> answer : answers) {
        keys.add(answer.get().credentials().accessKeyId());
        decisions.add(answer.get().decision());
      }
    }
    assertEquals(1, keys.size());
    assertEquals(6, decisions.size());
  }

  @Test
  void repeatedDenial_isOneItemWithACount() {
    String token = WORLD.token("stranger");
    String body = "{\"mapping\":\"orders-reader\",\"parameters\":{\"day\":\"2026-01-04\"}}";
    Answer first = SharedWorld.vend(token, body).assertDecided(403, "access_denied");
    for (int i = 0; i < 3; i++) {
      assertEquals(
          first.decision(),
          SharedWorld.vend(token, body).assertDecided(403, "access_denied").decision());
    }
    assertEquals("4", TABLES.decision(first.decision()).get("answers").n());
  }

  /// A caller that no other test has.
  private static String token(String name) {
    return WORLD
        .issuer()
        .token(
            Map.of("sub", "repo:acme/orders:" + name, "aud", "brevet", "tenant_id", "acme"),
            Duration.ofMinutes(5));
  }

  private static Answer vend(String token, String day, String more) {
    return SharedWorld.vend(
        token,
        "{\"mapping\":\"orders-reader\",\"parameters\":{\"day\":\"%s\"}%s}".formatted(day, more));
  }
}
