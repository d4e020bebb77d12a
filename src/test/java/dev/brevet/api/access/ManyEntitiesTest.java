package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.directory.Directories;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ItemKind;
import org.junit.jupiter.api.Test;

/// Searches over 100,000 records and as many users are exact, from the first page to the last.
class ManyEntitiesTest {
  private static final int MANY = 100_000;
  private static final AccessWorld WORLD = world();

  private static AccessWorld world() {
    AccessWorld world =
        new AccessWorld()
            .item(
                ItemKind.POLICY,
                "{'name':'records','type':'identity','defaultVersion':'v1','latestVersion':'v1',"
                    + "'versions':[{'versionId':'v1','policy':{'Version':'2012-10-17','Statement':["
                    + "{'Effect':'Allow','Action':'record:edit','Resource':'record/*','Condition':"
                    + "{'StringEquals':{'resource:owner':'${subject:id}'}}},"
                    + "{'Effect':'Allow','Action':'record:view','Resource':'record/r-0*'},"
                    + "{'Effect':'Deny','Action':'record:view','Resource':'*','Condition':"
                    + "{'StringEquals':{'resource:hidden':'true'}}}]}}]}")
            .item(ItemKind.ATTACHMENT, "{'policy':'records','target':{'group':'staff'}}")
            .item(
                ItemKind.GROUP,
                "{'name':'staff','description':'','members':[{'entity':{'type':'user','id':'u-7'}},"
                    + "{'entity':{'type':'user','id':'u-8'}}]}");
    for (int i = 0; i < MANY; i++) {
      world.put(Directories.entity("user", "u-" + i));
      world.put(
          Directories.entity(
              "record",
              "r-%05d".formatted(i),
              Map.of(
                  "owner", List.of("u-" + i % 1_000),
                  "hidden", List.of(Boolean.toString(i % 3 == 0)))));
    }
    return world;
  }

  private static List<String> all(String what, String body) {
    List<String> found = new ArrayList<>();
    String page = "";
    while (true) {
      JsonNode answer =
          WORLD.asked(
              "/access/v1/search/" + what, body.substring(0, body.length() - 1) + page + "}");
      found.addAll(AccessWorld.results(answer));
      String token = answer.path("page").path("next_token").asText();
      if (token.isEmpty()) {
        return found;
      }
      page = ",'page':{'token':'" + token + "'}";
    }
  }

  private static String search(String subject, String action, String resource) {
    return "{'subject':{'type':'user'%s},'action':{'name':'%s'},'resource':{'type':'record'%s}}"
        .formatted(subject, action, resource);
  }

  @Test
  void recordsOfAnOwner_areFoundByTheOwner() {
    assertEquals(
        IntStream.range(0, MANY).filter(i -> i % 1_000 == 7).mapToObj("r-%05d"::formatted).toList(),
        all("resource", search(",'id':'u-7'", "edit", "")));
    assertEquals(List.of(), all("resource", search(",'id':'u-9'", "edit", "")));
  }

  @Test
  void recordsByTheirNames_areFoundInPages() {
    assertEquals(
        IntStream.range(0, 10_000).filter(i -> i % 3 != 0).mapToObj("r-%05d"::formatted).toList(),
        all("resource", search(",'id':'u-8'", "view", "")));
  }

  @Test
  void usersAmongMany_areFoundByTheirPolicies() {
    assertEquals(List.of("u-7", "u-8"), all("subject", search("", "view", ",'id':'r-00001'")));
    assertEquals(List.of("u-7"), all("subject", search("", "edit", ",'id':'r-05007'")));
    assertEquals(new EntityId("user", "u-99999"), WORLD.current().entities("user").getLast().id());
  }
}
