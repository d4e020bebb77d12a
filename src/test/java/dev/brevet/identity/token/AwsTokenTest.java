package dev.brevet.identity.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.Spelling;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.AwsIdentity;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.identity.GatewayIdentity;
import dev.brevet.identity.KeysInMemory;
import dev.brevet.identity.TestKey;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.TrustedIssuer;
import dev.brevet.identity.TrustedIssuerDocument;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.testing.HandClock;
import dev.brevet.testing.IssuersInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tokens of `sts:GetWebIdentityToken`, shaped as IAM User Guide,
/// id_roles_providers_outbound_token_claims shows them, and the condition keys to which that page
/// maps each claim.
class AwsTokenTest {
  private static final String ISSUER =
      "https://abc123-def456-ghi789-jkl012.tokens.sts.global.api.aws";
  private static final String SUBJECT = "arn:aws:iam::111122223333:role/data/DataProcessingRole";

  private final HandClock clock = new HandClock(Instant.ofEpochSecond(1_700_000_000));
  private final JwtVerifier verifier =
      new JwtVerifier(
          new IssuersInMemory(issuer()),
          new SigningKeys(new KeysInMemory(TestKey.P384), clock),
          clock);

  private static TrustedIssuer issuer() {
    String json =
        "{\"issuer\":\"%s\",\"kind\":\"AWS\",\"account\":\"111122223333\",\"audiences\":[\"https://api.example.com\"]}"
            .formatted(ISSUER);
    return TrustedIssuerDocument.read(json, false).valid().orElseThrow();
  }

  private static final String SESSION =
      "arn:aws:sts::111122223333:assumed-role/DataProcessingRole/worker";
  // Conditions on it are about tokens of other providers.
  private static final String PROVIDER = "aws:federatedprovider";
  private static final String ALL_CLAIMS =
      """
      "aws_account":"111122223333","source_region":"us-east-1","org_id":"o-abc1234567",
      "ou_path":"o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/","principal_tags":{"team":"data","aws:x":"y"},
      "lambda_source_function_arn":"arn:aws:lambda:us-east-1:111122223333:function:f",
      "ec2_source_instance_arn":"arn:aws:ec2:us-east-1:111122223333:instance/i-abc123def456",
      "ec2_instance_source_vpc":"vpc-1","ec2_instance_source_private_ipv4":"10.0.1.25","ec2_role_delivery":"2.0",
      "source_identity":"admin-user","federated_provider":"arn:aws:iam::111122223333:oidc-provider/idp",
      "identity_store_user_id":"u","identity_store_arn":"arn:aws:identitystore::111122223333:identitystore/d-1",
      "glue_credential_issuing_service":"glue.amazonaws.com","request_tags":{"team":"forged"}\
      """;

  private static String token(String subject, String claims) {
    String payload =
        "{\"iss\":\"%s\",\"aud\":\"https://api.example.com\",\"sub\":\"%s\",\"iat\":1700000000,\"exp\":1700000900,\"jti\":\"xyz123\"%s}"
            .formatted(ISSUER, subject, claims);
    return TestKey.P384.sign(
        "ES384", "{\"alg\":\"ES384\",\"kid\":\"ec-2\",\"typ\":\"JWT\"}", payload);
  }

  private static String aws(String members) {
    return ",\"https://sts.amazonaws.com/\":{" + members + "}";
  }

  private Verification verify(String token) {
    return verifier.verify(new SecretString(token), TokenUse.BREVET);
  }

  private VerifiedIdentity verified(String token) {
    return assertInstanceOf(Verification.Verified.class, verify(token)).identity();
  }

  @Test
  void claims_becomeTheKeysThatAwsNames() {
    VerifiedIdentity identity = verified(token(SUBJECT, aws(ALL_CLAIMS)));
    assertEquals(SUBJECT, identity.principal().identifier());
    assertEquals(AuthenticationMethod.TOKEN, identity.method());
    Map<String, String> expected =
        Map.ofEntries(
            Map.entry("aws:PrincipalArn", SUBJECT),
            Map.entry("aws:PrincipalAccount", "111122223333"),
            Map.entry("aws:PrincipalType", "AssumedRole"),
            Map.entry("aws:PrincipalOrgID", "o-abc1234567"),
            Map.entry("aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"),
            Map.entry("aws:PrincipalTag/team", "data"),
            Map.entry(
                "lambda:SourceFunctionArn", "arn:aws:lambda:us-east-1:111122223333:function:f"),
            Map.entry(
                "ec2:SourceInstanceArn",
                "arn:aws:ec2:us-east-1:111122223333:instance/i-abc123def456"),
            Map.entry("aws:Ec2InstanceSourceVpc", "vpc-1"),
            Map.entry("aws:Ec2InstanceSourcePrivateIPv4", "10.0.1.25"),
            Map.entry("ec2:RoleDelivery", "2.0"),
            Map.entry("aws:SourceIdentity", "admin-user"),
            Map.entry("aws:FederatedProvider", "arn:aws:iam::111122223333:oidc-provider/idp"),
            Map.entry("identitystore:UserId", "u"),
            Map.entry(
                "identitystore:IdentityStoreArn",
                "arn:aws:identitystore::111122223333:identitystore/d-1"),
            Map.entry("glue:CredentialIssuingService", "glue.amazonaws.com"),
            Map.entry("aws:TokenIssueTime", "2023-11-14T22:13:20Z"),
            Map.entry(
                "abc123-def456-ghi789-jkl012.tokens.sts.global.api.aws:https://sts.amazonaws.com/.source_region",
                "us-east-1"));
    expected.forEach(
        (key, value) -> assertEquals(List.of(value), identity.context().values(key), key));
    for (String absent :
        List.of(
            "aws:MultiFactorAuthPresent",
            "aws:RequestedRegion",
            "aws:RequestTag/team",
            "aws:PrincipalTag/aws:x")) {
      assertEquals(List.of(), identity.context().values(absent), absent);
    }
  }

