package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.MalformedPolicyDocumentException;

/// A caller that asks for less than its mapping gives, and never gets more.
class NarrowingTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final String ROLE = "arn:aws:iam::111122223333:role/brevet/OrdersReader";
  private static final String WIDER =
      statement("\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"");
  private static final String OTHER =
      statement("\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"");

  @Test
  void widerPolicy_givesWhatTheMappingGives() {
    JsonNode policy = explain(WIDER).json().path("sessionPolicy");
    JsonNode statement = policy.path("Statement").path(0);
    assertEquals("dynamodb:GetItem", statement.path("Action").asText(), policy.toString());
    assertEquals(
        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
        statement.path("Resource").asText(),
        policy.toString());
    assertTrue(policy.findValue("dynamodb:LeadingKeys").toString().contains("acme"));
    assertFalse(policy.toString().contains("\"*\""), policy.toString());
  }

  @Test
  void conditionsOfBoth_areKept() {
    JsonNode policy =
        explain(
                statement(
                    "\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\",\"Resource\":\"*\",\"Condition\":"
                        + "{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}"))
            .json()
            .path("sessionPolicy");
    assertTrue(policy.findValue("dynamodb:LeadingKeys").toString().contains("acme"));
    assertTrue(policy.findValue("aws:SourceIp").toString().contains("10.0.0.0/8"));
  }

  @Test
  void policyThatHasNothingInCommon_allowsNothing() {
    JsonNode policy = explain(OTHER).json().path("sessionPolicy");
    assertEquals(1, policy.path("Statement").size(), policy.toString());
    assertEquals("Deny", policy.path("Statement").path(0).path("Effect").asText());
  }

  @Test
  void narrowedVend_isVended_andItsPolicyIsAnother() {
    Answer plain = explain(WORLD.token("deploy-pipeline"), "{\"mapping\":\"orders-reader\"}");
    Answer narrowed =
        SharedWorld.vend(
            WORLD.token("deploy-pipeline"),
            "{\"mapping\":\"orders-reader\",\"policy\":" + OTHER + "}");
    assertEquals(200, narrowed.status(), narrowed.toString());
    Tables tables = new Tables(WORLD);
    assertFalse(
        tables
            .decision(narrowed.decision())
            .get("sessionPolicySha256")
            .s()
            .equals(tables.decision(plain.decision()).get("sessionPolicySha256").s()));
  }

  /// The mapping's statement stays as it is, and all that the caller does not ask for is denied.
  @Test
  void policyWhoseStatementsCannotBeIntersected_narrowsByDenies() {
    JsonNode policy =
        explain(
                statement(
                    "\"Effect\":\"Allow\",\"Action\":\"dynamodb:GetItem\","
                        + "\"NotResource\":\"*/orders/index/*\",\"Condition\":"
                        + "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":\"other\"}}"))
            .json()
            .path("sessionPolicy");
    assertTrue(policy.path("Statement").path(0).toString().contains("acme"), policy.toString());
    assertEquals(4, policy.path("Statement").size(), policy.toString());
    for (int i = 1; i < 4; i++) {
      assertEquals("Deny", policy.path("Statement").path(i).path("Effect").asText());
    }
    assertTrue(policy.toString().contains("{\"ForAnyValue:StringNotEquals\":"), policy.toString());
  }

  @Test
  void brokenPolicy_isMalformed() {
    SharedWorld.vend(
            WORLD.token("deploy-pipeline"),
            "{\"mapping\":\"orders-reader\",\"policy\":"
                + statement("\"Effect\":\"Permit\",\"Action\":\"*\",\"Resource\":\"*\"")
                + "}")
        .assertMalformed("policy");
    SharedWorld.vend(
            WORLD.token("deploy-pipeline"),
            "{\"mapping\":\"orders-reader\",\"policy\":\"" + "x".repeat(10) + "\"}")
        .assertMalformed("policy");
  }

  @Test
  void stsPolicy_narrowsToo() {
    try (StsClient sts =
        StsClient.builder()
            .endpointOverride(WORLD.url())
            .region(Region.EU_WEST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build()) {
      assertTrue(assume(sts, OTHER).startsWith("ASIA"));
      assertThrows(MalformedPolicyDocumentException.class, () -> assume(sts, "{}"));
    }
  }

  private static String assume(StsClient sts, String policy) {
    return sts.assumeRoleWithWebIdentity(
            r ->
                r.roleArn(ROLE)
                    .roleSessionName("any")
                    .webIdentityToken(WORLD.token("deploy-pipeline"))
                    .policy(policy))
        .credentials()
        .accessKeyId();
  }

  private static Answer explain(String policy) {
    Answer answer =
        explain(
            WORLD.token("deploy-pipeline"),
            "{\"mapping\":\"orders-reader\",\"policy\":" + policy + "}");
    assertTrue(answer.json().path("allowed").asBoolean(), answer.toString());
    return answer;
  }

  private static Answer explain(String token, String body) {
    return SharedWorld.call("POST", "/v1/credentials:explain").bearer(token).body(body).send();
  }

  private static String statement(String members) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{" + members + "}]}";
  }
}
