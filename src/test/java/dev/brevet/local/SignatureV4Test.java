package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Principal;
import dev.brevet.iam.SecretString;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// The signatures come from the AWS SDK's own signer.
class SignatureV4Test {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final LocalCaller CALLER =
      LocalCaller.longTerm(
          new Principal.User("aws", new AccountId("111122223333"), "/", "someone"),
          "AIDAEXAMPLE",
          List.of(),
          Map.of());

  private final LocalKey longTerm =
      new LocalKey(
          "AKIAIOSFODNN7EXAMPLE",
          new SecretString("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
          Optional.empty(),
          Optional.empty(),
          CALLER);
  private final LocalKey temporary =
      new LocalKey(
          "ASIAIOSFODNN7EXAMPLE",
          new SecretString("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
          Optional.of(new SecretString("to/ken+with=signs")),
          Optional.of(NOW.plusSeconds(900)),
          CALLER);

  @Test
  void signatureOfTheSdk_holds() {
    assertSigned(
        longTerm, verify(signed(request("/v1/iam/credentials", "{}"), longTerm, NOW), NOW));
  }

  @Test
  void pathQueryAndRepeatedBlanks_areSignedAsTheSdkSignsThem() {
    SdkHttpRequest request =
        request("/v1/x y/%C3%A9//", "").toBuilder()
            .appendRawQueryParameter("b", "2 3/é")
            .appendRawQueryParameter("a", "")
            .appendRawQueryParameter("b", "1")
            .putHeader("x-note", "  two   blanks ")
            .build();
    assertSigned(longTerm, verify(signed(request, longTerm, NOW), NOW));
  }

  @Test
  void temporaryKey_needsItsToken() {
    WireRequest good = signed(request("/", "body"), temporary, NOW);
    assertSigned(temporary, verify(good, NOW));
    assertRefused("InvalidClientTokenId", verify(with(good, "x-amz-security-token", "other"), NOW));
    assertRefused("InvalidClientTokenId", verify(without(good, "x-amz-security-token"), NOW));
  }

  @Test
  void expiredKey_isRefusedAtItsExpiration() {
    Instant end = NOW.plusSeconds(900);
    assertSigned(temporary, verify(signed(request("/", ""), temporary, end), end.minusSeconds(1)));
    assertRefused("ExpiredToken", verify(signed(request("/", ""), temporary, end), end));
  }

  @Test
  void oneByteChanged_isRefused() {
    WireRequest good = signed(request("/v1/iam/credentials", "{\"a\":1}"), longTerm, NOW);
    assertRefused("SignatureDoesNotMatch", verify(body(good, "{\"a\":2}"), NOW));
    assertRefused("SignatureDoesNotMatch", verify(path(good, "/v1/iam/credentialz"), NOW));
    assertRefused("SignatureDoesNotMatch", verify(query(good, "x=1"), NOW));
    assertRefused("SignatureDoesNotMatch", verify(with(good, "host", "other.example"), NOW));
    String authorization = good.header("authorization").orElseThrow();
    String last = authorization.endsWith("0") ? "1" : "0";
    assertRefused(
        "SignatureDoesNotMatch",
        verify(
            with(
                good,
                "authorization",
                authorization.substring(0, authorization.length() - 1) + last),
            NOW));
  }

  @Test
  void clock_mayBeAQuarterOfAnHourOff() {
    WireRequest good = signed(request("/", ""), longTerm, NOW);
    assertSigned(longTerm, verify(good, NOW.plus(Duration.ofMinutes(15))));
    assertSigned(longTerm, verify(good, NOW.minus(Duration.ofMinutes(15))));
    assertRefused(
        "SignatureDoesNotMatch", verify(good, NOW.plus(Duration.ofMinutes(15)).plusSeconds(1)));
    assertRefused(
        "SignatureDoesNotMatch", verify(good, NOW.minus(Duration.ofMinutes(15)).minusSeconds(1)));
  }

  @Test
  void otherService_isRefused() {
    WireRequest good = signed(request("/", ""), longTerm, NOW);
    assertRefused("SignatureDoesNotMatch", verifier("sts", NOW).verify(good));
  }

  @Test
  void unknownKey_isRefused() {
    WireRequest good = signed(request("/", ""), longTerm, NOW);
    String other =
        good.header("authorization")
            .orElseThrow()
            .replace("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLF");
    assertRefused("InvalidClientTokenId", verify(with(good, "authorization", other), NOW));
  }

  @Test
  void unsignedHost_isRefused() {
    WireRequest good = signed(request("/", ""), longTerm, NOW);
    String other = good.header("authorization").orElseThrow().replace("host;", "");
    assertRefused("SignatureDoesNotMatch", verify(with(good, "authorization", other), NOW));
  }

  @Test
  void incompleteHeader_saysWhatIsMissing() {
    WireRequest good = signed(request("/", ""), longTerm, NOW);
    assertRefused(
        "IncompleteSignature",
        verify(with(good, "authorization", "AWS4-HMAC-SHA256 Credential=a"), NOW));
    assertRefused("IncompleteSignature", verify(with(good, "authorization", "Bearer abc"), NOW));
    assertRefused("IncompleteSignature", verify(without(good, "x-amz-date"), NOW));
  }

  @Test
  void nothingSigned_isTold() {
    assertInstanceOf(
        SignatureV4.Outcome.Unsigned.class,
        verify(without(signed(request("/", ""), longTerm, NOW), "authorization"), NOW));
  }

  @Test
  void presignedRequest_holdsUntilItExpires() {
    SignRequest<AwsCredentialsIdentity> sign =
        SignRequest.builder(identity(temporary))
            .request(request("/", "").toBuilder().method(SdkHttpMethod.GET).build())
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
            .putProperty(AwsV4HttpSigner.AUTH_LOCATION, AwsV4HttpSigner.AuthLocation.QUERY_STRING)
            .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, Duration.ofSeconds(60))
            .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC))
            .build();
    WireRequest presigned = wire(AwsV4HttpSigner.create().sign(sign).request(), "");
    assertSigned(temporary, verify(presigned, NOW.plusSeconds(60)));
    assertRefused("SignatureDoesNotMatch", verify(presigned, NOW.plusSeconds(61)));
    assertRefused(
        "SignatureDoesNotMatch", verify(query(presigned, presigned.rawQuery() + "&x=1"), NOW));
  }

  private static void assertSigned(LocalKey key, SignatureV4.Outcome outcome) {
    assertEquals(new SignatureV4.Outcome.Signed(key, "eu-west-1"), outcome);
  }

  private static void assertRefused(String code, SignatureV4.Outcome outcome) {
    assertEquals(code, assertInstanceOf(SignatureV4.Outcome.Refused.class, outcome).code());
  }

  private SignatureV4.Outcome verify(WireRequest request, Instant now) {
    return verifier("execute-api", now).verify(request);
  }

  private SignatureV4 verifier(String service, Instant now) {
    return new SignatureV4(
        service,
        Clock.fixed(now, ZoneOffset.UTC),
        id ->
            List.of(longTerm, temporary).stream()
                .filter(key -> key.accessKeyId().equals(id))
                .findFirst());
  }

  private static SdkHttpRequest request(String path, String body) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(URI.create("http://127.0.0.1:8787"))
            .encodedPath(path.replace(" ", "%20"))
            .putHeader("x-body", body);
    return request.build();
  }

  private static WireRequest signed(SdkHttpRequest request, LocalKey key, Instant at) {
    String body = request.firstMatchingHeader("x-body").orElse("");
    ContentStreamProvider content =
        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    SignRequest<AwsCredentialsIdentity> sign =
        SignRequest.builder(identity(key))
            .request(request)
            .payload(content)
            .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
            .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC))
            .build();
    return wire(AwsV4HttpSigner.create().sign(sign).request(), body);
  }

  private static AwsCredentialsIdentity identity(LocalKey key) {
    return key.sessionToken().isPresent()
        ? AwsSessionCredentialsIdentity.create(
            key.accessKeyId(), key.secretAccessKey().reveal(), key.sessionToken().get().reveal())
        : AwsCredentialsIdentity.create(key.accessKeyId(), key.secretAccessKey().reveal());
  }

  private static WireRequest wire(SdkHttpRequest request, String body) {
    Map<String, List<String>> headers = new TreeMap<>();
    request.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    headers.putIfAbsent("host", List.of("127.0.0.1:8787"));
    return new WireRequest(
        request.method().name(),
        request.encodedPath(),
        request.encodedQueryParameters().orElse(""),
        headers,
        body.getBytes(StandardCharsets.UTF_8),
        "127.0.0.1");
  }

  private static WireRequest with(WireRequest request, String name, String value) {
    Map<String, List<String>> headers = new TreeMap<>(request.headers());
    headers.put(name, List.of(value));
    return headers(request, headers);
  }

  private static WireRequest without(WireRequest request, String name) {
    Map<String, List<String>> headers = new TreeMap<>(request.headers());
    headers.remove(name);
    return headers(request, headers);
  }

  private static WireRequest headers(WireRequest request, Map<String, List<String>> headers) {
    return new WireRequest(
        request.method(),
        request.rawPath(),
        request.rawQuery(),
        headers,
        request.body(),
        request.sourceAddress());
  }

  private static WireRequest body(WireRequest request, String body) {
    return new WireRequest(
        request.method(),
        request.rawPath(),
        request.rawQuery(),
        request.headers(),
        body.getBytes(StandardCharsets.UTF_8),
        request.sourceAddress());
  }

  private static WireRequest path(WireRequest request, String path) {
    return new WireRequest(
        request.method(),
        path,
        request.rawQuery(),
        request.headers(),
        request.body(),
        request.sourceAddress());
  }

  private static WireRequest query(WireRequest request, String query) {
    return new WireRequest(
        request.method(),
        request.rawPath(),
        query,
        request.headers(),
        request.body(),
        request.sourceAddress());
  }
}
