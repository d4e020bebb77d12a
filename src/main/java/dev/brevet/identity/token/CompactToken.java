package dev.brevet.identity.token;

import module java.base;

import dev.brevet.iam.UnicodeText;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;

/// A JSON Web Signature in compact form, taken apart and not yet believed. Source: RFC 7515, 7.1.
///
/// `signingInput` is the text that the signature covers, `signature` is base64url.
record CompactToken(JsonObject header, JsonObject payload, String signingInput, String signature) {

  /// The token's parts, or why it has none.
  sealed interface Parse {
    record Parsed(CompactToken token) implements Parse {}

    record Malformed(String reason) implements Parse {}
  }

  static Parse parse(String text) {
    int first = text.indexOf('.');
    int second = text.indexOf('.', first + 1);
    if (first < 0 || second < 0) {
      return new Parse.Malformed("the bearer is not a token");
    }
    if (text.indexOf('.', second + 1) >= 0) {
      return new Parse.Malformed(
          "the token has more than three parts: encrypted tokens are not accepted");
    }
    Optional<JsonReader.Reading> header = part(text.substring(0, first));
    Optional<JsonReader.Reading> payload = part(text.substring(first + 1, second));
    Optional<Parse> problem = problem("header", header).or(() -> problem("payload", payload));
    if (problem.isPresent()) {
      return problem.get();
    }
    String signature = text.substring(second + 1);
    if (decode(signature).isEmpty()) {
      return new Parse.Malformed("the token's signature is not base64url");
    }
    return new Parse.Parsed(
        new CompactToken(object(header), object(payload), text.substring(0, second), signature));
  }

  private static Optional<JsonReader.Reading> part(String text) {
    return decode(text).flatMap(UnicodeText::decode).map(JsonReader::readUntrusted);
  }

  private static Optional<Parse> problem(String part, Optional<JsonReader.Reading> reading) {
    if (reading.isEmpty()) {
      return Optional.of(new Parse.Malformed("the token's " + part + " is not base64url UTF-8"));
    }
    return reading.get() instanceof JsonReader.NotJson(_, _, String message)
        ? Optional.of(
            new Parse.Malformed("the token's " + part + " is not a json object: " + message))
        : Optional.empty();
  }

  // A claim, a header or a member of a key that is `null` counts as absent: serializers of many
  // languages write what is not there so.
  private static JsonObject object(Optional<JsonReader.Reading> reading) {
    return reading.orElseThrow() instanceof JsonReader.Read(JsonObject object)
        ? object.withoutNulls()
        : JsonValue.object();
  }

  // RFC 7515, 2: the URL alphabet, no padding, no line breaks.
  private static Optional<byte[]> decode(String part) {
    if (part.indexOf('=') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getUrlDecoder().decode(part));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
