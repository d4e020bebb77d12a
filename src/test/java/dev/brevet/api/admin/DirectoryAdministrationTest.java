package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.Tries;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.identity.GatewayCaller;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryAdministrationTest {
  private static final String BASE = "/v1/iam/admin/";
  private static final String READERS =
      """
      {"name":"readers","type":"identity","policy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":"record:read","Resource":"record/*"}]}}
      """;
  private static final String ALICE =
      "{\"type\":\"user\",\"id\":\"alice\",\"properties\":{\"role\":\"editor\"}}";

  private final DecisionsInMemory log = new DecisionsInMemory();
  private final DirectoryInMemory store = new DirectoryInMemory();
  private final Router router =
      new Router(
          List.of(
              new DirectoryAdminEndpoint(
                  Administrations.of(
                      log, Directories::of, List.of("arn:aws:iam::111122223333:user/ops/admin")),
                  store,
                  new PolicyLint(Catalogue.bundled()),
                  new MappingsInMemory(),
                  Directories::of,
                  Tries.of(8))));

  private ApiResponse send(
      GatewayCaller caller,
      String method,
      String path,
      String query,
      Map<String, String> headers,
      String body) {
    return router.answer(
        Requests.of(method, BASE + path, query, headers, Body.of(body), Optional.of(caller)));
  }

  private ApiResponse send(String method, String path, Map<String, String> headers, String body) {
    return send(Requests.user("/ops/admin"), method, path, "", headers, body);
  }

  private ApiResponse get(String path) {
    return send("GET", path, Map.of(), "");
  }

  private ApiResponse list(String path, String query) {
    return send(Requests.user("/ops/admin"), "GET", path, query, Map.of(), "");
  }

  private static String code(ApiResponse response) {
    return Documents.of(response).get("code").asText();
  }

  private static String segment(String text) {
    return "~"
        + Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void entity_livesFromCreationToDeletion() {
    ApiResponse created = send("PUT", "entities/user/alice", Map.of("If-None-Match", "*"), ALICE);
    assertEquals(201, created.status());
    assertEquals("\"1\"", created.headers().get("ETag"));
    ApiResponse replaced =
        send(
            "PUT",
            "entities/user/alice",
            Map.of("If-Match", "\"1\""),
            ALICE.replace("editor", "admin"));
    assertEquals(200, replaced.status());
    assertEquals(
        "admin", Documents.of(get("entities/user/alice/")).at("/properties/role").asText());
    assertEquals(2, Documents.of(get("entities/user/alice")).get("version").asInt());
    assertEquals(
        204, send("DELETE", "entities/user/alice", Map.of("If-Match", "\"2\""), "").status());
    assertEquals("not_found", code(get("entities/user/alice")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "~tilde", "Å b", ".", "..", "a?b#c%2F"})
  void entityWhoseIdIsNoSegment_isNamedInBase64(String id) {
    String path = "entities/record/" + segment(id);
    assertEquals(
        201, send("PUT", path, Map.of(), "{\"type\":\"record\",\"id\":\"" + id + "\"}").status());
    assertEquals(id, Documents.of(get(path)).get("id").asText());
  }

  @Test
  void everyKind_isWrittenReadAndListed() {
    assertEquals(201, send("PUT", "groups/staff", Map.of(), "{\"name\":\"staff\"}").status());
    assertEquals(201, send("PUT", "policies/readers", Map.of(), READERS).status());
    ApiResponse attached =
        send(
            "POST",
            "attachments",
            Map.of(),
            "{\"policy\":\"readers\",\"target\":{\"group\":\"staff\"}}");
    assertEquals(201, attached.status());
    assertEquals(
        BASE + "attachments/readers/" + segment("group/staff"), attached.headers().get("Location"));
    assertEquals(
        "staff",
        Documents.of(get("attachments/readers/" + segment("group/staff")))
            .at("/target/group")
            .asText());
    ApiResponse bounded =
        send(
            "POST",
            "boundaries",
            Map.of(),
            "{\"subject\":{\"entity\":{\"type\":\"user\",\"id\":\"alice\"}},\"policy\":\"readers\"}");
    assertEquals(201, bounded.status());
    assertEquals(
        BASE + "boundaries/" + segment("entity/user/alice"), bounded.headers().get("Location"));
    assertEquals(
        201,
        send(
                "PUT",
                "enforcement-points/app",
                Map.of(),
                "{\"name\":\"app\",\"subject\":{\"principal\":\"arn:aws:iam::111122223333:role/App\"}}")
            .status());
    for (String collection :
        List.of("groups", "policies", "attachments", "boundaries", "enforcement-points")) {
      assertEquals(1, Documents.of(get(collection)).get(collection).size(), collection);
    }
  }

  @Test
  void policy_keepsItsVersionsAndWhichOneIsTheDefault() {
    send("PUT", "policies/readers", Map.of(), READERS);
    JsonNode second =
        Documents.of(
            send(
                "PUT",
                "policies/readers",
                Map.of("If-Match", "\"1\""),
                READERS.replace("record:read", "record:write")));
    assertEquals("v2", second.get("defaultVersion").asText());
    assertEquals(2, second.get("versions").size());
    JsonNode first = Documents.of(get("policies/readers/versions/v1"));
    assertEquals("record:read", first.at("/policy/Statement/0/Action").asText());
    assertFalse(first.get("isDefaultVersion").asBoolean());
    assertEquals("not_found", code(get("policies/readers/versions/v3")));
    assertEquals("not_found", code(get("policies/readers/versions/1")));

    String back =
        second.toString().replace("\"defaultVersion\":\"v2\"", "\"defaultVersion\":\"v1\"");
    JsonNode third =
        Documents.of(send("PUT", "policies/readers", Map.of("If-Match", "\"2\""), back));
    assertEquals("v1", third.get("defaultVersion").asText());
    JsonNode notInForce =
        Documents.of(
            send(
                "PUT",
                "policies/readers",
                Map.of("If-Match", "\"3\""),
                READERS.replace("\"type\"", "\"setAsDefault\":false,\"type\"")));
    assertEquals("v1", notInForce.get("defaultVersion").asText());
    assertEquals("v3", notInForce.get("latestVersion").asText());
  }

  @Test
  void versionOfAPolicy_isNeverChangedNorItsNumberUsedAgain() {
    send("PUT", "policies/readers", Map.of(), READERS);
    JsonNode second =
        Documents.of(send("PUT", "policies/readers", Map.of("If-Match", "\"1\""), READERS));

    assertEquals(
        "`versions`: has a version that is not stored: give a new version as `policy` (line 1,"
            + " column 91)",
        Documents.of(
                send(
                    "PUT",
                    "policies/readers",
                    Map.of("If-Match", "\"2\""),
                    second.toString().replace("record:read", "record:*")))
            .get("detail")
            .asText());
    ObjectNode without = second.deepCopy();
    without.put("defaultVersion", "v1");
    ((ArrayNode) without.get("versions")).remove(1);
    assertEquals(
        200,
        send("PUT", "policies/readers", Map.of("If-Match", "\"2\""), without.toString()).status());
    JsonNode next =
        Documents.of(send("PUT", "policies/readers", Map.of("If-Match", "\"3\""), READERS));
    assertEquals("v3", next.get("latestVersion").asText());
    assertEquals("v3", next.at("/versions/1/versionId").asText());
  }

  @Test
  void sixthVersion_isRefused() {
    send("PUT", "policies/readers", Map.of(), READERS);
    for (int i = 1; i < 5; i++) {
      assertEquals(
          200,
          send("PUT", "policies/readers", Map.of("If-Match", "\"" + i + "\""), READERS).status());
    }

    assertEquals(
        "`policy`: the policy has 5 versions; delete one first (line 1, column 46)",
        Documents.of(send("PUT", "policies/readers", Map.of("If-Match", "\"5\""), READERS))
            .get("detail")
            .asText());
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("PUT", "entities/user/alice", "{", "body"),
        Arguments.of("PUT", "entities/user/alice", "{\"type\":\"user\"}", "id"),
        Arguments.of("PUT", "entities/user/alice", "{\"type\":\"user\",\"id\":\"bob\"}", "body"),
        Arguments.of("PUT", "entities/user.x/alice", ALICE, "path"),
        Arguments.of("PUT", "entities/user/~%", ALICE, "path"),
        Arguments.of("PUT", "groups/a b", "{\"name\":\"a b\"}", "path"),
        Arguments.of(
            "PUT", "groups/a", "{\"name\":\"a\",\"members\":[{\"group\":\"none\"}]}", "members"),
        Arguments.of(
            "POST", "attachments", "{\"policy\":\"none\",\"target\":{\"group\":\"g\"}}", "policy"),
        Arguments.of("POST", "boundaries", "{}", "subject"),
        Arguments.of(
            "PUT",
            "policies/p",
            "{\"name\":\"p\",\"type\":\"identity\",\"policy\":{\"Statement\":[]},\"x\":1}",
            "x"),
        Arguments.of(
            "PUT", "policies/p", "{\"name\":\"p\",\"type\":\"identity\"}", "defaultVersion"),
        Arguments.of("GET", "boundaries/~", "", "path"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatIsWrong_isRefusedByField(String method, String path, String body, String field) {
    JsonNode problem = Documents.of(send(method, path, Map.of(), body));
    assertEquals("malformed_request", problem.get("code").asText(), problem::toString);
    assertEquals(field, problem.get("field").asText(), problem::toString);
    assertEquals(0, store.stamp());
  }

  @Test
  void whatIsInUse_isNotDeletedAndTheLogSaysSo() {
    send("PUT", "policies/readers", Map.of(), READERS);
    send(
        "POST",
        "attachments",
        Map.of(),
        "{\"policy\":\"readers\",\"target\":{\"entity\":{\"type\":\"user\",\"id\":\"a\"}}}");
    ApiResponse refused = send("DELETE", "policies/readers", Map.of("If-Match", "\"1\""), "");

    assertEquals(409, refused.status());
    assertEquals(
        "the policy is attached; detach it first", Documents.of(refused).get("detail").asText());
    DecisionRecord last = log.records().getLast();
    assertEquals(DecisionRecord.Outcome.DENIED, last.verdict().outcome());
    assertTrue(last.verdict().reason().startsWith("policy/readers: "), last.verdict()::reason);
    assertTrue(last.verdict().reason().contains("the policy is attached"), last.verdict()::reason);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,entities,ListEntities,entity/*",
    "GET,entities/user/alice,GetEntity,entity/user/alice",
    "DELETE,groups/staff,DeleteGroup,group/staff",
    "PUT,policies/readers,PutPolicy,policy/readers",
    "GET,policies/readers/versions/v1,GetPolicy,policy/readers",
    "GET,enforcement-points,ListEnforcementPoints,enforcement-point/*"
  })
  void stranger_isDeniedByActionAndResourceAndNothingIsRead(
      String method, String path, String action, String resource) {
    store.fail();
    ApiResponse denied = send(Requests.user("/eve"), method, path, "", Map.of(), READERS);

    assertEquals(403, denied.status());
    assertEquals(action, log.records().getLast().operation());
    assertTrue(log.records().getLast().verdict().reason().startsWith(resource + ": "));
  }

  @Test
  void anotherVersion_isAConflictThatTellsTheStoredOne() {
    send("PUT", "entities/user/alice", Map.of(), ALICE);
    for (Map<String, String> headers :
        List.of(Map.<String, String>of(), Map.of("If-Match", "\"2\""))) {
      ApiResponse conflict = send("PUT", "entities/user/alice", headers, ALICE);
      assertEquals(409, conflict.status());
      assertEquals(1, Documents.of(conflict).get("currentVersion").asInt());
    }
    assertEquals(
        "If-Match",
        Documents.of(send("DELETE", "entities/user/alice", Map.of(), "")).get("field").asText());
  }

  @Test
  void list_isPagedToItsEnd() {
    for (int i = 0; i < 5; i++) {
      send("PUT", "entities/user/u" + i, Map.of(), "{\"type\":\"user\",\"id\":\"u" + i + "\"}");
    }
    send("PUT", "entities/userx/a", Map.of(), "{\"type\":\"userx\",\"id\":\"a\"}");
    List<String> ids = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      String query = "type=user&limit=2" + token.map(t -> "&token=" + t).orElse("");
      JsonNode page = Documents.of(list("entities", query));
      page.get("entities").forEach(entity -> ids.add(entity.get("id").asText()));
      token = Optional.ofNullable(page.get("next")).map(JsonNode::asText);
    } while (token.isPresent());

    assertEquals(List.of("u0", "u1", "u2", "u3", "u4"), ids);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=501",
        "limit=x",
        "token=%21",
        "token=",
        "type=a.b",
        "policy=p",
        "x=1",
        "type=user&token=b3RoZXIvYQ"
      })
  void queryThatIsWrong_isRefused(String query) {
    assertEquals("malformed_request", code(list("entities", query)), query);
  }

  @Test
  void brokenItem_isShownAsSuchAndCanBeRemoved() {
    store.plant(new ItemKey(ItemKind.GROUP, "g"), "{\"name\":\"h\"");
    JsonNode page = Documents.of(get("groups"));
    assertEquals(0, page.get("groups").size());
    assertEquals(BASE + "groups/g", page.at("/broken/0/path").asText());
    ApiResponse broken = get("groups/g");
    assertEquals("broken", code(broken));

    assertEquals(
        204,
        send("DELETE", "groups/g", Map.of("If-Match", broken.headers().get("ETag")), "").status());
  }

  @Test
  void storeThatDoesNotAnswer_is503AndIsWrittenDown() {
    store.fail();
    ApiResponse answer = send("PUT", "entities/user/alice", Map.of(), ALICE);

    assertEquals(503, answer.status());
    assertEquals(DecisionRecord.Outcome.FAILED, log.records().getLast().verdict().outcome());

    // A new version is read for before it is known what is intended.
    int before = log.records().size();
    answer = send("PUT", "policies/readers", Map.of("If-Match", "\"1\""), READERS);
    assertEquals(503, answer.status());
    assertEquals(before + 1, log.records().size());
    assertEquals(DecisionRecord.Outcome.FAILED, log.records().getLast().verdict().outcome());
    assertEquals(log.records().getLast().id().value(), answer.headers().get("Brevet-Decision-Id"));
  }

  @Test
  void bodyOverTheBound_isRefused() {
    assertEquals(
        "body",
        Documents.of(send("PUT", "groups/g", Map.of(), " ".repeat(262_145))).get("field").asText());
  }

  @Test
  void writeBesideOthersThatWriteAllTheTime_isUnavailableForAMoment_andNoConflict() {
    assertEquals(201, send("PUT", "entities/user/alice", Map.of(), ALICE).status());
    store.overtakeWith(
        ItemReader.read(ItemKind.ENTITY, ALICE.replace("alice", "bob")).valid().orElseThrow());
    for (ApiResponse response :
        List.of(
            send("PUT", "groups/staff", Map.of(), "{\"name\":\"staff\",\"members\":[]}"),
            send("DELETE", "entities/user/alice", Map.of("If-Match", "\"1\""), ""))) {
      assertEquals(503, response.status(), response.body());
      assertEquals("1", response.headers().get("Retry-After"));
      assertFalse(Documents.of(response).has("currentVersion"), response.body());
      assertEquals("unavailable", Documents.of(response).path("code").asText());
      assertEquals(DecisionRecord.Outcome.FAILED, log.records().getLast().verdict().outcome());
    }
    store.overtakeWith(ItemReader.read(ItemKind.ENTITY, ALICE).valid().orElseThrow());
    ApiResponse conflict = send("DELETE", "entities/user/alice", Map.of("If-Match", "\"1\""), "");
    assertEquals(409, conflict.status(), conflict.body());
    assertTrue(Documents.of(conflict).path("currentVersion").asLong() > 1, conflict.body());
  }
}
