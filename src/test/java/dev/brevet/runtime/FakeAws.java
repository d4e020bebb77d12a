package dev.brevet.runtime;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// DynamoDB, STS and pages of an OIDC issuer on one loopback port, with answers of the right shape
/// and next to no delay, so that what is measured is the function. It checks no signature: that is
/// the local world's part.
public final class FakeAws implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONDITION_FAILED =
      """
      {"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",\
      "message":"The conditional request failed"}\
      """;

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Map<String, JsonNode>> tables = new ConcurrentHashMap<>();
  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> calls = new ConcurrentHashMap<>();
  private final String scheme;
  private volatile Duration sessions = Duration.ofMinutes(15);

  /// @param tls to speak TLS with; without, it speaks plain HTTP
  public FakeAws(@Nullable SSLContext tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      scheme = "http";
      server = HttpServer.create(address, 0);
    } else {
      scheme = "https";
      HttpsServer secure = HttpsServer.create(address, 0);
      secure.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = secure;
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /// Sessions last so long from now on. By default they are too short to be handed out twice.
  public void sessionsLast(Duration length) {
    sessions = length;
  }

  /// Where it answers, without a slash at the end.
  public String url() {
    return scheme + "://localhost:" + server.getAddress().getPort();
  }

  /// Puts `item`, in DynamoDB's JSON, under the key attribute's value.
  public void put(String table, String key, ObjectNode item) {
    table(table).put(key, item);
  }

  /// Serves `body` as JSON at `path`.
  public void page(String path, String body) {
    pages.put(path, body);
  }

  /// How often `operation` was asked for (`GetItem`, `AssumeRole`, the path of a page).
  public long calls(String operation) {
    return Optional.ofNullable(calls.get(operation)).map(AtomicLong::get).orElse(0L);
  }

  /// Every item of `table`, in DynamoDB's JSON.
  public List<JsonNode> items(String table) {
    return List.copyOf(table(table).values());
  }

  private Map<String, JsonNode> table(String name) {
    return tables.computeIfAbsent(name, _ -> new ConcurrentHashMap<>());
  }

  private void count(String operation) {
    calls.computeIfAbsent(operation, _ -> new AtomicLong()).incrementAndGet();
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String path = exchange.getRequestURI().getPath();
    if (target != null) {
      String operation = target.substring(target.indexOf('.') + 1);
      count(operation);
      Optional<String> answer = dynamoDb(operation, JSON.readTree(body));
      send(
          exchange,
          answer.isPresent() ? 200 : 400,
          "application/x-amz-json-1.0",
          answer.orElse(CONDITION_FAILED));
    } else if (exchange.getRequestMethod().equals("POST")) {
      String form = new String(body, StandardCharsets.UTF_8);
      String operation = form.replaceFirst("(?s).*?\\bAction=(\\w+).*", "$1");
      count(operation);
      send(exchange, 200, "text/xml", sts(operation, form));
    } else if (pages.containsKey(path)) {
      count(path);
      send(exchange, 200, "application/json", pages.get(path));
    } else {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
    }
  }

  /// Of a condition only whether an item is there counts.
  private static boolean isMet(String condition, boolean present) {
    boolean wantsPresent = condition.contains("attribute_exists");
    boolean wantsAbsent = condition.contains("attribute_not_exists");
    return !(wantsPresent && !present) && !(wantsAbsent && present);
  }

  /// Empty when the condition was not met.
  private Optional<String> dynamoDb(String operation, JsonNode request) {
    Map<String, JsonNode> table = table(request.path("TableName").asText());
    ObjectNode answer = JSON.createObjectNode();
    switch (operation) {
      case "GetItem" -> {
        JsonNode item = table.get(firstValue(request.path("Key")));
        if (item != null) {
          answer.set("Item", item);
        }
      }
      case "TransactGetItems" -> {
        ArrayNode responses = answer.putArray("Responses");
        for (JsonNode each : request.path("TransactItems")) {
          JsonNode get = each.path("Get");
          JsonNode item = table(get.path("TableName").asText()).get(firstValue(get.path("Key")));
          ObjectNode response = responses.addObject();
          if (item != null) {
            response.set("Item", item);
          }
        }
      }
      case "PutItem" -> {
        JsonNode item = request.path("Item");
        String id = (item.has("id") ? item.path("id") : item.path("issuer")).path("S").asText();
        if (!isMet(request.path("ConditionExpression").asText(), table.containsKey(id))) {
          return Optional.empty();
        }
        table.put(id, item);
      }
      case "UpdateItem" -> {
        String id = firstValue(request.path("Key"));
        if (!isMet(request.path("ConditionExpression").asText(), table.containsKey(id))) {
          return Optional.empty();
        }
        table.putIfAbsent(id, request.path("Key"));
        answer.set("Attributes", JSON.createObjectNode());
      }
      case "Scan", "Query" -> {
        answer.set("Items", JSON.createArrayNode().addAll(table.values()));
        answer.put("Count", table.size());
        answer.put("ScannedCount", table.size());
      }
      default -> throw new IllegalArgumentException("not an operation of the fake: " + operation);
    }
    return Optional.of(answer.toString());
  }

  private static String firstValue(JsonNode key) {
    return key.properties().iterator().next().getValue().path("S").asText();
  }

  private static String parameter(String form, String name) {
    return Stream.of(form.split("&", -1))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
        .findFirst()
        .orElse("");
  }

  private String sts(String operation, String form) {
    String role = parameter(form, "RoleArn");
    String session =
        role.substring(role.lastIndexOf('/') + 1) + "/" + parameter(form, "RoleSessionName");
    String result =
        switch (operation) {
          case "AssumeRole", "AssumeRoleWithWebIdentity" ->
              """
              <Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId>\
              <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY</SecretAccessKey>\
              <SessionToken>%s</SessionToken><Expiration>%s</Expiration></Credentials>\
              <AssumedRoleUser><AssumedRoleId>AROAEXAMPLE:%s</AssumedRoleId>\
              <Arn>arn:aws:sts::111122223333:assumed-role/%s</Arn></AssumedRoleUser>\
              <PackedPolicySize>23</PackedPolicySize>\
              """
                  .formatted(
                      "IQoJb3JpZ2luX2VjE".repeat(40),
                      Instant.now().plus(sessions).truncatedTo(ChronoUnit.SECONDS),
                      parameter(form, "RoleSessionName"),
                      session);
          case "GetCallerIdentity" ->
              "<Arn>arn:aws:sts::111122223333:assumed-role/brevet-vend/brevet</Arn>"
                  + "<UserId>AROAEXAMPLE:brevet</UserId><Account>111122223333</Account>";
          default -> throw new IllegalArgumentException("not an action of the fake: " + operation);
        };
    return """
    <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult>%2$s</%1$sResult>\
    <ResponseMetadata><RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ResponseMetadata></%1$sResponse>\
    """
        .formatted(operation, result);
  }

  private static void send(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange
        .getResponseHeaders()
        .set("x-amzn-RequestId", "4KBNVRGD25RG1KEO9UT4V3FQDJVV4KQNSO5AEMVJF66Q9ASUAAJG");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
