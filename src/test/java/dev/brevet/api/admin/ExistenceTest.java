package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.HeavyCalls;
import dev.brevet.api.HeavyRoutes;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionQuery;
import dev.brevet.decisionlog.RecordedDecision;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.Tries;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.StoredDirectory;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.IssuersInMemory;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A delegate whose rights depend on the content is told nothing of whether what it may not touch
/// is there.
class ExistenceTest {
  private static final String POLICY =
      "{'name':'%s','type':'identity','policy':{'Version':'2012-10-17','Statement':["
          + "{'Effect':'Allow','Action':'%s','Resource':'*'}]}}";
  private static final String ROLE = "arn:aws:iam::111122223333:role/";
  private static final String DECISION = "01KAN0000000000000000000AB";

  /// What the delegate may do: to what is its own, by the content.
  private static final List<String> RIGHTS =
      List.of(
          allow("Mapping", "mapping/*", "'ArnLike':{'brevet:RoleArn':'" + ROLE + "own-*'}"),
          allow("Issuer", "issuer/*", "'StringEquals':{'brevet:IssuerHost':'own.example'}"),
          allow("Entity", "entity/*", "'StringEquals':{'brevet:EntityType':'own'}"),
          allow("Group", "group/*", "'ForAllValues:StringEquals':{'brevet:Group':'own'}"),
          allow("Policy", "policy/*", "'ForAllValues:StringLike':{'brevet:PolicyAction':'own:*'}"),
          allow("Attachment", "attachment/*", "'StringEquals':{'brevet:Policy':'own'}"),
          allow("Boundary", "boundary/*", "'StringEquals':{'brevet:Policy':'own'}"),
          allow(
              "EnforcementPoint",
              "enforcement-point/*",
              "'ArnLike':{'brevet:Principal':'" + ROLE + "own-*'}"),
          allow("Api", "api/*", "'ArnLike':{'brevet:Api':'arn:aws:execute-api:*:*:own'}"),
          allow("Decision", "decision/*", "'StringEquals':{'brevet:EntityType':'own'}"),
          "{'Effect':'Allow','Action':'brevet:List*','Resource':'*',"
              + "'Condition':{'StringEquals':{'brevet:EntityType':'own'}}}");

  private static String allow(String word, String resource, String condition) {
    return "{'Effect':'Allow','Action':'brevet:*%s','Resource':'arn:aws:brevet:*:*:%s','Condition':{%s}}"
        .formatted(word, resource, condition);
  }

  /// Things of each kind under one name: one that is not the delegate's, and where the name leaves
  /// that open, one that would be.
  enum Kind {
    MAPPING("mappings", "/{id}", "/x", mapping("other-Reader"), mapping("own-Reader"), "'id':'x'"),
    ISSUER(
        "issuers",
        "/{id}",
        "/" + base64("https://other.example"),
        "{'issuer':'https://other.example','audiences':['brevet']}",
        "{'issuer':'https://other.example','audiences':['a']}",
        "https://other"),
    ENTITY(
        "entities",
        "/{type}/{id}",
        "/other/x",
        "{'type':'other','id':'x'}",
        "{'type':'other','id':'x','properties':{}}",
        "'id':'x'"),
    GROUP(
        "groups",
        "/{name}",
        "/x",
        "{'name':'x','members':[{'group':'other'}]}",
        "{'name':'x'}",
        "'name':'x'"),
    MANAGED_POLICY(
        "policies",
        "/{name}",
        "/x",
        POLICY.formatted("x", "other:Read"),
        POLICY.formatted("x", "own:Read"),
        "'name':'x'"),
    ATTACHMENT(
        "attachments",
        "/{policy}/{target}",
        "/other/~" + base64("entity/user/x"),
        "{'policy':'other','target':{'entity':{'type':'user','id':'x'}}}",
        "{'policy':'other','target':{'entity':{'type':'user','id':'x'}}}",
        "'id':'x'"),
    BOUNDARY(
        "boundaries",
        "/{subject}",
        "/~" + base64("entity/user/x"),
        "{'subject':{'entity':{'type':'user','id':'x'}},'policy':'other'}",
        "{'subject':{'entity':{'type':'user','id':'x'}},'policy':'own'}",
        "'id':'x'"),
    ENFORCEMENT_POINT(
        "enforcement-points",
        "/{name}",
        "/x",
        "{'name':'x','subject':{'principal':'" + ROLE + "other'}}",
        "{'name':'x','subject':{'principal':'" + ROLE + "own-app'}}",
        "'name':'x'"),
    API("apis", "/{name}", "/x", api("other"), api("own"), "'name':'x'");

