package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sts.StsClient;

class VendWithTokenTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);
  private static final String ROLE = "arn:aws:sts::111122223333:assumed-role/OrdersReader/";

  @Test
  void token_getsCredentialsOfTheMappingsRole() {
    Instant asked = Instant.now();
    Answer answer =
        SharedWorld.vend(
            WORLD.token("deploy-pipeline"), "{\"mapping\":\"orders-reader\",\"reuse\":false}");
    AwsSessionCredentials credentials = answer.credentials();
    assertTrue(credentials.accessKeyId().startsWith("ASIA"), credentials.accessKeyId());
    assertEquals("orders-reader", answer.text("mapping"));
    assertEquals(identity(credentials), answer.text("assumedRoleArn"));
    assertTrue(answer.text("assumedRoleArn").startsWith(ROLE), answer.text("assumedRoleArn"));
    assertTrue(answer.json().path("packedPolicySize").isInt());
    // The mapping's default.
    answer.assertExpiresAfter(Duration.ofMinutes(30), asked);
    assertEquals(
        "/v1/credentials/orders-reader", answer.json().path("refresh").path("href").asText());
  }

  @Test
  void duration_isTheCallersWithinTheMappings() {
    String token = WORLD.token("deploy-pipeline");
    Instant asked = Instant.now();
    SharedWorld.vend(
            token, "{\"mapping\":\"orders-reader\",\"durationSeconds\":3600,\"reuse\":false}")
        .assertExpiresAfter(Duration.ofHours(1), asked);
  }

  @Test
  void decision_isFoundByPrincipalMappingKeyAndId() {
    Answer answer =
        SharedWorld.vend(
            WORLD.token("deploy-pipeline"), "{\"mapping\":\"orders-reader\",\"reuse\":false}");
    String key = answer.credentials().accessKeyId();
    Map<String, AttributeValue> decision = TABLES.decision(answer.decision());
    assertEquals("ALLOWED", Tables.text(decision, "outcome").orElse(""));
    assertEquals("vended", Tables.text(decision, "code").orElse(""));
    assertEquals(key, Tables.text(decision, "accessKeyId").orElse(""));
    assertEquals(answer.text("sourceIdentity"), Tables.text(decision, "sourceIdentity").orElse(""));
    assertEquals(
        List.of("trust[orders-reader]/DeployPipeline"),
        decision.get("statements").l().stream().map(AttributeValue::s).toList());
    assertEquals("acme", decision.get("parameters").m().get("tenant").s());
    assertEquals("TOKEN", Tables.text(decision, "method").orElse(""));
    assertEquals("127.0.0.1", Tables.text(decision, "sourceAddress").orElse(""));
    String principal = WORLD.issuer().url() + "#repo:acme/orders:ref:refs/heads/main";
    assertTrue(ids(TABLES.decisions("", "principal", principal)).contains(answer.decision()));
    assertTrue(
        ids(TABLES.decisions("by-mapping", "mapping", "orders-reader"))
            .contains(answer.decision()));
    assertEquals(
        List.of(answer.decision()), ids(TABLES.decisions("by-access-key", "accessKeyId", key)));
  }

  @Test
  void decision_isALineOfTheLogToo_withoutAnySecret() {
    String token = WORLD.token("deploy-pipeline");
    Answer answer = SharedWorld.vend(token, "{\"mapping\":\"orders-reader\"}");
    AwsSessionCredentials credentials = answer.credentials();
    String log = SharedWorld.log();
    assertTrue(
        log.lines().anyMatch(line -> line.contains("\"decisionId\":\"" + answer.decision() + "\"")),
        log);
    assertFalse(log.contains(token));
    assertFalse(log.contains(token.substring(token.lastIndexOf('.') + 1)));
    assertFalse(log.contains(credentials.secretAccessKey()));
    assertFalse(log.contains(credentials.sessionToken()));
  }

  @Test
  void tokenVerbatim_withoutAScheme_isTakenToo() {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials")
            .header("Authorization", WORLD.token("deploy-pipeline"))
            .body("{\"mapping\":\"orders-reader\"}")
            .send();
    assertEquals(200, answer.status(), answer.toString());
  }

  @Test
  void trailingSlash_makesNoDifference() {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials/")
            .bearer(WORLD.token("deploy-pipeline"))
            .body("{\"mapping\":\"orders-reader\"}")
            .send();
    assertEquals(200, answer.status(), answer.toString());
    assertEquals(200, container("orders-reader/", "deploy-pipeline").status());
  }

  @Test
  void requestId_isEchoed() {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials")
            .bearer(WORLD.token("deploy-pipeline"))
            .header("X-Request-ID", "build-17/3")
            .body("{\"mapping\":\"orders-reader\"}")
            .send();
    assertEquals("build-17/3", answer.header("X-Request-ID").orElse(""));
  }

  @Test
  void containerDocument_hasWhatEverySdkReads() {
    Answer answer = container("orders-reader", "deploy-pipeline");
    assertEquals(200, answer.status(), answer.toString());
    assertEquals("no-store", answer.header("Cache-Control").orElse(""));
    JsonNode document = answer.json();
    assertTrue(document.path("Version").isInt() && document.path("Version").asInt() == 1);
    assertEquals("Success", document.path("Code").asText());
    assertEquals("111122223333", document.path("AccountId").asText());
    assertEquals(document.path("Token").asText(), document.path("SessionToken").asText());
    assertTrue(
        document.path("Expiration").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"),
        document.path("Expiration").asText());
    assertTrue(answer.body().length() < 10_000, "the CRT reads 10,000 bytes");
    for (String member : List.of("AccessKeyId", "SecretAccessKey", "Token", "Expiration")) {
      assertTrue(document.path(member).isTextual(), member);
    }
  }

  @Test
  void containerParameters_comeFromTheQuery() {
    Answer answer = container("orders-reader?day=2026-11-22", "deploy-pipeline");
    assertEquals(200, answer.status(), answer.toString());
    assertEquals(
        "2026-11-22", TABLES.decision(answer.decision()).get("parameters").m().get("day").s());
  }

  @Test
  void containerRefusal_hasTheWordsThatSdksPrint() {
    Answer answer = container("operations", "deploy-pipeline").assertDecided(403, "access_denied");
    assertEquals("AccessDenied", answer.text("Code"));
    assertTrue(answer.text("Message").contains(answer.decision()), answer.toString());
    assertEquals(answer.text("Message"), answer.text("message"));
  }

  @Test
  void javaSdksContainerProvider_takesTheCredentials() {
    System.setProperty(
        "aws.containerCredentialsFullUri", WORLD.url() + "/v1/credentials/orders-reader");
    System.setProperty("aws.containerAuthorizationToken", WORLD.token("deploy-pipeline"));
    try (ContainerCredentialsProvider provider = ContainerCredentialsProvider.builder().build()) {
      assertTrue(identity(provider.resolveCredentials()).startsWith(ROLE));
    } finally {
      System.clearProperty("aws.containerCredentialsFullUri");
      System.clearProperty("aws.containerAuthorizationToken");
    }
  }

  @Test
  void secondFactor_opensTheMappingThatAsksForIt() {
    assertTrue(
        identity(SharedWorld.vendAs("alice", "operations").credentials())
            .contains(":assumed-role/Operations/alice-"));
    SharedWorld.vendAs("bob", "operations").assertDecided(403, "mfa_required");
  }

  @Test
  void roleOfAnotherAccount_isAssumedWithItsExternalId() {
    Answer answer = SharedWorld.vendAs("deploy-pipeline", "partner-reports");
    assertTrue(
        identity(answer.credentials())
            .startsWith("arn:aws:sts::444455556666:assumed-role/PartnerReports/"));
  }

  @Test
  void sameSubjectAtTwoCallers_isTwoSessions() {
    String one =
        WORLD
            .issuer()
            .token(
                Map.of("sub", "repo:acme/orders:a", "aud", "brevet", "tenant_id", "acme"),
                Duration.ofMinutes(5));
    String other =
        WORLD
            .issuer()
            .token(
                Map.of("sub", "repo:acme/orders:b", "aud", "brevet", "tenant_id", "acme"),
                Duration.ofMinutes(5));
    String body = "{\"mapping\":\"orders-reader\"}";
    assertNotEquals(
        SharedWorld.vend(one, body).text("sourceIdentity"),
        SharedWorld.vend(other, body).text("sourceIdentity"));
  }

  private static Answer container(String mapping, String identity) {
    return SharedWorld.call("GET", "/v1/credentials/" + mapping)
        .header("Authorization", WORLD.token(identity))
        .send();
  }

  private static List<String> ids(List<Map<String, AttributeValue>> decisions) {
    return decisions.stream().map(item -> item.get("id").s()).toList();
  }

  static String identity(AwsCredentials credentials) {
    try (StsClient sts =
        StsClient.builder()
            .endpointOverride(WORLD.stsEndpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build()) {
      return sts.getCallerIdentity().arn();
    }
  }
}
