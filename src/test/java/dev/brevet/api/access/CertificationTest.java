package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Documents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The certification scenario of OpenID Authorization API 1.0, section by section, over the fixture
/// of `samples/authzen/certification.json`. Source: certification/authorization-api-1_0-scenario.md
/// of openid/authzen.
class CertificationTest {
  private static final AccessWorld WORLD = new AccessWorld().with("certification");
  private static final String EVALUATION = "/access/v1/evaluation";
  private static final String EVALUATIONS = "/access/v1/evaluations";
  private static final String ALICE = "'subject':{'type':'user','id':'alice'}";
  private static final String BOB = "'subject':{'type':'user','id':'bob'}";
  private static final String READ = "'action':{'name':'read'}";
  private static final String WRITE = "'action':{'name':'write'}";
  private static final String RECORD_1 = "'resource':{'type':'record','id':'record-1'}";
  private static final String ARCHIVED =
      "'resource':{'type':'record','id':'record-2','properties':{'status':'archived'}}";
  private static final String ACTIVE =
      "'resource':{'type':'record','id':'record-1','properties':{'status':'active'}}";
  private static final String ADMIN =
      "'subject':{'type':'user','id':'bob','properties':{'role':'admin'}}";

  private static String body(String... parts) {
    return "{" + String.join(",", parts) + "}";
  }

  private static boolean decides(String... parts) {
    return WORLD.decides(body(parts));
  }

  private static List<Boolean> decisions(JsonNode answer) {
    return answer
        .path("evaluations")
        .valueStream()
        .map(node -> node.path("decision").booleanValue())
        .toList();
  }

  @Test
  void identifiersAlone_areDecidedByRules1To4() {
    assertTrue(decides(ALICE, READ, RECORD_1));
    assertTrue(decides(ALICE, WRITE, RECORD_1));
    assertTrue(decides(BOB, READ, RECORD_1));
    assertFalse(decides(BOB, WRITE, RECORD_1));
  }

  @Test
  void properties_areDecidedByRules5To8() {
    assertFalse(decides(ALICE, WRITE, ARCHIVED));
    assertTrue(decides(ADMIN, WRITE, ARCHIVED));
    String delete = "'action':{'name':'delete','properties':{'soft':%s}}";
    assertTrue(decides(ALICE, delete.formatted("true"), RECORD_1));
    assertFalse(decides(ALICE, delete.formatted("false"), RECORD_1));
  }

  @Test
  void contextAndOtherPropertiesAndUnknownFields_changeNothing() {
    String context = "'context':{'time':'2025-06-27T18:03-07:00','ip':'192.168.1.1'}";
    assertTrue(decides(ALICE, READ, RECORD_1, context));
    assertTrue(
        decides(
            "'subject':{'type':'user','id':'alice','properties':{'department':'Sales',"
                + "'role':'manager'}}",
            "'action':{'name':'read','properties':{'method':'GET'}}",
            "'resource':{'type':'record','id':'record-1','properties':{'status':'active',"
                + "'owner':'bob'}}"));
    assertTrue(decides(ALICE, READ, RECORD_1, "'foo':'bar'", "'futureField':{'nested':true}"));
  }

