package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.Work;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Documents;
import dev.brevet.authorization.ForgedPages;
import dev.brevet.authorization.RequestAction;
import dev.brevet.authorization.RequestEntity;
import dev.brevet.authorization.RequestProperties;
import dev.brevet.authorization.SearchQuestion;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.directory.ItemKind;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What programs send to be told more, or something else, than they should.
class AccessAttackTest {
  private static final String EVALUATION = "/access/v1/evaluation";
  private static final String QUESTION =
      "{'subject':{'type':'user','id':'%s'%s},'action':{'name':'%s'%s},"
          + "'resource':{'type':'%s','id':'%s'%s}}";

  private static AccessWorld world() {
    return new AccessWorld().with("certification").with("search");
  }

  private static String question(String subject, String action, String type, String id) {
    return QUESTION.formatted(subject, "", action, "", type, id, "");
  }

  private static boolean decides(AccessWorld world, String who, String body) {
    ApiResponse response = world.post(who, EVALUATION, body);
    assertEquals(200, response.status(), response.body());
    return Documents.of(response).path("decision").booleanValue();
  }

  @Test
  void subjectProperties_cannotClaimAnotherIdOrType() {
    AccessWorld world = new AccessWorld().with("search");
    // A record of alice's, asked for by bob who says that he is alice.
    for (String claim :
        List.of(
            "'id':'alice'", "'ID':'alice'", "'Id':'alice','type':'user'", "'subject:id':'alice'")) {
      String body =
          QUESTION.formatted(
              "bob", ",'properties':{" + claim + "}", "delete", "", "record", "107", "");
      assertFalse(decides(world, "pep", body), claim);
    }
    String own = QUESTION.formatted("bob", "", "delete", "", "record", "102", "");
    assertTrue(decides(world, "pep", own));
  }

  @Test
  void propertyThatTheProgramMayNotState_isIgnored() {
    AccessWorld world = new AccessWorld().with("search");
    String manager = ",'properties':{'role':'manager','department':'Sales'}";
    String body = QUESTION.formatted("felix", manager, "edit", "", "record", "107", "");
    assertTrue(decides(world, "pep", body));
    assertFalse(decides(world, "plain", body));
    // Nor does what is stated of a resource that the directory knows.
    String owned = ",'properties':{'owner':'felix'}";
    body = QUESTION.formatted("felix", "", "delete", "", "record", "107", owned);
    assertTrue(decides(world, "pep", body));
    assertFalse(decides(world, "plain", body));
  }

  @Test
  void propertyThatMayOnlyBeAdded_doesNotReplaceWhatIsStored() {
    AccessWorld world =
        new AccessWorld()
            .with("search")
            .item(
                ItemKind.ENFORCEMENT_POINT,
                "{'name':'adder','subject':{'principal':'arn:aws:iam::111122223333:user/plain'},"
                    + "'assertable':{'resource':{'add':['owner']}}}");
    String stated = ",'properties':{'owner':'felix'}";
    assertEquals(
        "false",
        Documents.of(
                world.signed(
                    "/plain",
                    "/iam" + EVALUATION,
                    QUESTION.formatted("felix", "", "delete", "", "record", "107", stated)))
            .path("decision")
            .asText());
    assertEquals(
        "true",
        Documents.of(
                world.signed(
                    "/plain",
                    "/iam" + EVALUATION,
                    QUESTION.formatted("felix", "", "delete", "", "record", "999", stated)))
            .path("decision")
            .asText());
  }

