package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.SecretString;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.Verification;
import dev.brevet.identity.presigned.CallerIdentityVerifier;
import dev.brevet.identity.presigned.UsedSignatures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// A presigned request, signed by the SDK and verified through an STS that checks the signature.
class PresignedIdentityTest {
  private static final String AUDIENCE = "https://brevet.example.com";
  private static final String ALICE = "arn:aws:iam::444455556666:user/team/alice";

  private static LocalSts sts;
  private static LocalKey alice;

  private final CallerIdentityVerifier verifier =
      new CallerIdentityVerifier(
          "aws", AUDIENCE, Optional.of(sts.endpoint()), new UsedSignatures(), Clock.systemUTC());

  @BeforeAll
  static void start() {
    LocalIam iam = LocalIam.read("{\"users\":[{\"arn\":\"" + ALICE + "\"}],\"roles\":[]}");
    LocalKeys keys = new LocalKeys();
    sts = LocalSts.start(0, iam, keys, Clock.systemUTC());
    alice = keys.longTerm(iam.user(ALICE).orElseThrow().caller());
  }

  @AfterAll
  static void stop() {
    sts.close();
  }

  @AfterEach
  void clearFaults() {
    sts.faults().clear();
  }

  private static String presigned(String audience, String secret) {
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(AwsCredentialsIdentity.create(alice.accessKeyId(), secret))
                    .request(
                        SdkHttpRequest.builder()
                            .method(SdkHttpMethod.GET)
                            .uri(URI.create(sts.endpoint() + "/"))
                            .putRawQueryParameter("Action", "GetCallerIdentity")
                            .putRawQueryParameter("Version", "2011-06-15")
                            .putHeader("x-brevet-audience", audience)
                            .build())
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "sts")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1")
                    .putProperty(
                        AwsV4FamilyHttpSigner.AUTH_LOCATION,
                        AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(1)))
        .request()
        .getUri()
        .toString();
  }

  private Verification verify(String url) {
    return verifier.verify(
        new SecretString(
            "brevet-v1."
                + Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(url.getBytes(StandardCharsets.US_ASCII))),
        TokenUse.BREVET);
  }

  @Test
  void requestOfAUser_isVerifiedOnce() {
    String url = presigned(AUDIENCE, alice.secretAccessKey().reveal());
    Verification.Verified verified = assertInstanceOf(Verification.Verified.class, verify(url));
    assertEquals(ALICE, verified.identity().principal().identifier());
    assertEquals(Optional.of(alice.accessKeyId()), verified.identity().accessKeyId());
    assertInstanceOf(Verification.Rejected.class, verify(url));
  }

  @Test
  void requestForAnotherAudience_isRefusedBySts() {
    Verification.Rejected rejected =
        assertInstanceOf(
            Verification.Rejected.class,
            verify(presigned("https://other.example.com", alice.secretAccessKey().reveal())));
    assertTrue(rejected.reason().contains("sts refused"), rejected.reason());
  }

  @Test
  void requestSignedWithAnotherSecret_isRefusedBySts() {
    Verification.Rejected rejected =
        assertInstanceOf(
            Verification.Rejected.class,
            verify(presigned(AUDIENCE, alice.secretAccessKey().reveal() + "x")));
    assertTrue(rejected.reason().contains("sts refused"), rejected.reason());
  }

  @Test
  void stsThatDoesNotAnswerOrThrottles_isAFault() {
    for (Fault fault :
        new Fault[] {
          new Fault.Drop(), Fault.stsThrottling(), new Fault.Refuse(503, "ServiceUnavailable", "x")
        }) {
      sts.faults().clear();
      sts.faults().always("GetCallerIdentity", fault);
      assertThrows(
          IdentityUnavailable.class,
          () -> verify(presigned(AUDIENCE, alice.secretAccessKey().reveal())));
    }
  }
}
