package dev.brevet.local;

import module java.base;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.iam.AccountId;

/// A request as an HTTP API hands it to a function, payload format 2.0.
///
/// The path is decoded, the query is not; header values are joined with commas; cookies stand
/// apart; what is not text is base64, forms among it. Source: API Gateway Developer Guide,
/// http-api-develop-integrations-lambda.
final class GatewayEvent {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private GatewayEvent() {}

  /// What the `AWS_IAM` authorizer found out.
  record Signer(LocalCaller caller, String accessKeyId, Optional<String> organization) {}

  static ObjectNode of(
      WireRequest request,
      GatewayRoute route,
      Map<String, String> pathParameters,
      Optional<Signer> signer,
      String requestId,
      Instant now) {
    ObjectNode event = JSON.createObjectNode();
    String path = UriText.decode(request.rawPath(), false);
    event.put("version", "2.0");
    event.put("routeKey", route.key());
    event.put("rawPath", path);
    event.put("rawQueryString", request.rawQuery());
    List<String> cookies = request.headers().getOrDefault("cookie", List.of());
    if (!cookies.isEmpty()) {
      for (String header : cookies) {
        for (String cookie : header.split(";", -1)) {
          event.withArray("/cookies").add(cookie.strip());
        }
      }
    }
    ObjectNode headers = event.putObject("headers");
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!name.equals("cookie") && !name.equals("x-forwarded-for")) {
                headers.put(name, String.join(",", values));
              }
            });
    List<String> forwarded =
        new ArrayList<>(request.headers().getOrDefault("x-forwarded-for", List.of()));
    forwarded.add(request.sourceAddress());
    headers.put("x-forwarded-for", String.join(", ", forwarded));
    if (!request.rawQuery().isEmpty()) {
      Map<String, String> query = new LinkedHashMap<>();
      UriText.parameters(request.rawQuery())
          .forEach(p -> query.merge(p.getKey(), p.getValue(), (a, b) -> a + "," + b));
      ObjectNode parameters = event.putObject("queryStringParameters");
      query.forEach(parameters::put);
    }
    if (!pathParameters.isEmpty()) {
      ObjectNode parameters = event.putObject("pathParameters");
      pathParameters.forEach(parameters::put);
    }
    context(event.putObject("requestContext"), request, route, path, signer, requestId, now);
    body(event, request);
    return event;
  }

  private static void context(
      ObjectNode context,
      WireRequest request,
      GatewayRoute route,
      String path,
      Optional<Signer> signer,
      String requestId,
      Instant now) {
    context.put("accountId", LocalIam.ACCOUNT.digits());
    context.put("apiId", "local");
    signer.ifPresent(who -> iam(context.putObject("authorizer").putObject("iam"), who));
    context.put("domainName", request.header("host").orElse("localhost"));
    context.put("domainPrefix", "local");
    ObjectNode http = context.putObject("http");
    http.put("method", request.method());
    http.put("path", path);
    http.put("protocol", "HTTP/1.1");
    http.put("sourceIp", request.sourceAddress());
    http.put("userAgent", request.header("user-agent").orElse(""));
    context.put("requestId", requestId);
    context.put("routeKey", route.key());
    context.put("stage", "$default");
    context.put("time", TIME.format(now));
    context.put("timeEpoch", now.toEpochMilli());
  }

  private static void iam(ObjectNode iam, Signer signer) {
    AccountId account = signer.caller().account();
    iam.put("accessKey", signer.accessKeyId());
    iam.put("accountId", account.digits());
    iam.put("callerId", signer.caller().uniqueId());
    iam.putNull("cognitoIdentity");
    iam.put("principalOrgId", signer.organization().orElse(null));
    iam.put("userArn", signer.caller().arn());
    iam.put("userId", signer.caller().uniqueId());
  }

  private static void body(ObjectNode event, WireRequest request) {
    if (request.body().length == 0) {
      event.put("isBase64Encoded", false);
      return;
    }
    Optional<String> text =
        isText(request.header("content-type").orElse("")) ? utf8(request.body()) : Optional.empty();
    event.put("body", text.orElseGet(() -> Base64.getEncoder().encodeToString(request.body())));
    event.put("isBase64Encoded", text.isEmpty());
  }

  private static boolean isText(String contentType) {
    String type = contentType.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.equals("application/json")
        || type.equals("application/xml")
        || type.equals("application/javascript");
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
