package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// An answer over HTTP, with the checks that many tests share.
record Answer(HttpResponse<String> response) {
  private static final ObjectMapper JSON = new ObjectMapper();

  int status() {
    return response.statusCode();
  }

  String body() {
    return response.body();
  }

  Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  JsonNode json() {
    try {
      return JSON.readTree(body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + body(), e);
    }
  }

  String text(String member) {
    return json().path(member).asText();
  }

  /// The decision that the answer's header names.
  String decision() {
    return header("Brevet-Decision-Id")
        .orElseThrow(() -> new AssertionError("no decision id: " + this));
  }

  /// A refusal with this status and code: a problem document that nobody may keep, and no
  /// credential in it.
  Answer assertRefused(int status, String code) {
    assertEquals(status, status(), toString());
    assertEquals(code, text("code"), toString());
    assertEquals(status, json().path("status").asInt());
    // The container protocol's refusals, which have `Code`, are read by SDKs as JSON only.
    assertEquals(
        json().has("Code") ? "application/json" : "application/problem+json",
        header("Content-Type").orElse(""));
    assertFalse(body().contains("ASIA"), "a credential in a refusal");
    assertFalse(
        body().toLowerCase(java.util.Locale.ROOT).contains("secret"), "a credential in a refusal");
    return this;
  }

  /// A refusal that is a decision too: its id is in the document and the header alike.
  Answer assertDecided(int status, String code) {
    assertRefused(status, code);
    assertEquals(decision(), text("decisionId"), toString());
    return this;
  }

  /// A refusal that names the field at fault.
  Answer assertMalformed(String field) {
    assertRefused(400, "malformed_request");
    assertEquals(field, text("field"), toString());
    return this;
  }

  /// Credentials that were asked for at `asked` and end `lifetime` after they were made.
  Answer assertExpiresAfter(Duration lifetime, Instant asked) {
    Instant end = Instant.parse(json().path("credentials").path("expiration").asText());
    // STS writes whole seconds.
    assertFalse(end.isBefore(asked.truncatedTo(ChronoUnit.SECONDS).plus(lifetime)), toString());
    assertFalse(end.isAfter(Instant.now().plus(lifetime)), toString());
    return this;
  }

  /// Credentials in the shape of `POST /v1/credentials`.
  AwsSessionCredentials credentials() {
    assertEquals(200, status(), toString());
    assertEquals("no-store", header("Cache-Control").orElse(""));
    assertTrue(text("decisionId").equals(decision()), toString());
    JsonNode credentials = json().path("credentials");
    return AwsSessionCredentials.create(
        credentials.path("accessKeyId").asText(),
        credentials.path("secretAccessKey").asText(),
        credentials.path("sessionToken").asText());
  }

  @Override
  public String toString() {
    return status() + " " + response.headers().map() + " " + body();
  }
}
