package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.local.LocalWorld;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/// AWS principals of every kind, as the gateway's authorizer tells of them.
class VendWithSignatureTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);
  private static final String LOCAL_USER = "arn:aws:iam::111122223333:user/dev/local-user";
  private static final String SSO = "AWSReservedSSO_ReadOnly_0123456789abcdef";

  @AfterAll
  static void leaveTheMappingsOfOtherTestsAsTheyWere() {
    TABLES.removeMappings();
  }

  @BeforeAll
  static void mappings() {
    mapping("by-role", "{\"AWS\":\"arn:aws:iam::111122223333:role/Web\"}", "{}");
    mapping("by-session", "{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/Web/deploy\"}", "{}");
    mapping(
        "by-federated-user", "{\"AWS\":\"arn:aws:sts::111122223333:federated-user/carol\"}", "{}");
    mapping(
        "by-path",
        "{\"AWS\":\"*\"}",
        "{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::111122223333:user/team/*\"}}");
    mapping(
        "by-instance",
        "{\"AWS\":\"arn:aws:iam::111122223333:role/Web\"}",
        "{\"StringLike\":{\"aws:userid\":\"*:i-0123456789abcdef0\"}}");
    mapping(
        "by-permission-set",
        "{\"AWS\":\"*\"}",
        "{\"StringEquals\":{\"brevet:PermissionSet\":\"111122223333/ReadOnly\",\"aws:PrincipalAccount\":\"111122223333\"}}");
    mapping("by-account", "{\"AWS\":\"111122223333\"}", "{}");
    TABLES.putMapping(
        "temporary-only",
        document("temporary-only", "{\"AWS\":\"" + LOCAL_USER + "\"}", "{}")
            .replaceFirst("\\{", "{\"temporaryCredentialsOnly\":true,"));
  }

  private static void mapping(String id, String principal, String condition) {
    TABLES.putMapping(id, document(id, principal, condition));
  }

  private static String document(String id, String principal, String condition) {
    return """
    {"id":"%s","roleArn":"arn:aws:iam::111122223333:role/brevet/BuildArtifacts",
     "trustPolicy":{"Version":"2012-10-17","Statement":[{"Sid":"Only","Effect":"Allow","Principal":%s,"Action":"sts:AssumeRole","Condition":%s}]},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}
    """
        .formatted(id, principal, condition);
  }

  @Test
  void user_getsCredentials_andTheDecisionNamesItsKey() {
    AwsCredentials user = WORLD.credentials(LOCAL_USER);
    Answer answer = vend(user, "build-artifacts");
    String role = VendWithTokenTest.identity(answer.credentials());
    assertTrue(
        role.startsWith("arn:aws:sts::111122223333:assumed-role/BuildArtifacts/local-user-"), role);
    assertEquals(
        LOCAL_USER, Tables.text(TABLES.decision(answer.decision()), "principal").orElse(""));
    assertEquals("SIGV4", Tables.text(TABLES.decision(answer.decision()), "method").orElse(""));
  }

  @ParameterizedTest(name = "{0} by {1}: {2}")
  @CsvSource({
    "build-artifacts, arn:aws:iam::111122223333:user/ci/build-bot, 200",
    "build-artifacts, arn:aws:sts::444455556666:assumed-role/orders-service/task, 200",
    "build-artifacts, arn:aws:iam::111122223333:user/dev/somebody, 403",
    "build-artifacts, arn:aws:iam::444455556666:user/ci/build-bot, 403",
    "by-role, arn:aws:sts::111122223333:assumed-role/Web/anything, 200",
    "by-role, arn:aws:sts::444455556666:assumed-role/Web/anything, 403",
    "by-role, arn:aws:sts::111122223333:assumed-role/Webs/anything, 403",
    "by-session, arn:aws:sts::111122223333:assumed-role/Web/deploy, 200",
    "by-session, arn:aws:sts::111122223333:assumed-role/Web/other, 403",
    "by-federated-user, arn:aws:sts::111122223333:federated-user/carol, 200",
    "by-federated-user, arn:aws:iam::111122223333:user/carol, 403",
    "by-path, arn:aws:iam::111122223333:user/team/a/dave, 200",
    "by-path, arn:aws:iam::111122223333:user/teams/dave, 403",
    "by-instance, arn:aws:sts::111122223333:assumed-role/Web/i-0123456789abcdef0, 200",
    "by-instance, arn:aws:sts::111122223333:assumed-role/Web/i-0123456789abcdef1, 403",
    "by-permission-set, arn:aws:sts::111122223333:assumed-role/" + SSO + "/erin, 200",
    "by-permission-set, arn:aws:sts::444455556666:assumed-role/" + SSO + "/erin, 403",
    "by-permission-set,"
        + " arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_ReadOnlyX_0123456789abcdef/erin,"
        + " 403",
    "by-account, arn:aws:iam::111122223333:user/dev/local-user, 403"
  })
  void principal_isMatchedAsIamMatchesIt(String mapping, String principal, int status) {
    Answer answer = vend(WORLD.credentials(principal), mapping);
    assertEquals(status, answer.status(), answer.toString());
    if (status == 403) {
      answer.assertDecided(403, "access_denied");
    }
    assertEquals(
        principal, Tables.text(TABLES.decision(answer.decision()), "principal").orElse(""));
  }

  /// A session's ARN does not tell its role's path, by whichever proof it comes.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          deny-exact   | "Effect":"Deny","Principal":"*","Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/team/Web"}}
          deny-like    | "Effect":"Deny","Principal":"*","Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/team/*"}}
          deny-string  | "Effect":"Deny","Principal":"*","Condition":{"StringEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/team/Web"}}
          deny-case    | "Effect":"Deny","Principal":"*","Condition":{"StringEqualsIgnoreCase":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/TEAM/web"}}
          deny-exists  | "Effect":"Deny","Principal":"*","Condition":{"StringLikeIfExists":{"aws:PrincipalArn":"*:role/team/*"}}
          deny-plain   | "Effect":"Deny","Principal":"*","Condition":{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/Web"}}
          deny-by-name | "Effect":"Deny","Principal":{"AWS":"arn:aws:iam::111122223333:role/team/Web"}
          """)
  void denialByARolesRealArn_bindsEveryProofOfIt(String mapping, String denial) {
    TABLES.putMapping(
        mapping,
        document(mapping, "{\"AWS\":\"arn:aws:iam::111122223333:role/Web\"}", "{}")
            .replace(
                "\"Statement\":[{\"Sid\":\"Only\"",
                "\"Statement\":[{" + denial + ",\"Action\":\"sts:*\"},{\"Sid\":\"Only\""));
    AwsCredentials web = WORLD.credentials("arn:aws:sts::111122223333:assumed-role/Web/deploy");
    vend(web, mapping).assertDecided(403, "access_denied");
    SharedWorld.call("POST", "/v1/credentials")
        .header("Authorization", PresignedIdentityTest.bearer(web))
        .body("{\"mapping\":\"" + mapping + "\"}")
        .send()
        .assertDecided(403, "access_denied");
  }

  @Test
  void rootUser_isAlwaysRefused() {
    Answer answer = vend(WORLD.credentials("arn:aws:iam::111122223333:root"), "by-account");
    answer.assertDecided(403, "root_denied");
  }

  @Test
  void longTermKey_isRefusedWhereTemporaryOnesAreAskedFor() {
    vend(WORLD.credentials(LOCAL_USER), "temporary-only").assertDecided(403, "access_denied");
    try (StsClient sts = sts(WORLD.credentials(LOCAL_USER))) {
      Credentials session = sts.getSessionToken().credentials();
      Answer answer =
          vend(
              AwsSessionCredentials.create(
                  session.accessKeyId(), session.secretAccessKey(), session.sessionToken()),
              "temporary-only");
      assertEquals(200, answer.status(), answer.toString());
    }
  }

  @Test
  void roleAssumedAtTheLocalSts_canVend() {
    try (StsClient sts = sts(WORLD.credentials(LOCAL_USER))) {
      Credentials session =
          sts.assumeRole(
                  r ->
                      r.roleArn("arn:aws:iam::444455556666:role/orders-service")
                          .roleSessionName("task"))
              .credentials();
      Answer answer =
          vend(
              AwsSessionCredentials.create(
                  session.accessKeyId(), session.secretAccessKey(), session.sessionToken()),
              "build-artifacts");
      assertEquals(200, answer.status(), answer.toString());
    }
  }

  @Test
  void address_outsideTheTrustPolicys_isItsOwnRefusal() {
    vend(
            WORLD.credentials("arn:aws:sts::444455556666:assumed-role/orders-service/task"),
            "orders-reader")
        .assertDecided(403, "source_denied");
  }

  @Test
  void vendedCredentials_thatMayNotInvoke_reachNoFunction() {
    AwsSessionCredentials vended =
        vend(WORLD.credentials(LOCAL_USER), "build-artifacts").credentials();
    Answer forbidden = vend(vended, "build-artifacts");
    assertEquals(403, forbidden.status());
    assertEquals("{\"message\":\"Forbidden\"}", forbidden.body());
  }

  @Test
  void tokensAreNoSignatures_norSignaturesTokens() {
    Answer forbidden =
        SharedWorld.call("POST", "/v1/iam/credentials")
            .bearer(WORLD.token("deploy-pipeline"))
            .body("{\"mapping\":\"orders-reader\"}")
            .send();
    assertEquals(403, forbidden.status());
    assertEquals("{\"message\":\"Forbidden\"}", forbidden.body());
    SharedWorld.call("POST", "/v1/credentials")
        .body("{\"mapping\":\"build-artifacts\"}")
        .signed(WORLD.credentials(LOCAL_USER))
        .send()
        .assertDecided(401, "not_authenticated");
  }

  @Test
  void mappingsOfEveryKind_areAllThere() {
    // Each of them vended or refused above because of its trust policy, not because it could not be
    // read.
    assertEquals(
        List.of(),
        SharedWorld.log()
            .lines()
            .filter(line -> line.contains("is broken: "))
            .filter(line -> line.contains("`by-"))
            .toList());
  }

  private static Answer vend(AwsCredentials credentials, String mapping) {
    return SharedWorld.call("POST", "/v1/iam/credentials")
        .body("{\"mapping\":\"" + mapping + "\"}")
        .signed(credentials)
        .send();
  }

  private static StsClient sts(AwsCredentials credentials) {
    return StsClient.builder()
        .endpointOverride(WORLD.stsEndpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .build();
  }
}