  /// Points as they could be written until now.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://idp.example.com:sub",
        "idp.example.com:sub",
        "idp.example.com/tenant:sub",
        "localhost:sub",
        "aws:SourceIdentity",
        "aws:FederatedProvider",
        "aws:TokenIssueTime",
        "sts:RoleSessionName",
        "saml:sub",
        "ec2:SourceInstanceArn"
      })
  void program_cannotStateWhatOnlyAProofStates(String key) {
    for (String effect : List.of("Allow", "Deny")) {
      String condition = "'Condition':{'StringEquals':{'" + key + "':'x'}}}";
      AccessWorld world =
          new AccessWorld()
              .item(
                  ItemKind.POLICY,
                  "{'name':'p','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                      + "'v1','policy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'door:knock',"
                      + "'Resource':'*'},{'Effect':'"
                      + effect
                      + "','Action':'*','Resource':'*',"
                      + condition
                      + "]}}]}")
              .item(
                  ItemKind.ATTACHMENT,
                  "{'policy':'p','target':{'entity':{'type':'user','id':'bob'}}}")
              .item(
                  ItemKind.ENFORCEMENT_POINT,
                  "{'name':'a','subject':{'token':{'issuer':'https://issuer.example','sub':'plain'}},"
                      + "'globalKeys':['"
                      + key
                      + "']}");
      String question =
          "{'subject':{'type':'user','id':'bob'},'action':{'name':'knock'},"
              + "'resource':{'type':'door','id':'1'},'context':{%s}}";
      String stated = question.formatted("'" + key + "':'x'");
      for (String asked : List.of(stated, stated.replace("knock", "open"))) {
        assertFalse(
            Documents.of(world.post("plain", "/access/v1/evaluation", asked))
                .path("decision")
                .booleanValue(),
            effect);
      }
      JsonNode unstated =
          Documents.of(world.post("plain", "/access/v1/evaluation", question.formatted("")));
      assertTrue(unstated.path("decision").booleanValue(), unstated::toString);
    }
  }

  @Test
  void contextCannotSetKeysOfItsOwn() {
    AccessWorld world =
        new AccessWorld()
            .with("search")
            .item(
                ItemKind.POLICY,
                "{'name':'inside','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                    + "'v1','policy':{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                    + "'Action':'door:open','Resource':'door/*','Condition':{'IpAddress':"
                    + "{'aws:SourceIp':'10.0.0.0/8'},'StringEquals':{'subject:id':'bob'}}}}}]}")
            .item(ItemKind.ATTACHMENT, "{'policy':'inside','target':{'group':'record-users'}}");
    String body =
        "{'subject':{'type':'user','id':'%s'},'action':{'name':'open'},"
            + "'resource':{'type':'door','id':'1'},'context':{'aws:SourceIp':'10.1.2.3'%s}}";
    assertTrue(decides(world, "pep", body.formatted("bob", "")));
    assertFalse(decides(world, "plain", body.formatted("bob", "")));
    assertFalse(decides(world, "pep", body.formatted("carol", ",'subject:id':'bob'")));
  }

  @ParameterizedTest
  @CsvSource({
    // `record/a` and `b` is not `record` and `a/b`; a type holds neither.
    "read, record/1, x",
    "read, 'record:read', record-1",
    "read, '*', record-1",
    "read, 'rec?rd', record-1",
    "read, 'arn:aws:s3', record-1",
    "'*', record, record-1",
    "'re*', record, record-1",
    "'record:*', record, record-1",
    "'record:read:x', record, record-1",
    "'record:', record, record-1",
    "':read', record, record-1",
    "'re ad', record, record-1"
  })
  void nameThatIsPatternOrHoldsSeparators_isDenied(String action, String type, String id) {
    assertFalse(decides(world(), "pep", question("alice", action, type, id)));
  }

  @Test
  void starInAnId_standsForItself() {
    AccessWorld world =
        new AccessWorld()
            .item(
                ItemKind.POLICY,
                "{'name':'one','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                    + "'v1','policy':{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                    + "'Action':'file:read','Resource':['file/a/b','file/own/${subject:id}/*']}}}]}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'one','target':{'entity':{'type':'user','id':'*'}}}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'one','target':{'entity':{'type':'user','id':'u'}}}");
    assertTrue(decides(world, "pep", question("u", "read", "file", "a/b")));
    assertFalse(decides(world, "pep", question("u", "read", "file", "*")));
    assertFalse(decides(world, "pep", question("u", "read", "file", "a/?")));
    assertTrue(decides(world, "pep", question("u", "read", "file", "own/u/x")));
    // Somebody whose name is a star owns what is below the star, not what is everybody's.
    assertTrue(decides(world, "pep", question("*", "read", "file", "own/*/x")));
    assertFalse(decides(world, "pep", question("*", "read", "file", "own/u/x")));
  }

  @Test
  void entity_isNotTheAwsPrincipalOrTokenThatItIsNamedAfter() {
    String arn = "arn:aws:iam::111122223333:role/admin";
    AccessWorld world =
        new AccessWorld()
            .item(
                ItemKind.POLICY,
                "{'name':'all','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                    + "'v1','policy':{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                    + "'Action':'*','Resource':'*'}}}]}")
            .item(ItemKind.ATTACHMENT, "{'policy':'all','target':{'principal':'" + arn + "'}}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'all','target':{'token':{'issuer':'https://issuer.example','sub':'s'}}}");
    String body =
        "{'subject':{'type':'%s','id':'%s'},'action':{'name':'read'},"
            + "'resource':{'type':'record','id':'1'}}";
    assertTrue(decides(world, "pep", body.formatted("principal", arn)));
    assertTrue(decides(world, "pep", body.formatted("token", "https://issuer.example#s")));
    assertFalse(decides(world, "pep", body.formatted("user", arn)));
    assertFalse(decides(world, "pep", body.formatted("user", "https://issuer.example#s")));
    assertFalse(decides(world, "pep", body.formatted("token", "directory:user#alice")));
    assertFalse(decides(world, "pep", body.formatted("principal", "alice")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'subject':{'type':'user','id':'bob'},'subject':{'type':'user','id':'alice'}}",
        "{'subject':{'type':'user','id':'bob','id':'alice'}}",
        "{'subject':{'type':'user','id':'bob','properties':{'role':'a','role':'admin'}}}",
        "{'subject':{'type':'user','id':'bob','properties':{'a':{'b':1,'b':2}}}}",
        "{'action':{'name':'read','name':'write'}}",
        "{'context':{'ip':'1','ip':'2'}}",
        // Names that state nothing are names all the same.
        "{'context':{'ip':null,'ip':'2'}}",
        "{'context':{'ip':{},'ip':'2'}}",
        "{'context':{'ip':{'a':1},'ip':{'b':2}}}",
        "{'context':{'ip':[],'ip':'2'}}",
        "{'context':{'a':1,'b':2,'c':3,'d':4,'e':5,'f':6,'g':7,'h':8,'i':9,'j':10,'i':11}}",
        "{'context':{},'context':{}}",
        "{'evaluations':[],'evaluations':[]}",
        "{'evaluations':[{'subject':{'type':'user','id':'bob'},'subject':{}}]}",
        "{'options':{'evaluations_semantic':'execute_all','evaluations_semantic':'execute_all'}}",
        "{'page':{'token':'','token':''}}",
        "{'subject':{'type':'user','id':'a\\u0000'}}",
        "{'subject':{'type':'user','id':'\\ud800'}}",
        "{'subject':{'type':'user','id':'b','properties':{'\\udc00':1}}}",
        "{'subject':{'type':'user','id':'b','properties':{'role':'a','Role':'admin'}},'action':{'name':'x'},"
            + "'resource':{'type':'t','id':'i'}}",
        "{'subject':{'type':'user','id':'b','properties':{'a.b':'a','a':{'b':'c'}}},'action':{'name':'x'},"
            + "'resource':{'type':'t','id':'i'}}"
      })
  void ambiguousBody_isABadRequest(String body) {
    assertEquals(400, world().post("/access/v1/evaluations", body).status());
    assertEquals(400, world().post(EVALUATION, body).status());
  }

  @Test
  void bodyThatIsTooDeepLargeOrMany_isABadRequest() {
    AccessWorld world = world();
    String deep = "{'x':" + "[".repeat(40) + "]".repeat(40) + "}";
    assertEquals(400, world.post(EVALUATION, deep).status());
    String large = "{'x':'" + "a".repeat(1024 * 1024) + "'}";
    assertEquals(400, world.post(EVALUATION, large).status());
    String item = "{},";
    String many = "{'evaluations':[" + item.repeat(1_000) + "{}]}";
    ApiResponse response = world.post("/access/v1/evaluations", many);
    assertEquals(400, response.status());
    assertEquals("evaluations", Documents.of(response).path("field").asText());
    String most = "{'evaluations':[" + item.repeat(999) + "{}]}";
    assertEquals(200, world.post("/access/v1/evaluations", most).status());
  }

  @Test
  void itemThatIsNoObject_isAFlawOfItselfAlone() {
    String good = question("alice", "read", "record", "record-1");
    for (String item : List.of("[]", "[[{}],{}]", "7", "'x'", "null")) {
      JsonNode answers =
          world()
              .asked("/access/v1/evaluations", "{'evaluations':[" + item + "," + good + "]}")
              .path("evaluations");
      assertEquals(2, answers.size(), item);
      assertEquals(400, answers.path(0).path("context").path("error").path("status").asInt(), item);
      assertTrue(answers.path(1).path("decision").booleanValue(), item);
    }
  }

  @Test
  void propertyAmongVeryMany_isRead() {
    // Longer than what names are kept for, and more of them than are compared one by one.
    StringBuilder others = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      others.append("'p").append(i).append("':").append(i).append(',');
    }
    AccessWorld world = new AccessWorld().with("search");
    String body = QUESTION.formatted("felix", "", "delete", "", "record", "107", "%s");
    String stated = ",'properties':{" + others + "'owner':'felix'}";
    assertTrue(decides(world, "pep", body.formatted(stated)));
    String twice = ",'properties':{'owner':'felix'," + others + "'owner':'felix'}";
    assertEquals(400, world.post(EVALUATION, body.formatted(twice)).status());
  }

  @Test
  void namesThatAreMadeToCollide_areABadRequestOrAnAnswer_inTime() {
    // `aB` and `b!` are the same to a hash that multiplies by 33, as a parser's table of names has.
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < 1 << 14; i++) {
      names.append(i == 0 ? "" : ",").append('"');
      for (int bit = 0; bit < 14; bit++) {
        names.append((i >> bit & 1) == 0 ? "aB" : "b!");
      }
      names.append("\":1");
    }
    AccessWorld world = world();
    String body =
        "{\"subject\":{\"type\":\"user\",\"id\":\"alice\",\"properties\":{"
            + names
            + "}},\"action\":{\"name\":\"read\"},\"resource\":{\"type\":\"record\",\"id\":\"record-1\"}}";
    ApiResponse response = Work.within(Duration.ofSeconds(5), () -> world.post(EVALUATION, body));
    assertTrue(response.status() == 400 || response.status() == 200, response.body());
  }

  @Test
  void bodyThatIsNotUtf8_isABadRequest_andTheReplacementCharacterIsText() {
    AccessWorld world = world();
    String body =
        "{'subject':{'type':'user','id':'%s'},'action':{'name':'read'},'resource':{'type':'t','id':'i'}}";
    assertEquals(200, world.post(EVALUATION, body.formatted("\ufffd\u00e9\ud83d\ude00")).status());
    byte[] bytes =
        body.replace('\'', '"').formatted("\u00e9").getBytes(StandardCharsets.ISO_8859_1);
    ApiResponse response = world.postBytes(EVALUATION, bytes);
    assertEquals(400, response.status());
    assertTrue(response.body().contains("UTF-8"), response.body());
  }

  @Test
  void tokenOfOneSearch_isNoneOfAnother() {
    AccessWorld world = world();
    String search =
        "{'subject':{'type':'user'%s},'action':{'name':'%s'},'resource':{'type':'record','id':'%s'}%s}";
    JsonNode first =
        Documents.of(
            world.post(
                "/access/v1/search/subject",
                search.formatted("", "read", "record-1", ",'page':{'limit':1}")));
    String page = ",'page':{'token':'" + first.path("page").path("next_token").asText() + "'%s}";
    String same = page.formatted("");
    assertEquals(
        200,
        world
            .post("/access/v1/search/subject", search.formatted("", "read", "record-1", same))
            .status());
    for (String other :
        List.of(
            search.formatted("", "write", "record-1", same),
            search.formatted("", "read", "record-2", same),
            search.formatted(",'properties':{'role':'admin'}", "read", "record-1", same),
            search.formatted("", "read", "record-1", same + ",'context':{'ip':'1'}"),
            search.formatted("", "read", "record-1", page.formatted(",'limit':2")))) {
      ApiResponse response = world.post("/access/v1/search/subject", other);
      assertEquals(400, response.status(), other);
    }
    // Nor is it good for another program, or for another kind of search.
    assertEquals(
        400,
        world
            .post(
                "plain",
                "/access/v1/search/subject",
                search.formatted("", "read", "record-1", same))
            .status());
    String whole =
        "{'subject':{'type':'user','id':'alice'},'action':{'name':'read'},"
            + "'resource':{'type':'record','id':'record-1'}"
            + same
            + "}";
    assertEquals(400, world.post("/access/v1/search/resource", whole).status());
  }

  @Test
  void pageTokenThatIsForged_findsNothingThatTheSearchDoesNot() {
    AccessWorld world =
        world()
            .item(
                ItemKind.POLICY,
                "{'name':'some','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                    + "'v1','policy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow',"
                    + "'Action':'brevet:Search','Resource':'record/*'},"
                    + "{'Effect':'Deny','Action':'brevet:*','Resource':'record/record-2'}]}}]}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'some','target':{'token':{'issuer':'https://issuer.example','sub':'some'}}}");
    String search =
        "{'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'type':'record'}%s}";
    String path = "/access/v1/search/resource";
    List<String> whole =
        AccessWorld.results(Documents.of(world.post("some", path, search.formatted(""))));
    assertTrue(whole.contains("record-1") && !whole.contains("record-2"), whole.toString());
    SearchQuestion asked =
        new SearchQuestion(
            SearchQuestion.Sought.RESOURCE,
            new RequestEntity("user", "alice", RequestProperties.none()),
            new RequestAction("read", RequestProperties.none()),
            new RequestEntity("record", "", RequestProperties.none()),
            RequestProperties.none());
    for (String last : List.of("", "record-1", "record-2", "\u0000", "zzz", "record-1'}]")) {
      for (int limit : List.of(0, 1, Integer.MAX_VALUE)) {
        String token =
            ForgedPages.token(
                AccessWorld.DEPLOYMENT, asked, AccessWorld.ISSUER + "#some", last, limit);
        ApiResponse response =
            world.post("some", path, search.formatted(",'page':{'token':'" + token + "'}"));
        assertEquals(200, response.status(), last + " " + response.body());
        List<String> page = AccessWorld.results(Documents.of(response));
        assertTrue(whole.containsAll(page), last + " " + page);
        assertEquals(
            whole.stream().filter(id -> id.compareTo(last) > 0).limit(limit).toList(), page, last);
      }
    }
    // Nor is one of another deployment a token at all.
    String other = ForgedPages.token("other", asked, AccessWorld.ISSUER + "#some", "", 5);
    assertEquals(
        400,
        world.post("some", path, search.formatted(",'page':{'token':'" + other + "'}")).status());
  }

  @Test
  void programThatIsNotKnown_isRefusedByStatus() {
    AccessWorld world = world();
    String body = question("alice", "read", "record", "record-1");
    Map<String, String> json = Map.of("Content-Type", "application/json");
    ApiResponse none = world.send(EVALUATION, json, body);
    assertEquals(401, none.status());
    assertEquals("Bearer", none.headers().get("WWW-Authenticate"));
    assertEquals(401, world.post("forged", EVALUATION, body).status());
    assertEquals(401, world.send("/iam" + EVALUATION, json, body).status());
    for (String path :
        List.of(
            EVALUATION,
            "/access/v1/evaluations",
            "/access/v1/search/subject",
            "/access/v1/search/resource",
            "/access/v1/search/action")) {
      ApiResponse stranger = world.post("stranger", path, body);
      assertEquals(403, stranger.status(), path);
      assertEquals("1500", stranger.headers().get("Brevet-Directory-Age"), path);
      assertEquals("7", stranger.headers().get("Brevet-Directory-Stamp"), path);
      assertFalse(stranger.body().contains("record"), stranger.body());
    }
    assertEquals(
        403,
        world
            .post("stranger", "/access/v1/evaluations", "{'evaluations':[" + body + "]}")
            .status());
    assertEquals(200, world.signed("/pep", "/iam" + EVALUATION, body).status());
    assertEquals(200, world.signed("/admin", "/iam" + EVALUATION, body).status());
    assertEquals(403, world.signed("/stranger", "/iam" + EVALUATION, body).status());
  }

  @Test
  void program_isToldOnlyWhatItMayAskAbout() {
    AccessWorld world =
        world()
            .item(
                ItemKind.POLICY,
                "{'name':'some','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                    + "'v1','policy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow',"
                    + "'Action':['brevet:Evaluate','brevet:Search'],'Resource':'record/*',"
                    + "'Condition':{'StringEquals':{'brevet:SubjectType':'user'}}},"
                    + "{'Effect':'Deny','Action':'brevet:*','Resource':'record/record-2'}]}}]}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'some','target':{'token':{'issuer':'https://issuer.example','sub':'some'}}}");
    assertEquals(
        200,
        world.post("some", EVALUATION, question("alice", "read", "record", "record-1")).status());
    assertEquals(
        403,
        world.post("some", EVALUATION, question("alice", "read", "record", "record-2")).status());
    assertEquals(
        403,
        world.post("some", EVALUATION, question("alice", "read", "file", "record-1")).status());
    String found =
        world
            .post(
                "some",
                "/access/v1/search/resource",
                "{'subject':{'type':'user','id':'alice'},'action':{'name':'read'},"
                    + "'resource':{'type':'record'}}")
            .body();
    assertTrue(found.contains("record-1") && !found.contains("record-2"), found);
    JsonNode batch =
        Documents.of(
            world.post(
                "some",
                "/access/v1/evaluations",
                "{'evaluations':["
                    + question("alice", "read", "record", "record-1")
                    + ","
                    + question("alice", "read", "record", "record-2")
                    + "]}"));
    assertTrue(batch.path("evaluations").path(0).path("decision").booleanValue());
    assertEquals(
        403,
        batch.path("evaluations").path(1).path("context").path("error").path("status").asInt());
  }

  @Test
  void storeThatDoesNotAnswer_isNeverADecision() {
    AccessWorld world = world();
    world.directoryAnswers = false;
    for (String path : List.of(EVALUATION, "/access/v1/evaluations", "/access/v1/search/subject")) {
      ApiResponse response = world.post(path, question("alice", "read", "record", "record-1"));
      assertEquals(503, response.status());
      assertFalse(response.body().contains("decision\":"), response.body());
    }
    assertEquals(
        DecisionRecord.Outcome.FAILED, world.decisions.records().getFirst().verdict().outcome());
    AccessWorld unrecorded = world();
    unrecorded.decisions.unavailable = true;
    Assertions.assertThrows(
        DecisionLogUnavailable.class,
        () -> unrecorded.post(EVALUATION, question("alice", "read", "record", "record-1")));
  }

  @Test
  void mfa_isAdvisedWhereItAloneWouldAllow() {
    AccessWorld world =
        new AccessWorld()
            .item(
                ItemKind.POLICY,
                "{'name':'mfa','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                    + "'v1','policy':{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                    + "'Action':'safe:open','Resource':'safe/1','Condition':{'Bool':"
                    + "{'aws:MultiFactorAuthPresent':'true'}}}}}]}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'mfa','target':{'entity':{'type':'user','id':'u'}}}");
    JsonNode context = world.asked(EVALUATION, question("u", "open", "safe", "1")).path("context");
    assertTrue(context.path("mfa_required").booleanValue());
    assertEquals("mfa", context.path("amr_values").asText());
    assertFalse(
        world
            .asked(EVALUATION, question("u", "open", "safe", "2"))
            .path("context")
            .has("mfa_required"));
    assertTrue(
        decides(
            world,
            "pep",
            "{'subject':{'type':'user','id':'u'},'action':{'name':'open'},'resource':"
                + "{'type':'safe','id':'1'},'context':{'aws:MultiFactorAuthPresent':true}}"));
  }

  @Test
  void everyAnswer_isRecordedOnce() {
    AccessWorld world = world();
    world.post(EVALUATION, question("bob", "write", "record", "record-1"));
    DecisionRecord one = world.decisions.only();
    assertEquals("Evaluate", one.operation());
    assertEquals("https://issuer.example#pep", one.caller().principal());
    assertEquals(DecisionRecord.Outcome.DENIED, one.verdict().outcome());
    assertEquals(
        Map.of("subject", "user/bob", "action", "write", "resource", "record/record-1"),
        one.target().parameters());
    world.post(
        "/access/v1/evaluations",
        "{'subject':{'type':'user','id':'alice'},'action':{'name':'write'},'evaluations':["
            + "{'resource':{'type':'record','id':'record-1'}},"
            + "{'resource':{'type':'record','id':'record-2'}},{}]}");
    assertEquals(2, world.decisions.records().size());
    DecisionRecord batch = world.decisions.records().getLast();
    assertEquals("3 questions: 1 allowed, 2 denied, 0 not asked", batch.verdict().reason());
    assertEquals(
        List.of(
            "+\tuser/alice\twrite\trecord/record-1\tidentity[write-records]/WriteUnlessArchived",
            "-\t\t\trecord/record-2\tno identity",
            "-\t\t\t\tmalformed evaluations[2].resource"),
        batch.extent().batch().orElseThrow().lines().toList());
  }

  /// Work that one caller multiplies: a megabyte of questions would be ten items of the log.
  @Test
  void batchOfWhichNothingMayBeAsked_isRecordedOnce_andNotAsAWhole() {
    AccessWorld world = world();
    String evaluations =
        IntStream.range(0, 500)
            .mapToObj(i -> "{'resource':{'type':'record','id':'" + "r".repeat(200) + i + "'}}")
            .collect(Collectors.joining(","));
    String body =
        "{'subject':{'type':'user','id':'alice'},'action':{'name':'write'},'evaluations':["
            + evaluations
            + "]}";

    assertEquals(403, world.signed("/stranger", "/iam/access/v1/evaluations", body).status());

    DecisionRecord record = world.decisions.only();
    assertEquals("access_denied", record.verdict().code());
    assertEquals(DecisionRecord.Outcome.DENIED, record.verdict().outcome());
    assertEquals(
        "500 questions, none of which the program may ask; the first is kept",
        record.verdict().reason());
    assertEquals(1, record.extent().batch().orElseThrow().lines().count());
  }

  /// By this, presigned callers that may do something are told from strangers.
  @Test
  void answerNo_isARightToo_andARefusalIsNone() {
    AccessWorld world = world();
    world.post(EVALUATION, question("bob", "write", "record", "record-1"));
    assertTrue(world.decisions.records().getLast().grantsSomething());
    world.post(EVALUATION, question("alice", "write", "record", "record-1"));
    assertTrue(world.decisions.records().getLast().grantsSomething());
    world.post(EVALUATION, question("alice", "write", "rec*rd", "1"));
    assertFalse(world.decisions.records().getLast().grantsSomething(), "a name that names nothing");
    String body = question("bob", "write", "record", "record-1");
    world.signed("/stranger", "/iam" + EVALUATION, body);
    assertFalse(world.decisions.records().getLast().grantsSomething(), "a stranger");
    world.signed(
        "/stranger", "/iam/access/v1/evaluations", "{'evaluations':[" + body + ",{'a':1}]}");
    assertFalse(world.decisions.records().getLast().grantsSomething(), "a stranger's batch");
  }
}
