package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.Proofs;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.VendOutcome.Denied;
import dev.brevet.vending.VendOutcome.Vended;
import org.junit.jupiter.api.Test;

/// Two proofs that any trust policy can tell apart are two: no session is shared by them, the
/// record says which of them it was, and a trust policy can revoke one and leave the other.
///
/// Proofs are generated: signatures of users, sessions, federated users and Identity Center's,
/// presigned requests, tokens with differing claims, and tokens that AWS issues. That a policy can
/// tell two apart is not believed, but tried: for each condition key in which they differ one is
/// written that denies exactly one of them, and asked.
class ProofsApartTest {
  private static final String ACCOUNT = "111122223333";

  /// In what two AWS-issued tokens of one role may differ without being of two sessions: the token
  /// itself, and what its caller asked for in it. Source: IAM User Guide,
  /// id_roles_providers_outbound_token_claims.
  private static final Set<String> OF_THE_TOKEN =
      Set.of("iat", "jti", "request_tags.job", "source_region");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final MappingsInMemory mappings = new MappingsInMemory();
  private final DecisionsInMemory log = new DecisionsInMemory();
  private final RolesInMemory roles = new RolesInMemory(Proofs.NOW);
  private final Clock clock = Clock.fixed(Proofs.NOW, ZoneOffset.UTC);
  private VendCredentials vending = vending();

  /// One that has vended and denied nothing yet.
  private VendCredentials vending() {
    return new VendCredentials(mappings, _ -> Optional.empty(), roles, log.recorder(clock), clock);
  }

