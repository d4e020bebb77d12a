package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.AdministrationPolicy;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Target;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.SnapshotBuilder;
import dev.brevet.iam.Principal;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.IssuersInMemory;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdministrationTest {
  private static final String MAPPING = "/v1/iam/admin/mappings/orders-reader";
  private static final String ISSUER_URL = "https://token.actions.githubusercontent.com";
  private static final String ISSUER =
      "/v1/iam/admin/issuers/"
          + Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(ISSUER_URL.getBytes(StandardCharsets.UTF_8));
  private static final String DOCUMENT =
      """
      {"id":"orders-reader","roleArn":"arn:aws:iam::111122223333:role/OrdersReader",
       "trustPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
        "Principal":{"AWS":"arn:aws:iam::444455556666:role/orders-service"},
        "Action":"sts:AssumeRole"}]},
       "sessionPolicy":{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}
      """;
  private static final String REGISTRATION =
      "{\"issuer\":\"" + ISSUER_URL + "\",\"audiences\":[\"brevet\"]}";

  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());

  private final DecisionsInMemory log = new DecisionsInMemory();
  private final MappingsInMemory mappings = new MappingsInMemory();
  private final IssuersInMemory issuers = new IssuersInMemory();
  private final GatewayCaller admin = Requests.user("/ops/admin");
  private Router router =
      router(
          List.of(
              "arn:aws:iam::111122223333:user/ops/admin",
              "arn:aws:iam::111122223333:role/ops/Platform"));

  private DirectorySnapshot directory = Directories.of();
  private boolean directoryAnswers = true;

  private DirectorySnapshot directory() {
    if (!directoryAnswers) {
      throw new DirectoryUnavailable("the directory did not answer");
    }
    return directory;
  }

  private Router router(List<String> administrators) {
    Administration administration = Administrations.of(log, this::directory, administrators);
    return new Router(
        List.of(
            new MappingsAdminEndpoint(
                administration, mappings, LINT, this::directory, administrators),
            new IssuersAdminEndpoint(administration, issuers, false)));
  }

  private ApiResponse send(
      Optional<GatewayCaller> caller,
      String method,
      String path,
      Map<String, String> headers,
      String body) {
    return router.answer(Requests.of(method, path, "", headers, Body.of(body), caller));
  }

  private ApiResponse send(String method, String path, Map<String, String> headers, String body) {
    return send(Optional.of(admin), method, path, headers, body);
  }

  private static String code(ApiResponse response) {
    return Documents.of(response).get("code").asText();
  }

  @Test
  void mapping_livesFromCreationToDeletion() {
    ApiResponse created = send("PUT", MAPPING, Map.of("If-None-Match", "*"), DOCUMENT);
    assertEquals(201, created.status());
    assertEquals("\"1\"", created.headers().get("ETag"));
    ApiResponse replaced =
        send("PUT", MAPPING, Map.of("If-Match", "\"1\""), DOCUMENT.replace("s3:GetObject", "s3:*"));
    assertEquals(200, replaced.status());
    assertEquals("\"2\"", replaced.headers().get("ETag"));
    ApiResponse read = send("GET", MAPPING, Map.of(), "");
    assertEquals(200, read.status());
    assertEquals("\"2\"", read.headers().get("ETag"));
    assertEquals(2, Documents.of(read).get("version").asInt());
    assertEquals("s3:*", Documents.of(read).at("/sessionPolicy/Statement/0/Action").asText());
    JsonNode list = Documents.of(send("GET", "/v1/iam/admin/mappings/", Map.of(), ""));
    assertEquals(1, list.get("mappings").size());
    assertEquals("orders-reader", list.at("/mappings/0/id").asText());
    ApiResponse deleted = send("DELETE", MAPPING, Map.of("If-Match", "\"2\""), "");
    assertEquals(204, deleted.status());
    assertEquals("", deleted.body());
    assertEquals("not_found", code(send("GET", MAPPING, Map.of(), "")));
  }

  @Test
  void issuer_livesFromCreationToDeletion() {
    assertEquals(201, send("PUT", ISSUER, Map.of(), REGISTRATION).status());
    ApiResponse read = send("GET", ISSUER, Map.of(), "");
    assertEquals(ISSUER_URL, Documents.of(read).get("issuer").asText());
    assertEquals("\"1\"", read.headers().get("ETag"));
    JsonNode list = Documents.of(send("GET", "/v1/iam/admin/issuers", Map.of(), ""));
    assertEquals(ISSUER_URL, list.at("/issuers/0/issuer").asText());
    assertEquals(204, send("DELETE", ISSUER, Map.of("If-Match", "\"1\""), "").status());
    assertEquals(404, send("GET", ISSUER, Map.of(), "").status());
  }

  @Test
  void whatWasRead_canBeSentBack() {
    send("PUT", MAPPING, Map.of(), DOCUMENT);
    send("PUT", ISSUER, Map.of(), REGISTRATION);
    String mapping = send("GET", MAPPING, Map.of(), "").body();
    String issuer = send("GET", ISSUER, Map.of(), "").body();
    assertEquals(200, send("PUT", MAPPING, Map.of("If-Match", "\"1\""), mapping).status());
    assertEquals(200, send("PUT", ISSUER, Map.of("If-Match", "\"1\""), issuer).status());
  }

  static Stream<Arguments> operations() {
    return Stream.of(
        Arguments.of("GET", "/v1/iam/admin/mappings", "ListMappings", "mapping/*"),
        Arguments.of("GET", MAPPING, "GetMapping", "mapping/orders-reader"),
        Arguments.of("PUT", MAPPING, "PutMapping", "mapping/orders-reader"),
        Arguments.of("DELETE", MAPPING, "DeleteMapping", "mapping/orders-reader"),
        Arguments.of("GET", "/v1/iam/admin/issuers", "ListIssuers", "issuer/*"),
        Arguments.of("GET", ISSUER, "GetIssuer", "issuer/token.actions.githubusercontent.com"),
        Arguments.of("PUT", ISSUER, "PutIssuer", "issuer/token.actions.githubusercontent.com"),
        Arguments.of(
            "DELETE", ISSUER, "DeleteIssuer", "issuer/token.actions.githubusercontent.com"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void callerWhoIsNoAdministrator_isDenied_beforeAnythingElseIsLookedAt(
      String method, String path, String action, String resource) {
    mappings.unavailable = true;
    issuers.unavailable = true;
    ApiResponse response =
        send(Optional.of(Requests.user("/ops/other")), method, path, Map.of(), "not json");
    assertEquals(403, response.status());
    assertEquals("access_denied", code(response));
    DecisionRecord decision = log.only();
    assertEquals(action, decision.operation());
    assertEquals(Outcome.DENIED, decision.verdict().outcome());
    assertEquals("arn:aws:iam::111122223333:user/ops/other", decision.caller().principal());
    assertTrue(
        decision.verdict().reason().startsWith(resource + ": "), decision.verdict().reason());
    assertEquals(decision.id().value(), response.headers().get("Brevet-Decision-Id"));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void noCaller_isNotAuthenticated(String method, String path, String action, String resource) {
    ApiResponse response = send(Optional.empty(), method, path, Map.of(), "{}");
    assertEquals(401, response.status());
    assertEquals("-", log.only().caller().principal());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void root_isDeniedAlways(String method, String path, String action, String resource) {
    ApiResponse response = send(Optional.of(Requests.root()), method, path, Map.of(), "{}");
    assertEquals("root_denied", code(response));
    assertEquals(403, response.status());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void decisionThatCannotBeWritten_meansThatNothingIsDone(
      String method, String path, String action, String resource) {
    send("PUT", MAPPING, Map.of(), DOCUMENT);
    send("PUT", ISSUER, Map.of(), REGISTRATION);
    log.unavailable = true;
    String body = path.equals(ISSUER) ? REGISTRATION : DOCUMENT;
    assertThrows(
        DecisionLogUnavailable.class, () -> send(method, path, Map.of("If-Match", "\"1\""), body));
    assertEquals(1, mappings.mappings.get("orders-reader").version());
    assertEquals(1, issuers.issuers.get(ISSUER_URL).version());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void storeThatDoesNotAnswer_isUnavailable_andBothDecisionsSayWhatHappened(
      String method, String path, String action, String resource) {
    mappings.unavailable = true;
    issuers.unavailable = true;
    String body = path.equals(ISSUER) ? REGISTRATION : DOCUMENT;
    ApiResponse response = send(method, path, Map.of("If-Match", "\"1\""), body);
    assertEquals(503, response.status());
    assertTrue(response.headers().containsKey("Retry-After"));
    assertEquals(
        List.of(Outcome.ALLOWED, Outcome.FAILED),
        log.records().stream().map(record -> record.verdict().outcome()).toList());
    DecisionRecord failed = log.records().getLast();
    assertTrue(failed.verdict().reason().contains(log.records().getFirst().id().value()));
    assertEquals(failed.id().value(), response.headers().get("Brevet-Decision-Id"));
    assertFalse(response.body().contains("table"));
  }

  @Test
  void allowedOperation_isRecordedWithTheStatementThatAllowedIt() {
    ApiResponse response = send("PUT", MAPPING, Map.of(), DOCUMENT);
    DecisionRecord decision = log.only();
    assertEquals("PutMapping", decision.operation());
    assertEquals(Outcome.ALLOWED, decision.verdict().outcome());
    assertEquals("allowed", decision.verdict().code());
    assertEquals(Optional.of("orders-reader"), decision.target().mapping());
    assertEquals("mapping/orders-reader: creates it", decision.verdict().reason());
    assertTrue(decision.verdict().statements().getFirst().endsWith("/Administrators"));
    assertEquals(decision.id().value(), response.headers().get("Brevet-Decision-Id"));
  }

  private ApiResponse bear(String token, String method, String path, String body) {
    return send(
        Optional.empty(),
        method,
        path.replace("/v1/iam/", "/v1/"),
        Map.of("Authorization", "Bearer " + token),
        body);
  }

  private static DirectorySnapshot allowing(String statement, Target... targets) {
    SnapshotBuilder builder =
        DirectorySnapshot.builder()
            .put(Directories.identityPolicy("delegated", statement.replace('\'', '"')));
    for (Target target : targets) {
      builder.put(Directories.attached("delegated", target));
    }
    return builder.build(1, Directories.READ_AT);
  }

  private static Subject bearer(String sub) {
    return Subject.of(new Principal.WebIdentity(Administrations.ISSUER, sub)).orElseThrow();
  }

  private static final String ORDERS_ALONE =
      "{'Sid':'Orders','Effect':'Allow','Action':['brevet:GetMapping','brevet:PutMapping'],"
          + "'Resource':'arn:aws:brevet:eu-west-1:111122223333:mapping/orders-*'}";

  @Test
  void bearer_mayWhatTheDirectoryAllowsIt_andNothingElse() {
    directory = allowing(ORDERS_ALONE, bearer("anna"));
    ApiResponse created = bear("anna", "PUT", MAPPING, DOCUMENT);
    assertEquals(201, created.status(), created.body());
    DecisionRecord decision = log.only();
    assertEquals("https://issuer.example#anna", decision.caller().principal());
    assertEquals(List.of("identity[delegated]/Orders"), decision.verdict().statements());
    assertEquals(200, bear("anna", "GET", MAPPING, "").status());
    assertEquals(403, bear("anna", "DELETE", MAPPING, "").status());
    assertEquals(403, bear("anna", "GET", "/v1/iam/admin/mappings", "").status());
    String other = MAPPING.replace("orders-reader", "payroll");
    assertEquals(
        403, bear("anna", "PUT", other, DOCUMENT.replace("orders-reader", "payroll")).status());
    assertEquals(403, bear("anna", "PUT", ISSUER, REGISTRATION).status());
    assertEquals(403, bear("bert", "GET", MAPPING, "").status());
    assertEquals(1, mappings.mappings.size());
    assertEquals(0, issuers.issuers.size());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void bearerWhomNothingAllowsAnything_isDenied_andNoTokenOrABadOneIsNotAuthenticated(
      String method, String path, String action, String resource) {
    mappings.unavailable = true;
    issuers.unavailable = true;
    assertEquals(403, bear("nobody", method, path, "not json").status());
    assertEquals(action, log.records().getLast().operation());
    assertEquals("https://issuer.example#nobody", log.records().getLast().caller().principal());
    assertEquals(401, bear("forged", method, path, "{}").status());
    assertEquals(action, log.records().getLast().operation());
    ApiResponse none = send(Optional.empty(), method, path.replace("/iam", ""), Map.of(), "{}");
    assertEquals(401, none.status());
    assertEquals(3, log.records().size());
  }

  @ParameterizedTest
  @MethodSource("operations")
  void proofOfOneWay_isNoneOfTheOther(String method, String path, String action, String resource) {
    directory = allowing("{'Effect':'Allow','Action':'brevet:*','Resource':'*'}", bearer("anna"));
    // A route without the gateway's authorizer looks at no caller, and one with it at no token.
    assertEquals(401, send(method, path.replace("/iam", ""), Map.of(), "{}").status());
    assertEquals(
        401,
        send(Optional.empty(), method, path, Map.of("Authorization", "Bearer anna"), "{}")
            .status());
    assertEquals(Map.of(), mappings.mappings);
  }

  @Test
  void signingCaller_mayWhatTheDirectoryAllowsIt_inWhateverAccountItIs() {
    GatewayCaller other =
        new GatewayCaller(
            "ASIAIOSFODNN7EXAMPLE",
            "444455556666",
            "AROACKCEVSQ6C2EXAMPLE:anna",
            "arn:aws:sts::444455556666:assumed-role/Orders/anna",
            "AROACKCEVSQ6C2EXAMPLE:anna",
            null);
    Subject role =
        Subject.of(
                Principal.parseArn("arn:aws:sts::444455556666:assumed-role/Orders/anna")
                    .orElseThrow())
            .orElseThrow();
    assertEquals(403, send(Optional.of(other), "PUT", MAPPING, Map.of(), DOCUMENT).status());
    directory = allowing(ORDERS_ALONE, role);
    assertEquals(201, send(Optional.of(other), "PUT", MAPPING, Map.of(), DOCUMENT).status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Action':'*'                        | 403
          'Action':['*','s3:GetObject']       | 403
          'Action':'*:GetMapping'             | 403
          'NotAction':'s3:GetObject'          | 403
          'NotAction':'brevet:PutMapping'     | 403
          'Action':'brevet:PutMapping'        | 403
          'Action':['*','brevet:*']           | 200
          'Action':'Brevet:getmapping'        | 200
          """)
  void allowanceThatDoesNotNameBrevet_administersNothing(String actions, int status) {
    send("PUT", MAPPING, Map.of(), DOCUMENT);
    directory = allowing("{'Effect':'Allow'," + actions + ",'Resource':'*'}", bearer("anna"));
    assertEquals(status, bear("anna", "GET", MAPPING, "").status());
  }

  @Test
  void denialInTheDirectory_bindsDelegates_andNoConfiguredAdministrator() {
    send("PUT", MAPPING, Map.of(), DOCUMENT);
    Subject admin =
        Subject.of(Principal.parseArn("arn:aws:iam::111122223333:user/ops/admin").orElseThrow())
            .orElseThrow();
    directory =
        allowing(
            ORDERS_ALONE + ",{'Effect':'Deny','Action':'*','Resource':'*'}", bearer("anna"), admin);
    assertEquals(403, bear("anna", "GET", MAPPING, "").status());
    assertEquals(200, send("GET", MAPPING, Map.of(), "").status());
    // Nor does a directory that does not answer.
    directoryAnswers = false;
    assertEquals(200, send("GET", MAPPING, Map.of(), "").status());
    ApiResponse unavailable = bear("anna", "GET", MAPPING, "");
    assertEquals(503, unavailable.status());
    assertTrue(unavailable.headers().containsKey("Retry-After"));
    assertEquals(Outcome.FAILED, log.records().getLast().verdict().outcome());
    assertEquals(
        log.records().getLast().id().value(), unavailable.headers().get("Brevet-Decision-Id"));
  }

  @Test
  void roleWithAPath_standsForItsSessions_whoseNamesHaveNone() {
    GatewayCaller session = Requests.session("Platform", "anna");
    assertEquals(
        200, send(Optional.of(session), "GET", "/v1/iam/admin/mappings", Map.of(), "").status());
  }

  @Test
  void sameRoleOfAnotherAccount_isDenied() {
    GatewayCaller other =
        new GatewayCaller(
            "ASIAIOSFODNN7EXAMPLE",
            "444455556666",
            "AROACKCEVSQ6C2EXAMPLE:anna",
            "arn:aws:sts::444455556666:assumed-role/Platform/anna",
            "AROACKCEVSQ6C2EXAMPLE:anna",
            null);
    assertEquals(
        403, send(Optional.of(other), "GET", "/v1/iam/admin/mappings", Map.of(), "").status());
  }

  @Test
  void withoutAdministrators_everyoneIsDenied() {
    router = router(List.of());
    assertEquals(403, send("GET", MAPPING, Map.of(), "").status());
    assertEquals(Outcome.DENIED, log.only().verdict().outcome());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "111122223333",
        "arn:aws:iam::111122223333:root",
        "arn:aws:iam::111122223333:group/ops",
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:sts::111122223333:assumed-role/Platform/anna"
      })
  void administratorThatIsNeitherUserNorRole_isRefusedWhenConfigured(String arn) {
    assertThrows(IllegalArgumentException.class, () -> AdministrationPolicy.naming(List.of(arn)));
  }

  @Test
  void createOfWhatIsThere_isAConflict_thatTellsTheVersion() {
    send("PUT", MAPPING, Map.of(), DOCUMENT);
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(), Map.of("If-None-Match", "*"), Map.of("If-Match", "\"7\""))) {
      ApiResponse response = send("PUT", MAPPING, headers, DOCUMENT);
      assertEquals(409, response.status());
      assertEquals("conflict", code(response));
      assertEquals(1, Documents.of(response).get("currentVersion").asInt());
      assertEquals("conflict", log.records().getLast().verdict().code());
      assertEquals(
          log.records().getLast().id().value(), response.headers().get("Brevet-Decision-Id"));
    }
    assertEquals(1, mappings.mappings.get("orders-reader").version());
  }

  @Test
  void deleteOfAnotherVersion_isAConflict() {
    send("PUT", ISSUER, Map.of(), REGISTRATION);
    assertEquals(409, send("DELETE", ISSUER, Map.of("If-Match", "\"2\""), "").status());
    assertEquals(1, issuers.issuers.size());
  }

  @Test
  void replacementOfWhatIsNotThere_isAConflictWithVersionZero() {
    ApiResponse response = send("PUT", MAPPING, Map.of("If-Match", "\"1\""), DOCUMENT);
    assertEquals(409, response.status());
    assertEquals(0, Documents.of(response).get("currentVersion").asInt());
  }

  @ParameterizedTest
  @CsvSource({
    "If-Match, 1",
    "If-Match, *",
    "If-Match, 'W/\"1\"'",
    "If-Match, '\"0\"'",
    "If-Match, '\"-1\"'",
    "If-Match, '\"1\", \"2\"'",
    "If-Match, '\"99999999999999999999\"'",
    "If-Match, '\"\u0661\"'",
    "If-None-Match, '\"1\"'",
  })
  void precondition_thatIsNone_isRefusedByName(String header, String value) {
    ApiResponse response = send("PUT", MAPPING, Map.of(header, value), DOCUMENT);
    assertEquals(400, response.status());
    assertEquals(header, Documents.of(response).get("field").asText());
    assertEquals(Map.of(), mappings.mappings);
  }

  @Test
  void bothPreconditions_areRefused() {
    Map<String, String> both = Map.of("If-Match", "\"1\"", "If-None-Match", "*");
    assertEquals(400, send("PUT", MAPPING, both, DOCUMENT).status());
  }

  @Test
  void deleteWithoutAVersion_isRefused() {
    send("PUT", MAPPING, Map.of(), DOCUMENT);
    for (Map<String, String> headers :
        List.of(Map.<String, String>of(), Map.of("If-None-Match", "*"))) {
      ApiResponse response = send("DELETE", MAPPING, headers, "");
      assertEquals(400, response.status());
      assertEquals("If-Match", Documents.of(response).get("field").asText());
    }
    assertEquals(1, mappings.mappings.size());
  }

  @Test
  void mappingWithSeveralFaults_isRefusedNamingThemAll() {
    ApiResponse response =
        send(
            "PUT",
            MAPPING,
            Map.of(),
            DOCUMENT
                .replace("arn:aws:iam::111122223333:role/OrdersReader", "OrdersReader")
                .replace("{\"id\"", "{\"colour\":\"red\",\"id\""));
    assertEquals(400, response.status());
    List<String> fields =
        Documents.of(response).get("errors").findValuesAsText("field").stream().sorted().toList();
    assertEquals(List.of("colour", "roleArn"), fields);
    assertEquals("malformed_request", log.only().verdict().code());
    assertEquals(log.only().id().value(), response.headers().get("Brevet-Decision-Id"));
    assertEquals(Map.of(), mappings.mappings);
  }

  @Test
  void documentOfAnotherName_isRefused() {
    ApiResponse mapping =
        send("PUT", MAPPING, Map.of(), DOCUMENT.replace("orders-reader", "other"));
    assertEquals("id", Documents.of(mapping).get("field").asText());
    ApiResponse issuer = send("PUT", ISSUER, Map.of(), REGISTRATION.replace("token.", "other."));
    assertEquals("issuer", Documents.of(issuer).get("field").asText());
  }

  /// Condition keys ignore case, so that `.../Staff:sub` of one would be the other's.
  @Test
  void issuerThatDiffersByCaseAlone_isRefusedBesideTheOther() {
    assertEquals(201, put(ISSUER_URL + "/staff").status());
    ApiResponse refused = put(ISSUER_URL + "/Staff");
    assertEquals(409, refused.status(), refused.body());
    assertEquals(
        "`"
            + ISSUER_URL
            + "/staff` is registered and would have the same condition keys, because they ignore"
            + " case and scheme; delete that one first",
        Documents.of(refused).get("detail").asText());
    assertEquals(1, issuers.issuers.size());
    assertEquals(201, put(ISSUER_URL + "/staff2").status());
  }

  private ApiResponse put(String issuer) {
    String id =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(issuer.getBytes(StandardCharsets.UTF_8));
    return send(
        "PUT", "/v1/iam/admin/issuers/" + id, Map.of(), REGISTRATION.replace(ISSUER_URL, issuer));
  }

  @Test
  void issuerOnThisMachine_isRefused() {
    String url = "http://127.0.0.1:8788";
    String path =
        "/v1/iam/admin/issuers/"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(url.getBytes(StandardCharsets.UTF_8));
    assertEquals(400, send("PUT", path, Map.of(), REGISTRATION.replace(ISSUER_URL, url)).status());
    assertEquals(Map.of(), issuers.issuers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/iam/admin/mappings/No Such",
        "/v1/iam/admin/mappings/..",
        "/v1/iam/admin/mappings/a%2Fb",
        "/v1/iam/admin/issuers/https:",
        "/v1/iam/admin/issuers/!!!",
        "/v1/iam/admin/issuers/bm90LWEtdXJs"
      })
  void nameThatNothingCanHave_isMalformed(String path) {
    ApiResponse response = send("GET", path, Map.of(), "");
    assertEquals(400, response.status());
    assertEquals("id", Documents.of(response).get("field").asText());
  }

  @Test
  void bodyThatIsTooLargeOrNotText_isRefusedUnread() {
    assertEquals(400, send("PUT", MAPPING, Map.of(), " ".repeat(1 << 20)).status());
    ApiResponse notText =
        router.answer(
            Requests.of(
                "PUT",
                MAPPING,
                "",
                Map.of(),
                Body.of(new byte[] {(byte) 0xff}),
                Optional.of(admin)));
    assertEquals("body", Documents.of(notText).get("field").asText());
    assertEquals(List.of(), log.records());
  }

  @Test
  void whatIsStoredButBroken_isSaidToBe() {
    mappings.broken = true;
    issuers.broken = true;
    for (String path : List.of(MAPPING, ISSUER)) {
      ApiResponse response = send("GET", path, Map.of(), "");
      assertEquals(500, response.status());
      assertEquals("broken", code(response));
      assertTrue(Documents.of(response).get("detail").asText().contains("is broken"));
    }
  }
}
