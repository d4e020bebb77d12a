package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.directory.ItemKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over random directories: a search finds what questions one by one are allowed, whatever it
/// leaves out by index and however it is cut into pages; a batch is answered as its questions
/// alone.
class AccessPropertyTest {
  private static final List<String> SUBJECTS = List.of("u", "v");
  private static final List<String> RESOURCES = List.of("doc", "box");
  private static final List<String> ACTIONS = List.of("read", "write", "share");
  private static final List<String> COLOURS = List.of("red", "green", "blue");
  private static final int IDS = 12;

  private final List<String> knownActions = new ArrayList<>();

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static String id(Random random) {
    int n = random.nextInt(IDS);
    return n == 0
        ? "arn:aws:s3:::bucket/" + random.nextInt(3)
        : any(List.of("a", "b/", "c*"), random) + n;
  }

  private static String statement(Random random, boolean resourcePolicy) {
    String type = any(RESOURCES, random);
    String action =
        switch (random.nextInt(5)) {
          case 0 -> "*";
          case 1 -> type + ":*";
          default -> type + ":" + any(ACTIONS, random);
        };
    String resource =
        switch (random.nextInt(8)) {
          case 0 -> "*";
          case 1 -> type + "/" + id(random);
          case 2 -> type + "/a*";
          case 3 -> "arn:aws:s3:::bucket/*";
          case 4 -> type + "/${subject:home}*";
          case 5 -> "*1";
          default -> type + "/*";
        };
    StringBuilder condition = new StringBuilder();
    if (random.nextInt(3) > 0) {
      String key =
          any(List.of("subject:colour", "resource:colour", "subject:id", "resource:id"), random);
      String operand =
          switch (random.nextInt(5)) {
            case 0 -> "${subject:colour}";
            case 1 -> "${resource:colour}";
            case 2 -> "${subject:id}";
            default -> any(COLOURS, random);
          };
      String operator =
          any(
              List.of(
                  "StringEquals",
                  "StringEquals",
                  "StringLike",
                  "StringNotEquals",
                  "ForAnyValue:StringEquals",
                  "ForAllValues:StringEquals",
                  "StringEqualsIfExists",
                  "StringEqualsIgnoreCase"),
              random);
      condition.append(",'Condition':{'%s':{'%s':'%s'}}".formatted(operator, key, operand));
    }
    return "{'Effect':'%s',%s'Action':'%s','%s':'%s'%s}"
        .formatted(
            random.nextInt(5) == 0 ? "Deny" : "Allow",
            resourcePolicy
                ? "'Principal':" + any(List.of("'*'", "{'Federated':'directory:u'}"), random) + ","
                : "",
            action,
            random.nextInt(9) == 0 ? "NotResource" : "Resource",
            resource,
            condition);
  }

  private AccessWorld world(Random random) {
    AccessWorld world = new AccessWorld();
    List<String> entities = new ArrayList<>();
    for (String type : List.of("u", "v", "doc", "box")) {
      for (int i = 0; i < IDS; i++) {
        String id = id(random);
        entities.add("{'entity':{'type':'%s','id':'%s'}}".formatted(type, id));
        String colours =
            random.nextInt(3) == 0
                ? "['%s','%s']".formatted(any(COLOURS, random), any(COLOURS, random))
                : "'" + any(COLOURS, random) + "'";
        String properties =
            random.nextInt(4) == 0
                ? ""
                : ",'properties':{'colour':%s,'home':'%s'}"
                    .formatted(colours, any(List.of("a", "b/"), random));
        world.item(ItemKind.ENTITY, "{'type':'%s','id':'%s'%s}".formatted(type, id, properties));
      }
    }
    // So that there are actions to find at all.
    for (String type : RESOURCES) {
      ACTIONS.forEach(action -> knownActions.add(type + ":" + action));
    }
    policy(
        world,
        "names",
        "identity",
        "{'Effect':'Deny','Action':['"
            + String.join("','", knownActions)
            + "'],'Resource':'none/*'}");
    for (int p = 0; p < 6; p++) {
      boolean ofResource = p == 5;
      List<String> statements = new ArrayList<>();
      for (int s = 0; s <= random.nextInt(3); s++) {
        statements.add(statement(random, ofResource));
      }
      policy(world, "p" + p, ofResource ? "resource" : "identity", String.join(",", statements));
      if (ofResource) {
        String target = any(entities, random).replace("entity", "resource");
        world.item(ItemKind.ATTACHMENT, "{'policy':'p5','target':" + target + "}");
      } else if (random.nextBoolean()) {
        List<String> members =
            new ArrayList<>(
                new TreeSet<>(
                    List.of(any(entities, random), any(entities, random), any(entities, random))));
        world.item(
            ItemKind.GROUP,
            "{'name':'g%d','description':'','members':[%s]}"
                .formatted(p, String.join(",", members)));
        world.item(
            ItemKind.ATTACHMENT, "{'policy':'p%d','target':{'group':'g%d'}}".formatted(p, p));
      } else {
        world.item(
            ItemKind.ATTACHMENT,
            "{'policy':'p%d','target':%s}".formatted(p, any(entities, random)));
      }
    }
    return world;
  }

