package dev.brevet.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.json.DocumentReading.Problem;
import dev.brevet.json.DocumentReading.Readable;
import dev.brevet.json.DocumentReading.Unreadable;
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
}
