package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every test of the certification scenario of OpenID Authorization API 1.0, by its id, over HTTP
/// and the fixture that the local world loads, by token and by signature. Source:
/// certification/authorization-api-1_0-scenario.md of openid/authzen, test id matrix.
class CertificationScenarioTest {
  private static final String USER = "arn:aws:iam::111122223333:user/dev/local-user";

  private static Call call(boolean signed, String path) {
    return SharedWorld.call("POST", (signed ? "/iam/access/v1/" : "/access/v1/") + path);
  }

  private static Answer sent(boolean signed, Call call) {
    return (signed
            ? call.signed(SharedWorld.world().credentials(USER))
            : call.bearer(SharedWorld.world().token("records-app")))
        .send();
  }

  // What the scenario writes out, in fewer characters.
  private static String body(String text) {
    return text.replace("ALICE", "'subject':{'type':'user','id':'alice'}")
        .replace("BOB", "'subject':{'type':'user','id':'bob'}")
        .replace("ADMIN", "'subject':{'type':'user','id':'bob','properties':{'role':'admin'}}")
        .replace("USERS", "'subject':{'type':'user'}")
        .replace("READ", "'action':{'name':'read'}")
        .replace("WRITE", "'action':{'name':'write'}")
        .replace("RECORDS", "'resource':{'type':'record'}")
        .replace("R1", "'resource':{'type':'record','id':'record-1'}")
        .replace("R2", "'resource':{'type':'record','id':'record-2'}")
        .replace(
            "ACTIVE",
            "'resource':{'type':'record','id':'record-1','properties':{'status':'active'}}")
        .replace(
            "ARCHIVED",
            "'resource':{'type':'record','id':'record-2','properties':{'status':'archived'}}")
        .replace("CONTEXT", "'context':{'time':'2025-06-27T18:03-07:00','ip':'192.168.1.1'}")
        .replace('\'', '"');
  }

