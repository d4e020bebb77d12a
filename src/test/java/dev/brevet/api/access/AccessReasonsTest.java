package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Documents;
import dev.brevet.directory.ItemKind;
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
      reasons.add(world.decisions.records().getLast().verdict().reason());
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

  /// Whoever writes a policy writes its `Sid` into every answer and record that it decides.
  @Test
  void longSid_makesNoAnswerTooLong() {
    AccessWorld world = world();
    for (String name : List.of("one", "two")) {
      world
          .item(
              ItemKind.POLICY,
              "{'name':'"
                  + name
                  + "','type':'resource','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':'v1',"
                  + "'policy':{'Version':'2012-10-17','Statement':{'Sid':'"
                  + name.repeat(6_000)
                  + "','Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}}}]}")
          .item(
              ItemKind.ATTACHMENT,
              "{'policy':'"
                  + name
                  + "','target':{'resource':{'type':'record','id':'"
                  + name
                  + "'}}}");
    }
    String batch =
        IntStream.range(0, 1_000)
            .mapToObj(
                i ->
                    "{'subject':{'type':'user','id':'a'},'action':{'name':'read'},'resource':{'type':'record','id':'"
                        + (i % 2 == 0 ? "one" : "two")
                        + "'}}")
            .collect(Collectors.joining(",", "{'evaluations':[", "]}"));
    ApiResponse response = world.post("pep", "/access/v1/evaluations", batch);
    assertEquals(200, response.status(), response::body);
    assertTrue(response.body().contains("explicitly denied by resource[one]/0"), response::body);
    assertTrue(response.body().length() < 1_000_000, "characters: " + response.body().length());
    int written =
        world.decisions.records().stream()
            .mapToInt(each -> each.extent().batch().orElse("").length())
            .sum();
    assertTrue(written < 1_000_000, "characters: " + written);
  }

  /// A batch reads a few mappings one by one, and all at once where it asks about more: one read
  /// while nothing is written.
  @Test
  void manyMappings_areNotReadOneByOne() {
    AccessWorld world = world();
    IntStream.range(0, 1_000)
        .forEach(
            i ->
                world.mappings.with(
                    MAPPING.formatted("m" + i, true, "Read", "Allow").replace('\'', '"')));
    String batch =
        IntStream.range(0, 1_000)
            .mapToObj(i -> question("'id':'m" + i + "','properties':{'tenant':'a'}"))
            .collect(Collectors.joining(",", "{'evaluations':[", "]}"));
    ApiResponse response = world.post("pep", "/access/v1/evaluations", batch);
    assertEquals(200, response.status(), response::body);
    assertTrue(world.mappings.reads() <= 8, "read " + world.mappings.reads());
    assertEquals(1, world.mappings.lists());
    Set<JsonNode> answers = new HashSet<>();
    Documents.of(response).get("evaluations").forEach(answers::add);
    assertEquals(1, answers.size(), answers::toString);
  }

  @Test
  void brokenMapping_isReadOnce_whateverItsSessionsAreAskedWith() {
    AccessWorld world = world();
    world.mappings.broken = true;
    String batch =
        IntStream.range(0, 100)
            .mapToObj(i -> question("'id':'broken','properties':{'tenant':'" + i + "'}"))
            .collect(Collectors.joining(",", "{'evaluations':[", "]}"));
    assertEquals(200, world.post("pep", "/access/v1/evaluations", batch).status());
    assertEquals(1, world.mappings.reads());
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
