package dev.brevet.api.vend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Gate;
import dev.brevet.api.Problem;
import dev.brevet.api.Refusals;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.SessionDuration;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.identity.GatewayIdentity;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.TokenUse;
import dev.brevet.identity.Verification;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.vending.VendOutcome;
import dev.brevet.vending.VendRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VendingTest {
  private static final String BODY = "{\"mapping\":\"orders-reader\"}";
  private static final DecisionId ASKED = new DecisionId("01JD9Z2W5N0000000000000000");

  private final DecisionsInMemory log = new DecisionsInMemory();
  private final List<VendRequest> asked = new ArrayList<>();
  private final List<SecretString> tokens = new ArrayList<>();
  private Verification verification = GatewayIdentity.verify(Requests.user("/ci/deployer"));
  private boolean verifierDown;

  private final Gate gate =
      Gate.ofMappings(
          (bearer, use) -> {
            assertEquals(TokenUse.BREVET, use);
            tokens.add(bearer);
            if (verifierDown) {
              throw new IdentityUnavailable("the keys of `https://issuer.example` did not come");
            }
            return verification;
          },
          new Refusals(log.recorder(Clock.fixed(Requests.NOW.plusMillis(7), ZoneOffset.UTC))));
  private final Router router =
      new Router(
          List.of(
              new CredentialsEndpoint(
                  gate,
                  request -> {
                    asked.add(request);
                    return new VendOutcome.RoleRefused(ASKED);
                  })));

  private ApiResponse post(Map<String, String> headers, String body) {
    return router.answer(Requests.of("POST", "/v1/credentials", headers, body));
  }

  private ApiResponse signed(Optional<GatewayCaller> caller, String body) {
    return router.answer(
        Requests.of("POST", "/v1/iam/credentials", "", Map.of(), Body.of(body), caller));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer the.token", "bearer the.token", "the.token", "BEARER   the.token"})
  void bearer_withOrWithoutItsScheme_isVerified(String header) {
    post(Map.of("authorization", header), BODY);
    assertEquals(List.of(new SecretString("the.token")), tokens);
  }

  @Test
  void request_isHandedOnAsItWasVerifiedAndRead() {
    post(
        Map.of("authorization", "Bearer t"),
        "{\"mapping\":\"orders-reader\",\"durationSeconds\":1200,\"parameters\":{\"day\":\"x\"}}");
    VendRequest request = asked.getFirst();
    assertEquals(
        "arn:aws:iam::111122223333:user/ci/deployer", request.caller().principal().identifier());
    assertEquals("orders-reader", request.mapping().value());
    assertEquals(Optional.of(SessionDuration.ofSeconds(1200)), request.duration());
    assertEquals(Map.of("day", "x"), request.parameters());
    assertEquals("gateway-1", request.origin().requestId());
  }

  @Test
  void containerRoute_takesParametersFromTheQuery_andAVerbatimToken() {
    router.answer(
        Requests.of(
            "GET",
            "/v1/credentials/orders-reader",
            "day=2026-11-22",
            Map.of("Authorization", "t", "Accept", "text/html"),
            Body.EMPTY,
            Optional.empty()));
    assertEquals(Map.of("day", "2026-11-22"), asked.getFirst().parameters());
    assertEquals(List.of(new SecretString("t")), tokens);
  }

  @Test
  void signedRoute_takesTheGatewaysCaller() {
    signed(Optional.of(Requests.session("deployer", "s-1")), BODY);
    assertEquals(
        "arn:aws:sts::111122223333:assumed-role/deployer/s-1",
        asked.getFirst().caller().principal().identifier());
    assertEquals(List.of(), tokens);
  }

  @Test
  void bearerRoute_neverBelievesAGatewayIdentity() {
    ApiResponse response =
        router.answer(
            Requests.of(
                "POST",
                "/v1/credentials",
                "",
                Map.of(),
                Body.of(BODY),
                Optional.of(Requests.user("/admin"))));
    assertEquals(401, response.status());
    assertEquals(List.of(), asked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "Bearer", "Bearer ", "bearer  "})
  void noToken_isNotAuthenticated(String header) {
    assertNotAuthenticated(post(Map.of("Authorization", header), BODY));
    assertEquals("there is no bearer token", log.only().verdict().reason());
    assertEquals(List.of(), tokens);
  }

  @Test
  void noAuthorizationHeader_isNotAuthenticated() {
    assertNotAuthenticated(post(Map.of(), BODY));
  }

  @Test
  void rejectedToken_isRecordedWithItsReason_whichTheAnswerDoesNotTell() {
    verification = new Verification.Rejected("`exp` is in the past");
    ApiResponse response = post(Map.of("Authorization", "Bearer secret.token.value"), BODY);
    assertNotAuthenticated(response);
    DecisionRecord decision = log.only();
    assertEquals("`exp` is in the past", decision.verdict().reason());
    assertEquals("-", decision.caller().principal());
    assertEquals("not_authenticated", decision.verdict().code());
    assertEquals(DecisionRecord.Outcome.DENIED, decision.verdict().outcome());
    assertEquals(AuthenticationMethod.TOKEN, decision.caller().method());
    assertEquals(Optional.of("orders-reader"), decision.target().mapping());
    assertEquals(7, decision.latency().toMillis());
    assertFalse(response.body().contains("exp"));
    assertFalse(decision.toString().contains("secret.token"));
  }

  @Test
  void rejectedToken_onTheContainerRoute_isSaidInWordsThatSdksPrint() {
    verification = new Verification.Rejected("no");
    JsonNode problem =
        Documents.of(
            router.answer(
                Requests.of("GET", "/v1/credentials/a", Map.of("Authorization", "t"), "")));
    assertEquals("NotAuthenticated", problem.get("Code").asText());
  }

  @Test
  void gatewayWithoutCaller_isNotAuthenticated() {
    assertNotAuthenticated(signed(Optional.empty(), BODY));
  }

  @Test
  void body_isReadBeforeTheTokenIsVerified_andItsRefusalIsNoDecision() {
    assertEquals(400, post(Map.of(), "{").status());
    assertEquals(List.of(), log.records());
    assertEquals(List.of(), tokens);
  }

  @ParameterizedTest
  @CsvSource({"'No Such'", "../admin", "UPPER", "''", "a%2Fb"})
  void mappingThatCannotExist_looksLikeADeniedOne(String mapping) {
    ApiResponse response = post(Map.of("Authorization", "t"), "{\"mapping\":\"" + mapping + "\"}");
    assertEquals(403, response.status());
    assertEquals("access_denied", Documents.of(response).get("code").asText());
    assertEquals("access denied", Documents.of(response).get("detail").asText());
    assertEquals(Optional.empty(), log.only().target().mapping());
    assertEquals("arn:aws:iam::111122223333:user/ci/deployer", log.only().caller().principal());
  }

  @Test
  void mappingThatCannotExist_onTheContainerRoute_looksLikeADeniedOne() {
    ApiResponse response =
        router.answer(
            Requests.of("GET", "/v1/credentials/No%20Such", Map.of("Authorization", "t"), ""));
    assertEquals(403, response.status());
  }

  @Test
  void mappingThatCannotExist_withoutAToken_tellsNothing() {
    assertNotAuthenticated(post(Map.of(), "{\"mapping\":\"No Such\"}"));
  }

  @Test
  void keysThatDoNotCome_areUnavailable_andRecorded() {
    verifierDown = true;
    ApiResponse response = post(Map.of("Authorization", "t"), BODY);
    assertEquals(503, response.status());
    assertTrue(response.headers().containsKey("Retry-After"));
    assertEquals(DecisionRecord.Outcome.FAILED, log.only().verdict().outcome());
    assertEquals(log.only().id().value(), response.headers().get("Brevet-Decision-Id"));
    assertFalse(response.body().contains("issuer.example"));
  }

  @Test
  void refusalThatCannotBeWritten_isAFault() {
    log.unavailable = true;
    assertThrows(DecisionLogUnavailable.class, () -> post(Map.of(), BODY));
  }

  private void assertNotAuthenticated(ApiResponse response) {
    assertEquals(401, response.status());
    assertEquals("Bearer", response.headers().get("WWW-Authenticate"));
    JsonNode problem = Documents.of(response);
    assertEquals("not_authenticated", problem.get("code").asText());
    assertEquals("not authenticated", problem.get("detail").asText());
    assertEquals(log.only().id().value(), response.headers().get("Brevet-Decision-Id"));
    assertEquals(List.of(), asked);
  }

  @Test
  void faultOnTheContainerRoute_isSaidInWordsThatSdksPrint() {
    ApiRequest request = Requests.of("GET", "/v1/credentials/a", Map.of(), "");
    JsonNode problem = Documents.of(router.refused(request, Problem.internal()));
    assertEquals("InternalError", problem.get("Code").asText());
    assertEquals(problem.get("Message"), problem.get("message"));
    ApiRequest json = Requests.of("POST", "/v1/credentials", Map.of(), "");
    assertFalse(router.refused(json, Problem.internal()).body().contains("\"Code\""));
  }
}
