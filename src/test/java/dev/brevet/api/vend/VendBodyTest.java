package dev.brevet.api.vend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Problem;
import dev.brevet.iam.SessionDuration;
import dev.brevet.json.DocumentReading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VendBodyTest {
  @Test
  void body_withEveryField_isRead() {
    DocumentReading<VendBody> reading =
        VendBody.read(
            Body.of(
                """
                {"mapping": "orders-reader", "durationSeconds": 900,
                 "parameters": {"day": "2026-11-22", "name": "\\u00e9\\ud83d\\ude00"}}
                """));
    assertEquals(
        new DocumentReading.Readable<>(
            new VendBody(
                "orders-reader",
                Optional.of(SessionDuration.ofSeconds(900)),
                Map.of("day", "2026-11-22", "name", "é😀"))),
        reading);
  }

  @Test
  void body_ofACallerThatWantsItsOwnSession_isRead() {
    assertEquals(
        new DocumentReading.Readable<>(
            new VendBody("a", Optional.empty(), Map.of(), Optional.empty(), false)),
        VendBody.read(Body.of("{\"mapping\":\"a\",\"reuse\":false}")));
  }

  @Test
  void body_withAMappingAlone_isRead() {
    assertEquals(
        new DocumentReading.Readable<>(new VendBody("a", Optional.empty(), Map.of())),
        VendBody.read(Body.of("{\"mapping\":\"a\"}")));
  }

  @Test
  void mapping_thatNoStoreCanHold_isNotForTheBodyToRefuse() {
    assertEquals(
        new DocumentReading.Readable<>(new VendBody("No Such/Mapping", Optional.empty(), Map.of())),
        VendBody.read(Body.of("{\"mapping\":\"No Such/Mapping\"}")));
  }

  static Stream<Arguments> refused() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    return Stream.of(
        row("", "body"),
        row("   ", "body"),
        row("null", "body"),
        row("[]", "body"),
        row("\"mapping\"", "body"),
        row("{", "body"),
        row("{\"mapping\":\"a\"", "body"),
        row("{'mapping':'a'}", "body"),
        row("{\"mapping\":\"a\",}", "body"),
        row("{\"mapping\":\"a\"} x", "body"),
        row("{\"mapping\":\"a\"}{}", "body"),
        row("{\"mapping\":\"a\"}]", "body"),
        row("{\"mapping\":\"a\"}\u0000", "body"),
        row("{\"mapping\":\"a\nb\"}", "body"),
        row("{\"mapping\":\"a\u0000b\"}", "body"),
        row("/* c */{\"mapping\":\"a\"}", "body"),
        row("mapping=a", "body"),
        row("{}", "mapping"),
        row("{\"durationSeconds\":900}", "mapping"),
        row("{\"mapping\":null}", "mapping"),
        row("{\"mapping\":1}", "mapping"),
        row("{\"mapping\":true}", "mapping"),
        row("{\"mapping\":[\"a\"]}", "mapping"),
        row("{\"mapping\":{\"a\":\"b\"}}", "mapping"),
        row("{\"mapping\":" + deep + "}", "body"),
        row("{\"mapping\":\"a\\u0000b\"}", "mapping"),
        row("{\"mapping\":\"a\\ud800\"}", "body"),
        row("{\"mapping\":\"\\udc00a\"}", "body"),
        row("{\"mapping\":\"a\",\"mapping\":\"b\"}", "mapping"),
        row("{\"mapping\":\"a\",\"m\\u0061pping\":\"b\"}", "mapping"),
        row("{\"mapping\":\"a\",\"durationSeconds\":\"900\"}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":900.0}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":9e2}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":899}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":3601}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":-900}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":4294968196}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":18446744073709552516}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":null}", "durationSeconds"),
        row("{\"mapping\":\"a\",\"durationSeconds\":" + "9".repeat(5000) + "}", "body"),
        row("{\"mapping\":\"a\",\"durationSeconds\":NaN}", "body"),
        row("{\"mapping\":\"a\",\"durationSeconds\":0900}", "body"),
        row("{\"mapping\":\"a\",\"parameters\":null}", "parameters"),
        row("{\"mapping\":\"a\",\"parameters\":[]}", "parameters"),
        row("{\"mapping\":\"a\",\"parameters\":{\"day\":1}}", "parameters.day"),
        row("{\"mapping\":\"a\",\"parameters\":{\"day\":[\"x\"]}}", "parameters.day"),
        row("{\"mapping\":\"a\",\"parameters\":{\"day\":\"\\u0000\"}}", "parameters.day"),
        row("{\"mapping\":\"a\",\"parameters\":{\"day\":\"x\",\"day\":\"y\"}}", "parameters.day"),
        row("{\"mapping\":\"a\",\"policy\":{}}", "policy"),
        row("{\"mapping\":\"a\",\"reuse\":null}", "reuse"),
        row("{\"mapping\":\"a\",\"reuse\":\"false\"}", "reuse"),
        row("{\"mapping\":\"a\",\"reuse\":0}", "reuse"),
        row("{\"mapping\":\"a\",\"Mapping\":\"a\"}", "Mapping"),
        row("{\"mapping\":\"a\",\"roleArn\":\"x\"}", "roleArn"),
        row("{\"mapping\":\"a\",\"a\\nb`c\":1}", "a?b?c"));
  }

  private static Arguments row(String body, String field) {
    return Arguments.of(body, field);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void body_thatIsNotARequest_isRefusedNamingTheField(String body, String field) {
    assertEquals(field, problem(Body.of(body)).get("field").asText());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusal_isOneShortLineWithoutJavaNames(String body, String field) {
    String detail = problem(Body.of(body)).get("detail").asText();
    assertFalse(
        detail.contains("\n") || detail.contains("com.fasterxml") || detail.contains("java."));
    assertTrue(detail.length() < 200, detail);
  }

  @Test
  void body_ofOneMegabyte_isRefused() {
    String body = "{\"mapping\":\"" + "a".repeat(1 << 20) + "\"}";
    assertEquals("body", problem(Body.of(body)).get("field").asText());
  }

  @Test
  void body_of64Kilobytes_isRead_andOneByteMoreIsNot() {
    String start = "{\"mapping\":\"";
    String exact = start + "a".repeat(65536 - start.length() - 2) + "\"}";
    assertTrue(VendBody.read(Body.of(exact)).valid().isPresent());
    assertEquals("body", problem(Body.of(exact + " ")).get("field").asText());
  }

  static Stream<byte[]> notUtf8() {
    return Stream.of(
        new byte[] {'{', (byte) 0xff, '}'},
        // An overlong slash.
        new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'},
        // A surrogate written as UTF-8.
        new byte[] {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
        "{\"mapping\":\"a\"}".getBytes(StandardCharsets.UTF_16),
        "{\"mapping\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @MethodSource("notUtf8")
  void body_thatIsNotUtf8_isRefused(byte[] body) {
    assertEquals("body", problem(Body.of(body)).get("field").asText());
  }

  private static JsonNode problem(Body body) {
    if (!(VendBody.read(body)
        instanceof DocumentReading.Unreadable(List<DocumentReading.Problem> problems))) {
      throw new AssertionError("read");
    }
    ApiResponse response = Problem.malformed(problems).response();
    assertEquals(400, response.status());
    JsonNode document = Documents.of(response);
    assertEquals("malformed_request", document.get("code").asText());
    return document;
  }
}
