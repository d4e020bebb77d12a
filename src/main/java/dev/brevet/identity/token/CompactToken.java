package dev.brevet.identity.token;

import module java.base;

import dev.brevet.json.JsonReader;
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
    Optional<JsonObject> header = decode(text.substring(0, first)).flatMap(JsonReader::untrusted);
    if (header.isEmpty()) {
      return new Parse.Malformed("the token's header is not a base64url json object");
    }
    Optional<JsonObject> payload =
        decode(text.substring(first + 1, second)).flatMap(JsonReader::untrusted);
    if (payload.isEmpty()) {
      return new Parse.Malformed("the token's payload is not a base64url json object");
    }
    String signature = text.substring(second + 1);
    if (decode(signature).isEmpty()) {
      return new Parse.Malformed("the token's signature is not base64url");
    }
    return new Parse.Parsed(
        new CompactToken(header.get(), payload.get(), text.substring(0, second), signature));
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
