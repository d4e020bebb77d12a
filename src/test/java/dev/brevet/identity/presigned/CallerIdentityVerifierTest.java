package dev.brevet.identity.presigned;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TestKey;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.Verification;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.testing.HandClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

class CallerIdentityVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String AUDIENCE = "https://brevet.example.com";
  private static final String HOST = "https://sts.eu-west-1.amazonaws.com";
  private static final String SIGNATURE = "0123456789abcdef".repeat(4);
  private static final String QUERY =
      "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256"
          + "&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20261122%2Feu-west-1%2Fsts%2Faws4_request"
          + "&X-Amz-Date=20261122T095900Z&X-Amz-Expires=300&X-Amz-Security-Token=FwoGZXIvYXdzEA%2Bx%2Fy%3D%3D"
          + "&X-Amz-SignedHeaders=host%3Bx-brevet-audience&X-Amz-Signature="
          + SIGNATURE;
  private static final String URL = HOST + "/?" + QUERY;

  private final HandClock clock = new HandClock(NOW);
  private final FakeSts sts = new FakeSts();
  private final CallerIdentityVerifier verifier =
      new CallerIdentityVerifier(
          sts, "aws", AUDIENCE, Optional.empty(), new UsedSignatures(), clock);

  /// Answers what it is told to and remembers what it was asked.
  private static final class FakeSts implements CallerIdentityEndpoint {
    final List<URI> asked = new ArrayList<>();
    final List<String> audiences = new ArrayList<>();
    int status = 200;
    String body =
        answer(
            "arn:aws:sts::444455556666:assumed-role/deployer/ci-7",
            "444455556666",
            "AROAEXAMPLE:ci-7");
    boolean down;

    @Override
    public Answer ask(URI url, String audience) {
      asked.add(url);
      audiences.add(audience);
      if (down) {
        throw new IdentityUnavailable("down");
      }
      return new Answer(status, body);
    }
  }

  // STS API, GetCallerIdentity, examples.
  private static String answer(String arn, String account, String userId) {
    return """
    <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
      <GetCallerIdentityResult>
       <Arn>%s</Arn>
        <UserId>%s</UserId>
        <Account>%s</Account>
      </GetCallerIdentityResult>
      <ResponseMetadata>
        <RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>
      </ResponseMetadata>
    </GetCallerIdentityResponse>
    """
        .formatted(arn, userId, account);
  }

  private static SecretString bearer(String url) {
    return new SecretString("brevet-v1." + TestKey.base64(url));
  }

  private VerifiedIdentity verified(String url) {
    return assertInstanceOf(
            Verification.Verified.class, verifier.verify(bearer(url), TokenUse.BREVET))
        .identity();
  }

  private String rejected(String url) {
    return assertInstanceOf(
            Verification.Rejected.class, verifier.verify(bearer(url), TokenUse.BREVET))
        .reason();
  }

  @Test
  void presignedRequest_isAskedOfStsWithTheAudience() {
    VerifiedIdentity identity = verified(URL);
    assertEquals(
        new Principal.RoleSession(
            "aws", new AccountId("444455556666"), Optional.empty(), "deployer", "ci-7"),
        identity.principal());
    assertEquals(AuthenticationMethod.PRESIGNED_IDENTITY, identity.method());
    assertEquals(Optional.of("ASIAIOSFODNN7EXAMPLE"), identity.accessKeyId());
    assertEquals(
        Map.of(
            "aws:principalarn", List.of("arn:aws:iam::444455556666:role/deployer"),
            "aws:principalaccount", List.of("444455556666"),
            "aws:principaltype", List.of("AssumedRole"),
            "aws:userid", List.of("AROAEXAMPLE:ci-7")),
        identity.context().asMap());
    assertEquals(List.of(URI.create(URL)), sts.asked);
    assertEquals(List.of(AUDIENCE), sts.audiences);
  }

  @Test
  void requestSignedByTheSdk_isTaken() {
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(
                            AwsSessionCredentialsIdentity.create(
                                "ASIAIOSFODNN7EXAMPLE", "secret", "FwoGZXIvYXdzEA+x/y=="))
                        .request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(URI.create(HOST + "/"))
                                .putRawQueryParameter("Action", "GetCallerIdentity")
                                .putRawQueryParameter("Version", "2011-06-15")
                                .putHeader("x-brevet-audience", AUDIENCE)
                                .build())
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                        .putProperty(
                            AwsV4FamilyHttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(
                            AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(1))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)));
    String url = signed.request().getUri().toString();
    assertEquals("444455556666", verified(url).principal().account().orElseThrow().digits());
    assertEquals(
        List.of(
            List.of(url.substring(url.indexOf('?') + 1).split("&", -1)).stream().sorted().toList()),
        sts.asked.stream()
            .map(u -> List.of(u.getRawQuery().split("&", -1)).stream().sorted().toList())
            .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sts.amazonaws.com/?",
        "https://sts.us-east-1.amazonaws.com/?",
        "https://sts.eu-west-1.amazonaws.com?",
        "https://sts-fips.us-east-1.amazonaws.com/?"
      })
  void stsHosts_areTaken(String start) {
    verified(start + QUERY);
    assertEquals(1, sts.asked.size());
  }

  record Row(String name, String url, String reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Row host(String start) {
    return new Row(start, start + QUERY, "which is not a regional host of STS");
  }

  private static Row parameters(String name, String from, String to) {
    assertTrue(URL.contains(from), from);
    return new Row(name, URL.replace(from, to), "not exactly those");
  }

  static Stream<Row> wrongRequests() {
    return Stream.of(
        // Where it goes.
        host("https://sts.amazonaws.com.evil.example/?"),
        host("https://evil.example/?"),
        host("https://sts.amazonaws.com@evil.example/?"),
        host("https://user:pass@sts.amazonaws.com/?"),
        host("https://sts.amazonaws.com:443/?"),
        host("https://sts.amazonaws.com:8443/?"),
        host("http://sts.amazonaws.com/?"),
        host("HTTPS://sts.amazonaws.com/?"),
        host("https://STS.amazonaws.com/?"),
        host("https://sts.amazonaws.com./?"),
        host("https://sts.amazonaws.com//?"),
        host("https://sts.amazonaws.com/x?"),
        host("https://sts.amazonaws.com/../?"),
        host("https://sts.amazonaws.com/%2e%2e/?"),
        host("https://sts.amazonaws.com\\@evil.example/?"),
        host("https://sts.amazonaws.com%2eevil.example/?"),
        host("https://evil.example/#https://sts.amazonaws.com/?"),
        host("https://evil.example/https://sts.amazonaws.com/?"),
        host("https://[::1]/?"),
        host("https://169.254.169.254/?"),
        host("https://sts.evil-1.amazonaws.com/?"),
        host("https://s3.eu-west-1.amazonaws.com/?"),
        host("https://sts.cn-north-1.amazonaws.com.cn/?"),
        host("http://127.0.0.1:4566/?"),
        host("//sts.amazonaws.com/?"),
        host("?"),
        new Row("fragment", URL + "#x", "not exactly those"),
        new Row("no parameters", HOST + "/", "no parameters"),
        new Row("empty", "", "base64url"),
        new Row("a space", URL + " ", "base64url"),
        new Row("a line break", URL.replace("/?", "/?\r\nHost: evil.example\r\n"), "base64url"),
        new Row("not ascii", URL.replace("sts.", "ѕts."), "base64url"),
        // What it asks.
        parameters("another action", "GetCallerIdentity", "AssumeRole"),
        parameters("action in small letters", "GetCallerIdentity", "getcalleridentity"),
        parameters("name in small letters", "Action=", "action="),
        parameters("name encoded", "Action=", "%41ction="),
        parameters("action encoded twice", "GetCallerIdentity", "GetCaller%2549dentity"),
        parameters("action twice", "Action=", "Action=AssumeRole&Action="),
        parameters("the same action twice", "&Version", "&Action=GetCallerIdentity&Version"),
        parameters("another version", "2011-06-15", "2012-10-17"),
        parameters("one more parameter", "&Version", "&RoleArn=x&Version"),
        parameters("one more of SigV4", "&Version", "&X-Amz-Content-Sha256=x&Version"),
        parameters("parameter without value", "&Version", "&x&Version"),
        parameters("empty parameter", "&Version", "&&Version"),
        parameters("semicolon for ampersand", "&Version", ";Version"),
        parameters("no version", "&Version=2011-06-15", ""),
        parameters("no signature", "&X-Amz-Signature=" + SIGNATURE, ""),
        parameters("no expiry", "&X-Amz-Expires=300", ""),
        parameters("no date", "&X-Amz-Date=20261122T095900Z", ""),
        parameters("another algorithm", "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"),
        parameters("signed for another service", "%2Fsts%2F", "%2Fs3%2F"),
        parameters("audience not signed", "host%3Bx-brevet-audience", "host"),
        parameters("host not signed", "host%3Bx-brevet-audience", "x-brevet-audience"),
        parameters("audience like ours signed", "x-brevet-audience", "x-brevet-audience2"),
        parameters("audience in capitals", "x-brevet-audience", "X-Brevet-Audience"),
        parameters("more headers signed", "host%3B", "accept%3Bhost%3B"),
        parameters(
            "signed headers the other way round",
            "host%3Bx-brevet-audience",
            "x-brevet-audience%3Bhost"),
        parameters("signature in capitals", SIGNATURE, SIGNATURE.toUpperCase(Locale.ROOT)),
        parameters("signature short", SIGNATURE, SIGNATURE.substring(1)),
        parameters("broken encoding", "%2F20261122", "%2"),
        parameters("encoding of no hex", "%2F20261122", "%2g20261122"),
        parameters("credential with a line break", "%2F20261122", "%0A20261122"),
        parameters("token with a space", "%2Bx", "%20x"),
        // When.
        parameters("expiry zero", "Expires=300", "Expires=0"),
        parameters("expiry negative", "Expires=300", "Expires=-1"),
        parameters("expiry of seven digits", "Expires=300", "Expires=1000000"),
        // What SDKs sign for unless told otherwise, and the most that AWS takes.
        new Row("an hour", URL.replace("Expires=300", "Expires=3600"), "longer than 15 minutes"),
        new Row("a week", URL.replace("Expires=300", "Expires=604800"), "longer than 15 minutes"),
        new Row(
            "lives too long", URL.replace("Expires=300", "Expires=901"), "longer than 15 minutes"),
        new Row(
            "date that is none", URL.replace("20261122T09", "20261122T29"), "is not a valid date"),
        new Row("day that is none", URL.replace("20261122", "20260230"), "is not a valid date"),
        new Row(
            "date of another day than the credential's",
            URL.replace("Date=20261122T095900Z", "Date=20261121T235900Z"),
            "is not a valid date"),
        new Row("signed in the future", URL.replace("T095900Z", "T100101Z"), "in the future"),
        new Row("expires now", URL.replace("T095900Z", "T095500Z"), "expired"),
        new Row("expired", URL.replace("T095900Z", "T090000Z"), "expired"));
  }

  @ParameterizedTest
  @MethodSource("wrongRequests")
  void wrongRequest_isRejectedAndNeverSent(Row row) {
    String reason = rejected(row.url());
    assertTrue(reason.contains(row.reason()), reason);
    assertEquals(List.of(), sts.asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"T100100Z", "T095501Z"})
  void requestWithinItsTime_isTaken(String time) {
    verified(URL.replace("T095900Z", time));
    assertEquals(1, sts.asked.size());
  }

  @Test
  void hugeBearer_isRejectedBeforeItIsRead() {
    String reason =
        assertInstanceOf(
                Verification.Rejected.class,
                verifier.verify(
                    new SecretString("brevet-v1." + "a".repeat(1_000_000)), TokenUse.BREVET))
            .reason();
    assertTrue(reason.contains("longer than"), reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "brevet-v1.",
        "brevet-v1.%%%",
        "brevet-v1.aHR0cA==",
        "brevet-v1. ",
        "brevet-v1.aHR0cB"
      })
  void bearerThatIsNotBase64Url_isRejected(String bearer) {
    String reason =
        assertInstanceOf(
                Verification.Rejected.class,
                verifier.verify(new SecretString(bearer), TokenUse.BREVET))
            .reason();
    assertTrue(reason.contains("base64url"), reason);
  }

  @Test
  void secondUse_isRejectedUntilTheRequestIsExpired() {
    verified(URL);
    assertTrue(rejected(URL).contains("used before"));
    // Written another way, it is still the same signature.
    assertTrue(rejected(URL.replace("/?", "?")).contains("used before"));
    assertTrue(rejected(URL.replace("%2F", "%2f")).contains("used before"));
    assertTrue(
        rejected(
                HOST
                    + "/?"
                    + QUERY.replace("Action=GetCallerIdentity&", "")
                    + "&Action=GetCallerIdentity")
            .contains("used before"));
    assertEquals(1, sts.asked.size());
    clock.move(Duration.ofMinutes(4));
    assertTrue(rejected(URL).contains("expired"));
    assertEquals(1, sts.asked.size());
  }

  /// It proves little, and proves it once.
  @Test
  void secondUseByASessionThatBrevetVended_isRejected() {
    String name = "deploy-" + "a".repeat(40);
    sts.body =
        answer(
            "arn:aws:sts::444455556666:assumed-role/deployer/" + name,
            "444455556666",
            "AROAEXAMPLE:" + name);
    assertInstanceOf(Verification.Vended.class, verifier.verify(bearer(URL), TokenUse.BREVET));
    assertTrue(rejected(URL).contains("used before"));
    assertEquals(1, sts.asked.size());
  }

  @Test
  void requestThatProvedNothing_mayBeTriedAgain() {
    sts.down = true;
    assertThrows(IdentityUnavailable.class, () -> verifier.verify(bearer(URL), TokenUse.BREVET));
    sts.down = false;
    verified(URL);
    assertEquals(2, sts.asked.size());
  }

  /// Of a stranger and of the account that it is of, whatever it calls its sessions.
  @Test
  void strangerThatAsksWithoutEnd_keepsOutItselfAlone() {
    String good = sts.body;
    int taken = 0;
    for (int i = 0; i < 200; i++) {
      String name = "s" + i;
      sts.body =
          answer(
              "arn:aws:sts::999900001111:assumed-role/r" + i / 30 + "/" + name,
              "999900001111",
              "AROAEXAMPLE:" + name);
      String signature = "%064x".formatted(i);
      taken +=
          switch (verifier.verify(bearer(URL.replace(SIGNATURE, signature)), TokenUse.BREVET)) {
            case Verification.Verified _ -> 1;
            case Verification.Rejected(var cause, var reason) -> {
              assertEquals(Verification.Rejected.Cause.TOO_MANY, cause, reason);
              yield 0;
            }
            case Verification.Vended _ -> throw new AssertionError("nobody's session");
          };
    }
    assertEquals(UsedSignatures.Share.STRANGERS_OF_ONE_ACCOUNT.most(), taken);
    sts.body = good;
    verified(URL);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 400, 401, 403, 404})
  void refusalOrRedirectOfSts_isARejection(int status) {
    sts.status = status;
    assertTrue(rejected(URL).contains("refused"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503})
  void faultOfSts_isAFault(int status) {
    sts.status = status;
    assertThrows(IdentityUnavailable.class, () -> verifier.verify(bearer(URL), TokenUse.BREVET));
  }

  @Test
  void throttlingBySts_isAFault() {
    sts.status = 400;
    sts.body =
        "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code></Error></ErrorResponse>";
    assertThrows(IdentityUnavailable.class, () -> verifier.verify(bearer(URL), TokenUse.BREVET));
  }

  static Stream<Row> strangeAnswers() {
    String good = answer("arn:aws:iam::444455556666:user/alice", "444455556666", "AIDAEXAMPLE");
    return Stream.of(
        new Row("empty", "", "not readable"),
        new Row("html", "<html><body>hello</body></html>", "not readable"),
        new Row("cut short", good.substring(0, 200), "not readable"),
        new Row("twice", good + good, "not readable"),
        new Row(
            "account twice",
            good.replace("<Account>", "<Account>1</Account><Account>"),
            "not readable"),
        new Row("no account", good.replace("Account>", "Konto>"), "not readable"),
        new Row(
            "values elsewhere", good.replace("GetCallerIdentityResult", "Result"), "not readable"),
        new Row(
            "another response",
            good.replace("GetCallerIdentityResponse", "AssumeRoleResponse"),
            "not readable"),
        new Row("document type", "<!DOCTYPE x>" + good, "not readable"),
        new Row(
            "external entity",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>"
                + good.replace("alice", "&e;"),
            "not readable"),
        new Row(
            "inner entity",
            "<!DOCTYPE x [<!ENTITY e \"alice\">]>" + good.replace("alice", "&e;"),
            "not readable"),
        new Row("undeclared entity", good.replace("alice", "&e;"), "not readable"),
        new Row(
            "no principal", good.replace("user/alice", "group/admins"), "did not name a principal"),
        new Row(
            "arn of another partition",
            good.replace("arn:aws:", "arn:aws-cn:"),
            "did not name a principal"),
        new Row(
            "another account",
            good.replace("<Account>444455556666", "<Account>111122223333"),
            "account is not"),
        new Row(
            "user id of another kind", good.replace("AIDAEXAMPLE", "AROA:x"), "user id is not"));
  }

  @ParameterizedTest
  @MethodSource("strangeAnswers")
  void strangeAnswerOfSts_isARejection(Row row) {
    sts.body = row.url();
    String reason = rejected(URL);
    assertTrue(reason.contains(row.reason()), reason);
  }

  @Test
  void rootUser_isVerifiedAsRoot() {
    sts.body = answer("arn:aws:iam::444455556666:root", "444455556666", "444455556666");
    assertEquals(
        new Principal.Root("aws", new AccountId("444455556666")), verified(URL).principal());
  }

  @Test
  void configuredLocalEndpoint_isOneMoreHost() {
    CallerIdentityVerifier local =
        new CallerIdentityVerifier(
            sts,
            "aws",
            AUDIENCE,
            Optional.of(URI.create("http://127.0.0.1:4566")),
            new UsedSignatures(),
            clock);
    String url = "http://127.0.0.1:4566/?" + QUERY;
    assertInstanceOf(Verification.Verified.class, local.verify(bearer(url), TokenUse.BREVET));
    assertEquals(List.of(URI.create(url)), sts.asked);
    assertInstanceOf(
        Verification.Rejected.class,
        local.verify(bearer("http://127.0.0.1:4567/?" + QUERY), TokenUse.BREVET));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://sts.example.com", "file:///x", "http://user@127.0.0.1:1", "x"})
  void strangeLocalEndpoint_isRefused(String endpoint) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CallerIdentityVerifier(
                sts,
                "aws",
                AUDIENCE,
                Optional.of(URI.create(endpoint)),
                new UsedSignatures(),
                clock));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nHost: evil.example", "é"})
  void strangeAudience_isRefused(String audience) {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CallerIdentityVerifier(
                sts, "aws", audience, Optional.empty(), new UsedSignatures(), clock));
  }

  @Test
  void otherPartitions_haveTheirHostsAlone() {
    sts.body = answer("arn:aws-cn:iam::444455556666:user/a", "444455556666", "AIDAEXAMPLE");
    CallerIdentityVerifier china =
        new CallerIdentityVerifier(
            sts, "aws-cn", AUDIENCE, Optional.empty(), new UsedSignatures(), clock);
    assertInstanceOf(Verification.Rejected.class, china.verify(bearer(URL), TokenUse.BREVET));
    assertInstanceOf(
        Verification.Verified.class,
        china.verify(bearer("https://sts.cn-north-1.amazonaws.com.cn/?" + QUERY), TokenUse.BREVET));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new CallerIdentityVerifier(
                sts, "mars", AUDIENCE, Optional.empty(), new UsedSignatures(), clock));
  }
}
