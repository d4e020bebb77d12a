package dev.brevet.gateway;

import static dev.brevet.directory.Directories.attached;
import static dev.brevet.directory.Directories.identityPolicy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.Subject;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.identity.Identities;
import dev.brevet.identity.Verification;
import dev.brevet.json.DocumentReading;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.testing.DecisionsInMemory;
import org.junit.jupiter.api.Test;

/// Generated tables, policies and requests, through gateways that cache: whatever a gateway serves
/// from its cache, the engine allows by itself.
///
/// AWS does not say how its gateways read every spelling of a path, so each world has a gateway of
/// its own: one that decodes a path before it looks for a route, segment by segment, or not; that
/// takes a slash at its end, or empty segments, for nothing, or not; that caches by the path as it
/// was sent, or decoded.
class CachedAnswerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String ISSUER = "https://idp.example.com";
  private static final String API = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5";
  private static final List<String> ROUTES =
      List.of(
          "/orders",
          "/orders/{id}",
          "/orders/secret",
          "/orders/{id}/items",
          "/orders/{id}/{item}",
          "/orders/{id}/{rest+}",
          "/orders/{rest+}",
          "/{any+}",
          "/{a}/{b}",
          "/");
  private static final List<String> SENT =
      List.of(
          "",
          "orders",
          "secret",
          "items",
          "7",
          "8",
          "%37",
          "s%65cret",
          "%6Frders",
          "a%2Fb",
          "7%2Fitems",
          "secret;x",
          ".",
          "..",
          "%2e%2e",
          "a%5Cb",
          "%2537",
          "a b",
          "7;v=1");

  private enum Kind {
    HTTP,
    REST,
    TOKEN
  }

  private enum Decodes {
    NOTHING,
    SEGMENTS,
    FIRST
  }

  /// How a gateway reads paths.
  private record Gate(Decodes decodes, boolean dropsLast, boolean dropsEmpty, boolean decodedKey) {}

  /// What a gateway found: a route, and its parameters as they were sent.
  private record Found(String route, Map<String, String> parameters) {}

  private final DecisionsInMemory log = new DecisionsInMemory();

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  private static Optional<Found> find(Gate gate, List<String> routes, String sent) {
    String path = gate.decodes() == Decodes.FIRST ? decoded(sent) : sent;
    if (gate.dropsEmpty()) {
      path = path.replaceAll("/+", "/");
    }
    if (gate.dropsLast() && path.length() > 1 && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    List<String> given = path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
    // A text comes before a parameter, and that before one that takes all that is left.
    return routes.stream()
        .sorted((one, other) -> rank(one).compareTo(rank(other)))
        .flatMap(route -> match(gate, route, given).stream())
        .findFirst();
  }

  private static String rank(String route) {
    return route.replaceAll("\\{[^}]*\\+}", "~~").replaceAll("\\{[^}]*}", "~");
  }

  private static Optional<Found> match(Gate gate, String route, List<String> given) {
    List<String> wanted =
        route.equals("/") ? List.of() : List.of(route.substring(1).split("/", -1));
    Map<String, String> parameters = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String segment = wanted.get(i);
      if (i >= given.size()) {
        return Optional.empty();
      }
      if (segment.endsWith("+}")) {
        parameters.put(
            segment.substring(1, segment.length() - 2),
            String.join("/", given.subList(i, given.size())));
        return Optional.of(new Found(route, parameters));
      }
      if (segment.startsWith("{")) {
        if (given.get(i).isEmpty()) {
          return Optional.empty();
        }
        parameters.put(segment.substring(1, segment.length() - 1), given.get(i));
      } else if (!segment.equals(
          gate.decodes() == Decodes.SEGMENTS ? decoded(given.get(i)) : given.get(i))) {
        return Optional.empty();
      }
    }
    return given.size() == wanted.size()
        ? Optional.of(new Found(route, parameters))
        : Optional.empty();
  }

  private static DirectoryItem api(List<String> routes, boolean complete, String cache) {
    List<String> written = new ArrayList<>();
    for (String route : routes) {
      String last =
          route.indexOf('{') < 0
              ? route.substring(1).isEmpty() ? "root" : route.substring(1)
              : route.substring(route.indexOf('{')).replace("+", "");
      written.add(
          "{\"route\":\"GET %s\",\"action\":\"read\",\"resource\":{\"type\":\"%s\",\"id\":\"%s\"}}"
              .formatted(route, route.contains("items") ? "item" : "order", last));
    }
    String json =
        "{\"name\":\"orders\",\"api\":\"%s\",\"audiences\":[\"orders\"],\"complete\":%s,\"cache\":%s,\"routes\":[%s]}"
            .formatted(API, complete, cache, String.join(",", written));
    DocumentReading<DirectoryItem> reading = ItemReader.read(ItemKind.API, json);
    return reading.valid().orElseThrow();
  }

  private AuthorizeCall call(DirectoryItem api, List<String> statements) {
    Subject alice = new Subject.TokenSubject(ISSUER, "alice");
    DirectoryItem[] items = {
      api, identityPolicy("p", statements.toArray(String[]::new)), attached("p", alice)
    };
    Map<String, List<String>> claims =
        Map.of(
            "aud", List.of("orders"), "exp", List.of(Long.toString(NOW.getEpochSecond() + 7_200)));
    return new AuthorizeCall(
        () -> Directories.of(items),
        (_, _) -> new Verification.Verified(Identities.bearing(ISSUER, "alice", claims)),
        log.recorder(Clock.fixed(NOW, ZoneOffset.UTC)),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static String event(Kind kind, String sent, Found found, List<String> identitySource)
      throws Exception {
    Map<String, Object> event = new LinkedHashMap<>();
    Map<String, Object> sender =
        Map.of("sourceIp", "203.0.113.7", "userAgent", "curl", "method", "GET");
    switch (kind) {
      case HTTP -> {
        event.put("version", "2.0");
        event.put("type", "REQUEST");
        event.put("routeArn", API + "/$default/GET" + sent);
        event.put("routeKey", "GET " + found.route());
        event.put("identitySource", identitySource);
        event.put("headers", Map.of("authorization", "good"));
        Map<String, String> plain = new TreeMap<>();
        found.parameters().forEach((name, value) -> plain.put(name, decoded(value)));
        event.put("pathParameters", plain);
        event.put("requestContext", Map.of("http", sender, "requestId", "r"));
      }
      case REST -> {
        event.put("type", "REQUEST");
        event.put("methodArn", API + "/prod/GET" + sent);
        event.put("resource", found.route());
        event.put("headers", Map.of("Authorization", "good"));
        event.put("pathParameters", found.parameters());
        event.put("requestContext", Map.of("identity", sender, "requestId", "r"));
      }
      case TOKEN -> {
        event.put("type", "TOKEN");
        event.put("methodArn", API + "/prod/GET" + sent);
        event.put("authorizationToken", "good");
      }
    }
    return JSON.writeValueAsString(event);
  }

  private static AuthorizerAnswer answer(AuthorizeCall call, String event) {
    return call.answer(
        AuthorizerEvent.read(event.getBytes(StandardCharsets.UTF_8), "AuthorizerFunction", NOW)
            .orElseThrow(() -> new IllegalArgumentException(event)));
  }

  private static boolean serves(AuthorizerAnswer answer, String sent) throws Exception {
    return switch (answer) {
      case AuthorizerAnswer.Unauthenticated _ -> false;
      case AuthorizerAnswer.Simple(boolean isAuthorized, var _) -> isAuthorized;
      case AuthorizerAnswer.Policy policy -> allows(JSON.readTree(policy.policy()), sent);
    };
  }

  private static boolean allows(JsonNode policy, String sent) {
    boolean allowed = false;
    for (JsonNode statement : policy.get("Statement")) {
      for (JsonNode resource : statement.get("Resource")) {
        if (WildcardPattern.resource(resource.asText(), PolicyVersion.V2012_10_17)
            .matches(API + "/prod/GET" + sent)) {
          if (statement.get("Effect").asText().equals("Deny")) {
            return false;
          }
          allowed = true;
        }
      }
    }
    return allowed;
  }

  private static String statement(Random random) {
    String resource =
        List.of("*", "order/*", "item/*", "order/7", "order/secret", "order/s*", "order/root")
            .get(random.nextInt(7));
    String condition =
        switch (random.nextInt(8)) {
          case 0 -> ",\"Condition\":{\"StringEquals\":{\"resource:id\":\"7\"}}";
          case 1 -> ",\"Condition\":{\"StringNotEquals\":{\"resource:id\":\"7\"}}";
          default -> "";
        };
    return "{\"Effect\":\"%s\",\"Action\":\"%s\",\"Resource\":\"%s\"%s}"
        .formatted(
            random.nextInt(3) == 0 ? "Deny" : "Allow",
            List.of("*", "order:read", "item:read", "order:*").get(random.nextInt(4)),
            resource,
            condition);
  }

  private static boolean toldByPath(String route) {
    return !route.contains("+") || route.indexOf('{') == route.lastIndexOf('{');
  }

  /// The sources of a gateway, and what each is of a request.
  private static Map<String, String> sources(
      Kind kind, Random random, Gate gate, String sent, Found found) {
    Map<String, String> values = new LinkedHashMap<>();
    String path = gate.decodedKey() ? decoded(sent) : sent;
    switch (kind) {
      case HTTP -> {
        values.put("$request.header.Authorization", "good");
        values.put("$context.routeKey", "GET " + found.route());
        values.put("$context.path", path);
        values.put("$context.httpMethod", "GET");
      }
      case REST -> {
        values.put("method.request.header.Authorization", "good");
        values.put("context.resourcePath", found.route());
        values.put("context.path", path);
        values.put("context.httpMethod", "GET");
      }
      case TOKEN -> values.put("method.request.header.Authorization", "good");
    }
    int dropped = random.nextInt(8);
    List<String> names = new ArrayList<>(values.keySet());
    for (int i = 1; i < names.size(); i++) {
      if ((dropped >> (i - 1) & 1) == 1) {
        values.remove(names.get(i));
      }
    }
    return values;
  }

  @Test
  void whateverAGatewayServesFromItsCache_theEngineAllowsByItself() throws Exception {
    int served = 0;
    int refused = 0;
    for (int seed = 0; seed < 1_500; seed++) {
      Random random = new Random(seed);
      Kind kind = Kind.values()[random.nextInt(3)];
      Gate gate =
          new Gate(
              Decodes.values()[random.nextInt(3)],
              random.nextBoolean(),
              random.nextBoolean(),
              random.nextBoolean());
      List<String> all =
          new ArrayList<>(ROUTES.stream().filter(_ -> random.nextInt(3) == 0).toList());
      if (all.isEmpty()) {
        all.add("/orders/{id}");
      }
      boolean complete = random.nextInt(3) > 0;
      List<String> told = complete ? all : all.stream().filter(_ -> random.nextInt(4) > 0).toList();
      if (told.isEmpty()) {
        told = all;
      }
      List<String> statements = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        statements.add(statement(random));
      }
      int sourcesOf = random.nextInt();
      List<String> names =
          List.copyOf(
              sources(kind, new Random(sourcesOf), gate, "/", new Found("/", Map.of())).keySet());
      String declared =
          random.nextInt(6) == 0
              // Written for the other kind of gateway, as a table can be.
              ? "[\"$request.header.Authorization\",\"$context.routeKey\",\"$context.path\"]"
              : JSON.writeValueAsString(names);
      AuthorizeCall caching =
          call(
              api(told, complete, "{\"seconds\":300,\"identitySources\":" + declared + "}"),
              statements);
      AuthorizeCall alone = call(api(told, complete, "{\"seconds\":0}"), statements);
      Map<List<String>, AuthorizerAnswer> cache = new HashMap<>();
      for (int i = 0; i < 60; i++) {
        StringBuilder path = new StringBuilder();
        for (int depth = random.nextInt(4); depth >= 0; depth--) {
          path.append('/').append(SENT.get(random.nextInt(SENT.size())));
        }
        String sent = random.nextInt(3) == 0 ? "/orders" + path : path.toString();
        Optional<Found> found = find(gate, all, sent);
        if (found.isEmpty()) {
          continue;
        }
        List<String> key =
            List.copyOf(sources(kind, new Random(sourcesOf), gate, sent, found.get()).values());
        String event = event(kind, sent, found.get(), key);
        if (!cache.containsKey(key)) {
          cache.put(key, answer(caching, event));
          assertEquals(
              serves(cache.get(key), sent),
              log.records().getLast().verdict().outcome() == Outcome.ALLOWED,
              "seed " + seed + ": what is recorded of " + sent + " with " + cache.get(key));
        }
        if (!serves(cache.get(key), sent)) {
          refused++;
          continue;
        }
        // An event of a TOKEN authorizer tells no route; what the engine says is of the request.
        Kind asked = kind == Kind.TOKEN ? Kind.REST : kind;
        answer(alone, event(asked, sent, found.get(), key));
        boolean unnamed =
            log.records().getLast().verdict().reason().startsWith("no policy can name")
                && kind == Kind.HTTP
                && !(names.containsAll(List.of("$context.path", "$context.routeKey"))
                    && toldByPath(found.get().route()));
        // An HTTP API's answer is yes or no. Where its cache does not tell paths, a yes is for
        // every
        // value of the route's parameters, also for those that name nothing: docs/authorizer.md.
        assertTrue(
            unnamed || log.records().getLast().verdict().outcome() == Outcome.ALLOWED,
            "seed "
                + seed
                + ": "
                + gate
                + " "
                + declared
                + " complete="
                + complete
                + " of "
                + told
                + " with "
                + statements
                + " serves "
                + sent
                + " as "
                + found.get()
                + " by "
                + cache.get(key));
        served++;
      }
    }
    assertTrue(served > 500, "served " + served);
    assertTrue(refused > 2_000, "refused " + refused);
  }
}