  @Test
  void answer_saysWhyAndHowOldTheDirectoryIs() {
    ApiResponse response = WORLD.post(EVALUATION, body(BOB, WRITE, RECORD_1));
    JsonNode context = Documents.of(response).path("context");
    assertEquals("application/json", response.headers().get("Content-Type"));
    assertEquals("no-store", response.headers().get("Cache-Control"));
    assertEquals(
        "implicitly denied: no policy of type `identity` allows",
        context.path("reason_admin").path("403").asText());
    assertEquals("not allowed", context.path("reason_user").path("403").asText());
    assertEquals(
        response.headers().get("Brevet-Decision-Id"), context.path("decision_id").asText());
    assertEquals(1_500, context.path("directory").path("age_ms").asInt());
    assertEquals(7, context.path("directory").path("stamp").asInt());
    assertEquals("1500", response.headers().get("Brevet-Directory-Age"));
    assertEquals("7", response.headers().get("Brevet-Directory-Stamp"));
    assertEquals(
        "allowed by identity[read-records]/Read",
        WORLD
            .asked(EVALUATION, body(ALICE, READ, RECORD_1))
            .path("context")
            .path("reason_admin")
            .path("200")
            .asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          subject       | {'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}}
          action        | {'subject':{'type':'user','id':'alice'},'resource':{'type':'record','id':'record-1'}}
          resource      | {'subject':{'type':'user','id':'alice'},'action':{'name':'read'}}
          subject.type  | {'subject':{'id':'alice'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}}
          subject.id    | {'subject':{'type':'user'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}}
          action.name   | {'subject':{'type':'user','id':'alice'},'action':{},'resource':{'type':'record','id':'record-1'}}
          resource.type | {'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'id':'record-1'}}
          resource.id   | {'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'type':'record'}}
          subject       | {'subject':'alice','action':{'name':'read'},'resource':{'type':'record','id':'record-1'}}
          action.name   | {'subject':{'type':'user','id':'alice'},'action':{'name':123},'resource':{'type':'record','id':'record-1'}}
          subject       | {'subject':null,'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}}
          context       | {'context':[],'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}}
          body          | {
          body          | []
          body          | {} {}
          """)
  void malformedQuestion_isABadRequest(String field, String body) {
    for (String path : List.of(EVALUATION, EVALUATIONS)) {
      ApiResponse response = WORLD.post(path, body);
      assertEquals(400, response.status(), response.body());
      assertEquals(field, Documents.of(response).path("field").asText());
    }
  }

  @Test
  void emptyBodyAndOtherContentTypes_areBadRequests() {
    assertEquals(400, WORLD.post(EVALUATION, "").status());
    String body = body(ALICE, READ, RECORD_1);
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "application/xml")) {
      Map<String, String> headers = Map.of("Authorization", "Bearer pep", "Content-Type", type);
      assertEquals(400, WORLD.send(EVALUATION, headers, body).status(), type);
    }
    assertEquals(400, WORLD.send(EVALUATION, Map.of("Authorization", "Bearer pep"), body).status());
    Map<String, String> utf8 =
        Map.of("Authorization", "Bearer pep", "Content-Type", "Application/JSON; charset=utf-8");
    assertEquals(200, WORLD.send(EVALUATION, utf8, body).status());
  }

  @Test
  void requestId_isEchoedWhereThereIsOne() {
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer pep",
            "Content-Type",
            "application/json",
            "X-Request-ID",
            "bfe9eb29-ab87-4ca3-be83-a1d5d8305716");
    ApiResponse response = WORLD.send(EVALUATION, headers, body(ALICE, READ, RECORD_1));
    assertEquals("bfe9eb29-ab87-4ca3-be83-a1d5d8305716", response.headers().get("X-Request-ID"));
    ApiResponse without = WORLD.post(EVALUATION, body(ALICE, READ, RECORD_1));
    assertFalse(without.headers().containsKey("X-Request-ID"));
  }

  @Test
  void batch_isAnsweredInOrder() {
    assertEquals(
        List.of(true, false),
        decisions(
            WORLD.asked(
                EVALUATIONS,
                body(BOB, RECORD_1, "'evaluations':[{" + READ + "},{" + WRITE + "}]"))));
    assertEquals(
        List.of(true, false),
        decisions(
            WORLD.asked(
                EVALUATIONS,
                body(ALICE, WRITE, "'evaluations':[{" + ACTIVE + "},{" + ARCHIVED + "}]"))));
    assertEquals(
        List.of(false, true),
        decisions(
            WORLD.asked(
                EVALUATIONS,
                body(WRITE, ARCHIVED, "'evaluations':[{" + ALICE + "},{" + ADMIN + "}]"))));
    assertEquals(
        List.of(true, false),
        decisions(
            WORLD.asked(
                EVALUATIONS,
                body(
                    "'evaluations':[{"
                        + String.join(",", ALICE, READ, RECORD_1)
                        + "},{"
                        + String.join(",", BOB, WRITE, RECORD_1)
                        + "}]"))));
  }

  @Test
  void batchWithDefaults_takesWholePartsFromThem() {
    assertEquals(
        List.of(true, false),
        decisions(
            WORLD.asked(
                EVALUATIONS, body(ALICE, WRITE, ACTIVE, "'evaluations':[{},{" + ARCHIVED + "}]"))));
    assertEquals(
        List.of(true, true),
        decisions(
            WORLD.asked(
                EVALUATIONS,
                body(
                    ALICE,
                    READ,
                    "'context':{'time':'2025-06-27T18:03-07:00'}",
                    "'evaluations':[{"
                        + RECORD_1
                        + "},{'resource':{'type':'record','id':'record-2'},"
                        + "'context':{'source':'batch-override'}}]"))));
  }

  @Test
  void itemThatLacksAPart_isDeniedAlone() {
    JsonNode answer =
        WORLD.asked(
            EVALUATIONS,
            body(
                ALICE,
                READ,
                "'options':{'evaluations_semantic':'execute_all','other':1}",
                "'evaluations':[{" + RECORD_1 + "},{},{'resource':'x'},7]"));
    assertEquals(List.of(true, false, false, false), decisions(answer));
    JsonNode error = answer.path("evaluations").path(1).path("context").path("error");
    assertEquals(400, error.path("status").asInt());
    assertEquals("`evaluations[1].resource` is missing", error.path("message").asText());
    assertFalse(answer.has("decision"));
  }

  @Test
  void batchWithoutEvaluations_isASingleQuestion() {
    assertTrue(
        WORLD.asked(EVALUATIONS, body(ALICE, READ, RECORD_1)).path("decision").booleanValue());
    JsonNode empty = WORLD.asked(EVALUATIONS, body(ALICE, READ, RECORD_1, "'evaluations':[]"));
    assertTrue(empty.path("decision").booleanValue());
    assertFalse(empty.has("evaluations"));
  }

  // Source: Evaluations semantics, whose examples end at the deciding item.
  @ParameterizedTest
  @CsvSource({
    "execute_all, 'true,false,true'",
    "deny_on_first_deny, 'true,false'",
    "permit_on_first_permit, 'true'"
  })
  void semantic_saysWhereABatchEnds(String semantic, String expected) {
    JsonNode answer =
        WORLD.asked(
            EVALUATIONS,
            body(
                ALICE,
                WRITE,
                "'options':{'evaluations_semantic':'" + semantic + "'}",
                "'evaluations':[{" + ACTIVE + "},{" + ARCHIVED + "},{" + ACTIVE + "}]"));
    assertEquals(
        List.of(expected.split(",", -1)).stream().map(Boolean::valueOf).toList(),
        decisions(answer));
  }

  @Test
  void semanticThatThereIsNot_isABadRequest() {
    ApiResponse response =
        WORLD.post(
            EVALUATIONS, body(ALICE, READ, RECORD_1, "'options':{'evaluations_semantic':'first'}"));
    assertEquals(400, response.status());
    assertEquals("options.evaluations_semantic", Documents.of(response).path("field").asText());
  }

  @Test
  void search_findsWhatS1ToS6Demand() {
    assertEquals(
        List.of("alice", "bob"),
        WORLD.finds("subject", body("'subject':{'type':'user'}", READ, RECORD_1)));
    assertEquals(
        List.of("record-1", "record-2"),
        WORLD.finds("resource", body(ALICE, READ, "'resource':{'type':'record'}")));
    assertEquals(List.of("read", "write"), WORLD.finds("action", body(ALICE, RECORD_1)));
    assertEquals(
        List.of("bob"), WORLD.finds("subject", body("'subject':{'type':'user'}", WRITE, ARCHIVED)));
    assertEquals(
        List.of("record-2"),
        WORLD.finds("resource", body(ADMIN, WRITE, "'resource':{'type':'record'}")));
    assertEquals(List.of("read", "write"), WORLD.finds("action", body(ADMIN, ARCHIVED)));
  }

  @Test
  void search_ignoresContextAndTheSoughtId() {
    String context = "'context':{'time':'2025-06-27T18:03-07:00','ip':'192.168.1.1'}";
    List<String> both = List.of("alice", "bob");
    assertEquals(
        both, WORLD.finds("subject", body("'subject':{'type':'user'}", READ, RECORD_1, context)));
    assertEquals(both, WORLD.finds("subject", body(ALICE, READ, RECORD_1)));
    assertEquals(
        both, WORLD.finds("subject", body("'subject':{'type':'user','id':5}", READ, RECORD_1)));
    assertEquals(
        List.of("record-1", "record-2"), WORLD.finds("resource", body(ALICE, READ, RECORD_1)));
    assertEquals(List.of("read", "write"), WORLD.finds("action", body(ALICE, RECORD_1, context)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          subject  | 'subject':{'type':'spaceship'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}
          subject  | 'subject':{'type':'a/b:c'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}
          subject  | 'subject':{'type':'user'},'action':{'name':'fly'},'resource':{'type':'record','id':'record-1'}
          subject  | 'subject':{'type':'user'},'action':{'name':'read'},'resource':{'type':'spaceship','id':'record-1'}
          resource | 'subject':{'type':'user','id':'nobody'},'action':{'name':'read'},'resource':{'type':'record'}
          resource | 'subject':{'type':'user','id':'alice'},'action':{'name':'read'},'resource':{'type':'spaceship'}
          resource | 'subject':{'type':'spaceship','id':'alice'},'action':{'name':'read'},'resource':{'type':'record'}
          action   | 'subject':{'type':'user','id':'nonexistent-user'},'resource':{'type':'record','id':'record-1'}
          action   | 'subject':{'type':'user','id':'alice'},'resource':{'type':'spaceship','id':'record-1'}
          action   | 'subject':{'type':'spaceship','id':'alice'},'resource':{'type':'record','id':'record-1'}
          """)
  void searchForWhatNobodyKnows_findsNothing(String what, String parts) {
    assertEquals(List.of(), WORLD.finds(what, body(parts)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          subject  | action      | 'subject':{'type':'user'},'resource':{'type':'record','id':'record-1'}
          resource | subject     | 'action':{'name':'read'},'resource':{'type':'record'}
          action   | resource    | 'subject':{'type':'user','id':'alice'}
          subject  | resource.id | 'subject':{'type':'user'},'action':{'name':'read'},'resource':{'type':'record'}
          resource | subject.id  | 'subject':{'type':'user'},'action':{'name':'read'},'resource':{'type':'record'}
          action   | subject.id  | 'subject':{'type':'user'},'resource':{'type':'record','id':'record-1'}
          subject  | subject.type | 'subject':{'id':'x'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}
          subject  | page.limit  | 'page':{'limit':-1},'subject':{'type':'user'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}
          subject  | page.limit  | 'page':{'limit':0},'subject':{'type':'user'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}
          subject  | page.token  | 'page':{'token':'bm90IG91cnM'},'subject':{'type':'user'},'action':{'name':'read'},'resource':{'type':'record','id':'record-1'}
          """)
  void searchThatLacksAPart_isABadRequest(String what, String field, String parts) {
    ApiResponse response = WORLD.post("/access/v1/search/" + what, body(parts));
    assertEquals(400, response.status(), response.body());
    assertEquals(field, Documents.of(response).path("field").asText());
  }

  @Test
  void pages_followEachOtherToTheEnd() {
    String search = "'subject':{'type':'user'}," + READ + "," + RECORD_1;
    JsonNode first = WORLD.asked("/access/v1/search/subject", body(search, "'page':{'limit':1}"));
    assertEquals(List.of("alice"), AccessWorld.results(first));
    assertEquals(1, first.path("page").path("count").asInt());
    String token = first.path("page").path("next_token").asText();
    assertFalse(token.isEmpty());
    // The scenario sends the token alone, the standard's text the same limit beside it.
    for (String page : List.of("'page':{'token':'%s'}", "'page':{'token':'%s','limit':1}")) {
      JsonNode second =
          WORLD.asked("/access/v1/search/subject", body(search, page.formatted(token)));
      assertEquals(List.of("bob"), AccessWorld.results(second));
      assertEquals("", second.path("page").path("next_token").asText("-"));
    }
  }

  @Test
  void metadata_namesEveryEndpoint() {
    ApiResponse response =
        WORLD.get("/.well-known/authzen-configuration", Map.of("Host", "pdp.example.com"));
    assertEquals(200, response.status());
    assertEquals("application/json", response.headers().get("Content-Type"));
    JsonNode metadata = Documents.of(response);
    String base = "https://pdp.example.com";
    assertEquals(base, metadata.path("policy_decision_point").asText());
    assertEquals(base + EVALUATION, metadata.path("access_evaluation_endpoint").asText());
    assertEquals(base + EVALUATIONS, metadata.path("access_evaluations_endpoint").asText());
    for (String what : List.of("subject", "resource", "action")) {
      assertEquals(
          base + "/access/v1/search/" + what,
          metadata.path("search_" + what + "_endpoint").asText());
    }
    JsonNode signed =
        Documents.of(
            WORLD.get("/.well-known/authzen-configuration/iam", Map.of("Host", "pdp.example.com")));
    assertEquals(base + "/iam", signed.path("policy_decision_point").asText());
    assertEquals(base + "/iam" + EVALUATION, signed.path("access_evaluation_endpoint").asText());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\"b", "evil.example/path", "a\r\nb", "user@host"})
  void metadataForAHostThatIsNone_isABadRequest(String host) {
    assertEquals(
        400, WORLD.get("/.well-known/authzen-configuration", Map.of("Host", host)).status());
  }
}
