package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.local.Fault;
import dev.brevet.local.LocalIssuer;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class AdministrationTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);
  private static final AwsCredentials ADMINISTRATOR =
      WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user");
  private static final AwsCredentials OTHER =
      WORLD.credentials("arn:aws:iam::111122223333:user/ci/build-bot");
  private static final String MAPPINGS = "/v1/iam/admin/mappings";
  private static final String ISSUERS = "/v1/iam/admin/issuers";

  @AfterEach
  void clearFaults() {
    WORLD.dynamoDb().faults().clear();
  }

  @Test
  void mapping_isWrittenReadUsedAndRemoved() {
    String id = "admin-made";
    Answer created =
        call("PUT", MAPPINGS + "/" + id)
            .header("If-None-Match", "*")
            .body(mapping(id))
            .signed(ADMINISTRATOR)
            .send();
    assertTrue(created.status() == 200 || created.status() == 201, created.toString());
    assertEquals("\"1\"", created.header("ETag").orElse(""));
    assertEquals(200, SharedWorld.vendAs("deploy-pipeline", id).status());

    Answer read = call("GET", MAPPINGS + "/" + id).signed(ADMINISTRATOR).send();
    assertEquals("\"1\"", read.header("ETag").orElse(""));
    assertEquals(1, read.json().path("version").asInt());
    String disabled = ((ObjectNode) read.json()).put("enabled", false).toString();
    Answer written =
        call("PUT", MAPPINGS + "/" + id)
            .header("If-Match", "\"1\"")
            .body(disabled)
            .signed(ADMINISTRATOR)
            .send();
    assertEquals("\"2\"", written.header("ETag").orElse(""), written.toString());
    SharedWorld.vendAs("deploy-pipeline", id).assertDecided(403, "access_denied");

    Answer removed =
        call("DELETE", MAPPINGS + "/" + id)
            .header("If-Match", "\"2\"")
            .signed(ADMINISTRATOR)
            .send();
    assertTrue(removed.status() == 200 || removed.status() == 204, removed.toString());
    assertEquals(404, call("GET", MAPPINGS + "/" + id).signed(ADMINISTRATOR).send().status());
  }

  @Test
  void bearerOfAPresignedIdentity_administersAsItsPrincipal() {
    String bearer = PresignedIdentityTest.bearer(ADMINISTRATOR);
    Answer listed = call("GET", "/v1/admin/mappings").header("Authorization", bearer).send();
    assertEquals(200, listed.status(), listed.toString());
    Map<String, AttributeValue> decision = TABLES.decision(listed.decision());
    assertEquals("ListMappings", Tables.text(decision, "operation").orElse(""));
    assertEquals("PRESIGNED_IDENTITY", Tables.text(decision, "method").orElse(""));
    call("GET", "/v1/admin/mappings")
        .header("Authorization", PresignedIdentityTest.bearer(OTHER))
        .send()
        .assertDecided(403, "access_denied");
  }

  @Test
  void bearerOfAToken_administersWhatItsPoliciesInTheDirectoryAllow() {
    String token = WORLD.token("bob");
    String note = "/v1/admin/entities/note/n-1";
    String document = "{\"type\":\"note\",\"id\":\"n-1\"}";
    call("PUT", note).bearer(token).body(document).send().assertDecided(403, "access_denied");
    call("PUT", note).body(document).send().assertDecided(401, "not_authenticated");
    Answer policy =
        call("PUT", "/v1/iam/admin/policies/keep-notes")
            .body(
                "{\"name\":\"keep-notes\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\","
                    + "\"Statement\":{\"Sid\":\"Notes\",\"Effect\":\"Allow\",\"Action\":\"brevet:*Entity\","
                    + "\"Resource\":\"arn:aws:brevet:*:*:entity/note/*\"}}}")
            .signed(ADMINISTRATOR)
            .send();
    assertEquals(201, policy.status(), policy.toString());
    String issuer = WORLD.issuer().url().toString();
    Answer attached =
        call("POST", "/v1/iam/admin/attachments")
            .body(
                "{\"policy\":\"keep-notes\",\"target\":{\"token\":{\"issuer\":\""
                    + issuer
                    + "\",\"sub\":\"bob\"}}}")
            .signed(ADMINISTRATOR)
            .send();
    assertEquals(201, attached.status(), attached.toString());
    assertTrue(attached.header("Location").orElse("").startsWith("/v1/iam/admin/attachments/"));
    try {
      Answer written = call("PUT", note).bearer(token).body(document).send();
      for (int i = 0; written.status() == 403 && i < 40; i++) {
        pause();
        written = call("PUT", note).bearer(token).body(document).send();
      }
      assertEquals(201, written.status(), written.toString());
      Map<String, AttributeValue> decision = TABLES.decision(written.decision());
      assertEquals("PutEntity", Tables.text(decision, "operation").orElse(""));
      assertEquals("identity[keep-notes]/Notes", decision.get("statements").l().getFirst().s());
      assertEquals(200, call("GET", note + "/").bearer(token).send().status());
      // Nothing else of the directory's, no mapping, and no policy of its own.
      for (String path :
          new String[] {
            "/v1/admin/entities/user/alice",
            "/v1/admin/entities",
            "/v1/admin/mappings/orders-reader",
            "/v1/admin/issuers",
            "/v1/admin/policies/keep-notes"
          }) {
        call("GET", path).bearer(token).send().assertDecided(403, "access_denied");
      }
      assertEquals(
          204,
          call("DELETE", note)
              .header("If-Match", written.header("ETag").orElseThrow())
              .bearer(token)
              .send()
              .status());
    } finally {
      remove(attached.header("Location").orElse(""));
      remove("/v1/iam/admin/policies/keep-notes");
    }
  }

  /// The subject is a branch's, whose name is whoever's who can push.
  @Test
  void subjectThatLooksLikeATarget_attachesNothingToItself() {
    String subject = "repo:acme/fork:ref:refs/heads/entity/note/x";
    String token =
        WORLD.issuer().token(Map.of("sub", subject, "aud", "brevet"), Duration.ofMinutes(5));
    String itself =
        "{\"token\":{\"issuer\":\"" + WORLD.issuer().url() + "\",\"sub\":\"" + subject + "\"}}";
    String policy =
        "{\"name\":\"%s\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\","
            + "\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"brevet:%s\",\"Resource\":\"%s\"}}}";
    for (String document :
        new String[] {
          policy.formatted("all-rights", "*", "*"),
          policy.formatted(
              "note-targets", "PutAttachment", "arn:aws:brevet:*:*:attachment/*/entity/note/*")
        }) {
      String name = document.substring(9, document.indexOf('"', 9));
      Answer written =
          call("PUT", "/v1/iam/admin/policies/" + name).body(document).signed(ADMINISTRATOR).send();
      assertEquals(201, written.status(), written.toString());
    }
    Answer attached =
        call("POST", "/v1/iam/admin/attachments")
            .body("{\"policy\":\"note-targets\",\"target\":" + itself + "}")
            .signed(ADMINISTRATOR)
            .send();
    assertEquals(201, attached.status(), attached.toString());
    try {
      String note = "{\"entity\":{\"type\":\"note\",\"id\":\"x\"}}";
      Answer onNote =
          call("POST", "/v1/admin/attachments")
              .bearer(token)
              .body("{\"policy\":\"note-targets\",\"target\":" + note + "}")
              .send();
      assertEquals(201, onNote.status(), onNote.toString());
      call("POST", "/v1/admin/attachments")
          .bearer(token)
          .body("{\"policy\":\"all-rights\",\"target\":" + itself + "}")
          .send()
          .assertDecided(403, "access_denied");
      remove(onNote.header("Location").orElse("").replace("/v1/", "/v1/iam/"));
    } finally {
      for (String path :
          new String[] {
            attached.header("Location").orElse(""),
            "/v1/iam/admin/policies/note-targets",
            "/v1/iam/admin/policies/all-rights"
          }) {
        remove(path);
      }
    }
  }

  /// As it is stored now.
  private static void remove(String path) {
    Answer read = call("GET", path).signed(ADMINISTRATOR).send();
    assertEquals(
        204,
        call("DELETE", path)
            .header("If-Match", read.header("ETag").orElseThrow())
            .signed(ADMINISTRATOR)
            .send()
            .status());
  }

  private static void pause() {
    try {
      Thread.sleep(250);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writeThatLost_isAConflict() {
    String id = "contended";
    assertEquals("\"1\"", put(id, mapping(id), "If-None-Match", "*").header("ETag").orElse(""));
    put(id, mapping(id), "If-None-Match", "*").assertDecided(409, "conflict");
    put(id, mapping(id), "If-Match", "\"7\"").assertDecided(409, "conflict");
    call("PUT", MAPPINGS + "/" + id)
        .body(mapping(id))
        .signed(ADMINISTRATOR)
        .send()
        .assertDecided(409, "conflict");
    assertEquals("\"2\"", put(id, mapping(id), "If-Match", "\"1\"").header("ETag").orElse(""));
  }

  @Test
  void lists_holdTheSamples() {
    Answer mappings = call("GET", MAPPINGS).signed(ADMINISTRATOR).send();
    assertEquals(200, mappings.status(), mappings.toString());
    assertTrue(mappings.body().contains("\"orders-reader\""), mappings.body());
    Answer issuers = call("GET", ISSUERS + "/").signed(ADMINISTRATOR).send();
    assertTrue(issuers.body().contains(WORLD.issuer().url().toString()), issuers.body());
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/iam/admin/mappings",
    "GET, /v1/iam/admin/mappings/orders-reader",
    "PUT, /v1/iam/admin/mappings/orders-reader",
    "DELETE, /v1/iam/admin/mappings/orders-reader",
    "GET, /v1/iam/admin/mappings/not-there",
    "GET, /v1/iam/admin/issuers"
  })
  void whoIsNotAnAdministrator_isDenied_andItIsADecision(String method, String path) {
    Call call = call(method, path);
    if (method.equals("PUT")) {
      call.body("{");
    }
    Answer answer = call.signed(OTHER).send().assertDecided(403, "access_denied");
    assertEquals(
        "arn:aws:iam::111122223333:user/ci/build-bot",
        Tables.text(TABLES.decision(answer.decision()), "principal").orElse(""));
  }

  @Test
  void rootUser_isRefusedHereToo() {
    call("GET", MAPPINGS)
        .signed(WORLD.credentials("arn:aws:iam::111122223333:root"))
        .send()
        .assertDecided(403, "root_denied");
  }

  @Test
  void invalidMapping_isRefused_namingTheField() {
    String id = "invalid";
    invalid(id, mapping(id).replace("\"roleArn\"", "\"roleARN\""));
    invalid(
        id,
        mapping(id)
            .replace("role/brevet/BuildArtifacts", "role/aws-service-role/x.amazonaws.com/X"));
    invalid(id, mapping(id).replace("\"sessionPolicy\"", "\"surprise\":1,\"sessionPolicy\""));
    invalid(id, mapping(id).replace("sts:AssumeRoleWithWebIdentity", "s3:GetObject"));
    invalid(
        id,
        mapping(id)
            .replace("\"Effect\":\"Allow\",\"Principal\"", "\"Effect\":\"Perhaps\",\"Principal\""));
    invalid(id, mapping(id).replace("{\"Federated\":\"" + WORLD.issuer().url() + "\"}", "\"*\""));
    invalid(
        id,
        mapping(id)
            .replace(
                "s3:GetObject\",\"Resource\":\"*\"",
                "s3:GetObject\",\"Resource\":\"{{unknown}}\""));
    invalid(
        id,
        mapping(id)
            .replace("\"sessionPolicy\"", "\"maxSessionDuration\":\"PT2H\",\"sessionPolicy\""));
    invalid(id, mapping("other"));
    invalid(id, "{");
    invalid(id, "");
    assertEquals(404, call("GET", MAPPINGS + "/" + id).signed(ADMINISTRATOR).send().status());
  }

  private static void invalid(String id, String document) {
    Answer answer = put(id, document, "If-None-Match", "*");
    answer.assertDecided(400, "malformed_request");
    assertTrue(!answer.text("field").isEmpty(), answer.toString());
  }

  @Test
  void durationOverAnHour_saysWhy() {
    Answer answer =
        put(
            "long",
            mapping("long")
                .replace("\"sessionPolicy\"", "\"maxSessionDuration\":\"PT12H\",\"sessionPolicy\""),
            "If-None-Match",
            "*");
    assertTrue(answer.body().contains("role chaining"), answer.body());
  }

  @Test
  void issuer_isRegisteredUsedAndRemoved() {
    try (LocalIssuer other = LocalIssuer.start()) {
      String url = other.url().toString();
      String document = "{\"issuer\":\"" + url + "\",\"audiences\":[\"brevet\"]}";
      String token = other.token(Map.of("sub", "someone", "aud", "brevet"), Duration.ofMinutes(5));
      String path = ISSUERS + "/" + id(url);
      SharedWorld.vend(token, "{\"mapping\":\"orders-reader\"}")
          .assertDecided(401, "not_authenticated");
      Answer written =
          call("PUT", path)
              .header("If-None-Match", "*")
              .body(document)
              .signed(ADMINISTRATOR)
              .send();
      assertEquals("\"1\"", written.header("ETag").orElse(""), written.toString());
      SharedWorld.vend(token, "{\"mapping\":\"orders-reader\"}")
          .assertDecided(403, "access_denied");
      JsonNode read = call("GET", path).signed(ADMINISTRATOR).send().json();
      assertEquals(url, read.path("issuer").asText());
      Answer removed =
          call("DELETE", path).header("If-Match", "\"1\"").signed(ADMINISTRATOR).send();
      assertTrue(removed.status() == 200 || removed.status() == 204, removed.toString());
    }
  }

  @Test
  void everyAdministrativeAct_isRecordedBeforeItIsDone() {
    WORLD.dynamoDb().faults().next(3, "PutItem", Fault.dynamoDbThrottling());
    put("unrecorded", mapping("unrecorded"), "If-None-Match", "*")
        .assertRefused(503, "unavailable");
    WORLD.dynamoDb().faults().clear();
    assertEquals(404, call("GET", MAPPINGS + "/unrecorded").signed(ADMINISTRATOR).send().status());
    Answer written = put("recorded", mapping("recorded"), "If-None-Match", "*");
    assertEquals(
        "PutMapping", Tables.text(TABLES.decision(written.decision()), "operation").orElse(""));
    assertEquals("ALLOWED", Tables.text(TABLES.decision(written.decision()), "outcome").orElse(""));
  }

  private static Answer put(String id, String document, String condition, String value) {
    return call("PUT", MAPPINGS + "/" + id)
        .header(condition, value)
        .body(document)
        .signed(ADMINISTRATOR)
        .send();
  }

  private static Call call(String method, String path) {
    return SharedWorld.call(method, path);
  }

  private static String id(String url) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(url.getBytes(StandardCharsets.UTF_8));
  }

  private static String mapping(String id) {
    return """
    {"id":"%s","roleArn":"arn:aws:iam::111122223333:role/brevet/BuildArtifacts",
     "trustPolicy":{"Version":"2012-10-17","Statement":[{"Sid":"Only","Effect":"Allow","Principal":{"Federated":"%s"},"Action":"sts:AssumeRoleWithWebIdentity"}]},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}
    """
        .formatted(id, WORLD.issuer().url());
  }
}