  private static VerifiedIdentity identity(Verification verification) {
    if (verification instanceof Verification.Verified(VerifiedIdentity identity)) {
      return identity;
    }
    throw new AssertionError("" + verification);
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  private VerifiedIdentity proof() {
    return switch (random.nextInt(7)) {
      case 0 -> aws("user/" + one("ann", "team/ann", "bob"), "iam", one("AIDAONE", "AIDATWO"));
      case 1, 2 -> {
        String name = one("ann", "bob", "i-0abc");
        String role =
            one(
                "Web",
                "Webs",
                "AWSReservedSSO_ReadOnly_0123456789abcdef",
                "AWSReservedSSO_Admin_0123456789abcdef");
        yield aws("assumed-role/" + role + "/" + name, "sts", one("AROAONE:", "AROATWO:") + name);
      }
      case 3 -> {
        String name = one("ann", "bob");
        yield aws("federated-user/" + name, "sts", ACCOUNT + ":" + name);
      }
      case 4 ->
          identity(
              Proofs.token(
                  "\"sub\":\"%s\",\"iat\":%s,\"jti\":\"%s\",\"actor\":\"%s\",\"groups\":[%s]"
                      .formatted(
                          one("ann", "bob"),
                          one("1700000000", "1700000001"),
                          one("x", "y"),
                          one("ann", "bob"),
                          one("\"a\",\"b\"", "\"a,b\"", "\"b\",\"a\"", "\"a\"", ""))));
      default -> awsToken();
    };
  }

  private VerifiedIdentity aws(String resource, String service, String userId) {
    String arn = "arn:aws:" + service + "::" + ACCOUNT + ":" + resource;
    return identity(
        random.nextBoolean()
            ? Proofs.presigned(arn, ACCOUNT, userId)
            : Proofs.signature(
                arn,
                ACCOUNT,
                userId,
                random.nextBoolean() ? Optional.of("o-abc1234567") : Optional.empty()));
  }

  private VerifiedIdentity awsToken() {
    StringBuilder said = new StringBuilder("\"aws_account\":\"" + ACCOUNT + "\"");
    maybe("source_identity", said, "ann", "bob");
    maybe("identity_store_user_id", said, "u-1", "u-2");
    maybe("identity_store_arn", said, "arn:aws:identitystore::111122223333:identitystore/d-1");
    maybe("lambda_source_function_arn", said, "arn:aws:lambda:eu-west-1:111122223333:function:f");
    maybe("ec2_source_instance_arn", said, "arn:aws:ec2:eu-west-1:111122223333:instance/i-1");
    maybe("federated_provider", said, "arn:aws:iam::111122223333:saml-provider/idp");
    maybe("source_region", said, "eu-west-1", "us-east-1");
    said.append(",\"principal_tags\":{\"Team\":\"").append(one("a", "b", "a\\\"")).append("\"}");
    said.append(",\"request_tags\":{\"job\":\"").append(one("1", "2")).append("\"}");
    return identity(
        Proofs.awsToken(
            "\"sub\":\"arn:aws:iam::%s:role/Web\",\"iat\":%s,\"jti\":\"%s\",\"https://sts.amazonaws.com/\":{%s}"
                .formatted(ACCOUNT, one("1700000000", "1700000001"), one("x", "y"), said)));
  }

  private void maybe(String claim, StringBuilder said, String... values) {
    if (random.nextBoolean()) {
      said.append(",\"").append(claim).append("\":\"").append(one(values)).append('"');
    }
  }

  /// Lets in everybody who proves anything here but those that `deny` denies.
  private void mapping(String deny) {
    vending = vending();
    mappings.with(
        """
        {"id":"all","roleArn":"arn:aws:iam::111122223333:role/Reader",
         "trustPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Principal":{"AWS":"*"},
            "Action":["sts:AssumeRole","sts:TagSession"],
            "Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}},
           {"Effect":"Allow","Principal":{"Federated":"https://idp.example.com"},
            "Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"]}%s]},
         "sessionPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}
        """
            .formatted(deny));
  }

  private DecisionRecord vend(VerifiedIdentity caller) {
    VendOutcome outcome =
        vending.vend(
            new VendRequest(
                caller,
                new MappingId("all"),
                Optional.empty(),
                Map.of(),
                new RequestOrigin("r", "10.0.0.1", "u", Optional.empty(), "vend", Proofs.NOW)));
    assertTrue(outcome instanceof Vended || outcome instanceof Denied, () -> seed + ": " + outcome);
    return log.records().getLast();
  }

  private static boolean isVended(DecisionRecord record) {
    return record.verdict().code().equals("vended");
  }

  /// A deny that holds of `one` and not of `other`, if a condition on one key can be one.
  private static List<String> denies(VerifiedIdentity one, VerifiedIdentity other) {
    Set<String> keys = new TreeSet<>(one.context().asMap().keySet());
    keys.addAll(other.context().asMap().keySet());
    List<String> denies = new ArrayList<>();
    for (String key : keys) {
      List<String> mine = one.context().values(key);
      List<String> others = other.context().values(key);
      if (mine.isEmpty() && !others.isEmpty()) {
        denies.add(deny("\"Null\":{\"" + key + "\":\"true\"}"));
      } else if (!mine.equals(others)) {
        for (String value : mine) {
          if (!others.contains(value)) {
            denies.add(
                deny(
                    "\"ForAnyValue:StringEquals\":{\"%s\":\"%s\"}".formatted(key, escaped(value))));
          }
        }
      }
    }
    if (!one.principal().equals(other.principal())) {
      denies.add(
          deny("\"StringEquals\":{\"aws:PrincipalArn\":\"" + one.principal().identifier() + "\"}"));
    }
    return denies;
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String deny(String condition) {
    return ",{\"Sid\":\"Revoked\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:*\",\"Condition\":{"
        + condition
        + "}}";
  }

  @Test
  void proofsThatATrustPolicyTellsApart_shareNothing() {
    int apart = 0;
    for (int i = 0; i < 250; i++) {
      VerifiedIdentity one = proof();
      VerifiedIdentity other = proof();
      String said = "seed " + seed + ": " + one.context() + " and " + other.context();
      mapping("");
      DecisionRecord first = vend(one);
      DecisionRecord second = vend(other);
      assertTrue(isVended(first) && isVended(second), said);
      // Asked again at once, each gets its own session again.
      assertEquals(Optional.of(first.id()), vend(one).extent().reuseOf(), said);
      Optional<String> telling =
          denies(one, other).stream()
              .filter(
                  deny -> {
                    mapping(deny);
                    return !isVended(vend(one)) && isVended(vend(other));
                  })
              .findFirst();
      if (telling.isEmpty()) {
        continue;
      }
      apart++;
      String why = said + " by " + telling.get();
      assertNotEquals(Optional.of(first.id()), second.extent().reuseOf(), why);
      assertNotEquals(first.caller().proof(), second.caller().proof(), why);
      if (!namesOneCaller(one, other)) {
        assertNotEquals(first.session().sourceIdentity(), second.session().sourceIdentity(), why);
        assertNotEquals(first.session().name(), second.session().name(), why);
      }
      // What the trust policy asked about is in the record.
      mapping(telling.get());
      assertNotEquals(vend(one).caller().proofKeys(), vend(other).caller().proofKeys(), why);
    }
    assertTrue(apart > 120, "seed " + seed + ": only " + apart + " pairs differ");
  }

  /// The same principal, and no more than another signature, another token or another choice in it.
  private static boolean namesOneCaller(VerifiedIdentity one, VerifiedIdentity other) {
    return one.principal().equals(other.principal())
        && one.distinguishing().equals(other.distinguishing());
  }

  /// Only these differ between two tokens of AWS that count as one caller's.
  @Test
  void tokensOfOneCaller_differInTheTokenAlone() {
    for (int i = 0; i < 250; i++) {
      VerifiedIdentity one = awsToken();
      VerifiedIdentity other = awsToken();
      if (!one.distinguishing().equals(other.distinguishing())) {
        assertNotEquals(
            SessionNames.sessionName(one), SessionNames.sessionName(other), "seed " + seed);
        continue;
      }
      assertEquals(SessionNames.sessionName(one), SessionNames.sessionName(other), "seed " + seed);
      Set<String> keys = new TreeSet<>(one.claims().keySet());
      keys.addAll(other.claims().keySet());
      for (String claim : keys) {
        boolean same = java.util.Objects.equals(one.claims().get(claim), other.claims().get(claim));
        String name = claim.replace("https://sts.amazonaws.com/.", "");
        assertTrue(same || OF_THE_TOKEN.contains(name), "seed " + seed + ": " + claim);
      }
    }
  }

  @Test
  void twoPeopleOfOneRole_areTwo() {
    String token =
        "\"sub\":\"arn:aws:iam::111122223333:role/Web\",\"iat\":1700000000,\"https://sts.amazonaws.com/\":"
            + "{\"aws_account\":\"111122223333\",\"identity_store_user_id\":\"%s\"}";
    mapping("");
    DecisionRecord ann = vend(identity(Proofs.awsToken(token.formatted("ann"))));
    DecisionRecord bob = vend(identity(Proofs.awsToken(token.formatted("bob"))));
    assertEquals(Optional.empty(), bob.extent().reuseOf());
    assertEquals(2, roles.requests().size());
    assertNotEquals(ann.session().sourceIdentity(), bob.session().sourceIdentity());
    assertEquals(List.of("ann"), ann.caller().proofKeys().get("identitystore:userid"));
  }
}
