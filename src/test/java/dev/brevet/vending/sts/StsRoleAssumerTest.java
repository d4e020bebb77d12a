package dev.brevet.vending.sts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.iam.ExternalId;
import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.iam.RoleArn;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.SessionDuration;
import dev.brevet.iam.SessionName;
import dev.brevet.iam.SessionTag;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.json.PolicyReading;
import dev.brevet.policy.json.PolicyWriter;
import dev.brevet.vending.AssumeRequest;
import dev.brevet.vending.RoleAssumer.Answer;
import dev.brevet.vending.SessionCredentials;
import dev.brevet.vending.SessionPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;

class StsRoleAssumerTest {
  private static final Duration WITHIN = Duration.ofSeconds(4);
  private static final AssumeRequest LEAST =
      new AssumeRequest(
          RoleArn.parse("arn:aws:iam::111122223333:role/Reader").orElseThrow(),
          new SessionName("caller-x"),
          Optional.empty(),
          new SessionPolicy(Optional.of("{}"), List.of()),
          List.of(),
          List.of(),
          Optional.empty(),
          SessionDuration.SHORTEST);

  private final ScriptedSts sts = new ScriptedSts();
  private final ScriptedSts elsewhere = new ScriptedSts();

  @AfterEach
  void stop() {
    sts.close();
    elsewhere.close();
  }

  private static StsClient client(ScriptedSts sts) {
    return StsClient.builder()
        .endpointOverride(sts.endpoint())
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALOCAL", "local")))
        .overrideConfiguration(StsRoleAssumer.overrideConfiguration())
        .build();
  }

  private Answer assume(AssumeRequest request) {
    try (StsClient client = client(sts)) {
      return new StsRoleAssumer(client, Optional.empty(), WITHIN).assume(request);
    }
  }

  private Answer assumeWithFallback(Duration within) {
    try (StsClient first = client(sts);
        StsClient second = client(elsewhere)) {
      return new StsRoleAssumer(first, Optional.of(second), within).assume(LEAST);
    }
  }

  @Test
  void whenNoTimeIsLeft_stsIsNotAsked() {
    sts.answer(ScriptedSts.session());
    assertInstanceOf(
        Answer.Unreachable.class, Deadline.of(Duration.ZERO).call(() -> assume(LEAST)));
    assertInstanceOf(
        Answer.Unreachable.class,
        Deadline.of(Duration.ZERO).call(() -> assumeWithFallback(WITHIN)));
    assertEquals(List.of(), sts.requests());
    assertEquals(List.of(), elsewhere.requests());
  }

  @Test
  void session_isReadWhole() {
    sts.answer(ScriptedSts.session());

    Answer.Assumed assumed = assertInstanceOf(Answer.Assumed.class, assume(LEAST));

    assertEquals(
        new SessionCredentials(
            "ASIAEXAMPLE",
            new SecretString("hush-secret"),
            new SecretString("hush-token"),
            Instant.parse("2026-11-22T10:15:00Z")),
        assumed.credentials());
    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/Reader/caller-x", assumed.assumedRole().toString());
    assertEquals(23, assumed.packedPolicySize());
    assertFalse(assumed.toString().contains("hush"));
  }

  /// The bytes that a record's hash is over are those that STS gets, whatever the policy says.
  @Test
  void generatedPolicy_reachesStsAsItWasWritten() {
    sts.answer(ScriptedSts.session());
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> pieces =
        List.of(
            "a", "?", "*", "${*}", "\u58f2", "\ud83d\ude00", "\u00e9", "%3F", "+", "&", "\u2028");
    for (int i = 0; i < 60; i++) {
      StringBuilder name = new StringBuilder();
      for (int j = 0; j < 6; j++) {
        name.append(pieces.get(random.nextInt(pieces.size())));
      }
      PolicyReading policy =
          PolicyReader.read(
              "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::b/"
                  + name
                  + "\"}]}",
              PolicyType.SESSION);
      SessionPolicy written =
          new SessionPolicy(
              Optional.of(PolicyWriter.write(assertInstanceOf(Parsed.class, policy).policy())),
              List.of());

      assume(
          new AssumeRequest(
              LEAST.role(),
              LEAST.sessionName(),
              Optional.empty(),
              written,
              List.of(),
              List.of(),
              Optional.empty(),
              SessionDuration.SHORTEST));

      String sent = sts.requests().getLast().get("Policy");
      assertEquals(policy, PolicyReader.read(sent, PolicyType.SESSION), "seed " + seed);
      assertEquals(
          written.sha256(),
          new SessionPolicy(Optional.of(sent), List.of()).sha256(),
          "seed " + seed);
      // The pattern of `unrestrictedSessionPolicyDocumentType` in STS's service model.
      assertTrue(sent.matches("[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"), "seed " + seed);
    }
  }

