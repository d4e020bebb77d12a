package dev.brevet.lambda;

import module java.base;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.Body;
import dev.brevet.api.Headers;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.UnicodeText;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.json.UnicodeParser;

/// Reads an HTTP API's event, payload format 2.0, token by token: no reflection, no data binding.
/// Fields that Brevet does not use are skipped, cookies among them. Text in the others is Unicode,
/// or the event is none.
///
/// Source: API Gateway Developer Guide, http-api-develop-integrations-lambda.
final class EventReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Header names come from outside: they must not fill a table that outlives the request.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private static final Set<String> EVENT = Set.of("version", "rawPath", "rawQueryString", "body");
  private static final Set<String> CONTEXT = Set.of("accountId", "requestId");
  private static final Set<String> HTTP = Set.of("method", "sourceIp", "userAgent");
  private static final Set<String> IAM =
      Set.of("accessKey", "accountId", "callerId", "principalOrgId", "userArn", "userId");

  private final JsonParser json;
  private final Map<String, String> event = new HashMap<>();
  private final Map<String, String> headers = new TreeMap<>();
  private final Map<String, String> context = new HashMap<>();
  private final Map<String, String> http = new HashMap<>();
  private Optional<GatewayCaller> caller = Optional.empty();
  private boolean isBase64Encoded;
  private long timeEpoch;

  private EventReader(JsonParser json) {
    this.json = json;
  }

  private interface Field {
    void read(String name) throws IOException;
  }

  /// The request in an event. Empty when it is no request of an HTTP API: no method, path, account
  /// or request id, another version, a path whose bytes were no UTF-8, or a body that is not the
  /// base64 that it says it is.
  ///
  /// @throws IOException when it is not a JSON object, or a field that is used has another type
  static Optional<ApiRequest> read(InputStream input, String function, Instant now)
      throws IOException {
    String text =
        UnicodeText.decode(input.readAllBytes())
            .orElseThrow(() -> new IOException("not an event of an HTTP API: not UTF-8"));
    try (JsonParser json = UnicodeParser.of(JSON, text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not an event of an HTTP API");
      }
      EventReader reader = new EventReader(json);
      reader.texts(reader.event, EVENT, reader::ofEvent);
      return reader.request(function, now);
    }
  }

  private void ofEvent(String name) throws IOException {
    switch (name) {
      case "headers" -> {
        headers.clear();
        object(header -> text(headers, header));
      }
      case "isBase64Encoded" -> isBase64Encoded = json.getValueAsBoolean();
      case "requestContext" -> texts(context, CONTEXT, this::ofContext);
      default -> json.skipChildren();
    }
  }

  private void ofContext(String name) throws IOException {
    switch (name) {
      case "timeEpoch" -> timeEpoch = json.getValueAsLong();
      case "http" -> texts(http, HTTP, _ -> json.skipChildren());
      case "authorizer" -> {
        caller = Optional.empty();
        object(this::ofAuthorizer);
      }
      default -> json.skipChildren();
    }
  }

  private void ofAuthorizer(String name) throws IOException {
    if (!name.equals("iam") || json.currentToken() == JsonToken.VALUE_NULL) {
      json.skipChildren();
      return;
    }
    Map<String, String> iam = new HashMap<>();
    texts(iam, IAM, _ -> json.skipChildren());
    caller =
        Optional.of(
            new GatewayCaller(
                iam.get("accessKey"),
                iam.get("accountId"),
                iam.get("callerId"),
                iam.get("userArn"),
                iam.get("userId"),
                iam.get("principalOrgId")));
  }

  private Optional<ApiRequest> request(String function, Instant now) {
    String method = http.get("method");
    String path = event.get("rawPath");
    String requestId = context.get("requestId");
    Optional<AccountId> account =
        Optional.ofNullable(context.get("accountId")).flatMap(AccountId::parse);
    Optional<Body> body = body();
    if (method == null
        || path == null
        // What the gateway's decoder writes for bytes that are no UTF-8.
        || path.indexOf('\uFFFD') >= 0
        || requestId == null
        || account.isEmpty()
        || body.isEmpty()
        || !"2.0".equals(event.get("version"))) {
      return Optional.empty();
    }
    RequestOrigin origin =
        new RequestOrigin(
            requestId,
            http.getOrDefault("sourceIp", ""),
            http.getOrDefault("userAgent", ""),
            // An HTTP API has no private endpoints: there is no VPC endpoint to report.
            Optional.empty(),
            function,
            timeEpoch > 0 ? Instant.ofEpochMilli(timeEpoch) : now);
    return Optional.of(
        new ApiRequest(
            method,
            path,
            event.getOrDefault("rawQueryString", ""),
            Headers.of(headers),
            body.get(),
            caller,
            account.get(),
            origin));
  }

  private Optional<Body> body() {
    String text = event.getOrDefault("body", "");
    try {
      return Optional.of(
          isBase64Encoded ? Body.of(Base64.getDecoder().decode(text)) : Body.of(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Reads an object, `null` as an empty one: the strings `names` into `texts`, and the rest by
  /// `other`.
  private void texts(Map<String, String> texts, Set<String> names, Field other) throws IOException {
    texts.clear();
    object(
        name -> {
          if (names.contains(name)) {
            text(texts, name);
          } else {
            other.read(name);
          }
        });
  }

  private void object(Field field) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("not an event of an HTTP API");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      field.read(name);
    }
  }

  private void text(Map<String, String> texts, String name) throws IOException {
    switch (json.currentToken()) {
      case VALUE_STRING -> texts.put(name, json.getText());
      case VALUE_NULL -> texts.remove(name);
      default -> throw new IOException("not an event of an HTTP API");
    }
  }
}
