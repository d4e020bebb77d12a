package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.directory.ItemKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a program learns of mappings that may ask about records alone: nothing. Whatever the
/// mapping is, and whether it is, the answers are the same to the last character but for decision
/// ids; the log has the reasons.
class AccessReasonsTest {
  private static final String MAPPING =
      "{'id':'%s','enabled':%s,'roleArn':'arn:aws:iam::111122223333:role/brevet/R',"
          + "'trustPolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
          + "{'AWS':'arn:aws:iam::111122223333:role/app'},'Action':'sts:AssumeRole'}]},"
          + "'parameters':{'tenant':{'from':'claim:tenant_id','pattern':'[a-z]{1,8}'}},"
          + "'sessionPolicy':{'Version':'2012-10-17','Statement':[{'Sid':'%s','Effect':'%s',"
          + "'Action':'dynamodb:GetItem','Resource':'arn:aws:dynamodb:eu-west-1:111122223333:table/{{tenant}}'}]}}";
  private static final List<String> SUBJECTS =
      List.of(
          "'id':'no-such-mapping'",
          "'id':'NOT A NAME'",
          "'id':'closed','properties':{'tenant':'a'}",
          "'id':'broken','properties':{'tenant':'a'}",
          "'id':'allows'",
          "'id':'allows','properties':{'tenant':'NO'}",
          "'id':'allows','properties':{'tenant':['a','b']}",
          "'id':'allows','properties':{'tenant':'a'}",
          "'id':'denies','properties':{'tenant':'a'}",
          "'id':'allows','properties':{'other':'a'}");

  private static AccessWorld world() {
    AccessWorld world =
        new AccessWorld()
            .item(
                ItemKind.POLICY,
                "{'name':'limits','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':'v1','policy':{'Version':'2012-10-17','Statement':"
                    + "{'Effect':'Allow','Action':['brevet:Evaluate','brevet:Search'],'Resource':'record/*'}}}]}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'limits','target':{'token':{'issuer':'https://issuer.example','sub':'reader'}}}")
            .item(ItemKind.ENTITY, "{'type':'record','id':'1','properties':{}}");
    world.mappings.with(MAPPING.formatted("allows", true, "Read", "Allow").replace('\'', '"'));
    world.mappings.with(MAPPING.formatted("denies", true, "Never", "Deny").replace('\'', '"'));
    world.mappings.with(MAPPING.formatted("closed", false, "Read", "Allow").replace('\'', '"'));
    return world;
  }

  private static String question(String subject) {
    return "{'subject':{'type':'mapping',%s},'action':{'name':'read'},'resource':{'type':'record','id':'1'}}"
        .formatted(subject);
  }

  /// All that leaves, without what every answer has anew.
  private static String seen(ApiResponse response) {
    return (response.status() + " " + response.headers() + " " + response.body())
        .replaceAll("[0-9A-HJKMNP-TV-Z]{26}", "ID");
  }

  @Test
  void programThatMayAskAboutRecords_learnsNothingOfMappings() {
    AccessWorld world = world();
    Set<String> alone = new HashSet<>();
    Set<String> batch = new HashSet<>();
    Set<String> searched = new HashSet<>();
    List<String> reasons = new ArrayList<>();
    for (String subject : SUBJECTS) {
      alone.add(seen(world.post("reader", "/access/v1/evaluation", question(subject))));
      reasons.add(world.decisions.records.getLast().reason());
      batch.add(
          seen(
              world.post(
                  "reader",
                  "/access/v1/evaluations",
                  "{'evaluations':[" + question(subject) + "]}")));
      for (String what : List.of("resource", "action")) {
        searched.add(
            what + seen(world.post("reader", "/access/v1/search/" + what, question(subject))));
      }
    }
    assertEquals(1, alone.size(), alone::toString);
    assertEquals(1, batch.size(), batch::toString);
    assertEquals(2, searched.size(), searched::toString);
    assertTrue(alone.iterator().next().startsWith("200"), alone::toString);
    assertTrue(new HashSet<>(reasons).size() >= 4, reasons::toString);
    assertTrue(reasons.stream().anyMatch(reason -> reason.contains("`tenant`")), reasons::toString);
  }

  /// Each session of a mapping is made of all that the mapping says: a batch pays for that.
  @Test
  void manySessionsOfALongMapping_areWithinTheBudget() {
    AccessWorld world = world();
    String resources =
        IntStream.range(0, 500)
            .mapToObj(i -> "'arn:aws:dynamodb:eu-west-1:111122223333:table/{{tenant}}" + i + "'")
            .collect(Collectors.joining(","));
    world.mappings.with(
        MAPPING
            .formatted("long", true, "Read", "Allow")
            .replace(
                "'arn:aws:dynamodb:eu-west-1:111122223333:table/{{tenant}}'", "[" + resources + "]")
            .replace('\'', '"'));
    String batch =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    question(
                        "'id':'long','properties':{'tenant':'"
                            + (char) ('a' + i % 26)
                            + (char) ('a' + i / 26 % 26)
                            + (char) ('a' + i / 676)
                            + "'}"))
            .collect(Collectors.joining(",", "{'evaluations':[", "]}"));

    ApiResponse response = world.post("pep", "/access/v1/evaluations", batch);

    assertEquals(400, response.status());
    assertTrue(response.body().contains("takes more work than one request may cause"));
    ApiResponse one =
        world.post(
            "pep", "/access/v1/evaluation", question("'id':'long','properties':{'tenant':'abc'}"));
    assertEquals(200, one.status(), one::body);
  }

  @Test
  void programThatMayAskAboutTheMapping_isToldWhy() {
    JsonNode answer =
        Documents.of(
            world()
                .post("pep", "/access/v1/evaluation", question("'id':'allows','properties':{}")));
    assertFalse(answer.path("decision").booleanValue());
    assertTrue(answer.at("/context/reason_admin/403").asText().contains("`tenant`"));
  }
}
