package dev.brevet.decisionlog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.iam.UntrustedText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionLogLineTest {
  @Test
  void vend_isALineWithAllThatIsKnown() {
    assertEquals(
        "{\"decisionId\":\"01M81B5HBV0000000000000000\",\"recorded\":true,\"time\":\"2026-11-22T10:00:00.123Z\",\"operation\":\"vend\","
            + "\"outcome\":\"ALLOWED\",\"code\":\"vended\",\"principal\":\"https://idp.example.com#ann\","
            + "\"method\":\"TOKEN\",\"mapping\":\"orders-reader\",\"role\":\"arn:aws:iam::111122223333:role/OrdersReader\","
            + "\"parameters\":{\"day\":\"*none*\",\"tenant\":\"acme\"},"
            + "\"statements\":[\"trust[orders-reader]/DeployPipeline\"],\"reason\":\"allowed\","
            + "\"sessionPolicySha256\":\""
            + "ab".repeat(32)
            + "\",\"durationSeconds\":900,\"sourceIdentity\":\"caller-x\",\"accessKeyId\":\"ASIAEXAMPLE\","
            + "\"expiration\":\"2026-11-22T10:15:00.123Z\",\"packedPolicySize\":7,\"requestId\":\"request-1\","
            + "\"sourceAddress\":\"10.1.2.3\",\"userAgent\":\"curl/8\",\"vpcEndpoint\":\"vpce-1\",\"function\":\"vend\","
            + "\"receivedAt\":\"2026-11-22T10:00:00.121765433Z\",\"latencyMicros\":1234}",
        DecisionLogLine.of(Decisions.vended("https://idp.example.com#ann", "curl/8"), true));
  }

  @Test
  void refusalThatStandsForSeveralAnswers_countsThem() {
    String line = DecisionLogLine.of(Decisions.refused().withAnswers(3), true);
    assertTrue(line.contains("\"answers\":3,"), line);
  }

  @Test
  void refusal_leavesOutWhatIsNotKnown() {
    assertEquals(
        "{\"decisionId\":\"01M81B5HBV0000000000000000\",\"recorded\":false,\"time\":\"2026-11-22T10:00:00.123Z\",\"operation\":\"vend\","
            + "\"outcome\":\"DENIED\",\"code\":\"not_authenticated\",\"principal\":\"-\",\"method\":\"TOKEN\",\"parameters\":{},\"statements\":[],\"reason\":\"token"
            + " expired\",\"requestId\":\"request-1\","
            + "\"sourceAddress\":\"10.1.2.3\",\"userAgent\":\"curl/8\",\"function\":\"vend\","
            + "\"receivedAt\":\"2026-11-22T10:00:00.121Z\",\"latencyMicros\":2000}",
        DecisionLogLine.of(Decisions.refused(), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\n{\"outcome\":\"ALLOWED\"}",
        "a\r\n",
        "\u2028\u0085\u0000\u001b[2J",
        "\u007f\u009b31m\u202e",
        "\",\"outcome\":\"ALLOWED",
        "\ud800 alone",
        "日本𝒂"
      })
  void untrustedText_staysOneFieldOfOneLineOfPrintableAscii(String userAgent)
      throws JsonProcessingException {
    String line = DecisionLogLine.of(Decisions.vended("-", userAgent), true);

    assertTrue(line.chars().allMatch(c -> c >= ' ' && c <= '~'), line);
    assertEquals(userAgent, new ObjectMapper().readTree(line).get("userAgent").textValue());
  }

  @Test
  void longText_isCutBetweenCharacters() throws JsonProcessingException {
    String line = DecisionLogLine.of(Decisions.vended("-", "x" + "𝒂".repeat(10_000)), true);
    String cut = new ObjectMapper().readTree(line).get("userAgent").textValue();

    assertEquals("x" + "𝒂".repeat(254) + "...", cut);
    assertTrue(cut.length() <= UntrustedText.LONGEST);
  }

  @Test
  void textOfTheGreatestLength_isWhole() {
    assertEquals("x".repeat(512), UntrustedText.bounded("x".repeat(512)));
    assertEquals("x".repeat(509) + "...", UntrustedText.bounded("x".repeat(513)));
  }
}
