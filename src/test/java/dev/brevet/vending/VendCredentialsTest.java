package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionTag;
import dev.brevet.identity.Identities;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.RoleAssumer.Answer;
import dev.brevet.vending.VendOutcome.Denied;
import dev.brevet.vending.VendOutcome.Denied.Kind;
import dev.brevet.vending.VendOutcome.Malformed;
import dev.brevet.vending.VendOutcome.Vended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VendCredentialsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String GITHUB = "https://token.actions.githubusercontent.com";
  private static final String SERVICE =
      "arn:aws:sts::444455556666:assumed-role/orders-service/i-0abc";
  private static final String USER = "arn:aws:iam::444455556666:user/team/ann";

  private final MappingsInMemory mappings = new MappingsInMemory();
  private final DecisionsInMemory log = new DecisionsInMemory();
  private final RolesInMemory roles = new RolesInMemory(NOW);
  private final IssuedSessions issued = _ -> Optional.empty();
  private final VendCredentials vending =
      new VendCredentials(
          mappings,
          issued,
          roles,
          log.recorder(Clock.fixed(NOW.plusNanos(1_500_000), ZoneOffset.UTC)),
          Clock.fixed(NOW, ZoneOffset.UTC));

  /// The mapping of the product's description.
  private static final String ORDERS_READER =
      """
      { "id": "orders-reader", "roleArn": "arn:aws:iam::111122223333:role/OrdersReader",
        "trustPolicy": { "Version": "2012-10-17", "Statement": [
          { "Sid": "DeployPipeline", "Effect": "Allow",
            "Principal": { "Federated": "https://token.actions.githubusercontent.com" },
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": { "StringLike": { "token.actions.githubusercontent.com:sub": "repo:acme/orders:*" } } },
          { "Sid": "OrdersService", "Effect": "Allow",
            "Principal": { "AWS": "arn:aws:iam::444455556666:role/orders-service" },
            "Action": "sts:AssumeRole",
            "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } } ] },
        "parameters": {
          "tenant": { "from": "claim:tenant_id", "pattern": "[a-z0-9-]{1,32}" },
          "day": { "from": "request", "pattern": "\\\\d{4}-\\\\d{2}-\\\\d{2}", "default": "*none*" } },
        "sessionPolicy": { "Version": "2012-10-17", "Statement": [
          { "Effect": "Allow", "Action": "dynamodb:GetItem",
            "Resource": "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
            "Condition": { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["{{tenant}}"] } } } ] },
        "sessionTags": { "Tenant": "{{tenant}}" },
        "transitiveTagKeys": ["Tenant"],
        "externalId": "brevet-orders",
        "maxSessionDuration": "PT30M", "defaultSessionDuration": "PT15M" }
      """;

  private static String mapping(String trustPolicy, String rest) {
    return "{\"id\":\"reader\",\"roleArn\":\"arn:aws:iam::111122223333:role/Reader\",\"trustPolicy\":"
               + "{\"Version\":\"2012-10-17\",\"Statement\":["
        + trustPolicy
        + "]}"
        + rest
        + "}";
  }

  private static String allowingUser(String condition) {
    return "{\"Sid\":\"Ann\",\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\""
        + USER
        + "\"},\"Action\":\"sts:AssumeRole\""
        + (condition.isEmpty() ? "" : ",\"Condition\":" + condition)
        + "}";
  }

  private static VerifiedIdentity pipeline() {
    return Identities.bearing(
        GITHUB, "repo:acme/orders:ref:refs/heads/main", Map.of("tenant_id", List.of("acme")));
  }

  private static VerifiedIdentity user() {
    return Identities.signing(USER, "AKIAEXAMPLE", RequestContext.empty());
  }

  private static VendRequest request(VerifiedIdentity caller, String mapping) {
    return request(caller, mapping, Map.of());
  }

  private static VendRequest request(
      VerifiedIdentity caller, String mapping, Map<String, String> parameters) {
    return new VendRequest(
        caller,
        new MappingId(mapping),
        Optional.empty(),
        parameters,
        new RequestOrigin("request-1", "10.1.2.3", "curl/8", Optional.empty(), "vend", NOW));
  }

  private Kind denial(VendRequest request) {
    return assertInstanceOf(Denied.class, vending.vend(request)).kind();
  }

  @Test
  void tokenThatTheTrustPolicyAllows_isVended() {
    mappings.with(ORDERS_READER);

    Vended vended =
        assertInstanceOf(
            Vended.class,
            vending.vend(request(pipeline(), "orders-reader", Map.of("day", "2026-11-22"))));

    assertEquals("ASIAEXAMPLE", vended.credentials().accessKeyId());
    assertEquals(7, vended.packedPolicySize());
    AssumeRequest asked = roles.requests().getFirst();
    assertEquals("arn:aws:iam::111122223333:role/OrdersReader", asked.role().toString());
    assertEquals(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"dynamodb:GetItem\","
            + "\"Resource\":\"arn:aws:dynamodb:eu-west-1:111122223333:table/orders\",\"Condition\":"
            + "{\"ForAllValues:StringEquals\":{\"dynamodb:LeadingKeys\":[\"acme\"]}}}]}",
        asked.policy().json().orElseThrow());
    assertEquals(
        List.of(
            new SessionTag("Tenant", "acme"),
            new SessionTag("brevet:decision", vended.decision().value())),
        asked.tags());
    assertEquals(List.of("Tenant"), asked.transitiveTagKeys());
    assertEquals("brevet-orders", asked.externalId().orElseThrow().value());
    assertEquals(900, asked.duration().seconds());
    assertTrue(asked.sessionName().value().startsWith("repo.acme.orders.ref.re-"));
    assertEquals(asked.sessionName().value(), vended.sourceIdentity().orElseThrow().value());
  }

  @Test
  void vend_isOneWholeRecord() {
    mappings.with(ORDERS_READER);

    VendOutcome outcome = vending.vend(request(pipeline(), "orders-reader"));

    DecisionRecord record = log.only();
    assertEquals(outcome.decision(), record.id());
    assertEquals(Outcome.ALLOWED, record.verdict().outcome());
    assertEquals("vended", record.verdict().code());
    assertEquals(GITHUB + "#repo:acme/orders:ref:refs/heads/main", record.caller().principal());
    assertEquals(List.of("trust[orders-reader]/DeployPipeline"), record.verdict().statements());
    assertEquals(Map.of("tenant", "acme", "day", "*none*"), record.target().parameters());
    assertEquals(Optional.of("ASIAEXAMPLE"), record.session().accessKeyId());
    assertEquals(Optional.of(NOW.plusSeconds(900)), record.session().expiration());
    assertEquals(Optional.of(7), record.session().packedPolicySize());
    assertEquals(Optional.of(Duration.ofMinutes(15)), record.session().duration());
    assertEquals(64, record.session().policySha256().orElseThrow().length());
    assertEquals(Duration.ofNanos(1_500_000), record.latency());
  }

  @Test
  void vendThatCannotBeRecorded_isUnavailable() {
    mappings.with(ORDERS_READER);
    log.unavailable = true;

    VendOutcome outcome = vending.vend(request(pipeline(), "orders-reader"));

    assertInstanceOf(VendOutcome.Unavailable.class, outcome);
    assertEquals(1, roles.requests().size());
  }

  @Test
  void refusalThatCannotBeRecorded_isUnavailable() {
    log.unavailable = true;

    assertInstanceOf(
        VendOutcome.Unavailable.class, vending.vend(request(pipeline(), "orders-reader")));
  }

  @Test
  void mappingThatDoesNotExist_isDeniedLikeOneThatIsNotAllowed() {
    mappings.with(ORDERS_READER);

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "nothing")));
    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "orders-reader")));
    assertEquals("there is no such mapping", log.records().getFirst().verdict().reason());
    assertEquals(Optional.of(PolicyType.TRUST), log.records().getLast().verdict().policyType());
    assertTrue(roles.requests().isEmpty());
  }

  /// Whoever is not let in learns of no mapping, by its work neither: what takes too much before
  /// the trust policy has let anybody in is a denial, and what does after it is the request's
  /// fault.
  @Test
  void mappingThatTakesTooMuchWork_isDeniedToWhomItWouldDeny() {
    mappings.with(mapping(allowingUser("{\"StringLike\":{\"aws:UserAgent\":\"*a*a*b*\"}}"), ""));
    VendRequest heavy =
        new VendRequest(
            user(),
            new MappingId("reader"),
            Optional.empty(),
            Map.of(),
            new RequestOrigin(
                "request-1", "10.1.2.3", "a".repeat(200), Optional.empty(), "vend", NOW));

    for (long steps : new long[] {1, 10, 100, 1_000, 10_000, 100_000}) {
      assertEquals(Kind.ACCESS_DENIED, denial(heavy.within(new WorkBudget(steps))));
    }
    assertEquals(
        List.of("deciding takes more work than one request may cause", "access_denied"),
        List.of(
            log.records().getFirst().verdict().reason(),
            log.records().getFirst().verdict().code()));
    mappings.with(mapping(allowingUser(""), ""));
    WorkBudget enough = WorkBudget.ofRequest();
    vending.vend(request(user(), "reader").within(enough));
    VendOutcome scarce =
        vending.vend(request(user(), "reader").within(new WorkBudget(enough.spent() - 1)));
    assertEquals("body", assertInstanceOf(VendOutcome.Malformed.class, scarce).field());
  }

  @Test
  void disabledMapping_isDenied() {
    mappings.with(mapping(allowingUser(""), ",\"enabled\":false"));

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "reader")));
    assertEquals("the mapping is disabled", log.only().verdict().reason());
  }

  @Test
  void brokenMapping_isDeniedAndItsProblemLogged() {
    mappings.broken = true;

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "reader")));
    assertEquals("mapping `reader` is broken: roleArn: is missing", log.only().verdict().reason());
  }

  @Test
  void storeThatDoesNotAnswer_isUnavailableAndRecorded() {
    mappings.unavailable = true;

    assertInstanceOf(VendOutcome.Unavailable.class, vending.vend(request(user(), "reader")));
    assertEquals(Outcome.FAILED, log.only().verdict().outcome());
  }

  @Test
  void defectOfItsOwn_isRecordedAndThrown() {
    mappings.with(mapping(allowingUser(""), ""));
    IllegalStateException defect = new IllegalStateException("a secret that somebody sent");
    roles.failWith(defect);

    assertSame(
        defect,
        assertThrows(IllegalStateException.class, () -> vending.vend(request(user(), "reader"))));
    assertEquals(Outcome.FAILED, log.only().verdict().outcome());
    assertEquals("internal_error", log.only().verdict().code());
    assertFalse(log.only().toString().contains("secret that"), log.only().toString());
  }

  @Test
  void rootUser_isDeniedEvenWhereTheAccountIsTrusted() {
    mappings.with(
        mapping(
            "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"sts:AssumeRole\"}",
            ""));
    VerifiedIdentity root =
        Identities.signing("arn:aws:iam::444455556666:root", "ASIAROOT", RequestContext.empty());

    assertEquals(Kind.ROOT_DENIED, denial(request(root, "reader")));
  }

  @Test
  void accountAlone_delegatesToPoliciesThatBrevetDoesNotHold() {
    mappings.with(
        mapping(
            "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"444455556666\"},\"Action\":\"sts:AssumeRole\"}",
            ""));

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "reader")));
  }

  @Test
  void callerFromElsewhere_isTold() {
    mappings.with(mapping(allowingUser("{\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}"), ""));

    assertEquals(Kind.SOURCE_DENIED, denial(request(user(), "reader")));
  }

  @Test
  void callerFromElsewhereWhomAnotherConditionStops_isNotTold() {
    mappings.with(
        mapping(
            allowingUser(
                "{\"IpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"},\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}"),
            ""));

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "reader")));
  }

  @Test
  void callerWhomADenyOfOtherAddressesStops_isTold() {
    mappings.with(
        mapping(
            allowingUser("")
                + ",{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\",\"Condition\":"
                + "{\"NotIpAddress\":{\"aws:SourceIp\":\"192.0.2.0/24\"}}}",
            ""));

    assertEquals(Kind.SOURCE_DENIED, denial(request(user(), "reader")));
    assertEquals(List.of("trust[reader]/1"), log.only().verdict().statements());
  }

  @Test
  void callerWithoutMfa_isToldWhereMfaWouldDo() {
    mappings.with(
        mapping(allowingUser("{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}}"), ""));

    assertEquals(Kind.MFA_REQUIRED, denial(request(user(), "reader")));
  }

  private static String revokedBefore(String time) {
    return ",{\"Sid\":\"Revoked\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:*\",\"Condition\":"
               + "{\"DateLessThan\":{\"aws:TokenIssueTime\":\""
        + time
        + "\"}}}";
  }

  private static VerifiedIdentity userSince(Instant issued) {
    return Identities.signing(
        USER,
        "ASIAEXAMPLE",
        RequestContext.builder().put("aws:TokenIssueTime", issued.toString()).build());
  }

  @Test
  void proofFromBeforeARevocation_isToldSo_andALaterOneIsVended() {
    mappings.with(mapping(allowingUser("") + revokedBefore(NOW.minusSeconds(60).toString()), ""));

    assertEquals(Kind.REVOKED, denial(request(userSince(NOW.minusSeconds(61)), "reader")));
    assertEquals(List.of("trust[reader]/Revoked"), log.only().verdict().statements());
    assertInstanceOf(
        Vended.class, vending.vend(request(userSince(NOW.minusSeconds(60)), "reader")));
  }

  @Test
  void proofThatNoNewerOneWouldMend_isNotCalledRevoked() {
    mappings.with(mapping(allowingUser("") + revokedBefore(NOW.plusSeconds(60).toString()), ""));

    assertEquals(Kind.ACCESS_DENIED, denial(request(userSince(NOW.minusSeconds(61)), "reader")));
  }

  @Test
  void proofWithoutATime_isNotCalledRevoked() {
    mappings.with(
        mapping(
            allowingUser("{\"DateGreaterThan\":{\"aws:TokenIssueTime\":\"2020-01-01T00:00:00Z\"}}"),
            ""));

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "reader")));
  }

  @Test
  void mappingThatRequiresMfa_deniesWithoutAndVendsWith() {
    mappings.with(mapping(allowingUser(""), ",\"requireMfa\":true"));
    VerifiedIdentity withMfa =
        Identities.signing(
            USER,
            "ASIAEXAMPLE",
            RequestContext.builder().put("aws:MultiFactorAuthPresent", "true").build());

    assertEquals(Kind.MFA_REQUIRED, denial(request(user(), "reader")));
    assertInstanceOf(Vended.class, vending.vend(request(withMfa, "reader")));
  }

  @Test
  void longTermKeyWhereTemporaryOnesAreAskedFor_isDenied() {
    mappings.with(mapping(allowingUser(""), ",\"temporaryCredentialsOnly\":true"));
    VerifiedIdentity temporary = Identities.signing(USER, "ASIAEXAMPLE", RequestContext.empty());

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "reader")));
    for (String other : List.of("ABIAEXAMPLE", "ACCAEXAMPLE", "asiaEXAMPLE", "EXAMPLE")) {
      VerifiedIdentity unknown = Identities.signing(USER, other, RequestContext.empty());
      assertEquals(Kind.ACCESS_DENIED, denial(request(unknown, "reader")), other);
    }
    assertInstanceOf(Vended.class, vending.vend(request(temporary, "reader")));
  }

  static Stream<Arguments> badParameters() {
    return Stream.of(
        Arguments.of(
            Map.of("day", "tomorrow"), "parameters.day", "does not match the mapping's pattern"),
        Arguments.of(
            Map.of("day", "*none*"), "parameters.day", "does not match the mapping's pattern"),
        Arguments.of(
            Map.of("night", "x"), "parameters", "names a parameter that the mapping does not have"),
        Arguments.of(
            Map.of("tenant", "other"),
            "parameters",
            "names a parameter that the mapping does not have"));
  }

  @ParameterizedTest
  @MethodSource("badParameters")
  void badParameter_isNamedToAnAllowedCaller(
      Map<String, String> parameters, String field, String detail) {
    mappings.with(ORDERS_READER);

    Malformed malformed =
        assertInstanceOf(
            Malformed.class, vending.vend(request(pipeline(), "orders-reader", parameters)));

    assertEquals(field, malformed.field());
    assertEquals(detail, malformed.detail());
    assertEquals("malformed_request", log.only().verdict().code());
  }

  @Test
  void badParameterOfACallerWhoIsNotAllowed_isDenied() {
    mappings.with(ORDERS_READER);

    assertEquals(
        Kind.ACCESS_DENIED, denial(request(user(), "orders-reader", Map.of("day", "tomorrow"))));
  }

  static Stream<Arguments> badClaims() {
    return Stream.of(
        Arguments.of(Map.of()),
        Arguments.of(Map.of("tenant_id", List.of("*"))),
        Arguments.of(Map.of("tenant_id", List.of("acme\n"))),
        Arguments.of(Map.of("tenant_id", List.of("acme", "other"))),
        Arguments.of(Map.of("tenant_id", List.of("${aws:username}"))));
  }

  @ParameterizedTest
  @MethodSource("badClaims")
  void tokenWithoutAFittingClaim_isDenied(Map<String, List<String>> claims) {
    mappings.with(ORDERS_READER);

    assertEquals(
        Kind.ACCESS_DENIED,
        denial(request(Identities.bearing(GITHUB, "repo:acme/orders:x", claims), "orders-reader")));
    assertTrue(
        log.only().verdict().reason().startsWith("the claim `tenant_id` for parameter `tenant`"));
  }

  @Test
  void durationOverTheMappingsMaximum_isNamed() {
    mappings.with(ORDERS_READER);
    VendRequest asked = request(pipeline(), "orders-reader");

    VendOutcome outcome =
        vending.vend(
            new VendRequest(
                asked.caller(),
                asked.mapping(),
                Optional.of(SessionDuration.ofSeconds(1801)),
                asked.parameters(),
                asked.origin()));

    Malformed malformed = assertInstanceOf(Malformed.class, outcome);
    assertEquals("durationSeconds", malformed.field());
    assertEquals("exceeds the maximum of the mapping, 1800", malformed.detail());
  }

  @Test
  void explicitDenyOfTagging_denies() {
    mappings.with(
        mapping(
            allowingUser("")
                + ",{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:TagSession\",\"Condition\":"
                + "{\"StringEquals\":{\"aws:RequestTag/Team\":\"a\"}}}",
            ",\"sessionTags\":{\"Team\":\"a\"}"));

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "reader")));
    assertEquals(List.of("trust[reader]/1"), log.only().verdict().statements());
  }

  @Test
  void explicitDenyOfTheSourceIdentity_denies() {
    mappings.with(
        mapping(
            allowingUser("")
                + ",{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:SetSourceIdentity\"}",
            ""));

    assertEquals(Kind.ACCESS_DENIED, denial(request(user(), "reader")));
  }

  @Test
  void mappingWithoutTagsWhoseTrustPolicyIsSilent_getsNoDecisionTag() {
    mappings.with(mapping(allowingUser(""), ""));

    vending.vend(request(user(), "reader"));

    assertEquals(List.of(), roles.requests().getFirst().tags());
  }

  @Test
  void mappingWithoutTagsWhoseTrustPolicyAllowsTagging_getsTheDecisionTag() {
    mappings.with(
        mapping(
            allowingUser("")
                .replace("\"sts:AssumeRole\"", "[\"sts:AssumeRole\",\"sts:TagSession\"]"),
            ""));

    VendOutcome outcome = vending.vend(request(user(), "reader"));

    assertEquals(
        List.of(new SessionTag("brevet:decision", outcome.decision().value())),
        roles.requests().getFirst().tags());
  }

  @Test
  void mappingWithoutSessionPolicy_deniesEverythingInTheSession() {
    mappings.with(mapping(allowingUser(""), ""));

    vending.vend(request(user(), "reader"));

    assertEquals(
        Optional.of(
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}"),
        roles.requests().getFirst().policy().json());
  }

  @Test
  void policyOver2048Characters_isTooLargeBeforeStsIsAsked() {
    String resource = "arn:aws:s3:::bucket/" + "a".repeat(2000);
    mappings.with(
        mapping(
            allowingUser(""),
            ",\"sessionPolicy\":{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\""
                + resource
                + "\"}}"));

    VendOutcome.TooLarge large =
        assertInstanceOf(VendOutcome.TooLarge.class, vending.vend(request(user(), "reader")));

    assertTrue(large.characters().orElseThrow() > 2048);
    assertTrue(roles.requests().isEmpty());
    assertEquals("session_too_large", log.only().verdict().code());
  }

  static Stream<Arguments> answersOfSts() {
    return Stream.of(
        Arguments.of(
            new Answer.Refused("AccessDenied", "not authorized"),
            VendOutcome.RoleRefused.class,
            "role_refused"),
        Arguments.of(
            new Answer.TooLarge(Optional.of(112)), VendOutcome.TooLarge.class, "session_too_large"),
        Arguments.of(
            new Answer.Throttled(Duration.ofSeconds(5)), VendOutcome.Throttled.class, "throttled"),
        Arguments.of(
            new Answer.Unreachable("no route"), VendOutcome.Unavailable.class, "unavailable"));
  }

  @ParameterizedTest
  @MethodSource("answersOfSts")
  void answerOfSts_isAnOutcomeAndARecord(
      Answer answer, Class<? extends VendOutcome> outcome, String code) {
    mappings.with(mapping(allowingUser(""), ""));
    roles.answer(answer);

    assertInstanceOf(outcome, vending.vend(request(user(), "reader")));
    assertEquals(code, log.only().verdict().code());
    assertEquals(Optional.empty(), log.only().session().accessKeyId());
  }

  @Test
  void callersParameter_doesNotReplaceAKeyOfItsIdentity() {
    mappings.with(
        mapping(
            allowingUser("{\"StringEquals\":{\"brevet:Parameter/team\":\"a\"}}"),
            ",\"parameters\":{\"team\":{\"from\":\"request\",\"pattern\":\".*\"}}"));
    VerifiedIdentity named =
        Identities.signing(
            USER,
            "ASIAEXAMPLE",
            RequestContext.builder().put("brevet:parameter/team", "b").build());

    assertEquals(Kind.ACCESS_DENIED, denial(request(named, "reader", Map.of("team", "a"))));
    assertInstanceOf(Vended.class, vending.vend(request(user(), "reader", Map.of("team", "a"))));
  }

  @Test
  void sessionOfTheTrustedRoleInTheTrustedNetwork_isVended() {
    mappings.with(ORDERS_READER.replace("\"claim:tenant_id\"", "\"request\""));

    VendOutcome outcome =
        vending.vend(
            request(
                Identities.signing(SERVICE, "ASIAEXAMPLE", RequestContext.empty()),
                "orders-reader",
                Map.of("tenant", "acme")));

    assertInstanceOf(Vended.class, outcome);
    assertEquals(List.of("trust[orders-reader]/OrdersService"), log.only().verdict().statements());
  }

  @Test
  void outcomeAndRecord_showNoSecret() {
    mappings.with(ORDERS_READER);

    VendOutcome outcome = vending.vend(request(pipeline(), "orders-reader"));

    assertFalse(outcome.toString().contains("hush"));
    assertFalse(log.only().toString().contains("hush"));
  }
}
