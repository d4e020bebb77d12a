package dev.brevet.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.json.DocumentReading.Problem;
import dev.brevet.json.DocumentReading.Readable;
import dev.brevet.json.DocumentReading.Unreadable;
import dev.brevet.json.JsonValue.JsonObject;
import org.junit.jupiter.api.Test;

class FieldsTest {
  private static List<String> problems(String json) {
    return Fields.read(json.replace('\'', '"'), 300_000, FieldsTest::example)
            instanceof Unreadable<String>(List<Problem> problems)
        ? problems.stream().map(Problem::toString).toList()
        : List.of();
  }

  private static Optional<String> example(Fields fields) {
    Optional<String> name = fields.required("name");
    fields.texts("audiences");
    fields.bool("enabled", true);
    fields.whole("seconds", 0);
    fields.any("anything");
    for (Fields each : fields.objects("members")) {
      each.required("id");
    }
    return name;
  }

  @Test
  void documentWithoutMistakes_isRead() {
    assertEquals(
        new Readable<>("a"),
        Fields.read("{\"name\":\"a\",\"seconds\":5}", 100, FieldsTest::example));
  }

  @Test
  void everyMistake_isCollectedWithItsPlace() {
    assertEquals(
        List.of(
            "`name`: is missing",
            "`audiences[1]`: must be a string (line 1, column 19)",
            "`enabled`: must be true or false (line 2, column 12)",
            "`seconds`: must be a whole number (line 2, column 28)",
            "`members[1]`: must be an object (line 3, column 23)",
            "`members[0].id`: is missing (line 3, column 13)",
            "`members[0].idd`: is not a known field: is `id` meant? (line 3, column 14)"),
        problems(
            "{'audiences':['a',1],\n 'enabled':'yes','seconds':1e3,\n"
                + " 'members':[{'idd':1},'x']}"));
  }

  @Test
  void unknownField_showsTheNearestNameThatIsNotGiven() {
    assertEquals(
        List.of(
            "`Audience`: is not a known field: is `audiences` meant? (line 1, column 13)",
            "`nam`: is not a known field (line 1, column 30)",
            "`xy`: is not a known field (line 1, column 38)"),
        problems("{'name':'a','Audience':['b'],'nam':1,'xy':1}"));
  }

  @Test
  void nameGivenTwice_isFoundHoweverDeep() {
    assertEquals(
        List.of("`anything.a[0].b`: is given twice (line 1, column 44)"),
        problems("{'name':'a','anything':{'a':[{'b':{},'c':1,'b':2}]}}"));
  }

  @Test
  void mistakes_areAtMostTwenty_andTheirTextIsShort() {
    // Paths are as long as the document is deep; most names in it are given twice.
    String deep = ("{'" + "n".repeat(500) + "':").repeat(200);
    List<String> problems =
        problems(
            "{'name':'a','anything':"
                + deep
                + "{"
                + "'b':1,".repeat(10_000)
                + "'b':1}"
                + "}".repeat(200)
                + "}");
    assertEquals(20, problems.size());
    assertTrue(problems.stream().allMatch(each -> each.length() < 400), problems.getFirst());
  }

  private static List<String> requestProblems(String json) {
    return Fields.request(json.replace('\'', '"'), 300_000, FieldsTest::request)
            instanceof Unreadable<String>(List<Problem> problems)
        ? problems.stream().map(Problem::toString).toList()
        : List.of();
  }

  private static Optional<String> request(Fields fields) {
    fields.require("name");
    fields.texts("actions", text -> text.length() < 4, "holds a long one");
    fields.objects("sources", "arn").forEach(each -> each.required("arn"));
    fields.part("options").bool("vpc", false);
    fields
        .carried("policy")
        .filter(policy -> policy.contains("wrong"))
        .ifPresent(_ -> fields.problem("policy", 1, 5, "is not a policy"));
    return fields.hasProblems() ? Optional.empty() : fields.text("name");
  }

  @Test
  void request_takesOneForAListAndNullForNothing() {
    assertEquals(
        List.of(),
        requestProblems(
            "{'name':'n','actions':'get','sources':{'arn':'a'},'options':null,'policy':{'a':1,'a':2}}"));
    assertEquals(
        List.of(),
        requestProblems(
            "{'name':'n','actions':['get'],'sources':['a',{'arn':'b'}],'options':{'vpc':null}}"));
    assertEquals(List.of(), requestProblems("{'name':'n','actions':null,'policy':[]}"));
  }

  @Test
  void mistakesOfARequest_areCollectedWithWhatIsMissingLast() {
    assertEquals(
        List.of(
            "`actions[0]`: must be a string (line 1, column 13)",
            "`sources[1]`: must be an object (line 1, column 39)",
            "`sources[0].arn`: is missing (line 1, column 27)",
            "`options.vpc`: must be true or false (line 2, column 19)",
            "`sources[0].arm`: is not a known field: is `arn` meant? (line 1, column 28)",
            "`name`: is missing"),
        requestProblems("{'actions':[1],'sources':[{'arm':'a'},1],\n 'options':{'vpc':'yes'}}"));
    assertEquals(
        List.of(
            "`actions`: holds a long one (line 1, column 43)",
            "`actions`: is given twice (line 1, column 33)"),
        requestProblems("{'name':'n', 'actions':'longer','actions':'longer'}"));
  }

  /// In an object places are counted in the request; in a string and in what this program made,
  /// from the beginning of the document.
  @Test
  void placeInADocumentThatIsCarried_isWhereItsReaderFoundIt() {
    assertEquals(
        List.of("`policy`: is not a policy (line 2, column 15)"),
        requestProblems("{'name':'n',\n 'policy':{'wrong':1}}"));
    assertEquals(
        List.of("`policy`: is not a policy (line 1, column 5)"),
        requestProblems("{'name':'n',\n 'policy':'wrong'}"));
    JsonObject made =
        JsonValue.object()
            .with("name", "n")
            .with("policy", JsonValue.object().with("wrong", true))
            .with("sources", List.of("a"));
    assertEquals(
        new Unreadable<String>(
            List.of(new Problem("policy", "is not a policy", new Place(1, 5, 0, 0)))),
        Fields.request(made, FieldsTest::request));
    assertEquals(
        new Readable<>("n"),
        Fields.request(JsonValue.object().with("name", "n"), FieldsTest::request));
  }
}