  /// `true` and `false` are decisions, several those of a batch (`any` is not checked), a number is
  /// a status, `+a,b` are among the results of a search, `-` is none.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          c-2-2-1 | evaluation  | {ALICE,READ,R1} | true
          c-2-2-2 | evaluation  | {BOB,WRITE,R1} | false
          c-2-2-3 | evaluation  | {ALICE,READ,R1,CONTEXT} | true
          c-2-2-4 | evaluation  | {ALICE,WRITE,ARCHIVED} | false
          c-2-2-5 | evaluation  | {ADMIN,WRITE,ARCHIVED} | true
          c-2-2-6 | evaluation  | {ALICE,'action':{'name':'delete','properties':{'soft':true}},R1} | true
          c-2-2-7 | evaluation  | {ALICE,'action':{'name':'delete','properties':{'soft':false}},R1} | false
          c-2-2-8 | evaluation  | {'subject':{'type':'user','id':'alice','properties':{'department':'Sales','role':'manager'}},'action':{'name':'read','properties':{'method':'GET'}},'resource':{'type':'record','id':'record-1','properties':{'status':'active','owner':'bob'}}} | true
          c-2-2-9 | evaluation  | {ALICE,READ,R1,'foo':'bar','futureField':{'nested':true}} | true
          c-2-4-1 | evaluation  | {READ,R1} | 400
          c-2-4-1 | evaluation  | {ALICE,R1} | 400
          c-2-4-1 | evaluation  | {ALICE,READ} | 400
          c-2-4-2 | evaluation  | {'subject':{'id':'alice'},READ,R1} | 400
          c-2-4-2 | evaluation  | {USERS,READ,R1} | 400
          c-2-4-2 | evaluation  | {ALICE,'action':{},R1} | 400
          c-2-4-2 | evaluation  | {ALICE,READ,'resource':{'id':'record-1'}} | 400
          c-2-4-2 | evaluation  | {ALICE,READ,RECORDS} | 400
          c-2-4-4 | evaluation  | {ALICE,READ,R1 | 400
          c-2-4-5 | evaluation  | `` | 400
          c-2-4-6 | evaluation  | {'subject':'alice',READ,R1} | 400
          c-2-4-6 | evaluation  | {ALICE,'action':{'name':123},R1} | 400
          c-3-2-1 | evaluations | {ALICE,READ,'evaluations':[{R1},{R2}]} | true any
          c-3-2-2 | evaluations | {BOB,R1,'evaluations':[{READ},{WRITE}]} | true false
          c-3-2-3 | evaluations | {ALICE,WRITE,'evaluations':[{ACTIVE},{ARCHIVED}]} | true false
          c-3-2-4 | evaluations | {WRITE,ARCHIVED,'evaluations':[{ALICE},{ADMIN}]} | false true
          c-3-2-5 | evaluations | {'evaluations':[{ALICE,READ,R1},{BOB,WRITE,R1}]} | true false
          c-3-2-6 | evaluations | {ALICE,READ,'context':{'time':'x'},'evaluations':[{R1},{R2,CONTEXT}]} | true any
          c-3-2-7 | evaluations | {ALICE,WRITE,ACTIVE,'evaluations':[{},{ARCHIVED}]} | true false
          c-3-4-1 | evaluations | {ALICE,READ,'options':{'evaluations_semantic':'execute_all'},'evaluations':[{R1},{}]} | true false
          c-3-4-2 | evaluations | {ALICE,READ,R1} | true
          c-3-4-3 | evaluations | {ALICE,READ,R1,'evaluations':[]} | true
          c-4-2-1 | search/subject  | {USERS,READ,R1} | +alice,bob
          c-4-2-2 | search/subject  | {USERS,READ,R1,CONTEXT} | +alice,bob
          c-4-2-3 | search/subject  | {ALICE,READ,R1} | +alice,bob
          c-4-2-4 | search/subject  | {USERS,WRITE,ARCHIVED} | +bob
          c-4-3-1 | search/resource | {ALICE,READ,RECORDS} | +record-1
          c-4-3-2 | search/resource | {ALICE,READ,RECORDS,CONTEXT} | +record-1
          c-4-3-3 | search/resource | {ALICE,READ,R1} | +record-1,record-2
          c-4-3-4 | search/resource | {ADMIN,WRITE,RECORDS} | +record-2
          c-4-4-1 | search/action   | {ALICE,R1} | +read,write
          c-4-4-2 | search/action   | {ALICE,R1,CONTEXT} | +read,write
          c-4-4-3 | search/action   | {ADMIN,ARCHIVED} | +write
          c-4-6-1 | search/action   | {'subject':{'type':'user','id':'nonexistent-user'},R1} | -
          c-4-6-1 | search/resource | {'subject':{'type':'user','id':'nonexistent-user'},READ,RECORDS} | -
          c-4-6-1 | search/subject  | {USERS,READ,'resource':{'type':'record','id':'nonexistent'}} | 200
          c-4-6-2 | search/subject  | {'subject':{'type':'spaceship'},READ,R1} | -
          c-4-6-2 | search/resource | {ALICE,READ,'resource':{'type':'spaceship'}} | -
          c-4-6-2 | search/action   | {ALICE,'resource':{'type':'spaceship','id':'x'}} | -
          c-4-7-1 | search/subject  | {USERS,R1} | 400
          c-4-7-1 | search/resource | {READ,RECORDS} | 400
          c-4-7-1 | search/action   | {ALICE} | 400
          c-4-7-2 | search/subject  | {USERS,READ,RECORDS} | 400
          c-4-7-2 | search/resource | {USERS,READ,RECORDS} | 400
          c-4-7-2 | search/action   | {USERS,R1} | 400
          """)
  void request_isAnsweredAsTheScenarioDemands(
      String id, String path, String body, String expected) {
    for (boolean signed : List.of(false, true)) {
      Answer answer = sent(signed, call(signed, path).body(body(body == null ? "" : body)));
      String shown = id + " " + path + " " + answer;
      if (expected.matches("[0-9]{3}")) {
        assertEquals(Integer.parseInt(expected), answer.status(), shown);
        continue;
      }
      assertEquals(200, answer.status(), shown);
      assertEquals("application/json", answer.header("Content-Type").orElse(""), shown);
      if (path.startsWith("search/")) {
        assertFound(answer.json(), path.substring("search/".length()), expected, shown);
      } else {
        assertDecided(answer.json(), expected, shown);
      }
    }
  }

  private static void assertDecided(JsonNode answer, String expected, String shown) {
    String[] each = expected.split(" ", -1);
    List<JsonNode> decided =
        each.length == 1 ? List.of(answer) : answer.path("evaluations").valueStream().toList();
    assertEquals(each.length, decided.size(), shown);
    assertEquals(each.length == 1, answer.has("decision"), shown);
    for (int i = 0; i < each.length; i++) {
      JsonNode decision = decided.get(i).path("decision");
      assertTrue(decision.isBoolean(), shown);
      assertTrue(each[i].equals("any") || each[i].equals(decision.asText()), shown);
      JsonNode context = decided.get(i).path("context");
      assertTrue(context.isMissingNode() || context.isObject(), shown);
    }
  }

  private static void assertFound(JsonNode answer, String what, String expected, String shown) {
    assertTrue(answer.path("results").isArray(), shown);
    List<String> found =
        answer
            .path("results")
            .valueStream()
            .map(
                node -> {
                  if (what.equals("action")) {
                    return node.path("name").asText();
                  }
                  assertEquals(
                      what.equals("subject") ? "user" : "record", node.path("type").asText());
                  return node.path("id").asText();
                })
            .toList();
    if (expected.equals("-")) {
      assertEquals(List.of(), found, shown);
    } else {
      assertTrue(found.containsAll(List.of(expected.substring(1).split(",", -1))), shown);
    }
  }

  /// c-2-4-3.
  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void otherContentType_isABadRequest(String type) {
    byte[] body = body("{ALICE,READ,R1}").getBytes(StandardCharsets.UTF_8);
    for (String path :
        List.of(
            "evaluation", "evaluations", "search/subject", "search/resource", "search/action")) {
      assertEquals(400, sent(false, call(false, path).body(body, type)).status(), path);
    }
  }

  /// c-2-5-1 and c-2-5-2.
  @Test
  void requestId_isEchoedWhereThereIsOne() {
    String id = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716";
    for (boolean signed : List.of(false, true)) {
      for (String body : List.of("{ALICE,READ,R1}", "{ALICE}")) {
        Call call = call(signed, "evaluation").body(body(body));
        assertEquals(
            id, sent(signed, call.header("X-Request-ID", id)).header("X-Request-ID").orElse(""));
      }
      assertEquals(
          200, sent(signed, call(signed, "evaluation").body(body("{ALICE,READ,R1}"))).status());
    }
  }

  /// c-2-6.
  @Test
  void sameRequest_isDecidedTheSameEachTime() {
    for (int i = 0; i < 5; i++) {
      assertTrue(
          sent(false, call(false, "evaluation").body(body("{ALICE,READ,R1}")))
              .json()
              .path("decision")
              .booleanValue());
    }
  }

  /// c-4-5-1 to c-4-5-3.
  @Test
  void pages_followEachOther() {
    for (boolean signed : List.of(false, true)) {
      JsonNode first =
          sent(
                  signed,
                  call(signed, "search/subject").body(body("{USERS,READ,R1,'page':{'limit':1}}")))
              .json();
      assertEquals(1, first.path("results").size());
      String token = first.path("page").path("next_token").asText();
      assertTrue(!token.isEmpty(), first::toString);
      JsonNode second =
          sent(
                  signed,
                  call(signed, "search/subject")
                      .body(body("{USERS,READ,R1,'page':{'token':'" + token + "'}}")))
              .json();
      assertTrue(second.path("page").path("next_token").isTextual(), second::toString);
      assertEquals(
          List.of("alice", "bob"),
          Stream.of(first, second)
              .flatMap(page -> page.path("results").findValuesAsText("id").stream())
              .toList());
    }
  }

  /// c-6.
  @Test
  void metadata_isOfThisDecisionPoint() {
    Answer answer = SharedWorld.call("GET", "/.well-known/authzen-configuration").send();
    assertEquals(200, answer.status());
    assertEquals("application/json", answer.header("Content-Type").orElse(""));
    String base = SharedWorld.world().url().toString().replaceAll("/$", "");
    assertEquals(base, answer.text("policy_decision_point"));
    assertEquals(base + "/access/v1/evaluation", answer.text("access_evaluation_endpoint"));
    assertEquals(base + "/access/v1/evaluations", answer.text("access_evaluations_endpoint"));
    for (String what : List.of("subject", "resource", "action")) {
      assertEquals(base + "/access/v1/search/" + what, answer.text("search_" + what + "_endpoint"));
    }
  }
}