    private final String collection;
    private final String template;
    private final String path;
    private final String other;
    private final String own;
    private final String itsName;

    Kind(
        String collection, String template, String path, String other, String own, String itsName) {
      this.collection = collection;
      this.template = template;
      this.path = collection + path;
      this.other = other;
      this.own = own;
      this.itsName = itsName;
    }

    private static String base64(String text) {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String mapping(String role) {
      return "{'id':'x','roleArn':'%s%s','trustPolicy':{'Version':'2012-10-17','Statement':["
              .formatted(ROLE, role)
          + "{'Effect':'Allow','Principal':{'AWS':'%sapp'},'Action':'sts:AssumeRole'}]},"
              .formatted(ROLE)
          + "'sessionPolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow',"
          + "'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}]}}";
    }

    private static String api(String id) {
      return "{'name':'x','api':'arn:aws:execute-api:eu-west-1:111122223333:%s','audiences':['a'],"
              .formatted(id)
          + "'routes':[{'route':'GET /a','action':'a:read','resource':{'type':'a','id':'1'}}]}";
    }

    /// Bodies of all kinds: allowed by themselves where there are such, not allowed, not readable,
    /// of another name, and with members that nobody knows.
    private List<String> bodies() {
      return List.of(
          own,
          other,
          "{",
          "{}",
          own.replace(itsName, itsName + "y").replace("'y", "y'"),
          own.substring(0, own.length() - 1) + ",'unknown':1}",
          own.replace("'Resource'", "'NotResource'"),
          own.replace("own:Read", "s3:NoSuchAction"),
          own.replace("'identity'", "'resource'"));
    }
  }

  private static final class World {
    private final DirectoryInMemory store = new DirectoryInMemory();
    private final Router router;
    private boolean decided;

    World(String statements) {
      PolicyLint lint = new PolicyLint(Catalogue.bundled());
      Directory directory =
          new StoredDirectory(store, Duration.ZERO, InstantSource.system(), _ -> {});
      Administration administration =
          Administrations.of(
              new DecisionsInMemory(),
              directory,
              List.of("arn:aws:iam::111122223333:user/ops/admin"));
      MappingsInMemory mappings = new MappingsInMemory();
      router =
          new Router(
              List.of(
                  new MappingsAdminEndpoint(administration, mappings, lint, directory, List.of()),
                  new IssuersAdminEndpoint(administration, new IssuersInMemory(), false),
                  new DirectoryAdminEndpoint(
                      administration, store, lint, mappings, directory, Tries.of(8)),
                  new DecisionsAdminEndpoint(
                      administration,
                      new RecordedDecisions() {
                        @Override
                        public Optional<RecordedDecision> find(DecisionId id) {
                          return decided
                              ? Optional.of(new RecordedDecision(id, "{}"))
                              : Optional.empty();
                        }

                        @Override
                        public Page list(DecisionQuery query) {
                          return new Page(List.of(), true);
                        }
                      })));
      write("PUT", "groups/other", "{'name':'other'}");
      write("PUT", "policies/own", POLICY.formatted("own", "own:Read"));
      write("PUT", "policies/other", POLICY.formatted("other", "other:Read"));
      write(
          "PUT",
          "policies/delegated",
          "{'name':'delegated','type':'identity','policy':{'Version':'2012-10-17','Statement':["
              + statements
              + "]}}");
      for (String target :
          List.of(
              "'token':{'issuer':'" + Administrations.ISSUER + "','sub':'anna'}",
              "'principal':'arn:aws:iam::111122223333:user/anna'")) {
        write("POST", "attachments", "{'policy':'delegated','target':{" + target + "}}");
      }
    }

    private ApiResponse administrator(String method, String path, String match, String body) {
      return send(method, "/v1/iam/admin/", "/ops/admin", path, match, body);
    }

    private String write(String method, String path, String body) {
      ApiResponse written = administrator(method, path, "", body);
      assertTrue(written.status() < 300, written.body());
      return written.headers().get("ETag");
    }

    /// Stores what is not the delegate's, and removes it again where it shall be missing; its
    /// version.
    private String other(Kind kind, boolean isMissing) {
      String version = write("PUT", kind.path, kind.other);
      if (isMissing) {
        assertEquals(204, administrator("DELETE", kind.path, version, "").status());
      }
      decided = !isMissing;
      return version;
    }

    ApiResponse delegate(String method, String base, String path, String match, String body) {
      return send(method, base, "/anna", path, match, body);
    }