  // One session by each of its proofs: what is not among the keys of all of them is known to be so.
  @Test
  void keysThatOneProofHasAndAnotherLacks_areKnown() {
    RequestContext token = verified(token(SESSION, aws(ALL_CLAIMS))).context();
    GatewayCaller caller =
        new GatewayCaller(
            "ASIAIOSFODNN7EXAMPLE",
            "111122223333",
            "AROACKCEVSQ6C2EXAMPLE:worker",
            SESSION,
            "AROACKCEVSQ6C2EXAMPLE:worker",
            "o-abc1234567");
    RequestContext signed =
        assertInstanceOf(Verification.Verified.class, GatewayIdentity.verify(caller))
            .identity()
            .context();
    RequestContext presigned =
        assertInstanceOf(
                AwsIdentity.Consistent.class,
                AwsIdentity.of(
                    Principal.parseArn(SESSION).orElseThrow(),
                    "111122223333",
                    Optional.of("AROACKCEVSQ6C2EXAMPLE:worker")))
            .context()
            .build();
    Set<String> all = new TreeSet<>();
    List.of(token, signed, presigned).forEach(proof -> all.addAll(proof.asMap().keySet()));
    all.removeIf(key -> key.contains(".tokens.sts.global.api.aws") || key.equals(PROVIDER));
    assertTrue(all.size() > 15, all.toString());
    for (String key : all) {
      boolean everywhere =
          Stream.of(token, signed, presigned).allMatch(proof -> proof.asMap().containsKey(key));
      assertEquals(everywhere, PartlyProvenKeys.missingFrom(key).isEmpty(), key);
    }
  }

  @Test
  void user_isItsPrincipal() {
    VerifiedIdentity identity =
        verified(
            token(
                "arn:aws:iam::111122223333:user/ops/alice",
                aws("\"aws_account\":\"111122223333\"")));
    assertEquals(
        new Principal.User("aws", new AccountId("111122223333"), "/ops/", "alice"),
        identity.principal());
    assertEquals(List.of("alice"), identity.context().values("aws:username"));
  }

  record Row(String subject, String claims) {}

  static Stream<Row> strangers() {
    String account = aws("\"aws_account\":\"111122223333\"");
    return Stream.of(
        new Row("arn:aws:iam::444455556666:role/Admin", account),
        new Row("arn:aws:iam::444455556666:role/Admin", aws("\"aws_account\":\"444455556666\"")),
        new Row(SUBJECT, aws("\"aws_account\":\"444455556666\"")),
        new Row(SUBJECT, aws("\"aws_account\":111122223333")),
        new Row(SUBJECT, aws("")),
        new Row(SUBJECT, ""),
        new Row(SUBJECT, ",\"aws_account\":\"111122223333\""),
        new Row("alice", account),
        new Row("arn:aws:iam::111122223333:group/admins", account),
        new Row("arn:aws:s3:::bucket", account));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void principalOfAnotherAccountOrNone_isRejected(Row row) {
    String reason =
        assertInstanceOf(Verification.Rejected.class, verify(token(row.subject(), row.claims())))
            .reason();
    assertTrue(reason.contains("not a principal of the issuer's account"), reason);
  }

  /// The same role's sessions are known without its path, and by this permission set.
  @Test
  void roleWithAPath_hasTheKeysThatItsSessionsHave() {
    String role =
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef";
    String account = aws("\"aws_account\":\"111122223333\"");
    VerifiedIdentity identity = verified(token(role, account));
    assertEquals(
        List.of(
            new Spelling.Text(
                "arn:aws:iam::111122223333:role/AWSReservedSSO_Admin_0123456789abcdef")),
        identity.context().spellings("aws:principalarn"));
    assertEquals(List.of("111122223333/Admin"), identity.context().values("brevet:PermissionSet"));
    // Nobody but Identity Center makes roles there.
    assertEquals(
        List.of(),
        verified(token(role.replace("aws-reserved", "own"), account))
            .context()
            .values("brevet:PermissionSet"));
  }
}
