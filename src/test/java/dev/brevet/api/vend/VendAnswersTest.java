package dev.brevet.api.vend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Documents;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.vending.SessionCredentials;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendOutcome.Denied.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The statuses, codes and documents that the contract promises.
class VendAnswersTest {
  private static final DecisionId DECISION = new DecisionId("01JD9Z2W5N0000000000000000");
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private static VendOutcome.Vended vended(String token) {
    return new VendOutcome.Vended(
        DECISION,
        new MappingId("orders-reader"),
        new SessionCredentials(
            "ASIAIOSFODNN7EXAMPLE",
            new SecretString(SECRET),
            new SecretString(token),
            Instant.parse("2026-11-22T10:15:00.75Z")),
        Arn.parse("arn:aws:sts::444455556666:assumed-role/OrdersReader/s").orElseThrow(),
        "AROAEXAMPLE:s",
        Optional.of(new SourceIdentity("alice")),
        23,
        Instant.parse("2026-11-22T10:00:00.25Z"));
  }

  @Test
  void vended_isTheContractsDocument() {
    ApiResponse response = VendAnswers.VEND.answer(vended("IQoJ+/=\"quoted"));
    assertEquals(200, response.status());
    assertEquals("application/json", response.headers().get("Content-Type"));
    assertEquals("no-store", response.headers().get("Cache-Control"));
    assertEquals(DECISION.value(), response.headers().get("Brevet-Decision-Id"));
    assertEquals(
        Documents.of(
            """
            { "decisionId": "01JD9Z2W5N0000000000000000", "mapping": "orders-reader",
              "assumedRoleArn": "arn:aws:sts::444455556666:assumed-role/OrdersReader/s",
              "sourceIdentity": "alice", "packedPolicySize": 23,
              "credentials": { "accessKeyId": "ASIAIOSFODNN7EXAMPLE",
                "secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "sessionToken": "IQoJ+/=\\"quoted", "expiration": "2026-11-22T10:15:00Z" },
              "refresh": { "after": "2026-11-22T10:07:30Z", "href": "/v1/credentials/orders-reader" } }
            """),
        Documents.of(response));
  }

  @Test
  void container_isTheSupersetThatEverySdkReads() {
    ApiResponse response = VendAnswers.CONTAINER.answer(vended("token"));
    assertEquals(200, response.status());
    assertEquals("no-store", response.headers().get("Cache-Control"));
    assertEquals(DECISION.value(), response.headers().get("Brevet-Decision-Id"));
    assertEquals(
        Documents.of(
            """
            {"Version":1,"Code":"Success","Type":"AWS-HMAC","LastUpdated":"2026-11-22T10:00:00Z",
             "AccessKeyId":"ASIAIOSFODNN7EXAMPLE",
             "SecretAccessKey":"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
             "Token":"token","SessionToken":"token","Expiration":"2026-11-22T10:15:00Z",
             "AccountId":"444455556666"}
            """),
        Documents.of(response));
  }

  /// The CRT's provider reads at most 10,000 bytes; AWS calls a session token of 4,096 the most
  /// that is typical.
  @Test
  void container_withALongToken_isUnderTheSmallestReadersBound() {
    String body = VendAnswers.CONTAINER.answer(vended("t".repeat(4096))).body();
    assertTrue(body.getBytes(StandardCharsets.UTF_8).length < 10_000);
  }

