package dev.brevet.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.api.ApiRequest;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Headers;
import dev.brevet.api.Router;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.AsciiCase;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.lambda.environment.StsClients;
import dev.brevet.local.FreshTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sts.StsClient;

/// Every list of the API, from the functions' own route tables, with more in it than an answer of
/// Lambda takes (6 MB): its pages have each row once, in order, and each is an answer.
class ListRoutesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// AWS Lambda Developer Guide, gettingstarted-limits: 6 MB of a synchronous answer.
  private static final int MOST_ANSWER = 6 * 1024 * 1024;

  private static final String ADMINISTRATOR = "arn:aws:iam::111122223333:user/ops/admin";

  private static final String OWN = "\"AWS\":\"" + ADMINISTRATOR + "\"";

  private static FreshTables tables;

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Router> routers = new HashMap<>();

  @BeforeAll
  static void start() {
    tables = new FreshTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  ListRoutesTest() {
    Map<String, String> environment = new HashMap<>();
    for (String table : List.of("Mappings", "Issuers", "Directory", "Decisions")) {
      String name = tables.create(table + "Table");
      names.put(table, name);
      environment.put(AsciiCase.upper(table) + "_TABLE", name);
    }
    environment.put("AWS_REGION", "eu-west-1");
    environment.put("ADMINISTRATORS", ADMINISTRATOR);
    Settings settings =
        Settings.of(environment, AnonymousCredentialsProvider::create, Clock.systemUTC());
    SecureRandom random = new SecureRandom();
    Consumer<String> lines = _ -> {};
    var client = tables.client();
    var keys = settings.signingKeys();
    routers.put(
        "vend",
        DaggerVendComponent.factory()
            .create(settings, client, sts(), keys, random, lines)
            .router());
    routers.put(
        "admin",
        DaggerAdminComponent.factory().create(settings, client, keys, random, lines).router());
    routers.put(
        "decide",
        DaggerDecideComponent.factory().create(settings, client, keys, random, lines).router());
    routers.put("design", DaggerDesignComponent.factory().create(settings, client, keys).router());
  }

  private static StsClients sts() {
    return new StsClients(
        StsClient.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .build(),
        Optional.empty());
  }

  /// What answers one thing, whatever its path looks like.
  private static final Set<String> ONE =
      Set.of(
          "GET ",
          "POST ",
          "POST /v1/credentials",
          "POST /v1/credentials:explain",
          "GET /healthz",
          "POST /v1/policies:lint",
          "POST /v1/policies:compare",
          "POST /v1/admin/attachments",
          "POST /v1/admin/boundaries",
          "POST /access/v1/evaluation",
          "POST /access/v1/evaluations",
          "GET /.well-known/authzen-configuration",
          "GET /.well-known/jwks.json");

  /// How many rows of about 20 KB come to more than an answer.
  private static final int ROWS = 400;

  /// A list: what is put into a table for it, and how its pages are asked for.
  ///
  /// @param route without `/iam`, by which all lists are asked for here
  /// @param query for bearers of a query, beside `limit` and `token`
  /// @param fill puts rows; their names in the list's order
  /// @param name of a row of an answer
  record Listing(String route, String query, Fill fill, List<String> arrays, NameOf name) {
    @Override
    public String toString() {
      return route + query;
    }
  }

  interface Fill {
    List<String> rows(ListRoutesTest test);
  }

  interface NameOf {
    String of(JsonNode row);
  }

  private static final List<Listing> LISTS =
      List.of(
          new Listing(
              "GET /v1/mappings",
              "",
              ListRoutesTest::mappings,
              List.of("mappings"),
              row -> row.path("mapping").asText()),
          new Listing(
              "GET /v1/mappings",
              "all=true",
              ListRoutesTest::mappingsOfOthers,
              List.of("mappings", "others"),
              row -> row.path("mapping").asText()),
          new Listing(
              "GET /v1/admin/mappings",
              "",
              ListRoutesTest::mappings,
              List.of("mappings"),
              row -> row.path("id").asText()),
          new Listing(
              "GET /v1/admin/issuers",
              "",
              ListRoutesTest::issuers,
              List.of("issuers"),
              row -> row.path("issuer").asText()),
          new Listing(
              "GET /v1/admin/entities",
              "",
              test -> test.directory("entity", "note/", ListRoutesTest::entity),
              List.of("entities", "broken"),
              ListRoutesTest::entityName),
          new Listing(
              "GET /v1/admin/entities",
              "type=note",
              test -> test.directory("entity", "note/", ListRoutesTest::entity),
              List.of("entities", "broken"),
              ListRoutesTest::entityName),
          new Listing(
              "GET /v1/admin/groups",
              "",
              test -> test.directory("group", "", ListRoutesTest::group),
              List.of("groups"),
              row -> row.path("name").asText()),
          new Listing(
              "GET /v1/admin/policies",
              "",
              test -> test.directory("policy", "", ListRoutesTest::policy),
              List.of("policies"),
              row -> row.path("name").asText()),
          new Listing(
              "GET /v1/admin/attachments",
              "policy=read",
              test -> test.directory("attachment", "read/group/", ListRoutesTest::attachment),
              List.of("attachments"),
              row -> "read/group/" + row.path("target").path("group").asText()),
          new Listing(
              "GET /v1/admin/boundaries",
              "",
              test -> test.directory("boundary", "entity/user/", ListRoutesTest::boundary),
              List.of("boundaries"),
              row -> "entity/user/" + row.path("subject").path("entity").path("id").asText()),
          new Listing(
              "GET /v1/admin/enforcement-points",
              "",
              test -> test.directory("enforcement-point", "", ListRoutesTest::enforcementPoint),
              List.of("enforcement-points"),
              row -> row.path("name").asText()),
          new Listing(
              "GET /v1/admin/apis",
              "",
              test -> test.directory("api", "", ListRoutesTest::api),
              List.of("apis"),
              row -> row.path("name").asText()),
          new Listing(
              "GET /v1/admin/decisions",
              "mapping=orders",
              ListRoutesTest::decisions,
              List.of("decisions"),
              row -> row.path("decisionId").asText()),
          new Listing(
              "POST /access/v1/search/subject",
              "{'subject':{'type':'user'},'action':{'name':'read'},'resource':{'type':'record','id':'r'}}",
              test -> test.searched("user"),
              List.of("results"),
              row -> row.path("id").asText()),
          new Listing(
              "POST /access/v1/search/resource",
              "{'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'type':'record'}}",
              test -> test.searched("record"),
              List.of("results"),
              row -> row.path("id").asText()),
          new Listing(
              "POST /access/v1/search/action",
              "{'subject':{'type':'user','id':'alice'},"
                  + "'resource':{'type':'record','id':'arn:aws:ec2:eu-west-1:111122223333:instance/i'}}",
              test -> test.searched("action"),
              List.of("results"),
              row -> row.path("name").asText()),
          new Listing(
              "POST /v1/admin/policies:simulate",
              simulation(),
              _ -> IntStream.range(0, 1_000).mapToObj(i -> "record/" + i).toList(),
              List.of("EvaluationResults"),
              row -> row.path("EvalResourceName").asText()));

  static Stream<Listing> lists() {
    return LISTS.stream();
  }

  @Test
  void everyRouteOfTheFunctions_isATestedList_orAnswersOneThing() {
    Set<String> lists = new TreeSet<>();
    routers.values().forEach(router -> lists.addAll(router.table()));
    assertTrue(lists.size() > 90, lists::toString);
    Set<String> open = new TreeSet<>();
    for (String route : lists) {
      String plain = route.replace("/iam/", "/").replace("-configuration/iam", "-configuration");
      boolean answersOne =
          route.startsWith("PUT ")
              || route.startsWith("DELETE ")
              || route.endsWith("}")
              || route.startsWith("POST /v1/designs/")
              || route.startsWith("POST /v1/iam/designs/")
              || ONE.contains(plain);
      if (!answersOne) {
        open.add(plain);
      }
    }
    LISTS.forEach(list -> assertTrue(open.contains(list.route()), list.route()));
    LISTS.forEach(list -> open.remove(list.route()));
    assertEquals(Set.of(), open, "lists without a row in LISTS");
  }

  /// A parameter that is ignored would be taken for obeyed: `dryRun`, or a version to delete.
  @Test
  void parameterThatARouteOfAdministrationDoesNotHave_isRefused() {
    Set<String> paths = new TreeSet<>();
    for (Router router : routers.values()) {
      for (String route : router.table()) {
        int space = route.indexOf(' ');
        // A simulation authenticates first.
        if (route.contains("/admin/") && !route.endsWith("policies:simulate")) {
          paths.add(route);
          ApiResponse answer =
              router.answer(
                  request(
                      route.substring(0, space),
                      route.substring(space + 1).replaceAll("\\{[^}]*}", "x"),
                      "dryRun=true",
                      "{}"));
          assertEquals(400, answer.status(), route + ": " + answer.body());
          assertTrue(answer.body().contains("`dryRun`: is not a known parameter"), answer.body());
        }
      }
    }
    assertTrue(paths.size() > 50, paths::toString);
  }

  @ParameterizedTest
  @MethodSource("lists")
  void pages_haveEachRowOnce_andEachIsAnAnswer(Listing list) throws IOException {
    List<String> rows = list.fill().rows(this);
    assertFalse(rows.isEmpty());
    // None, which is 100 of the directory and the decisions, and as many as may be asked for.
    for (int limit : List.of(0, list.route().endsWith("decisions") ? 97 : 500)) {
      List<String> found = new ArrayList<>();
      String token = "";
      int pages = 0;
      do {
        JsonNode page = page(list, limit, token);
        List<String> names = new ArrayList<>();
        list.arrays()
            .forEach(array -> page.path(array).forEach(row -> names.add(list.name().of(row))));
        assertFalse(names.isEmpty(), list + ": an empty page");
        if (list.arrays().size() > 1) {
          // Each of several arrays is sorted, and so are the pages.
          names.sort(null);
        }
        found.addAll(names);
        token = next(page);
        pages++;
        assertTrue(pages <= rows.size(), list + ": no end");
      } while (!token.isEmpty());
      assertEquals(rows, found, list + ", limit " + limit);
      assertEquals(rows.size(), new HashSet<>(found).size());
    }
  }

  private static String next(JsonNode page) {
    return Stream.of(page.path("next"), page.path("Marker"), page.path("page").path("next_token"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText)
        .findFirst()
        .orElse("");
  }

  private JsonNode page(Listing list, int limit, String token) throws IOException {
    int space = list.route().indexOf(' ');
    String method = list.route().substring(0, space);
    String path = list.route().substring(space + 1);
    String signed = path.startsWith("/access") ? "/iam" + path : path.replace("/v1/", "/v1/iam/");
    String query = "";
    String body = "";
    if (method.equals("GET")) {
      query =
          String.join(
              "&",
              Stream.of(
                      list.query(),
                      limit == 0 ? "" : "limit=" + limit,
                      token.isEmpty() ? "" : "token=" + token)
                  .filter(part -> !part.isEmpty())
                  .toList());
    } else {
      body = list.query().replace('\'', '"');
      String open = body.substring(0, body.length() - 1);
      if (path.endsWith(":simulate")) {
        body =
            open
                + (limit == 0 ? "" : ",\"MaxItems\":" + limit)
                + (token.isEmpty() ? "}" : ",\"Marker\":\"" + token + "\"}");
      } else {
        body =
            open
                + ",\"page\":{"
                + (limit == 0 ? "" : "\"limit\":" + limit + ",")
                + "\"token\":\""
                + token
                + "\"}}";
      }
    }
    ApiRequest request = request(method, signed, query, body);
    ApiResponse response =
        routers.values().stream()
            .map(router -> router.answer(request))
            .filter(answer -> answer.status() != 404)
            .findFirst()
            .orElseThrow();
    assertEquals(200, response.status(), () -> list + ": " + response.body());
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Invocation.write(response, answer);
    assertTrue(answer.size() <= MOST_ANSWER, () -> list + ": " + answer.size() + " bytes");
    return JSON.readTree(response.body());
  }

  private static ApiRequest request(String method, String path, String query, String body) {
    return new ApiRequest(
        method,
        path,
        query,
        Headers.of(Map.of("Content-Type", "application/json")),
        Body.of(body),
        Optional.of(
            new GatewayCaller(
                "AKIAIOSFODNN7EXAMPLE",
                "111122223333",
                "AIDACKCEVSQ6C2EXAMPLE",
                ADMINISTRATOR,
                "AIDACKCEVSQ6C2EXAMPLE",
                null)),
        new AccountId("111122223333"),
        new RequestOrigin(
            "gateway-1", "203.0.113.7", "curl/8", Optional.empty(), "Function", Instant.now()));
  }

  private void put(String table, List<Map<String, AttributeValue>> items) {
    // DynamoDB API Reference, BatchWriteItem: 25 items, 16 MB.
    for (int i = 0; i < items.size(); i += 25) {
      List<WriteRequest> some =
          items.subList(i, Math.min(items.size(), i + 25)).stream()
              .map(
                  item ->
                      WriteRequest.builder()
                          .putRequest(PutRequest.builder().item(item).build())
                          .build())
              .toList();
      tables.client().batchWriteItem(write -> write.requestItems(Map.of(names.get(table), some)));
    }
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static String number(int i) {
    return "%04d".formatted(i);
  }

  /// A list of texts in JSON, whose quotes are four bytes each of an answer.
  private static String texts(int count, int length) {
    String filling = "\\\"".repeat(length / 2);
    return String.join(
        ",", IntStream.range(0, count).mapToObj(i -> "\"" + i + filling + "\"").toList());
  }

  private List<String> mappings() {
    return mappings(OWN);
  }

  /// Half of them are the caller's.
  private List<String> mappingsOfOthers() {
    return mappings("\"AWS\":\"444455556666\"");
  }

  private List<String> mappings(String everySecond) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String id = "m" + number(i);
      // The longest that the reader takes is 65,536 characters.
      String description = "\\\"".repeat(490);
      String parameters =
          IntStream.range(0, 30)
              .mapToObj(
                  p ->
                      "\"p"
                          + p
                          + "\":{\"from\":\"request\",\"pattern\":\"[a-z]{1,32}\",\"default\":\""
                          + "\\\"".repeat(120)
                          + "\"}")
              .reduce((one, other) -> one + "," + other)
              .orElseThrow();
      ids.add(id);
      items.add(
          Map.of(
              "id",
              text(id),
              "version",
              AttributeValue.fromN("1"),
              "document",
              text(
                  "{\"id\":\""
                      + id
                      + "\",\"description\":\""
                      + description
                      + "\",\"roleArn\":\"arn:aws:iam::111122223333:role/Reader\",\"parameters\":{"
                      + parameters
                      + "},\"trustPolicy\":{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{"
                      + (i % 2 == 0 ? OWN : everySecond)
                      + "},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"StringNotEquals\":{\"aws:PrincipalTag/x\":["
                      + texts(i == 7 ? 45 : 8, 1_000)
                      + "]}}}]}}")));
    }
    put("Mappings", items);
    return ids;
  }

  private List<String> issuers() {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String url = "https://i" + number(i) + ".example";
      urls.add(url);
      items.add(
          Map.of(
              "issuer",
              text(url),
              "version",
              AttributeValue.fromN("1"),
              "document",
              text("{\"issuer\":\"" + url + "\",\"audiences\":[" + texts(60, 240) + "]}")));
    }
    put("Issuers", items);
    return urls;
  }

  private interface Document {
    String of(int i, String name);
  }

  private List<String> directory(String kind, String prefix, Document document) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String name = number(i);
      all.add(prefix + name);
      items.add(
          row(
              kind,
              prefix + name,
              kind.equals("entity") && i % 50 == 3 ? "{" : document.of(i, name)));
    }
    put("Directory", items);
    return all;
  }

  private static Map<String, AttributeValue> row(String kind, String name, String document) {
    return Map.of(
        "kind",
        text(kind),
        "name",
        text(name),
        "document",
        text(document.replace('\'', '"')),
        "version",
        AttributeValue.fromN("1"));
  }

  /// One is as long as can be read: 262,144 characters.
  private static String entity(int i, String name) {
    return "{'type':'note','id':'"
        + name
        + "','properties':{'a':["
        + texts(i == 9 ? 125 : 9, 2_000)
        + "]}}";
  }

  private static String entityName(JsonNode row) {
    // What cannot be read is told by its path.
    String path = row.path("path").asText();
    return "note/"
        + (path.isEmpty() ? row.path("id").asText() : path.substring(path.lastIndexOf('/') + 1));
  }

  private static String group(int i, String name) {
    String members =
        IntStream.range(0, i == 9 ? 3_000 : 250)
            .mapToObj(m -> "{'entity':{'type':'user','id':'" + "x".repeat(40) + m + "'}}")
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    return "{'name':'" + name + "','description':'','members':[" + members + "]}";
  }

  private static String policy(int i, String name) {
    String version =
        "{'versionId':'v%d','policy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'note:read',"
            + "'Resource':'*','Condition':{'StringEquals':{'subject:x':["
            + texts(i == 9 ? 18 : 4, 1_000)
            + "]}}}]}}";
    String versions =
        IntStream.rangeClosed(1, 5)
            .mapToObj(version::formatted)
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    return "{'name':'"
        + name
        + "','type':'identity','defaultVersion':'v1','latestVersion':'v5','versions':["
        + versions
        + "]}";
  }

  private static String attachment(int i, String name) {
    return "{'policy':'read','target':{'group':'" + name + "'}}";
  }

  private static String boundary(int i, String name) {
    return "{'subject':{'entity':{'type':'user','id':'" + name + "'}},'policy':'read'}";
  }

  private static String enforcementPoint(int i, String name) {
    return "{'name':'"
        + name
        + "','subject':{'principal':'arn:aws:iam::111122223333:user/a"
        + i
        + "'},'assertable':{'context':{'add':["
        + texts(200, 100)
        + "]}}}";
  }

  private static String api(int i, String name) {
    String routes =
        IntStream.range(0, 60)
            .mapToObj(
                r ->
                    "{'route':'GET /"
                        + "x".repeat(200)
                        + r
                        + "/{id}','action':'read','resource':{'type':'note','id':'{id}'}}")
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    return "{'name':'"
        + name
        + "','api':'arn:aws:execute-api:eu-west-1:111122223333:a"
        + name
        + "','audiences':['https://notes.example'],'entities':[{'issuer':'https://i.example','type':'user','claim':'sub'}],"
        + "'routes':["
        + routes
        + "],'cache':{'seconds':0,'identitySources':['$request.header.Authorization','$context.routeKey']}}";
  }

  private List<String> decisions() {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      // A time within the log's, then a number.
      String id = "01KATEST0000000000000" + "0" + number(i);
      ids.addFirst(id);
      items.add(
          Map.of(
              "principal", text("somebody"),
              "id", text(id),
              "mapping", text("orders"),
              "reason", text("\"".repeat(i == 9 ? 390_000 : 18_000))));
    }
    put("Decisions", items);
    return ids;
  }

  /// What may be found: 1,200 entities with the longest ids there are, or actions of a service.
  private List<String> searched(String what) {
    List<Map<String, AttributeValue>> items = new ArrayList<>();
    String allow =
        "{'name':'%s','type':'%s','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':'v1',"
            + "'policy':{'Version':'2012-10-17','Statement':{'Effect':'Allow',%s}}}]}";
    String pep = "principal/" + ADMINISTRATOR;
    items.add(
        row(
            "policy",
            "ask",
            allow.formatted("ask", "identity", "'Action':'brevet:Search','Resource':'*'")));
    items.add(
        row(
            "attachment",
            "ask/" + pep,
            "{'policy':'ask','target':{'principal':'" + ADMINISTRATOR + "'}}"));
    items.add(
        row(
            "policy",
            "read",
            allow.formatted(
                "read", "identity", "'Action':['record:read','ec2:*'],'Resource':'*'")));
    items.add(
        row(
            "attachment",
            "read/entity/user/alice",
            "{'policy':'read','target':{'entity':{'type':'user','id':'alice'}}}"));
    items.add(
        row(
            "policy",
            "shared",
            allow.formatted(
                "shared",
                "resource",
                "'Principal':{'Federated':'directory:user'},'Action':'record:read','Resource':'*'")));
    items.add(
        row(
            "attachment",
            "shared/resource/record/r",
            "{'policy':'shared','target':{'resource':{'type':'record','id':'r'}}}"));
    List<String> found = new ArrayList<>();
    for (int i = 0; i < 1_200 && !what.equals("action"); i++) {
      String id = number(i) + "\"".repeat(500);
      found.add(id);
      items.add(
          Map.of(
              "kind", text("entity"),
              "name", text(what + "/" + id),
              "document",
                  text("{\"type\":\"" + what + "\",\"id\":\"" + id.replace("\"", "\\\"") + "\"}"),
              "version", AttributeValue.fromN("1")));
    }
    put("Directory", items);
    return what.equals("action")
        ? Catalogue.bundled().service("ec2").orElseThrow().actions().stream()
            .map(action -> action.action().toString())
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .toList()
        : found;
  }

  private static String simulation() {
    String statements =
        IntStream.range(0, 36)
            .mapToObj(_ -> "{'Effect':'Allow','Action':'record:read','Resource':'*'}")
            .reduce((one, other) -> one + "," + other)
            .orElseThrow();
    String resources =
        String.join(",", IntStream.range(0, 1_000).mapToObj(i -> "'record/" + i + "'").toList());
    return "{'PolicyInputList':['"
        + ("{'Version':'2012-10-17','Statement':[" + statements + "]}").replace("'", "\\'")
        + "'],'ActionNames':['record:read'],'ResourceArns':["
        + resources
        + "]}";
  }
}