  @Test
  void request_carriesEverything() {
    sts.answer(ScriptedSts.session());

    assume(
        new AssumeRequest(
            LEAST.role(),
            LEAST.sessionName(),
            Optional.of(new SourceIdentity("caller-y")),
            new SessionPolicy(
                Optional.of("{\"Version\":\"2012-10-17\"}"),
                List.of(
                    ManagedPolicyArn.parse("arn:aws:iam::aws:policy/ReadOnlyAccess")
                        .orElseThrow())),
            List.of(new SessionTag("Tenant", "acme"), new SessionTag("brevet:decision", "01X")),
            List.of("Tenant"),
            Optional.of(new ExternalId("brevet-orders")),
            SessionDuration.LONGEST));

    Map<String, String> expected = new TreeMap<>();
    expected.put("Action", "AssumeRole");
    expected.put("Version", "2011-06-15");
    expected.put("RoleArn", "arn:aws:iam::111122223333:role/Reader");
    expected.put("RoleSessionName", "caller-x");
    expected.put("SourceIdentity", "caller-y");
    expected.put("Policy", "{\"Version\":\"2012-10-17\"}");
    expected.put("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/ReadOnlyAccess");
    expected.put("Tags.member.1.Key", "Tenant");
    expected.put("Tags.member.1.Value", "acme");
    expected.put("Tags.member.2.Key", "brevet:decision");
    expected.put("Tags.member.2.Value", "01X");
    expected.put("TransitiveTagKeys.member.1", "Tenant");
    expected.put("ExternalId", "brevet-orders");
    expected.put("DurationSeconds", "3600");
    assertEquals(List.of(expected), sts.requests());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(403, "AccessDenied"),
        Arguments.of(400, "ValidationError"),
        Arguments.of(400, "MalformedPolicyDocument"),
        Arguments.of(403, "SignatureDoesNotMatch"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusal_isNotTriedAgainAndKeepsItsWords(int status, String code) {
    sts.answer(ScriptedSts.error(status, code, "not you"));

    assertEquals(new Answer.Refused(code, "not you"), assume(LEAST));
    assertEquals(1, sts.requests().size());
  }

  static Stream<Arguments> messagesOfTooLarge() {
    return Stream.of(
        Arguments.of(
            "Packed size of session tags consumes 112% of allotted space.", Optional.of(112)),
        Arguments.of("too large", Optional.empty()),
        Arguments.of("%", Optional.empty()),
        Arguments.of("99999999999999% of it", Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("messagesOfTooLarge")
  void packedPolicyTooLarge_tellsThePercentageWhereStsDid(
      String message, Optional<Integer> percent) {
    sts.answer(ScriptedSts.error(400, "PackedPolicyTooLarge", message));

    assertEquals(new Answer.TooLarge(percent), assume(LEAST));
    assertEquals(1, sts.requests().size());
  }

  @Test
  void throttlingThatPasses_isTriedAgain() {
    sts.answer(
        ScriptedSts.error(400, "Throttling", "Rate exceeded"),
        ScriptedSts.error(400, "Throttling", "Rate exceeded"),
        ScriptedSts.session());

    assertInstanceOf(Answer.Assumed.class, assume(LEAST));
    assertEquals(3, sts.requests().size());
  }

  @Test
  void throttlingThatStays_isThrottled() {
    sts.answer(ScriptedSts.error(400, "Throttling", "Rate exceeded"));

    assertInstanceOf(Answer.Throttled.class, assume(LEAST));
    assertEquals(3, sts.requests().size());
  }

  @Test
  void serverErrorThatPasses_isTriedAgain() {
    sts.answer(ScriptedSts.error(503, "ServiceUnavailable", "later"), ScriptedSts.session());

    assertInstanceOf(Answer.Assumed.class, assume(LEAST));
  }

  static Stream<ScriptedSts.Reply> noAnswers() {
    return Stream.of(
        ScriptedSts.error(500, "InternalFailure", "x"),
        ScriptedSts.error(403, "RegionDisabledException", "x"),
        ScriptedSts.error(400, "ExpiredTokenException", "x"),
        ScriptedSts.hangUp(),
        new ScriptedSts.Reply(307, "", Duration.ZERO),
        new ScriptedSts.Reply(403, "<html>a proxy</html>", Duration.ZERO),
        new ScriptedSts.Reply(200, "<AssumeRoleResponse/>", Duration.ZERO),
        new ScriptedSts.Reply(200, "not xml", Duration.ZERO));
  }

  @ParameterizedTest
  @MethodSource("noAnswers")
  void noUsableAnswer_isUnreachable(ScriptedSts.Reply reply) {
    sts.answer(reply);

    assertInstanceOf(Answer.Unreachable.class, assume(LEAST));
  }

  @Test
  void slowAnswer_isUnreachableInTime() {
    // Whatever waits for it gets a session.
    sts.answer(ScriptedSts.session().after(Duration.ofSeconds(10)));

    try (StsClient client = client(sts)) {
      Answer answer =
          new StsRoleAssumer(client, Optional.empty(), Duration.ofMillis(600)).assume(LEAST);

      assertInstanceOf(Answer.Unreachable.class, answer);
    }
  }

  @Test
  void nobodyThere_isUnreachable() {
    sts.close();

    assertInstanceOf(Answer.Unreachable.class, assume(LEAST));
  }

  @Test
  void fallbackRegion_answersWhereTheFirstDoesNot() {
    sts.answer(ScriptedSts.session().after(Duration.ofSeconds(10)));
    elsewhere.answer(ScriptedSts.session());

    assertInstanceOf(Answer.Assumed.class, assumeWithFallback(WITHIN));
    assertEquals(1, elsewhere.requests().size());
  }

  static Stream<ScriptedSts.Reply> answers() {
    return Stream.of(
        ScriptedSts.session(),
        ScriptedSts.error(403, "AccessDenied", "x"),
        ScriptedSts.error(400, "Throttling", "x"),
        ScriptedSts.error(400, "PackedPolicyTooLarge", "x"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void fallbackRegion_isNotAskedWhereTheFirstAnswers(ScriptedSts.Reply reply) {
    sts.answer(reply);

    assumeWithFallback(WITHIN);

    assertEquals(List.of(), elsewhere.requests());
    assertFalse(sts.requests().isEmpty());
  }

  @Test
  void neitherRegionAnswering_isUnreachable() {
    sts.answer(ScriptedSts.hangUp());
    elsewhere.answer(ScriptedSts.hangUp());

    assertInstanceOf(Answer.Unreachable.class, assumeWithFallback(WITHIN));
  }
}
