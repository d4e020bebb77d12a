package dev.brevet.gateway;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.SecretString;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.json.JsonValue.Member;

/// Reads the events that API Gateways send to authorizers.
///
/// Source: Amazon API Gateway Developer Guide, http-api-lambda-authorizer (payload format 2.0) and
/// api-gateway-lambda-authorizer-input (TOKEN and REQUEST).
public final class AuthorizerEvent {
  private static final String SCHEME = "Bearer ";

  private final JsonObject event;
  private final String function;
  private final Instant now;

  private AuthorizerEvent(JsonObject event, String function, Instant now) {
    this.event = event;
    this.function = function;
    this.now = now;
  }

  /// The request in an event; empty when it is none of these.
  public static Optional<AuthorizerRequest> read(byte[] json, String function, Instant now) {
    return JsonReader.read(json) instanceof JsonReader.Read(JsonValue value)
        ? value.asObject().flatMap(event -> new AuthorizerEvent(event, function, now).request())
        : Optional.empty();
  }

  private Optional<AuthorizerRequest> request() {
    return switch (event.text("type").orElse("")) {
      case "TOKEN" ->
          event
              .text("methodArn")
              .flatMap(MethodArn::parse)
              .map(
                  method ->
                      new AuthorizerRequest.Token(
                          method, bearer(event.text("authorizationToken")), unknownOrigin()));
      // A REST API's event has no version; an HTTP API's of payload format 1.0 has, and looks
      // alike.
      case "REQUEST" ->
          event.get("version").isPresent()
              ? event.text("version").filter("2.0"::equals).flatMap(_ -> http())
              : rest();
      default -> Optional.empty();
    };
  }

  private Optional<AuthorizerRequest> http() {
    JsonObject context = object(event, "requestContext");
    JsonObject sender = object(context, "http");
    Optional<String> authorization = texts(object(event, "headers")).authorization();
    return event
        .text("routeArn")
        .flatMap(MethodArn::parse)
        .map(
            method ->
                new AuthorizerRequest.Http(
                    method,
                    bearer(authorization),
                    sender.text("path").orElse(""),
                    event.text("routeKey").orElse(""),
                    texts(object(event, "pathParameters")).readable(),
                    event.get("identitySource").map(JsonValue::asList).orElse(List.of()).stream()
                        .map(each -> each.asText().orElse(""))
                        .toList(),
                    authorization.map(SecretString::new),
                    origin(context, sender.text("sourceIp"), sender.text("userAgent"))));
  }

  private Optional<AuthorizerRequest> rest() {
    JsonObject context = object(event, "requestContext");
    JsonObject sender = object(context, "identity");
    return event
        .text("methodArn")
        .flatMap(MethodArn::parse)
        .map(
            method ->
                new AuthorizerRequest.Rest(
                    method,
                    bearer(
                        texts(object(event, "headers"))
                            .authorization()
                            .filter(_ -> isSentOnce("authorization"))),
                    // As the gateway says, not as the request may look.
                    method.method() + " " + event.text("resource").orElse(""),
                    texts(object(event, "pathParameters")).decoded(),
                    origin(context, sender.text("sourceIp"), sender.text("userAgent"))));
  }

  // A header that is sent twice is one value to the cache and may be another to the program that
  // reads it.
  private boolean isSentOnce(String header) {
    return object(event, "multiValueHeaders").members().stream()
            .filter(member -> AsciiCase.equal(member.name(), header))
            .mapToInt(member -> member.value().asList().size())
            .sum()
        <= 1;
  }

  /// An object's members that are texts.
  private record Texts(Map<String, String> values) {
    /// The header Authorization; empty when it is missing or there under two spellings.
    Optional<String> authorization() {
      List<String> found =
          values.entrySet().stream()
              .filter(header -> AsciiCase.equal(header.getKey(), "authorization"))
              .map(Map.Entry::getValue)
              .toList();
      return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// Path parameters of an HTTP API, which sends them decoded. One whose bytes were no UTF-8, for
    /// which the gateway writes U+FFFD, is left out: the program that serves the call may read it
    /// otherwise.
    Map<String, String> readable() {
      Map<String, String> readable = new HashMap<>(values);
      readable.values().removeIf(value -> value.indexOf('\uFFFD') >= 0);
      return readable;
    }

    /// Path parameters of a REST API, which sends them percent-encoded as they arrived, as the
    /// program that serves the call reads them. One that two readers may read differently is left
    /// out: bad encoding, a `/` that was encoded, something that is encoded twice.
    Map<String, String> decoded() {
      Map<String, String> decoded = new HashMap<>();
      values.forEach((name, value) -> decoded(value).ifPresent(plain -> decoded.put(name, plain)));
      return decoded;
    }

    private static Optional<String> decoded(String value) {
      if (value.indexOf('%') < 0) {
        return Optional.of(value);
      }
      try {
        String plain = URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        boolean plainly =
            plain.indexOf('%') < 0
                && plain.indexOf('\uFFFD') < 0
                && slashes(plain) == slashes(value);
        return plainly ? Optional.of(plain) : Optional.empty();
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    private static long slashes(String text) {
      return text.chars().filter(c -> c == '/').count();
    }
  }

  private static Texts texts(JsonObject object) {
    Map<String, String> values = new HashMap<>();
    for (Member member : object.members()) {
      member.value().asText().ifPresent(text -> values.put(member.name(), text));
    }
    return new Texts(values);
  }

  private static JsonObject object(JsonObject in, String name) {
    return in.get(name)
        .flatMap(JsonValue::asObject)
        .orElseGet(() -> JsonValue.of(Map.<String, JsonValue>of()));
  }

  private static Optional<SecretString> bearer(Optional<String> authorization) {
    return authorization
        .map(
            value ->
                AsciiCase.matchesAt(value, 0, SCHEME) ? value.substring(SCHEME.length()) : value)
        .map(String::strip)
        .filter(token -> !token.isEmpty() && !AsciiCase.equal(token, SCHEME.strip()))
        .map(SecretString::new);
  }

  private RequestOrigin origin(
      JsonObject context, Optional<String> sourceIp, Optional<String> userAgent) {
    return new RequestOrigin(
        context.text("requestId").orElse("-"),
        sourceIp.orElse(""),
        userAgent.orElse(""),
        Optional.empty(),
        function,
        now);
  }

  private RequestOrigin unknownOrigin() {
    return new RequestOrigin("-", "", "", Optional.empty(), function, now);
  }
}
