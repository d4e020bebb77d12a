package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.Fault;
import dev.brevet.local.LocalWorld;
import dev.brevet.local.PresignedBearer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

class PresignedIdentityTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final Tables TABLES = new Tables(WORLD);
  private static final String LOCAL_USER = "arn:aws:iam::111122223333:user/dev/local-user";
  private static final String BODY = "{\"mapping\":\"build-artifacts\"}";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @AfterEach
  void clearFaults() {
    WORLD.sts().faults().clear();
  }

  @Test
  void principal_isWhoeverStsSaysItIs() {
    for (String principal :
        new String[] {LOCAL_USER, "arn:aws:sts::444455556666:assumed-role/orders-service/task"}) {
      Answer answer = SharedWorld.vend(bearer(WORLD.credentials(principal)), BODY);
      assertTrue(
          VendWithTokenTest.identity(answer.credentials())
              .contains(":assumed-role/BuildArtifacts/"));
      assertEquals(
          principal, Tables.text(TABLES.decision(answer.decision()), "principal").orElse(""));
      assertEquals(
          "PRESIGNED_IDENTITY",
          Tables.text(TABLES.decision(answer.decision()), "method").orElse(""));
    }
  }

  @Test
  void containerRoute_takesItToo() {
    Answer answer =
        SharedWorld.call("GET", "/v1/credentials/build-artifacts")
            .header("Authorization", bearer(WORLD.credentials(LOCAL_USER)))
            .send();
    assertEquals("Success", answer.text("Code"), answer.toString());
  }

  @Test
  void replayedRequest_isNotAuthenticated() {
    String bearer = bearer(WORLD.credentials(LOCAL_USER));
    assertEquals(200, SharedWorld.vend(bearer, BODY).status());
    assertReason("used before", refused(bearer));
  }

  @Test
  void requestUsedAtOneRoute_isUsedAtAll() {
    String bearer = bearer(WORLD.credentials("arn:aws:iam::111122223333:user/ci/build-bot"));
    assertEquals(200, SharedWorld.vend(bearer, BODY).status());
    List<Call> replays =
        List.of(
            SharedWorld.call("GET", "/v1/credentials/build-artifacts"),
            SharedWorld.call("GET", "/v1/console/build-artifacts"),
            SharedWorld.call("GET", "/v1/mappings"),
            SharedWorld.call("POST", "/v1/credentials:explain").body(BODY));
    for (Call replay : replays) {
      replay.bearer(bearer).send().assertDecided(401, "not_authenticated");
    }
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=any"
            + "&RoleArn=arn:aws:iam::111122223333:role/brevet/BuildArtifacts&WebIdentityToken="
            + bearer;
    Answer sts =
        SharedWorld.call("POST", "/")
            .body(form.getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded")
            .send();
    assertTrue(sts.body().contains("<Code>InvalidIdentityToken</Code>"), sts.toString());
  }

  /// Anybody with an AWS account can sign; nobody else is kept out by it.
  @Test
  void strangerThatSignsWithoutEnd_isThrottled_andNobodyElseIs() {
    AwsCredentials stranger =
        WORLD.credentials("arn:aws:sts::999900001111:assumed-role/unknown-service/task");
    Instant now = Instant.now();
    Answer last = SharedWorld.vend(bearer(stranger, now, Duration.ofSeconds(99)), BODY);
    for (int i = 0; i < 40 && last.status() == 403; i++) {
      last = SharedWorld.vend(bearer(stranger, now, Duration.ofSeconds(100 + i)), BODY);
    }
    last.assertDecided(429, "throttled");
    assertTrue(last.header("Retry-After").isPresent(), last.toString());
    SharedWorld.call("GET", "/v1/mappings")
        .bearer(bearer(stranger, now, Duration.ofSeconds(200)))
        .send()
        .assertDecided(429, "throttled");
    String form =
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=any"
            + "&RoleArn=arn:aws:iam::111122223333:role/brevet/BuildArtifacts&WebIdentityToken="
            + bearer(stranger, now, Duration.ofSeconds(201));
    Answer sts =
        SharedWorld.call("POST", "/")
            .body(form.getBytes(StandardCharsets.UTF_8), "application/x-www-form-urlencoded")
            .send();
    assertTrue(sts.body().contains("<Code>Throttling</Code>"), sts.toString());
    assertEquals("60", sts.header("Retry-After").orElse(""));
    assertEquals(
        200,
        SharedWorld.vend(bearer(WORLD.credentials(LOCAL_USER), now, Duration.ofSeconds(101)), BODY)
            .status());
  }

  /// Nothing is decided there, so that every caller would be a stranger for ever.
  @Test
  void whoeverHasPoliciesChecked_isNotThrottled() {
    AwsCredentials stranger =
        WORLD.credentials("arn:aws:sts::999900001111:assumed-role/unknown-service/task");
    String body =
        "{\"kind\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\",\"Statement\":[]}}";
    Instant now = Instant.now();
    for (int i = 0; i < 25; i++) {
      String bearer = bearer(stranger, now, Duration.ofSeconds(300 + i));
      Answer answer =
          SharedWorld.call("POST", "/v1/policies:lint").bearer(bearer).body(body).send();
      assertEquals(200, answer.status(), "the " + i + "th: " + answer);
    }
  }

  private static String bearer(AwsCredentials credentials, Instant at, Duration lasts) {
    return PresignedBearer.of(
        credentials, WORLD.stsEndpoint(), LocalWorld.PRESIGNED_AUDIENCE, at, lasts);
  }

  @Test
  void expiredRequest_isNotAuthenticated() {
    refused(
        PresignedBearer.of(
            WORLD.credentials(LOCAL_USER),
            WORLD.stsEndpoint(),
            LocalWorld.PRESIGNED_AUDIENCE,
            Instant.now().minusSeconds(62),
            MINUTE));
  }

  @Test
  void requestOfTheFuture_orForTooLong_isNotAuthenticated() {
    refused(
        PresignedBearer.of(
            WORLD.credentials(LOCAL_USER),
            WORLD.stsEndpoint(),
            LocalWorld.PRESIGNED_AUDIENCE,
            Instant.now().plusSeconds(120),
            MINUTE));
    refused(
        PresignedBearer.of(
            WORLD.credentials(LOCAL_USER),
            WORLD.stsEndpoint(),
            LocalWorld.PRESIGNED_AUDIENCE,
            Instant.now(),
            Duration.ofHours(1)));
  }

  @Test
  void requestForAnother_isNotAuthenticated() {
    refused(
        PresignedBearer.of(
            WORLD.credentials(LOCAL_USER),
            WORLD.stsEndpoint(),
            "somebody.else",
            Instant.now(),
            MINUTE));
    String unsigned =
        PresignedBearer.url(
            WORLD.credentials(LOCAL_USER), WORLD.stsEndpoint(), Map.of(), Instant.now(), MINUTE);
    refused(PresignedBearer.bearer(unsigned));
  }

  @Test
  void hostThatIsNotSts_isNeverAsked() {
    String url = url();
    refused(
        PresignedBearer.bearer(
            url.replace(WORLD.stsEndpoint().toString(), "https://sts.example.com")));
    refused(
        PresignedBearer.bearer(
            url.replace(WORLD.stsEndpoint().toString(), WORLD.issuer().url().toString())));
    refused(PresignedBearer.bearer(url.replace("http://", "http://x@")));
    refused(PresignedBearer.bearer(url.replace("http://", "file://")));
  }

  @Test
  void otherQuestion_isNeverAsked() {
    refused(PresignedBearer.bearer(url().replace("GetCallerIdentity", "GetSessionToken")));
    refused(PresignedBearer.bearer(url() + "&Action=GetSessionToken"));
  }

  @Test
  void changedSignature_isNotAuthenticated() {
    String url = url();
    char last = url.charAt(url.length() - 1);
    refused(PresignedBearer.bearer(url.substring(0, url.length() - 1) + (last == '0' ? '1' : '0')));
  }

  @Test
  void rootUser_isRefused() {
    SharedWorld.vend(bearer(WORLD.credentials("arn:aws:iam::111122223333:root")), BODY)
        .assertDecided(403, "root_denied");
  }

  @Test
  void stsThatThrottles_isUnavailable_andTheRequestIsNotUsedUp() {
    String bearer = bearer(WORLD.credentials(LOCAL_USER));
    WORLD.sts().faults().next(1, "GetCallerIdentity", Fault.stsThrottling());
    new Call(WORLD, "POST", "/v1/credentials")
        .bearer(bearer)
        .body(BODY)
        .send()
        .assertDecided(503, "unavailable");
    assertEquals(200, SharedWorld.vend(bearer, BODY).status());
  }

  private static String url() {
    return PresignedBearer.url(
        WORLD.credentials(LOCAL_USER),
        WORLD.stsEndpoint(),
        Map.of("x-brevet-audience", LocalWorld.PRESIGNED_AUDIENCE),
        Instant.now(),
        MINUTE);
  }

  static String bearer(AwsCredentials credentials) {
    return PresignedBearer.of(
        credentials, WORLD.stsEndpoint(), LocalWorld.PRESIGNED_AUDIENCE, Instant.now(), MINUTE);
  }

  private static Answer refused(String bearer) {
    return SharedWorld.vend(bearer, BODY).assertDecided(401, "not_authenticated");
  }

  private static void assertReason(String words, Answer answer) {
    var decision = TABLES.decision(answer.decision());
    String reason = Tables.text(decision, "reason").orElse("");
    assertTrue(reason.contains(words), reason);
    assertEquals(Optional.of("PRESIGNED_IDENTITY"), Tables.text(decision, "method"));
    assertEquals(Optional.of("VendCredentials"), Tables.text(decision, "operation"));
  }
}