    private ApiResponse send(
        String method, String base, String user, String path, String match, String body) {
      boolean signed = base.contains("/iam/");
      Map<String, String> headers = new TreeMap<>();
      if (!signed) {
        headers.put("Authorization", "Bearer anna");
      }
      if (!match.isEmpty()) {
        headers.put(match.equals("*") ? "If-None-Match" : "If-Match", match);
      }
      return router.answer(
          Requests.of(
              method,
              base + path.split("\\?", 2)[0],
              path.contains("?") ? path.split("\\?", 2)[1] : "",
              headers,
              Body.of(body.replace('\'', '"')),
              signed ? Optional.of(Requests.user(user)) : Optional.empty()));
    }
  }

  /// One request for a route.
  ///
  /// @param match `stored` stands for the version that is stored, or was
  private record Ask(String path, String match, String body) {}

  /// By route, as the functions have them, the requests that are tried. Those without a kind read
  /// nothing that has a kind's name.
  private static Map<String, List<Ask>> asks(Kind kind) {
    Map<String, List<Ask>> asks = new TreeMap<>();
    String all = "/v1/admin/" + kind.collection;
    asks.put("GET " + all, List.of(new Ask(kind.collection, "", "")));
    asks.put("GET " + all + kind.template, List.of(new Ask(kind.path, "", "")));
    asks.put(
        "DELETE " + all + kind.template,
        Stream.of("stored", "\"999\"", "", "*", "x").map(m -> new Ask(kind.path, m, "")).toList());
    List<Ask> puts = new ArrayList<>();
    for (String body : kind.bodies()) {
      for (String match : List.of("stored", "\"999\"", "x")) {
        puts.add(new Ask(kind.path, match, body));
      }
    }
    // Of what would be created the delegate may not write this.
    puts.add(new Ask(kind.path, "", kind.other));
    puts.add(new Ask(kind.path, "*", kind.other));
    asks.put("PUT " + all + kind.template, puts);
    if (kind == Kind.ATTACHMENT || kind == Kind.BOUNDARY) {
      asks.put("POST " + all, List.of(new Ask(kind.collection, "", kind.other)));
    }
    if (kind == Kind.MANAGED_POLICY) {
      asks.put(
          "GET /v1/admin/policies/{name}/versions/{version}",
          Stream.of("v1", "v9", "x")
              .map(v -> new Ask(kind.path + "/versions/" + v, "", ""))
              .toList());
    }
    return asks;
  }

  private static Map<String, List<Ask>> decisions() {
    return Map.of(
        "GET /v1/admin/decisions", List.of(new Ask("decisions?principal=x", "", "")),
        "GET /v1/admin/decisions/{id}", List.of(new Ask("decisions/" + DECISION, "", "")));
  }

  private static Map<String, List<Ask>> all() {
    Map<String, List<Ask>> all = new TreeMap<>(decisions());
    for (Kind kind : Kind.values()) {
      all.putAll(asks(kind));
    }
    return all;
  }

  @Test
  void everyRouteOfAdministration_isTried() {
    Set<String> routes =
        new HeavyRoutes()
            .routes().stream()
                .map(HeavyCalls::normal)
                .filter(route -> route.contains("/admin/"))
                .collect(Collectors.toCollection(TreeSet::new));
    // What is simulated is sent, not stored.
    assertTrue(routes.remove("POST /v1/admin/policies:simulate"));
    assertEquals(routes, new TreeSet<>(all().keySet()));
  }

  static Stream<String> routes() {
    return all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void missing_isAnsweredAsWhatIsNotTheCallers(String route) {
    String method = route.substring(0, route.indexOf(' '));
    Kind kind =
        Stream.of(Kind.values())
            .filter(each -> asks(each).containsKey(route))
            .findFirst()
            .orElse(Kind.GROUP);
    int denied = 0;
    for (Ask ask : all().getOrDefault(route, List.of())) {
      for (String base : List.of("/v1/admin/", "/v1/iam/admin/")) {
        List<String> answers = new ArrayList<>();
        for (boolean isMissing : List.of(true, false)) {
          World world = new World(String.join(",", RIGHTS));
          String stored = world.other(kind, isMissing);
          ApiResponse answer =
              world.delegate(
                  method,
                  base,
                  ask.path,
                  ask.match.equals("stored") ? stored : ask.match,
                  ask.body);
          assertTrue(answer.status() == 400 || answer.status() == 403, () -> ask + " " + answer);
          assertFalse(answer.headers().containsKey("ETag"), answer::toString);
          denied += answer.status() == 403 ? 1 : 0;
          answers.add(
              answer.status()
                  + " "
                  + new TreeMap<>(answer.headers()).toString().replaceAll("01[0-9A-Z]{24}", "id")
                  + " "
                  + answer.body().replaceAll("01[0-9A-Z]{24}", "id"));
        }
        assertEquals(answers.getFirst(), answers.getLast(), () -> route + " " + ask);
      }
    }
    assertTrue(denied > 0, "nothing was denied: " + route);
  }

  /// Whether a name is taken is told by creating; not by which version.
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"MAPPING", "GROUP", "MANAGED_POLICY", "BOUNDARY", "ENFORCEMENT_POINT", "API"})
  void nameThatIsTaken_isDenied_andNotToldAsAConflict(Kind kind) {
    for (String match : List.of("", "*")) {
      World world = new World(String.join(",", RIGHTS));
      String stored = world.other(kind, false);
      for (String base : List.of("/v1/admin/", "/v1/iam/admin/")) {
        ApiResponse taken = world.delegate("PUT", base, kind.path, match, kind.own);
        assertEquals(403, taken.status(), taken.body());
        assertFalse(taken.body().contains("currentVersion"), taken.body());
      }
      assertEquals(204, world.administrator("DELETE", kind.path, stored, "").status());
      ApiResponse free = world.delegate("PUT", "/v1/admin/", kind.path, match, kind.own);
      assertEquals(201, free.status(), free.body());
    }
  }