  static Stream<Arguments> refusals() {
    Duration soon = Duration.ofMillis(1500);
    return Stream.of(
        Arguments.of(new VendOutcome.Denied(DECISION, Kind.ACCESS_DENIED), 403, "access_denied"),
        Arguments.of(new VendOutcome.Denied(DECISION, Kind.ROOT_DENIED), 403, "root_denied"),
        Arguments.of(new VendOutcome.Denied(DECISION, Kind.MFA_REQUIRED), 403, "mfa_required"),
        Arguments.of(new VendOutcome.Denied(DECISION, Kind.SOURCE_DENIED), 403, "source_denied"),
        Arguments.of(new VendOutcome.Denied(DECISION, Kind.REVOKED), 403, "revoked"),
        Arguments.of(
            new VendOutcome.Malformed(DECISION, "parameters.day", "does not match"),
            400,
            "malformed_request"),
        Arguments.of(
            new VendOutcome.TooLarge(DECISION, Optional.of(2100), Optional.empty()),
            413,
            "session_too_large"),
        Arguments.of(
            new VendOutcome.TooLarge(DECISION, Optional.empty(), Optional.of(112)),
            413,
            "session_too_large"),
        Arguments.of(new VendOutcome.RoleRefused(DECISION), 502, "role_refused"),
        Arguments.of(new VendOutcome.Throttled(DECISION, soon), 429, "throttled"),
        Arguments.of(new VendOutcome.Unavailable(DECISION, soon), 503, "unavailable"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusal_isAProblemWithItsCodeAndDecision(VendOutcome outcome, int status, String code) {
    ApiResponse response = VendAnswers.VEND.answer(outcome);
    JsonNode problem = Documents.of(response);
    assertEquals(status, response.status());
    assertEquals("application/problem+json", response.headers().get("Content-Type"));
    assertEquals("no-store", response.headers().get("Cache-Control"));
    assertEquals(DECISION.value(), response.headers().get("Brevet-Decision-Id"));
    assertEquals(DECISION.value(), problem.get("decisionId").asText());
    assertEquals(code, problem.get("code").asText());
    assertEquals("urn:brevet:problem:" + code, problem.get("type").asText());
    assertEquals(status, problem.get("status").asInt());
    assertFalse(problem.get("title").asText().isEmpty());
    assertFalse(problem.get("detail").asText().isEmpty());
    assertFalse(problem.has("Code") || problem.has("Message") || problem.has("message"));
    assertEquals(
        status == 429 || status == 503 ? "2" : null, response.headers().get("Retry-After"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void containerRefusal_isTheSameInWordsThatSdksPrint(
      VendOutcome outcome, int status, String code) {
    JsonNode problem = Documents.of(VendAnswers.CONTAINER.answer(outcome));
    assertEquals(code, problem.get("code").asText());
    assertEquals(
        code.replace("_", ""), problem.get("Code").asText().toLowerCase(java.util.Locale.ROOT));
    assertEquals(problem.get("Message"), problem.get("message"));
    assertTrue(problem.get("Message").asText().contains(DECISION.value()));
    assertEquals(status, problem.get("status").asInt());
  }

  @Test
  void accessDenied_isSpelledAsAwsSpellsIt() {
    JsonNode problem =
        Documents.of(
            VendAnswers.CONTAINER.answer(new VendOutcome.Denied(DECISION, Kind.ACCESS_DENIED)));
    assertEquals("AccessDenied", problem.get("Code").asText());
  }

  @Test
  void malformed_namesTheFieldAndSaysWhy() {
    JsonNode problem =
        Documents.of(
            VendAnswers.VEND.answer(
                new VendOutcome.Malformed(DECISION, "parameters.day", "does not match")));
    assertEquals("parameters.day", problem.get("field").asText());
    assertEquals("`parameters.day` does not match", problem.get("detail").asText());
  }

  @Test
  void tooLarge_givesTheSizes() {
    JsonNode characters =
        Documents.of(
            VendAnswers.VEND.answer(
                new VendOutcome.TooLarge(DECISION, Optional.of(2100), Optional.empty())));
    assertEquals(2100, characters.get("policyCharacters").asInt());
    assertEquals(2048, characters.get("mostPolicyCharacters").asInt());
    JsonNode packed =
        Documents.of(
            VendAnswers.VEND.answer(
                new VendOutcome.TooLarge(DECISION, Optional.empty(), Optional.of(112))));
    assertEquals(112, packed.get("packedPolicySize").asInt());
  }

  @Test
  void responseWithCredentials_printsAsItsStatusAlone() {
    assertEquals("status 200", VendAnswers.VEND.answer(vended("token")).toString());
  }
}
