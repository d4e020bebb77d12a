package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// What the gateway refuses before any function is asked, and what it passes on.
class GatewayTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final String BODY = "{\"mapping\":\"build-artifacts\"}";
  private static final AwsCredentials USER =
      WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user");

  @Test
  void signature_isGoodForAQuarterOfAnHourBothWays() {
    Instant now = Instant.now();
    assertEquals(200, at(now.minus(Duration.ofMinutes(14))).status());
    assertEquals(200, at(now.plus(Duration.ofMinutes(14))).status());
    assertForbidden(at(now.minus(Duration.ofMinutes(16))));
    assertForbidden(at(now.plus(Duration.ofMinutes(16))));
  }

  @Test
  void unsignedRequest_isForbidden() {
    assertForbidden(vend().send());
    assertForbidden(vend().header("Authorization", "AWS4-HMAC-SHA256 Credential=x").send());
  }

  @Test
  void changedRequest_isForbidden() {
    assertForbidden(vend().signed(USER).body(BODY.replace("artifacts", "artifactz")).send());
    assertForbidden(vend().signed(USER).header("X-Amz-Date", "20260101T000000Z").send());
    Call signed = vend().signed(USER);
    assertEquals(200, signed.send().status());
  }

  @Test
  void otherServiceRegionOrKey_isForbidden() {
    assertForbidden(vend().signed(USER, "sts", "eu-west-1", Instant.now()).send());
    assertForbidden(vend().signed(USER, "execute-api", "us-east-1", Instant.now()).send());
    assertForbidden(
        vend().signed(AwsBasicCredentials.create(USER.accessKeyId(), "another")).send());
    assertForbidden(
        vend()
            .signed(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", USER.secretAccessKey()))
            .send());
    AwsSessionCredentials session =
        (AwsSessionCredentials)
            WORLD.credentials("arn:aws:sts::111122223333:assumed-role/Web/session");
    assertForbidden(
        vend()
            .signed(AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey()))
            .send());
    assertForbidden(
        vend()
            .signed(
                AwsSessionCredentials.create(
                    session.accessKeyId(), session.secretAccessKey(), "another"))
            .send());
  }

  @Test
  void forgedIdentityHeaders_areOnlyHeaders() {
    Answer answer =
        SharedWorld.call("POST", "/v1/credentials")
            .header("x-amzn-iam-userarn", "arn:aws:iam::111122223333:user/dev/local-user")
            .header("X-Forwarded-For", "10.0.0.1")
            .bearer(WORLD.token("deploy-pipeline"))
            .body("{\"mapping\":\"orders-reader\"}")
            .send();
    assertEquals(200, answer.status());
    assertEquals(
        "127.0.0.1",
        Tables.text(new Tables(WORLD).decision(answer.decision()), "sourceAddress").orElse(""));
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /, 404",
    "GET, /v1, 404",
    "GET, /v1/credentials, 404",
    "PUT, /v1/credentials, 404",
    "DELETE, /v1/credentials/orders-reader, 404",
    "GET, /v1/credentials/orders-reader/x, 404",
    "GET, /v1/credentials//, 404",
    "POST, /v1/iam/credentials/x, 404",
    "GET, /v1/credentials/a%2Fb, 404",
    "OPTIONS, /v1/credentials, 404"
  })
  void whatNoRouteNames_isNotFound(String method, String path, int status) {
    Answer answer = SharedWorld.call(method, path).send();
    assertEquals(status, answer.status(), answer.toString());
    assertEquals("{\"message\":\"Not Found\"}", answer.body());
    assertFalse(answer.header("Access-Control-Allow-Origin").isPresent());
  }

  @Test
  void tooMuch_isRefusedByTheGateway() {
    assertEquals(
        413,
        SharedWorld.call("POST", "/v1/credentials")
            .body("x".repeat(10 * 1024 * 1024 + 1))
            .send()
            .status());
    assertEquals(
        413,
        SharedWorld.call("POST", "/v1/credentials")
            .body("x".repeat(6 * 1024 * 1024))
            .send()
            .status());
    Answer headers =
        SharedWorld.call("POST", "/v1/credentials").bearer("x".repeat(10_241)).body(BODY).send();
    assertEquals(431, headers.status());
    assertTrue(
        SharedWorld.call("POST", "/v1/credentials")
                .bearer("x".repeat(9_000))
                .body(BODY)
                .send()
                .status()
            == 401);
  }

  private static Answer at(Instant signedAt) {
    return vend().signed(USER, "execute-api", "eu-west-1", signedAt).send();
  }

  private static Call vend() {
    return SharedWorld.call("POST", "/v1/iam/credentials").body(BODY);
  }

  private static void assertForbidden(Answer answer) {
    assertEquals(403, answer.status(), answer.toString());
    assertEquals("{\"message\":\"Forbidden\"}", answer.body());
    assertFalse(answer.header("Brevet-Decision-Id").isPresent());
  }
}