  /// What is written between the look and the write is told no more than what was there before.
  @Test
  void nameThatIsTakenMeanwhile_isDenied() {
    for (boolean creates : List.of(true, false)) {
      World world = new World(String.join(",", RIGHTS));
      String version = creates ? "" : world.write("PUT", "groups/x", "{'name':'x'}");
      world.store.beforeChecking(
          () ->
              assertTrue(
                  world.administrator("PUT", "groups/x", version, Kind.GROUP.other).status()
                      < 300));
      ApiResponse answer = world.delegate("PUT", "/v1/admin/", "groups/x", version, Kind.GROUP.own);
      assertEquals(403, answer.status(), answer.body());
      assertFalse(answer.body().contains("currentVersion"), answer.body());
    }
  }

  /// A name alone bounds these: whatever is there is theirs.
  @ParameterizedTest
  @EnumSource(Kind.class)
  void missing_isToldToWhomeverAnythingThereIs(Kind kind) {
    for (boolean isConfigured : List.of(true, false)) {
      World world =
          new World("{'Effect':'Allow','Action':'brevet:*','Resource':'arn:aws:brevet:*:*:*'}");
      String stored = world.other(kind, true);
      Map<String, Integer> statuses = new TreeMap<>(Map.of("GET", 404, "PUT", 409, "DELETE", 409));
      statuses.forEach(
          (method, status) -> {
            String match = method.equals("GET") ? "" : stored;
            String body = method.equals("PUT") ? kind.other : "";
            ApiResponse answer =
                isConfigured
                    ? world.administrator(method, kind.path, match, body)
                    : world.delegate(method, "/v1/admin/", kind.path, match, body);
            assertEquals(status, answer.status(), answer.body());
            assertEquals(status == 409, answer.body().contains("\"currentVersion\":0"));
          });
    }
  }

  /// What a write rests on is told to delegates that may name it.
  @Test
  void whatMayNotBeNamed_isNotToldToBeThere() {
    World world = new World(String.join(",", RIGHTS));
    List<Integer> statuses = new ArrayList<>();
    for (String name : List.of("other", "nobodys", "own")) {
      String attachment = "{'policy':'%s','target':{'group':'nobodys'}}".formatted(name);
      String boundary =
          "{'subject':{'entity':{'type':'a','id':'x'}},'policy':'%s'}".formatted(name);
      String group = "{'name':'x','members':[{'group':'%s'}]}".formatted(name);
      for (ApiResponse answer :
          List.of(
              world.delegate("POST", "/v1/admin/", "attachments", "", attachment),
              world.delegate("POST", "/v1/admin/", "boundaries", "", boundary),
              world.delegate("PUT", "/v1/admin/", "groups/x", "", group))) {
        statuses.add(answer.status());
      }
    }
    // There is no group `nobodys` or `own`, and there is a policy `own`.
    assertEquals(List.of(403, 403, 403, 403, 403, 403, 400, 201, 400), statuses);
  }

  /// An entity's name says all that policies ask for of its content.
  @Test
  void missingEntity_isToldByItsType() {
    World world = new World(String.join(",", RIGHTS));
    assertEquals(404, world.delegate("GET", "/v1/admin/", "entities/own/x", "", "").status());
    assertEquals(
        409, world.delegate("DELETE", "/v1/admin/", "entities/own/x", "\"9\"", "").status());
  }
}