  private static void policy(AccessWorld world, String name, String type, String statements) {
    world.item(
        ItemKind.POLICY,
        ("{'name':'%s','type':'%s','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':'v1','policy':"
             + "{'Version':'2012-10-17','Statement':[%s]}}]}")
            .formatted(name, type, statements));
  }

  private static List<String> ids(AccessWorld world, String type) {
    return world.current().entities(type).stream().map(entity -> entity.id().id()).toList();
  }

  private static String question(
      String who, String whoId, String action, String what, String whatId) {
    return ("{'subject':{'type':'%s','id':'%s'},'action':{'name':'%s'},"
            + "'resource':{'type':'%s','id':'%s'}}")
        .formatted(who, whoId, action, what, whatId);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void search_findsWhatQuestionsAreAllowed(long seed) {
    Random random = new Random(seed);
    AccessWorld world = world(random);
    for (int i = 0; i < 12; i++) {
      String who = any(SUBJECTS, random);
      String what = any(RESOURCES, random);
      String action = any(ACTIONS, random);
      String whoId = any(ids(world, who), random);
      String whatId = any(ids(world, what), random);
      assertEquals(
          ids(world, who).stream()
              .filter(id -> world.decides(question(who, id, action, what, whatId)))
              .toList(),
          paged(world, "subject", question(who, "x", action, what, whatId), random));
      assertEquals(
          ids(world, what).stream()
              .filter(id -> world.decides(question(who, whoId, action, what, id)))
              .toList(),
          paged(world, "resource", question(who, whoId, action, what, "x"), random));
      assertEquals(
          ACTIONS.stream()
              .sorted()
              .filter(name -> world.decides(question(who, whoId, name, what, whatId)))
              .toList(),
          paged(world, "action", question(who, whoId, action, what, whatId), random));
    }
  }

  private static List<String> paged(AccessWorld world, String what, String body, Random random) {
    List<String> found = new ArrayList<>();
    int limit = 1 + random.nextInt(8);
    String page = "'page':{'limit':" + limit + "}";
    while (true) {
      JsonNode answer =
          world.asked(
              "/access/v1/search/" + what, body.substring(0, body.length() - 1) + "," + page + "}");
      found.addAll(AccessWorld.results(answer));
      String token = answer.path("page").path("next_token").asText();
      if (token.isEmpty()) {
        return found;
      }
      assertEquals(limit, answer.path("page").path("count").asInt());
      page = "'page':{'token':'" + token + "'}";
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26})
  void batch_isAnsweredAsItsQuestionsAlone(long seed) {
    Random random = new Random(seed);
    AccessWorld world = world(random);
    List<String> questions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String who = any(SUBJECTS, random);
      String what = any(RESOURCES, random);
      questions.add(
          question(
              who,
              any(ids(world, who), random),
              any(ACTIONS, random),
              what,
              any(ids(world, what), random)));
    }
    JsonNode answers =
        world.asked(
            "/access/v1/evaluations", "{'evaluations':[" + String.join(",", questions) + "]}");
    assertEquals(
        questions.stream().map(world::decides).toList(),
        answers
            .path("evaluations")
            .valueStream()
            .map(node -> node.path("decision").booleanValue())
            .toList());
  }
}
