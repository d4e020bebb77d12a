package dev.brevet.runtime;

import module java.base;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.Signature;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// What a packaged function needs around it to vend: tables with one mapping and one issuer, STS,
/// the issuer's pages, and events of callers that may vend.
public final class SampleWorld implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String MAPPINGS = "mappings";
  private static final String ISSUERS = "issuers";
  private static final String DECISIONS = "decisions";
  private static final String AUDIENCE = "https://brevet.example.com";

  private final FakeAws aws;
  private final FakeAws issuerPages;
  private final KeyPair key;

  /// @param tls to speak TLS with; without, plain HTTP
  public SampleWorld(@Nullable SSLContext tls) throws IOException, GeneralSecurityException {
    this(tls, tls);
  }

  /// @param awsTls what DynamoDB and STS speak TLS with; without, plain HTTP
  /// @param issuerTls the same for the issuer
  public SampleWorld(@Nullable SSLContext awsTls, @Nullable SSLContext issuerTls)
      throws IOException, GeneralSecurityException {
    aws = new FakeAws(awsTls);
    issuerPages = new FakeAws(issuerTls);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    key = generator.generateKeyPair();
    put(MAPPINGS, "id", "orders-reader", mapping());
    put(ISSUERS, "issuer", issuerPages.url(), issuer());
    issuerPages.page(
        "/.well-known/openid-configuration",
        JSON.createObjectNode()
            .put("issuer", issuerPages.url())
            .put("jwks_uri", issuerPages.url() + "/jwks")
            .toString());
    issuerPages.page("/jwks", jwks());
  }

  /// The services behind it.
  public FakeAws aws() {
    return aws;
  }

  /// What the functions' environment says of it.
  public Map<String, String> environment() {
    return Map.of(
        "MAPPINGS_TABLE",
        MAPPINGS,
        "ISSUERS_TABLE",
        ISSUERS,
        "DECISIONS_TABLE",
        DECISIONS,
        "DIRECTORY_TABLE",
        "directory",
        "DECISION_RETENTION_DAYS",
        "400",
        "ADMINISTRATORS",
        "arn:aws:iam::111122223333:role/platform",
        "ALLOW_LOOPBACK_ISSUERS",
        "true",
        "AWS_ENDPOINT_URL_DYNAMODB",
        aws.url(),
        "AWS_ENDPOINT_URL_STS",
        aws.url());
  }

  /// How many decisions were written.
  public int decisions() {
    return aws.items(DECISIONS).size();
  }

  /// A vend by a role session, come through the gateway's `AWS_IAM` authorizer.
  public byte[] vendIam() {
    return event(
        "POST",
        "/v1/iam/credentials",
        Map.of("content-type", "application/json"),
        request(),
        iam("assumed-role/orders-service/i-0abc", "AROAEXAMPLEORDERS:i-0abc", "444455556666"));
  }

  /// A vend with a token of the issuer.
  public byte[] vendToken() {
    return event(
        "POST",
        "/v1/credentials",
        Map.of("content-type", "application/json", "authorization", "Bearer " + token()),
        request(),
        null);
  }

  /// The same in the container shape.
  public byte[] vendContainer() {
    return event(
        "GET",
        "/v1/credentials/orders-reader?day=2026-11-22",
        Map.of("authorization", token()),
        null,
        null);
  }

  /// Nobody asks whether it is well.
  public byte[] health() {
    return event("GET", "/healthz", Map.of(), null, null);
  }

  /// An administrator reads the mapping.
  public byte[] getMapping() {
    return event(
        "GET",
        "/v1/iam/admin/mappings/orders-reader",
        Map.of(),
        null,
        iam("assumed-role/platform/anna", "AROAEXAMPLEPLATFORM:anna", "111122223333"));
  }

  /// An administrator writes a new mapping.
  public byte[] putMapping(String id) {
    return event(
        "PUT",
        "/v1/iam/admin/mappings/" + id,
        Map.of("content-type", "application/json", "if-none-match", "*"),
        mapping().replace("\"orders-reader\"", "\"" + id + "\""),
        iam("assumed-role/platform/anna", "AROAEXAMPLEPLATFORM:anna", "111122223333"));
  }

  /// Whoever has a token has a policy checked.
  public byte[] lint() {
    return event(
        "POST",
        "/v1/policies:lint",
        Map.of("content-type", "application/json", "authorization", "Bearer " + token()),
        """
        {"kind":"trust","policy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
         "Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole"}]}}\
        """,
        null);
  }

  /// An administrator asks about somebody of whom the directory knows nothing.
  public byte[] evaluation() {
    return event(
        "POST",
        "/iam/access/v1/evaluation",
        Map.of("content-type", "application/json"),
        """
        {"subject":{"type":"user","id":"alice"},"action":{"name":"read"},
         "resource":{"type":"order","id":"7"}}\
        """,
        iam("assumed-role/platform/anna", "AROAEXAMPLEPLATFORM:anna", "111122223333"));
  }

  /// An HTTP API that the directory does not know asks about a call with a token.
  public byte[] authorization() {
    ObjectNode event =
        JSON.createObjectNode()
            .put("version", "2.0")
            .put("type", "REQUEST")
            .put("routeArn", "arn:aws:execute-api:eu-west-1:111122223333:b2c3/$default/GET/orders")
            .put("routeKey", "GET /orders")
            .put("rawPath", "/orders")
            .put("rawQueryString", "");
    event.putArray("identitySource").add("Bearer " + token()).add("GET /orders");
    event.putObject("headers").put("authorization", "Bearer " + token());
    ObjectNode context =
        event
            .putObject("requestContext")
            .put("accountId", "111122223333")
            .put("apiId", "b2c3")
            .put("requestId", "BvJ5ijEyDoEEPxw=")
            .put("routeKey", "GET /orders")
            .put("stage", "$default")
            .put("timeEpoch", Instant.now().toEpochMilli());
    context
        .putObject("http")
        .put("method", "GET")
        .put("path", "/orders")
        .put("sourceIp", "203.0.113.7")
        .put("userAgent", "bench/1");
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String request() {
    return "{\"mapping\":\"orders-reader\",\"durationSeconds\":900,\"parameters\":{\"day\":\"2026-11-22\"}}";
  }

  private void put(String table, String key, String value, String document) {
    ObjectNode item = JSON.createObjectNode();
    item.putObject(key).put("S", value);
    item.putObject("document").put("S", document);
    item.putObject("version").put("N", "1");
    aws.put(table, value, item);
  }

  private String mapping() {
    return """
    {"id":"orders-reader","description":"Read one day's orders",
     "roleArn":"arn:aws:iam::111122223333:role/brevet/OrdersReader",
     "trustPolicy":{"Version":"2012-10-17","Statement":[
       {"Sid":"OrdersService","Effect":"Allow",
        "Principal":{"AWS":"arn:aws:iam::444455556666:role/orders-service"},
        "Action":"sts:AssumeRole","Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}},
       {"Sid":"Pipeline","Effect":"Allow","Principal":{"Federated":"%1$s"},
        "Action":"sts:AssumeRoleWithWebIdentity",
        "Condition":{"StringLike":{"%2$s:sub":"repo:acme/orders:*"}}}]},
     "parameters":{"day":{"from":"request","pattern":"\\\\d{4}-\\\\d{2}-\\\\d{2}","default":"none"}},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:Query"],
        "Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
        "Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["{{day}}"]}}}]},
     "sessionTags":{"Day":"{{day}}"},"maxSessionDuration":"PT1H","defaultSessionDuration":"PT15M"}\
    """
        .formatted(
            issuerPages.url(), issuerPages.url().substring(issuerPages.url().indexOf("://") + 3));
  }

  private String issuer() {
    ObjectNode issuer = JSON.createObjectNode().put("issuer", issuerPages.url());
    issuer.putArray("audiences").add(AUDIENCE);
    return issuer.toString();
  }

  private String jwks() {
    RSAPublicKey rsa = (RSAPublicKey) key.getPublic();
    ObjectNode keys = JSON.createObjectNode();
    keys.putArray("keys")
        .addObject()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("alg", "RS256")
        .put("kid", "1")
        .put("n", base64(unsigned(rsa.getModulus().toByteArray())))
        .put("e", base64(unsigned(rsa.getPublicExponent().toByteArray())));
    return keys.toString();
  }

  private static byte[] unsigned(byte[] number) {
    return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String token() {
    long now = Instant.now().getEpochSecond();
    ObjectNode claims =
        JSON.createObjectNode()
            .put("iss", issuerPages.url())
            .put("aud", AUDIENCE)
            .put("sub", "repo:acme/orders:ref:refs/heads/main")
            .put("jti", Long.toString(System.nanoTime()))
            .put("iat", now)
            .put("nbf", now)
            .put("exp", now + 600);
    String signed =
        base64("{\"alg\":\"RS256\",\"kid\":\"1\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + base64(claims.toString().getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.UTF_8));
      return signed + "." + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode iam(String arn, String id, String account) {
    return JSON.createObjectNode()
        .put("accessKey", "ASIAIOSFODNN7EXAMPLE")
        .put("accountId", account)
        .put("callerId", id)
        .putNull("cognitoIdentity")
        .put("principalOrgId", "o-exampleorg")
        .put("userArn", "arn:aws:sts::" + account + ":" + arn)
        .put("userId", id);
  }

  private static byte[] event(
      String method,
      String url,
      Map<String, String> headers,
      @Nullable String body,
      @Nullable ObjectNode iam) {
    String path = url.replaceFirst("\\?.*", "");
    ObjectNode event =
        JSON.createObjectNode()
            .put("version", "2.0")
            .put("routeKey", method + " " + path)
            .put("rawPath", path)
            .put("rawQueryString", url.substring(path.length()).replaceFirst("^\\?", ""));
    ObjectNode all = event.putObject("headers");
    all.put("accept", "*/*")
        .put("host", "abc123.execute-api.eu-west-1.amazonaws.com")
        .put("user-agent", "bench/1")
        .put("x-amzn-trace-id", "Root=1-5e6722a7-cc56xmpl46db7ae02d4da47e")
        .put("x-forwarded-for", "203.0.113.7")
        .put("x-forwarded-port", "443")
        .put("x-forwarded-proto", "https");
    headers.forEach(all::put);
    ObjectNode context =
        event
            .putObject("requestContext")
            .put("accountId", "111122223333")
            .put("apiId", "abc123")
            .put("domainName", "abc123.execute-api.eu-west-1.amazonaws.com")
            .put("domainPrefix", "abc123");
    context
        .putObject("http")
        .put("method", method)
        .put("path", path)
        .put("protocol", "HTTP/1.1")
        .put("sourceIp", "203.0.113.7")
        .put("userAgent", "bench/1");
    context
        .put("requestId", "JKJaXmPLvHcESHA=")
        .put("routeKey", method + " " + path)
        .put("stage", "$default")
        .put("time", "22/Nov/2026:09:00:00 +0000")
        .put("timeEpoch", Instant.now().toEpochMilli());
    if (iam != null) {
      context.putObject("authorizer").set("iam", iam);
    }
    if (body != null) {
      event.put("body", body);
    }
    event.put("isBase64Encoded", false);
    return event.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    aws.close();
    issuerPages.close();
  }
}
