package dev.brevet.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayIdentityTest {
  private static final String ACCOUNT = "111122223333";

  private static GatewayCaller caller(String arn, @Nullable String userId) {
    return new GatewayCaller(
        "ASIAIOSFODNN7EXAMPLE", ACCOUNT, userId, arn, userId, "o-exampleorgid");
  }

  private static VerifiedIdentity verified(GatewayCaller caller) {
    return assertInstanceOf(Verification.Verified.class, GatewayIdentity.verify(caller)).identity();
  }

  private static VerifiedIdentity session(String role, String name) {
    return verified(
        caller(
            "arn:aws:sts::111122223333:assumed-role/" + role + "/" + name,
            "AROACKCEVSQ6C2EXAMPLE:" + name));
  }

  @Test
  void user_isVerifiedWithItsPath() {
    VerifiedIdentity identity =
        verified(caller("arn:aws:iam::111122223333:user/team/blue/alice", "AIDACKCEVSQ6C2EXAMPLE"));
    assertEquals(
        new Principal.User("aws", new AccountId(ACCOUNT), "/team/blue/", "alice"),
        identity.principal());
    assertEquals(AuthenticationMethod.SIGV4, identity.method());
    assertEquals(Optional.of("ASIAIOSFODNN7EXAMPLE"), identity.accessKeyId());
    assertEquals(
        Map.of(
            "aws:principalarn", List.of("arn:aws:iam::111122223333:user/team/blue/alice"),
            "aws:principalaccount", List.of(ACCOUNT),
            "aws:principaltype", List.of("User"),
            "aws:principalorgid", List.of("o-exampleorgid"),
            "aws:userid", List.of("AIDACKCEVSQ6C2EXAMPLE"),
            "aws:username", List.of("alice")),
        identity.context().asMap());
  }

  // IAM User Guide, reference_policies_condition-keys, aws:PrincipalArn: of a session the role's
  // ARN, not the session's.
  @Test
  void roleSession_isVerifiedWithItsRolesArn() {
    VerifiedIdentity identity = session("orders-service", "worker-7");
    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/orders-service/worker-7",
        identity.principal().identifier());
    assertEquals(
        Map.of(
            "aws:principalarn", List.of("arn:aws:iam::111122223333:role/orders-service"),
            "aws:principalaccount", List.of(ACCOUNT),
            "aws:principaltype", List.of("AssumedRole"),
            "aws:principalorgid", List.of("o-exampleorgid"),
            "aws:userid", List.of("AROACKCEVSQ6C2EXAMPLE:worker-7")),
        identity.context().asMap());
  }

  @Test
  void instanceSession_isKnownByItsUserId() {
    assertEquals(
        List.of("AROACKCEVSQ6C2EXAMPLE:i-0123456789abcdef0"),
        session("web", "i-0123456789abcdef0").context().values("aws:userid"));
  }

  @Test
  void federatedUser_isVerified() {
    VerifiedIdentity identity =
        verified(caller("arn:aws:sts::111122223333:federated-user/bob", "111122223333:bob"));
    assertEquals(
        new Principal.FederatedUser("aws", new AccountId(ACCOUNT), "bob"), identity.principal());
    assertEquals(List.of("FederatedUser"), identity.context().values("aws:PrincipalType"));
  }

  @Test
  void rootUser_isVerifiedAsRoot() {
    VerifiedIdentity identity = verified(caller("arn:aws:iam::111122223333:root", ACCOUNT));
    assertEquals(new Principal.Root("aws", new AccountId(ACCOUNT)), identity.principal());
    assertEquals(List.of("Account"), identity.context().values("aws:PrincipalType"));
  }

  record Set(String role, List<String> key) {}

  static Stream<Set> permissionSets() {
    return Stream.of(
        new Set("AWSReservedSSO_ReadOnly_0123456789abcdef", List.of("111122223333/ReadOnly")),
        new Set("AWSReservedSSO_ReadOnlyX_0123456789abcdef", List.of("111122223333/ReadOnlyX")),
        new Set("AWSReservedSSO_Read_Only_0123456789abcdef", List.of("111122223333/Read_Only")),
        new Set(
            "AWSReservedSSO_X_0123456789abcdef_0123456789abcdef",
            List.of("111122223333/X_0123456789abcdef")),
        new Set("AWSReservedSSO_ReadOnly_0123456789abcde", List.of()),
        new Set("AWSReservedSSO_ReadOnly_0123456789ABCDEF", List.of()),
        new Set("AWSReservedSSO_ReadOnly_0123456789abcdef0", List.of()),
        new Set("AWSReservedSSO_ReadOnly", List.of()),
        new Set("AWSReservedSSO__0123456789abcdef", List.of()),
        new Set("xAWSReservedSSO_ReadOnly_0123456789abcdef", List.of()),
        new Set("awsreservedsso_ReadOnly_0123456789abcdef", List.of()),
        new Set("ReadOnly", List.of()));
  }

  @ParameterizedTest
  @MethodSource("permissionSets")
  void permissionSet_isKnownByExactlyItsForm(Set set) {
    assertEquals(
        set.key(),
        session(set.role(), "alice@example.com").context().values("brevet:PermissionSet"));
  }

  @Test
  void imitatedPermissionSetOfAnotherAccount_hasThatAccount() {
    String arn =
        "arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_ReadOnly_0123456789abcdef/eve";
    VerifiedIdentity identity =
        verified(
            new GatewayCaller(
                "ASIAIOSFODNN7EXAMPLE", "444455556666", null, arn, "AROAEXAMPLE:eve", null));
    assertEquals(
        List.of("444455556666/ReadOnly"), identity.context().values("brevet:PermissionSet"));
  }

  @Test
  void otherPartitions_keepTheirs() {
    VerifiedIdentity identity =
        verified(
            caller("arn:aws-cn:sts::111122223333:assumed-role/r/session", "AROAEXAMPLE:session"));
    assertEquals(
        List.of("arn:aws-cn:iam::111122223333:role/r"),
        identity.context().values("aws:PrincipalArn"));
  }

  // API Gateway's own examples show this word where an account is in no organization.
  @Test
  void organizationThatIsNone_isAbsent() {
    for (String organization :
        new String[] {"aws:PrincipalOrgID", "", "o-", "O-EXAMPLEORGID", "x"}) {
      GatewayCaller caller =
          new GatewayCaller(
              "AKIAIOSFODNN7EXAMPLE",
              ACCOUNT,
              "AIDAEXAMPLE",
              "arn:aws:iam::111122223333:user/alice",
              "AIDAEXAMPLE",
              organization);
      assertEquals(
          List.of(), verified(caller).context().values("aws:PrincipalOrgID"), organization);
    }
  }

  @Test
  void missingUserId_leavesItsKeyOut() {
    VerifiedIdentity identity = verified(caller("arn:aws:iam::111122223333:user/alice", null));
    assertEquals(List.of(), identity.context().values("aws:userid"));
  }

  record Wrong(GatewayCaller caller, String reason) {}

  static Stream<Wrong> wrongCallers() {
    String user = "arn:aws:iam::111122223333:user/alice";
    String session = "arn:aws:sts::111122223333:assumed-role/r/name";
    return Stream.of(
        new Wrong(new GatewayCaller(null, null, null, null, null, null), "no principal"),
        new Wrong(caller("", "x"), "no principal"),
        new Wrong(caller("alice", "x"), "no principal"),
        new Wrong(caller("arn:aws:iam::111122223333:group/admins", "x"), "no principal"),
        new Wrong(caller("arn:aws:iam::111122223333:instance-profile/p", "x"), "no principal"),
        new Wrong(caller("arn:aws:s3:::bucket", "x"), "no principal"),
        new Wrong(caller(user + "\n", "x"), "no principal"),
        new Wrong(caller("arn:aws:sts::111122223333:assumed-role/r", "x"), "no principal"),
        new Wrong(caller("arn:aws:sts::111122223333:assumed-role/p/r/name", "x"), "no principal"),
        new Wrong(caller("arn:aws:iam::111122223333:role/r", "AROAEXAMPLE:x"), "is a role"),
        new Wrong(
            new GatewayCaller("AKIAIOSFODNN7EXAMPLE", "444455556666", null, user, null, null),
            "account is not"),
        new Wrong(
            new GatewayCaller("AKIAIOSFODNN7EXAMPLE", null, null, user, null, null),
            "account is not"),
        new Wrong(new GatewayCaller(null, ACCOUNT, null, user, null, null), "access key"),
        new Wrong(new GatewayCaller("akia", ACCOUNT, null, user, null, null), "access key"),
        new Wrong(
            new GatewayCaller("AKIAIOSFODNN7EXAMPLE\n", ACCOUNT, null, user, null, null),
            "access key"),
        new Wrong(caller(user, "AIDA:x"), "user id"),
        new Wrong(caller(session, "AROAEXAMPLE:other"), "user id"),
        new Wrong(caller(session, "AROAEXAMPLE"), "user id"),
        new Wrong(caller(session, ":name"), "user id"),
        new Wrong(
            caller("arn:aws:sts::111122223333:federated-user/bob", "111122223333:eve"), "user id"),
        new Wrong(caller("arn:aws:iam::111122223333:root", "444455556666"), "user id"));
  }

  @ParameterizedTest
  @MethodSource("wrongCallers")
  void incompleteOrContradictoryCaller_isRejected(Wrong wrong) {
    String reason =
        assertInstanceOf(Verification.Rejected.class, GatewayIdentity.verify(wrong.caller()))
            .reason();
    assertTrue(reason.contains(wrong.reason()), reason);
  }
}
