package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Callers who are known and may not.
class DenialTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);

  @AfterAll
  static void leaveTheRolesOfOtherTestsAsTheyWere() {
    TABLES.removeMappings();
  }

  @Test
  void absentDisabledBrokenAndForbiddenMapping_areOneAnswer() {
    TABLES.putMapping("broken", "{\"id\":\"broken\",\"trustPolicy\":");
    TABLES.putMapping("misnamed", "{\"id\":\"other\"}");
    List<String> answers = new ArrayList<>();
    for (String mapping : List.of("not-there", "retired", "broken", "misnamed", "operations")) {
      Answer answer =
          SharedWorld.vendAs("deploy-pipeline", mapping).assertDecided(403, "access_denied");
      assertFalse(answer.body().contains(mapping), answer.body());
      List<String> headers = new ArrayList<>();
      answer
          .response()
          .headers()
          .map()
          .forEach((name, value) -> headers.add(isUnique(name) ? name : name + value));
      answers.add(headers + answer.body().replace(answer.decision(), ""));
    }
    assertEquals(1, answers.stream().distinct().count(), answers.toString());
  }

  private static boolean isUnique(String header) {
    return List.of("apigw-requestid", "brevet-decision-id", "date")
        .contains(header.toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void reasonOfADenial_isInItsRecord() {
    assertReason("there is no such mapping", "not-there");
    assertReason("disabled", "retired");
    assertReason("the trust policy does not allow it", "operations");
  }

  @Test
  void denial_namesTheKindOfPolicyThatDecided() {
    Answer answer =
        SharedWorld.vendAs("stranger", "orders-reader").assertDecided(403, "access_denied");
    assertEquals("DENIED", Tables.text(TABLES.decision(answer.decision()), "outcome").orElse(""));
    assertEquals(
        "trust",
        Tables.text(TABLES.decision(answer.decision()), "policyType")
            .orElse("")
            .toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void explicitDeny_winsAndIsNamed() {
    TABLES.putMapping(
        "denied",
        mapping(
            "denied",
            "OrdersReader",
            "\"externalId\":\"brevet-orders\",",
            "{\"Sid\":\"NotThem\",\"Effect\":\"Deny\",\"Principal\":{\"Federated\":\"ISSUER\"},\"Action\":\"sts:*\",\"Condition\":{\"StringLike\":{\"HOST:sub\":\"repo:acme/*\"}}},",
            "{}"));
    Answer answer =
        SharedWorld.vendAs("deploy-pipeline", "denied").assertDecided(403, "access_denied");
    assertTrue(
        TABLES
            .decision(answer.decision())
            .get("statements")
            .toString()
            .contains("trust[denied]/NotThem"),
        answer.toString());
  }

  @Test
  void missingSecondFactor_isItsOwnRefusal() {
    SharedWorld.vendAs("bob", "operations").assertDecided(403, "mfa_required");
  }

  @Test
  void tokenFromBeforeARevocation_isItsOwnRefusal_andANewOneIsVended() {
    Instant revoked = Instant.now().minusSeconds(60);
    TABLES.putMapping(
        "leaked",
        mapping(
            "leaked",
            "BuildArtifacts",
            "",
            "{\"Sid\":\"Revoked\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:*\",\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\""
                + revoked
                + "\"}}},",
            "{}"));

    SharedWorld.vend(tokenOf(revoked.minusSeconds(5)), "{\"mapping\":\"leaked\"}")
        .assertDecided(403, "revoked");
    assertEquals(
        200,
        SharedWorld.vend(tokenOf(revoked.plusSeconds(5)), "{\"mapping\":\"leaked\"}").status());
  }

  private static String tokenOf(Instant issued) {
    return WORLD
        .issuer()
        .token(
            Map.of("sub", "repo:acme/orders:x", "aud", "brevet", "iat", issued.getEpochSecond()),
            Duration.ofMinutes(5));
  }

  @Test
  void roleThatDoesNotTrustBrevet_isItsOwnRefusal_andTheLogHasStssWords() {
    Answer answer =
        SharedWorld.vendAs("deploy-pipeline", "legacy-reports").assertDecided(502, "role_refused");
    String reason = Tables.text(TABLES.decision(answer.decision()), "reason").orElse("");
    assertTrue(
        reason.contains(
            "is not authorized to perform: sts:AssumeRole on resource:"
                + " arn:aws:iam::111122223333:role/brevet/LegacyReports"),
        reason);
    assertFalse(answer.body().contains("LegacyReports"), answer.body());
  }

  @Test
  void roleThatIsNotThere_isRefusedByStsToo() {
    TABLES.putMapping("no-role", mapping("no-role", "Nowhere", "", "", "{}"));
    SharedWorld.vendAs("deploy-pipeline", "no-role").assertDecided(502, "role_refused");
  }

  @Test
  void wrongExternalId_isRefusedBySts() {
    TABLES.putMapping(
        "wrong-external-id",
        mapping("wrong-external-id", "OrdersReader", "\"externalId\":\"brevet-other\",", "", "{}"));
    SharedWorld.vendAs("deploy-pipeline", "wrong-external-id").assertDecided(502, "role_refused");
  }

  @Test
  void sessionPolicyThatGrowsTooLarge_isItsOwnRefusal_withItsSize() {
    StringBuilder resources = new StringBuilder("\"arn:aws:s3:::a/{{tenant}}\"");
    for (int i = 0; i < 45; i++) {
      resources.append(",\"arn:aws:s3:::bucket-").append(i).append("/{{tenant}}/*\"");
    }
    TABLES.putMapping(
        "large",
        mapping(
                "large",
                "BuildArtifacts",
                "\"parameters\":{\"tenant\":{\"from\":\"claim:tenant_id\",\"pattern\":\"[a-z0-9-]{1,64}\"}},",
                "",
                "{}")
            .replace("\"Resource\":\"*\"", "\"Resource\":[" + resources + "]"));
    assertEquals(200, SharedWorld.vendAs("deploy-pipeline", "large").status());
    String token =
        WORLD
            .issuer()
            .token(
                Map.of("sub", "repo:acme/orders:x", "aud", "brevet", "tenant_id", "t".repeat(40)),
                Duration.ofMinutes(5));
    Answer answer =
        SharedWorld.vend(token, "{\"mapping\":\"large\"}").assertDecided(413, "session_too_large");
    assertTrue(answer.json().path("policyCharacters").asInt() > 2048, answer.toString());
    assertEquals(2048, answer.json().path("mostPolicyCharacters").asInt());
  }

  @Test
  void tagsThatCannotBePacked_areItsOwnRefusal_withThePercentage() {
    StringBuilder tags = new StringBuilder();
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 49; i++) {
      StringBuilder value = new StringBuilder();
      random.ints(250, 'a', 'z').forEach(c -> value.append((char) c));
      tags.append(i == 0 ? "" : ",")
          .append("\"k")
          .append(i)
          .append("\":\"")
          .append(value)
          .append('"');
    }
    TABLES.putMapping(
        "many-tags",
        mapping("many-tags", "BuildArtifacts", "\"sessionTags\":{" + tags + "},", "", "{}"));
    Answer answer =
        SharedWorld.vendAs("deploy-pipeline", "many-tags").assertDecided(413, "session_too_large");
    assertTrue(answer.json().path("packedPolicySize").asInt() > 100, answer.toString());
  }

  @Test
  void durationAboveTheMappings_isMalformed() {
    TABLES.putMapping(
        "short", mapping("short", "BuildArtifacts", "\"maxSessionDuration\":\"PT20M\",", "", "{}"));
    SharedWorld.vend(
            WORLD.token("deploy-pipeline"), "{\"mapping\":\"short\",\"durationSeconds\":1201}")
        .assertDecided(400, "malformed_request")
        .assertMalformed("durationSeconds");
    assertEquals(
        200,
        SharedWorld.vend(
                WORLD.token("deploy-pipeline"), "{\"mapping\":\"short\",\"durationSeconds\":1200}")
            .status());
  }

  private static String mapping(
      String id, String role, String more, String statements, String condition) {
    return """
    {"id":"%s","roleArn":"arn:aws:iam::111122223333:role/brevet/%s",%s
     "trustPolicy":{"Version":"2012-10-17","Statement":[%s
       {"Sid":"Only","Effect":"Allow","Principal":{"Federated":"ISSUER"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":%s}]},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}
    """
        .formatted(id, role, more, statements, condition)
        .replace("ISSUER", WORLD.issuer().url().toString())
        .replace("HOST", WORLD.issuer().url().getAuthority());
  }

  private static void assertReason(String words, String mapping) {
    Answer answer = SharedWorld.vendAs("deploy-pipeline", mapping);
    String reason = Tables.text(TABLES.decision(answer.decision()), "reason").orElse("");
    assertTrue(reason.contains(words), reason);
  }
}
