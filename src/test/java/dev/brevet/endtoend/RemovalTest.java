package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import module java.base;

import dev.brevet.local.Fault;
import dev.brevet.local.LocalIssuer;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// What was removed is gone, and what is made anew in its place inherits nothing from it.
class RemovalTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final AwsCredentials ADMINISTRATOR =
      WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user");

  private static Answer send(String method, String path, String header, String value, String body) {
    return SharedWorld.call(method, path)
        .header(header, value)
        .body(body)
        .signed(ADMINISTRATOR)
        .send();
  }

  private static String create(String path, String document) {
    Answer answer = send("PUT", path, "If-None-Match", "*", document);
    assertEquals(201, answer.status(), answer.toString());
    return answer.header("ETag").orElseThrow();
  }

  private static String replace(String path, String tag, String document) {
    Answer answer = send("PUT", path, "If-Match", tag, document);
    assertEquals(200, answer.status(), answer.toString());
    return answer.header("ETag").orElseThrow();
  }

  private static void delete(String path, String tag) {
    Answer answer =
        SharedWorld.call("DELETE", path).header("If-Match", tag).signed(ADMINISTRATOR).send();
    assertEquals(204, answer.status(), answer.toString());
  }

  private static String mapping(String id, boolean enabled) {
    return """
    {"id":"%s","enabled":%s,"roleArn":"arn:aws:iam::111122223333:role/brevet/BuildArtifacts",
     "trustPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
      "Principal":{"Federated":"%s"},"Action":"sts:AssumeRoleWithWebIdentity",
      "Condition":{"StringEquals":{"%s:aud":"brevet"}}}]},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
      "Action":"dynamodb:GetItem","Resource":"*"}]}}
    """
        .formatted(id, enabled, WORLD.issuer().url(), WORLD.issuer().url().getAuthority());
  }

  @Test
  void mappingThatIsMadeAnew_handsOutNoSessionOfTheOneBefore() {
    String path = "/v1/iam/admin/mappings/removed-and-made";
    String first = create(path, mapping("removed-and-made", true));
    String token = WORLD.token("deploy-pipeline");
    String body = "{\"mapping\":\"removed-and-made\"}";
    String key = SharedWorld.vend(token, body).credentials().accessKeyId();
    assertEquals(key, SharedWorld.vend(token, body).credentials().accessKeyId());
    delete(path, first);
    String second = create(path, mapping("removed-and-made", true));
    assertNotEquals(first, second);
    assertNotEquals(key, SharedWorld.vend(token, body).credentials().accessKeyId());
    delete(path, second);
  }

  @Test
  void staleVersion_opensNothingThatWasClosedSince() {
    String path = "/v1/iam/admin/mappings/closed";
    String stale = create(path, mapping("closed", true));
    delete(path, stale);
    String closed = create(path, mapping("closed", false));

    send("PUT", path, "If-Match", stale, mapping("closed", true)).assertDecided(409, "conflict");
    SharedWorld.vendAs("deploy-pipeline", "closed").assertDecided(403, "access_denied");
    delete(path, closed);
  }

  @Test
  void keyThatLeaked_isRefusedAtOnce_whenItsIssuerIsRemovedAndRegisteredAnew() {
    try (LocalIssuer issuer = LocalIssuer.start()) {
      String path = issuers(issuer);
      String document = registration(issuer, true);
      String leaked = token(issuer);
      String tag = create(path, document);
      // Whoever is authenticated is refused with 403 here.
      vend(leaked).assertDecided(403, "access_denied");
      issuer.rotate();
      delete(path, tag);
      vend(leaked).assertDecided(401, "not_authenticated");
      tag = create(path, document);
      vend(leaked).assertDecided(401, "not_authenticated");
      vend(token(issuer)).assertDecided(403, "access_denied");

      // Likewise where it was disabled in between, and where nobody asked in between.
      leaked = token(issuer);
      issuer.rotate();
      tag = replace(path, tag, registration(issuer, false));
      tag = replace(path, tag, document);
      vend(leaked).assertDecided(401, "not_authenticated");
      vend(token(issuer)).assertDecided(403, "access_denied");

      // Likewise where the issuer does not answer.
      leaked = token(issuer);
      issuer.rotate();
      issuer.faults().always("keys", new Fault.Refuse(503, "", "down"));
      delete(path, tag);
      tag = create(path, document);
      vend(leaked).assertRefused(503, "unavailable");
      issuer.faults().clear();
      delete(path, tag);
    }
  }

  private static Answer vend(String token) {
    return SharedWorld.vend(token, "{\"mapping\":\"orders-reader\"}");
  }

  private static String token(LocalIssuer issuer) {
    return issuer.token(Map.of("sub", "someone", "aud", "brevet"), Duration.ofMinutes(5));
  }

  private static String registration(LocalIssuer issuer, boolean enabled) {
    return "{\"issuer\":\"%s\",\"audiences\":[\"brevet\"],\"enabled\":%s}"
        .formatted(issuer.url(), enabled);
  }

  private static String issuers(LocalIssuer issuer) {
    return "/v1/iam/admin/issuers/"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(issuer.url().toString().getBytes(StandardCharsets.UTF_8));
  }
}
