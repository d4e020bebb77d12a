package dev.brevet.gateway;

import static dev.brevet.directory.Directories.attached;
import static dev.brevet.directory.Directories.identityPolicy;
import static dev.brevet.directory.Directories.resourcePolicy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.SecretString;
import dev.brevet.identity.Identities;
import dev.brevet.identity.Proofs;
import dev.brevet.identity.Verification;
import dev.brevet.json.DocumentReading;
import dev.brevet.testing.DecisionsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizeCallTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String ISSUER = "https://idp.example.com";
  private static final Subject ALICE = new Subject.TokenSubject(ISSUER, "alice");
  private static final String API = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5";
  private static final String TOKEN_AND_ROUTE =
      "{\"identitySources\":[\"$request.header.Authorization\",\"$context.routeKey\"]}";
  private static final String OFF = "{\"seconds\":0}";
  private static final String READ =
      "{\"Effect\":\"Allow\",\"Action\":\"order:read\",\"Resource\":\"order/*\"}";

  private final DecisionsInMemory log = new DecisionsInMemory();
  private Map<String, List<String>> claims =
      Map.of("aud", List.of("orders"), "exp", List.of(Long.toString(NOW.getEpochSecond() + 3600)));

  private static DirectoryItem api(String cache, String more) {
    String json =
        "{\"name\":\"orders\",\"api\":\""
            + API
            + "\",\"audiences\":[\"orders\"],"
            + more
            + "\"cache\":"
            + cache
            + ",\"routes\":[{\"route\":\"GET"
            + " /orders/{id}\",\"action\":\"read\",\"resource\":{\"type\":\"order\",\"id\":\"{id}\"}},{\"route\":\"DELETE"
            + " /orders/{id}\",\"action\":\"delete\",\"resource\":{\"type\":\"order\",\"id\":\"{id}\"}},{\"route\":\"GET"
            + " /reports\",\"action\":\"read\",\"resource\":{\"type\":\"report\",\"id\":\"all\"}}]}";
    DocumentReading<DirectoryItem> reading = ItemReader.read(ItemKind.API, json);
    return reading.valid().orElseThrow();
  }

  private AuthorizeCall call(DirectoryItem... items) {
    return new AuthorizeCall(
        () -> Directories.of(items),
        (token, _) ->
            token.equals(new SecretString("good"))
                ? new Verification.Verified(Identities.bearing(ISSUER, "alice", claims))
                : new Verification.Rejected("not good"),
        log.recorder(Clock.fixed(NOW, ZoneOffset.UTC)),
        Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static DirectoryItem[] items(DirectoryItem api, String... statements) {
    List<DirectoryItem> items = new ArrayList<>(List.of(api));
    items.add(identityPolicy("p", statements));
    items.add(attached("p", ALICE));
    return items.toArray(DirectoryItem[]::new);
  }

  private static RequestOrigin from(String address) {
    return new RequestOrigin("r", address, "curl", Optional.empty(), "AuthorizerFunction", NOW);
  }

  private static AuthorizerRequest.Http http(String method, String path, String id) {
    return http(method, path, id, List.of("Bearer good", method + " " + path), "203.0.113.7");
  }

  private static AuthorizerRequest.Http http(
      String method, String path, String id, List<String> identitySource, String address) {
    return http("", method, path, id, identitySource, address);
  }

  /// Through an API mapping with the base path `base`.
  private static AuthorizerRequest.Http http(
      String base,
      String method,
      String path,
      String id,
      List<String> identitySource,
      String address) {
    return new AuthorizerRequest.Http(
        MethodArn.parse(API + "/$default/" + method + path.replace("{id}", id)).orElseThrow(),
        Optional.of(new SecretString("good")),
        base + path.replace("{id}", id),
        method + " " + path,
        id.isEmpty() ? Map.of() : Map.of("id", id),
        identitySource,
        Optional.of(new SecretString("Bearer good")),
        from(address));
  }

  private boolean mayCall(AuthorizeCall call, AuthorizerRequest request) {
    return ((AuthorizerAnswer.Simple) call.answer(request)).isAuthorized();
  }

  private DecisionRecord last() {
    return log.records().getLast();
  }

  @Test
  void cacheThatTellsRoutes_isAnsweredForEveryIdOfTheRoute() {
    AuthorizeCall call =
        call(
            items(
                api(TOKEN_AND_ROUTE, ""),
                READ,
                "{\"Effect\":\"Allow\",\"Action\":\"order:delete\",\"Resource\":\"order/own-*\"}"));

    assertTrue(mayCall(call, http("GET", "/orders/{id}", "1")));
    assertEquals("identity[p]/0", last().verdict().statements().getFirst());
    // The gateway would serve the answer to a deletion of any other order.
    assertEquals(false, mayCall(call, http("DELETE", "/orders/{id}", "own-1")));
    assertEquals(false, mayCall(call, http("GET", "/reports", "")));
  }

  @Test
  void cacheThatIsOff_isAnsweredForTheOneCall() {
    AuthorizeCall call =
        call(
            items(
                api(OFF, ""),
                "{\"Effect\":\"Allow\",\"Action\":\"order:delete\",\"Resource\":\"order/own-*\"}"));

    assertTrue(mayCall(call, http("DELETE", "/orders/{id}", "own-1")));
    assertEquals(false, mayCall(call, http("DELETE", "/orders/{id}", "1")));
  }

  /// The event is that of AWS's page apigateway-websocket-api-lambda-auth, cut to what is read.
  @Test
  void connectionToAWebSocketApi_isDeniedWithARecord() {
    String event =
        """
        {"type":"REQUEST","methodArn":"%s/default/$connect",
         "headers":{"Authorization":"Bearer good","Connection":"upgrade","Upgrade":"websocket"},
         "multiValueHeaders":{"Authorization":["Bearer good"]},"queryStringParameters":{},
         "requestContext":{"routeKey":"$connect","eventType":"CONNECT","stage":"default",
          "requestId":"r","identity":{"sourceIp":"203.0.113.7","userAgent":null},"apiId":"a"}}
        """
            .formatted(API);
    AuthorizeCall call =
        call(items(api(OFF, ""), "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}"));
    AuthorizerAnswer.Policy answer =
        (AuthorizerAnswer.Policy)
            call.answer(
                AuthorizerEvent.read(
                        event.getBytes(StandardCharsets.UTF_8), "AuthorizerFunction", NOW)
                    .orElseThrow());
    assertTrue(answer.policy().contains("\"Effect\":\"Deny\""), answer.policy());
    assertFalse(answer.policy().contains("Allow"), answer.policy());
    assertEquals(Outcome.DENIED, last().verdict().outcome());
    assertTrue(last().verdict().reason().contains("WebSocket"), last().verdict()::reason);
  }

  /// An HTTP API has the base path of an API mapping in `$context.path` and not in the route's ARN.
  /// Which part of the path a route sees: API Gateway Developer Guide, http-api-mappings. That the
  /// base path is in the path of the event is by public report, and not written there.
  @ParameterizedTest
  @CsvSource({
    "'', /orders/1, true",
    "/shop, /shop/orders/1, true",
    "/shop/v1, /shop/v1/orders/1, true",
    "/shop, /orders/1, true",
    "/shop, /shop/orders/2, false",
    "/shop, /other/orders/1, false",
    "/shop, /shop, false",
    "/shop, /shoporders/1, false",
  })
  void pathOfAnApiMapping_isThePathThatTheAnswerIsCachedBy(
      String base, String told, boolean expected) {
    AuthorizeCall call =
        call(
            items(
                api(
                    "{\"identitySources\":[\"$request.header.Authorization\",\"$context.routeKey\","
                        + "\"$context.path\"]}",
                    ""),
                READ));
    AuthorizerRequest.Http request =
        http(
            base,
            "GET",
            "/orders/{id}",
            "1",
            List.of("Bearer good", "GET /orders/{id}", told),
            "203.0.113.7");
    assertEquals(expected, mayCall(call, request), () -> last().verdict().reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"own-1/../1", "own-/1", "own-1/", "..", ".", "own-1\\..\\2"})
  void parameterThatLooksLikeMoreOfThePath_isRefused(String id) {
    String all = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    AuthorizerRequest.Http request =
        new AuthorizerRequest.Http(
            MethodArn.parse(API + "/$default/DELETE/orders/x").orElseThrow(),
            Optional.of(new SecretString("good")),
            "/orders/x",
            "DELETE /orders/{id}",
            Map.of("id", id),
            List.of(),
            Optional.of(new SecretString("Bearer good")),
            from("203.0.113.7"));
    assertEquals(false, mayCall(call(items(api(OFF, ""), all)), request));
    assertTrue(last().verdict().reason().contains("no policy can name"), last().verdict()::reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"arn:aws:s3:::own", "Arn:aws:S3:::own"})
  void idThatIsAnArn_namesNoEntity(String id) {
    String all = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    assertFalse(mayCall(call(items(api(OFF, ""), all)), http("DELETE", "/orders/{id}", id)));
    assertTrue(last().verdict().reason().contains("no policy can name"), last().verdict()::reason);
  }

  @Test
  void typeThatTheDirectorySpellsInTwoWays_isNobodys() {
    String all = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";
    for (String cache : List.of(OFF, TOKEN_AND_ROUTE)) {
      assertTrue(mayCall(call(items(api(cache, ""), all)), http("GET", "/orders/{id}", "1")));
      List<DirectoryItem> items = new ArrayList<>(List.of(items(api(cache, ""), all)));
      items.add(Directories.entity("Order", "1"));
      AuthorizeCall call = call(items.toArray(DirectoryItem[]::new));
      assertFalse(mayCall(call, http("GET", "/orders/{id}", "1")), cache);
      assertTrue(mayCall(call, http("GET", "/reports", "")) || !cache.equals(OFF), cache);
    }
    claims = new HashMap<>(claims);
    claims.put("sub", List.of("alice"));
    String entities =
        "\"entities\":[{\"issuer\":\"" + ISSUER + "\",\"type\":\"user\",\"claim\":\"sub\"}],";
    for (String type : List.of("user", "User")) {
      AuthorizeCall call =
          call(
              api(OFF, entities),
              identityPolicy("p", all),
              attached("p", new EntityId("user", "alice")),
              Directories.entity(type, "alice"));
      assertEquals(type.equals("user"), mayCall(call, http("GET", "/orders/{id}", "1")), type);
    }
  }

  @Test
  void restOfThePath_mayHaveSlashes_butNoWayUp() {
    ProtectedRoute route =
        new ProtectedRoute("GET", "/files/{path+}", new Action("file", "read"), "file", "{path}");
    assertEquals(Optional.of(new EntityId("file", "a/b")), route.resource(Map.of("path", "a/b")));
    for (String path :
        List.of("../b", "a/../b", "a/..", "./a", "a/./b", "", "a//b", "a/", "/a", "a%2Fb", "a;b")) {
      assertEquals(Optional.empty(), route.resource(Map.of("path", path)), path);
    }
    assertEquals(
        Optional.of(new EntityId("file", "..a/b..c")), route.resource(Map.of("path", "..a/b..c")));
  }

  @Test
  void denialOfOneResource_isOneOfAllWhereTheCacheDoesNotTellThemApart() {
    String secret = "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"order/secret\"}";

    assertEquals(
        false,
        mayCall(
            call(items(api(TOKEN_AND_ROUTE, ""), READ, secret)), http("GET", "/orders/{id}", "1")));
    assertTrue(mayCall(call(items(api(OFF, ""), READ, secret)), http("GET", "/orders/{id}", "1")));
  }

  @Test
  void policyOfOneResource_deniesForAllAndAllowsForNone() {
    DirectoryItem[] denied =
        append(
            items(api(TOKEN_AND_ROUTE, ""), READ),
            resourcePolicy(
                "r",
                "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"order/secret\"}"),
            attached("r", new ResourceName("order/secret")));
    DirectoryItem[] allowed =
        append(
            items(api(TOKEN_AND_ROUTE, "")),
            resourcePolicy(
                "r",
                "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}"),
            attached("r", new ResourceName("order/shared")));

    assertEquals(false, mayCall(call(denied), http("GET", "/orders/{id}", "1")));
    assertEquals(false, mayCall(call(allowed), http("GET", "/orders/{id}", "shared")));
    allowed[0] = api(OFF, "");
    assertTrue(mayCall(call(allowed), http("GET", "/orders/{id}", "shared")));
  }

  private static DirectoryItem[] append(DirectoryItem[] some, DirectoryItem... more) {
    List<DirectoryItem> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(DirectoryItem[]::new);
  }

  @Test
  void addressThatTheCacheDoesNotTell_allowsNothingAndDeniesEverything() {
    String fromOffice =
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{"
            + "\"aws:SourceIp\":\"203.0.113.0/24\"}}}";
    String notFromThere =
        "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{"
            + "\"aws:SourceIp\":\"198.51.100.0/24\"}}}";
    String withAddress =
        "{\"identitySources\":[\"$request.header.Authorization\",\"$context.routeKey\","
            + "\"$context.identity.sourceIp\"]}";
    AuthorizerRequest.Http request =
        http(
            "GET",
            "/orders/{id}",
            "1",
            List.of("Bearer good", "GET /orders/{id}", "203.0.113.7"),
            "203.0.113.7");

    assertEquals(
        false,
        mayCall(
            call(items(api(TOKEN_AND_ROUTE, ""), fromOffice)), http("GET", "/orders/{id}", "1")));
    assertEquals(
        false,
        mayCall(
            call(items(api(TOKEN_AND_ROUTE, ""), READ, notFromThere)),
            http("GET", "/orders/{id}", "1")));
    assertTrue(mayCall(call(items(api(withAddress, ""), fromOffice)), request));
    assertTrue(mayCall(call(items(api(withAddress, ""), READ, notFromThere)), request));
  }

  @Test
  void time_isNotRemembered() {
    String until =
        "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"DateLessThan\":{"
            + "\"aws:CurrentTime\":\"2026-11-22T10:01:00Z\"}}}";

    assertEquals(
        false,
        mayCall(call(items(api(TOKEN_AND_ROUTE, ""), until)), http("GET", "/orders/{id}", "1")));
    assertTrue(mayCall(call(items(api(OFF, ""), until)), http("GET", "/orders/{id}", "1")));
  }

  @Test
  void cacheByTheTokenAlone_isAnsweredForEveryRouteOfACompleteTable() {
    String byToken = "{}";
    AuthorizerRequest.Http request =
        http("GET", "/orders/{id}", "1", List.of("Bearer good"), "203.0.113.7");
    String all = "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";

    assertEquals(false, mayCall(call(items(api(byToken, ""), all)), request));
    assertTrue(
        last().verdict().reason().contains("does not distinguish routes"),
        last().verdict()::reason);
    assertTrue(mayCall(call(items(api(byToken, "\"complete\":true,"), all)), request));
    assertEquals(false, mayCall(call(items(api(byToken, "\"complete\":true,"), READ)), request));
  }

  @Test
  void identitySourcesThatAreNotTheTables_areRefused() {
    AuthorizeCall call = call(items(api(TOKEN_AND_ROUTE, ""), READ));
    for (List<String> sources :
        List.of(
            List.of("Bearer good"),
            List.of("Bearer good", "DELETE /orders/{id}"),
            List.of("Bearer other", "GET /orders/{id}"),
            List.of("GET /orders/{id}", "Bearer good"),
            List.of("Bearer good", "GET /orders/{id}", "x"))) {
      assertEquals(
          false,
          mayCall(call, http("GET", "/orders/{id}", "1", sources, "203.0.113.7")),
          sources::toString);
    }
    AuthorizeCall more =
        call(
            items(
                api(
                    "{\"identitySources\":[\"$request.header.Authorization\",\"$context.httpMethod\","
                        + "\"$context.path\",\"$context.identity.sourceIp\",\"$context.routeKey\"]}",
                    ""),
                READ));
    for (String[] sources :
        new String[][] {
          {"GET", "203.0.113.7", "/orders/1", "true"},
          {"POST", "203.0.113.7", "/orders/1", "false"},
          {"GET", "203.0.113.8", "/orders/1", "false"},
          {"GET", "203.0.113.7", "/orders/2", "false"}
        }) {
      assertEquals(
          Boolean.parseBoolean(sources[3]),
          mayCall(
              more,
              http(
                  "GET",
                  "/orders/{id}",
                  "1",
                  List.of("Bearer good", sources[0], sources[2], sources[1], "GET /orders/{id}"),
                  "203.0.113.7")),
          String.join(" ", sources));
    }
  }

  @Test
  void tokenThatDoesNotOutliveTheAnswer_isNotGood() {
    AuthorizerRequest request = http("GET", "/orders/{id}", "1");
    for (long lives : new long[] {299, 300}) {
      claims =
          Map.of(
              "aud",
              List.of("orders"),
              "exp",
              List.of(Long.toString(NOW.getEpochSecond() + lives)));
      assertEquals(
          false, mayCall(call(items(api(TOKEN_AND_ROUTE, ""), READ)), request), lives + " s");
    }
    claims =
        Map.of("aud", List.of("orders"), "exp", List.of(Long.toString(NOW.getEpochSecond() + 301)));
    assertTrue(mayCall(call(items(api(TOKEN_AND_ROUTE, ""), READ)), request));
    claims = Map.of("aud", List.of("orders"));
    assertEquals(false, mayCall(call(items(api(TOKEN_AND_ROUTE, ""), READ)), request));
  }

  @Test
  void tokenForAnotherAudience_isNotGood() {
    claims = Map.of("aud", List.of("brevet"), "exp", claims.get("exp"));

    assertEquals(false, mayCall(call(items(api(OFF, ""), READ)), http("GET", "/orders/{id}", "1")));
    assertEquals("not_authenticated", last().verdict().code());
  }

  @Test
  void apiOrRouteThatTheDirectoryDoesNotHave_isRefused() {
    assertEquals(
        false,
        mayCall(call(items(Directories.group("g"), READ)), http("GET", "/orders/{id}", "1")));
    assertEquals(
        false,
        mayCall(
            call(items(api(OFF, ""), "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}")),
            http("PUT", "/orders/{id}", "1")));
  }

  @Test
  void bearerOfATokenThatNamesAnEntity_hasItsPoliciesAndProperties() {
    String entities =
        "\"entities\":[{\"issuer\":\"" + ISSUER + "\",\"type\":\"user\",\"claim\":\"email\"}],";
    DirectoryItem[] items = {
      api(OFF, entities),
      identityPolicy(
          "p",
          "{\"Effect\":\"Allow\",\"Action\":\"order:read\",\"Resource\":\"order/*\",\"Condition\":{"
              + "\"StringEquals\":{\"subject:role\":\"clerk\"}}}"),
      attached("p", new EntityId("user", "a@example.com")),
      Directories.entity("user", "a@example.com", Map.of("role", List.of("clerk")))
    };
    claims =
        Map.of(
            "aud", List.of("orders"), "exp", claims.get("exp"), "email", List.of("a@example.com"));
    assertTrue(mayCall(call(items), http("GET", "/orders/{id}", "1")));
    claims = Map.of("aud", List.of("orders"), "exp", claims.get("exp"), "email", List.of("a", "b"));
    assertEquals(false, mayCall(call(items), http("GET", "/orders/{id}", "1")));
  }

  /// Ten policies that look for long texts in a token as long as tokens may be.
  @Test
  void callThatTakesTooMuchWork_isRefusedAndRecorded() {
    List<String> long16 = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      long16.add("a".repeat(1_000) + i);
    }
    claims =
        Map.of("aud", List.of("orders"), "exp", claims.get("exp"), "note", List.copyOf(long16));
    List<DirectoryItem> items = new ArrayList<>(List.of(items(api(OFF, ""), READ)));
    for (int i = 0; i < 10; i++) {
      String[] statements = new String[50];
      for (int j = 0; j < statements.length; j++) {
        statements[j] =
            "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{"
                + "\"StringLike\":{\"idp.example.com:note\":\"*"
                + "a".repeat(200)
                + "b"
                + j
                + "*\"}}}";
      }
      items.add(identityPolicy("long" + i, statements));
      items.add(attached("long" + i, ALICE));
    }
    AuthorizeCall call = call(items.toArray(DirectoryItem[]::new));

    assertFalse(mayCall(call, http("GET", "/orders/{id}", "1")));
    assertEquals("deciding takes more work than one call may cause", last().verdict().reason());
    assertEquals(Outcome.DENIED, last().verdict().outcome());
  }

  /// Each order has a policy of its own, which looks for long texts in the token.
  @Test
  void answersForEveryIdThatTakeTooMuchWork_areRefusedAndRecorded() {
    claims =
        Map.of(
            "aud",
            List.of("orders"),
            "exp",
            claims.get("exp"),
            "note",
            List.of("a".repeat(4_000), "a".repeat(4_001)));
    List<DirectoryItem> items = new ArrayList<>(List.of(items(api(TOKEN_AND_ROUTE, ""), READ)));
    for (int i = 0; i < 600; i++) {
      items.add(
          resourcePolicy(
              "of" + i,
              "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\","
                  + "\"Condition\":{\"StringLike\":{\"idp.example.com:note\":\"*"
                  + "a".repeat(400)
                  + "b"
                  + i
                  + "*\"}}}"));
      items.add(attached("of" + i, new ResourceName("order/" + i)));
    }
    DirectoryItem[] each = items.toArray(DirectoryItem[]::new);

    assertFalse(mayCall(call(each), http("GET", "/orders/{id}", "1")));
    assertEquals("deciding takes more work than one call may cause", last().verdict().reason());
    assertEquals(Outcome.DENIED, last().verdict().outcome());
    each[0] = api("{}", "\"complete\":true,");
    AuthorizerAnswer.Policy all = (AuthorizerAnswer.Policy) call(each).answer(token("good"));
    assertFalse(all.policy().contains("\"Allow\""), all.policy());
    assertEquals("deciding takes more work than one call may cause", last().verdict().reason());
    // One order at a time is asked about one policy.
    each[0] = api(OFF, "");
    assertTrue(mayCall(call(each), http("GET", "/orders/{id}", "1")));
  }

  private static AuthorizerRequest.Token token(String bearer) {
    return new AuthorizerRequest.Token(
        MethodArn.parse(API + "/prod/GET/orders/1").orElseThrow(),
        Optional.of(new SecretString(bearer)),
        from(""));
  }

  @Test
  void restTokenAuthorizer_isGivenAllThatTheCallerMayCall() {
    AuthorizerAnswer.Policy answer =
        (AuthorizerAnswer.Policy)
            call(items(
                    api("{}", "\"complete\":true,\"context\":{\"audience\":\"aud\"},"),
                    READ,
                    "{\"Effect\":\"Allow\",\"Action\":\"report:read\",\"Resource\":\"report/all\"}"))
                .answer(token("good"));

    assertEquals(
        "{\"Action\":\"execute-api:Invoke\",\"Effect\":\"Allow\",\"Resource\":[\""
            + API
            + "/prod/GET/orders/?*\",\""
            + API
            + "/prod/GET/reports\"]}]}",
        answer.policy().substring(answer.policy().lastIndexOf("{\"Action\"")));
    assertEquals(ISSUER + "#alice", answer.principalId());
    assertEquals(last().id().value(), answer.context().get("decisionId"));
    assertEquals("orders", answer.context().get("audience"));
    assertEquals("1", answer.context().get("directoryStamp"));
    assertEquals("0", answer.context().get("directoryAgeMillis"));
    assertEquals("2 of 3 routes", last().verdict().reason());
    assertEquals(List.of("identity[p]/0", "identity[p]/1"), last().verdict().statements());
  }

  @Test
  void restTokenAuthorizer_isNotToldTheAddress() {
    AuthorizerAnswer.Policy answer =
        (AuthorizerAnswer.Policy)
            call(items(
                    api(OFF, "\"complete\":true,"),
                    "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{"
                        + "\"NotIpAddress\":{\"aws:SourceIp\":\"198.51.100.0/24\"}}}"))
                .answer(token("good"));

    assertTrue(answer.policy().contains("\"Deny\""), answer.policy());
    call(items(
            api("{}", "\"complete\":true,"),
            "{\"Sid\":\"Never\",\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}"))
        .answer(token("good"));
    assertEquals(List.of("identity[p]/Never"), last().verdict().statements());
  }

  @Test
  void restRequestAuthorizer_isGivenTheOneCallWhereTheCacheTellsPaths() {
    String paths =
        "{\"identitySources\":[\"method.request.header.Authorization\",\"context.httpMethod\","
            + "\"context.resourcePath\",\"context.path\"]}";
    AuthorizeCall call =
        call(
            items(
                api(paths, ""),
                "{\"Effect\":\"Allow\",\"Action\":\"order:read\",\"Resource\":\"order/own-*\"}"));

    assertTrue(rest(call, "own-1").contains("\"" + API + "/prod/GET/orders/own-1\""));
    assertTrue(rest(call, "1").contains("\"Deny\""));
    // Allowed, but as a pattern in a policy it would be more than itself.
    assertTrue(rest(call, "own-*").contains("\"Deny\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"own-*", "own-$", "own-?"})
  void callThatThePolicyDoesNotLetThrough_isNotRecordedAsAllowed(String id) {
    AuthorizeCall call =
        call(
            items(
                api("{\"seconds\":0}", ""),
                "{\"Effect\":\"Allow\",\"Action\":\"order:read\",\"Resource\":\"order/own-*\"}"));

    assertTrue(rest(call, id).contains("\"Deny\""));
    assertEquals(Outcome.DENIED, last().verdict().outcome());
    assertEquals(
        "GET /orders/{id}, but not for this spelling of the path", last().verdict().reason());
    rest(call, "own-1");
    assertEquals(Outcome.ALLOWED, last().verdict().outcome());
  }

  @Test
  void callOfAnotherRouteThanTheAllowed_isRecordedAsDenied() {
    // The token alone is told apart: a policy of all that may be called is kept, without this call.
    AuthorizeCall call =
        call(
            items(
                api("{}", "\"complete\":true,"),
                "{\"Effect\":\"Allow\",\"Action\":\"report:read\",\"Resource\":\"report/all\"}"));
    AuthorizerAnswer.Policy answer = (AuthorizerAnswer.Policy) call.answer(token("good"));

    assertTrue(answer.policy().contains("/prod/GET/reports"), answer.policy());
    assertEquals(Outcome.DENIED, last().verdict().outcome());
    assertEquals("1 of 3 routes", last().verdict().reason());
  }

  private static String rest(AuthorizeCall call, String id) {
    return ((AuthorizerAnswer.Policy)
            call.answer(
                new AuthorizerRequest.Rest(
                    MethodArn.parse(API + "/prod/GET/orders/" + id).orElseThrow(),
                    Optional.of(new SecretString("good")),
                    "GET /orders/{id}",
                    Map.of("id", id),
                    from("203.0.113.7"))))
        .policy();
  }

  @Test
  void tokenThatIsRejected_isUnauthenticatedAndRecorded() {
    AuthorizeCall call = call(items(api(OFF, ""), READ));

    assertEquals(new AuthorizerAnswer.Unauthenticated(), call.answer(token("bad")));
    assertEquals("not_authenticated", log.only().verdict().code());
    assertEquals("GET /orders/1", log.only().target().parameters().get("call"));
  }

  @Test
  void whatDoesNotAnswer_isAFaultAndNoAnswer() {
    AuthorizeCall call = call(items(api(OFF, ""), READ));
    log.unavailable = true;
    assertThrows(DecisionLogUnavailable.class, () -> call.answer(http("GET", "/orders/{id}", "1")));
    AuthorizeCall blind =
        new AuthorizeCall(
            () -> {
              throw new DirectoryUnavailable("no");
            },
            (_, _) -> new Verification.Rejected("x"),
            log.recorder(Clock.fixed(NOW, ZoneOffset.UTC)),
            Clock.fixed(NOW, ZoneOffset.UTC));
    assertThrows(DirectoryUnavailable.class, () -> blind.answer(token("good")));
  }

  @Test
  void sessionThatBrevetVended_isNoProof() {
    Principal role =
        Principal.parseArn("arn:aws:iam::111122223333:role/brevet/Reader").orElseThrow();
    List<DirectoryItem> items = new ArrayList<>(List.of(api(OFF, "")));
    items.add(identityPolicy("p", READ));
    items.add(attached("p", Subject.of(role).orElseThrow()));
    for (String sourceIdentity :
        List.of("ann", "local-user-at6ovdxrucdy3zfjxm5qblotfvakzd2nqfj2j3sw")) {
      Verification proof =
          Proofs.awsTokenFor(
              "orders",
              "\"sub\":\"%s\",\"iat\":1700000000,\"https://sts.amazonaws.com/\":{\"aws_account\":\"111122223333\",\"source_identity\":\"%s\"}"
                  .formatted(role.identifier(), sourceIdentity));
      AuthorizeCall call =
          new AuthorizeCall(
              () -> Directories.of(items.toArray(DirectoryItem[]::new)),
              (_, _) -> proof,
              log.recorder(Clock.fixed(NOW, ZoneOffset.UTC)),
              Clock.fixed(NOW, ZoneOffset.UTC));
      AuthorizerAnswer.Simple answer =
          assertInstanceOf(
              AuthorizerAnswer.Simple.class, call.answer(http("GET", "/orders/{id}", "1")));
      assertEquals(sourceIdentity.equals("ann"), answer.isAuthorized(), log.records().toString());
    }
  }

  @Test
  void tokenForOthersToo_mustNameThePartyThatItWasMadeFor() {
    claims =
        Map.of(
            "aud",
            List.of("orders", "invoices"),
            "exp",
            List.of(Long.toString(NOW.getEpochSecond() + 3600)));
    AuthorizeCall call = call(items(api(OFF, ""), READ));
    assertFalse(mayCall(call, http("GET", "/orders/{id}", "7")));
    assertEquals(
        "the token has audiences of others too, and no authorized party (`azp`)",
        last().verdict().reason());

    claims =
        Map.of(
            "aud",
            List.of("orders", "invoices"),
            "azp",
            List.of("client"),
            "exp",
            List.of(Long.toString(NOW.getEpochSecond() + 3600)));
    assertTrue(mayCall(call, http("GET", "/orders/{id}", "7")));
  }

  /// The table that the documentation prints for HTTP APIs, at a REST API: nothing counts but the
  /// token, so what is allowed carries the denies of what it covers.
  @Test
  void restApiWithAnHttpApisSources_isAnsweredAsByTheTokenAlone() {
    String table = "\"complete\":true,";
    AuthorizeCall call = call(items(api(TOKEN_AND_ROUTE, table), READ));
    String policy = rest(call, "1");
    AuthorizerAnswer.Policy byToken =
        (AuthorizerAnswer.Policy) call(items(api("{}", table), READ)).answer(token("good"));
    assertEquals(byToken.policy(), policy);
    // Without all of the API's routes a pattern is nobody's.
    assertTrue(
        rest(call(items(api(TOKEN_AND_ROUTE, ""), READ)), "1").contains("\"Effect\":\"Deny\""));
    assertFalse(
        rest(call(items(api(TOKEN_AND_ROUTE, ""), READ)), "1").contains("\"Effect\":\"Allow\""));
  }
}
