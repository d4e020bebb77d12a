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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One thing has one answer, however a request spells it: actions in any case and with their
/// prefix, types in any case, ARNs under any type.
class AccessSpellingTest {
  private static final String EVALUATION = "/access/v1/evaluation";
  private static final String ARN = "arn:aws:s3:::bucket/key";

  private static String policy(String name, String... statements) {
    return "{'name':'%s','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':'v1','policy':{'Version':'2012-10-17','Statement':[%s]}}]}"
        .formatted(name, String.join(",", statements));
  }

  private static AccessWorld world(String... statements) {
    return new AccessWorld()
        .item(ItemKind.POLICY, policy("p", statements))
        .item(
            ItemKind.ATTACHMENT, "{'policy':'p','target':{'entity':{'type':'user','id':'alice'}}}");
  }

  /// A world with a program `reader`, which has these statements alone.
  private static AccessWorld asking(String limits) {
    return world("{'Effect':'Allow','Action':'*','Resource':'*'}")
        .item(ItemKind.POLICY, policy("limits", limits))
        .item(
            ItemKind.ATTACHMENT,
            "{'policy':'limits','target':{'token':{'issuer':'https://issuer.example','sub':'reader'}}}");
  }

  private static String question(String action, String type, String id) {
    return "{'subject':{'type':'user','id':'alice'},'action':{'name':'%s'},'resource':{'type':'%s','id':'%s'}}"
        .formatted(action, type, id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"delete", "DELETE", "Delete", "doc:delete", "DOC:Delete"})
  void nameThatIsDenied_isDeniedInEverySpelling(String action) {
    for (String denied : List.of("delete", "DELETE", "dEL*")) {
      AccessWorld world =
          world(
              "{'Effect':'Allow','Action':'doc:*','Resource':'*'}",
              "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringLike':{'action:name':'"
                  + denied
                  + "'}}}");
      assertFalse(world.decides(question(action, "doc", "1")), denied);
      assertTrue(world.decides(question("read", "doc", "1")), denied);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"doc", "DOC", "Doc"})
  void resourceThatIsDenied_isDeniedUnderEverySpellingOfItsType(String type) {
    for (String spelled : List.of("doc", "Doc")) {
      AccessWorld world =
          world(
              "{'Effect':'Allow','Action':'doc:*','Resource':'*'}",
              "{'Effect':'Deny','Action':'*','Resource':'" + spelled + "/secret'}");
      assertFalse(world.decides(question("read", type, "secret")), spelled);
      assertTrue(world.decides(question("read", type, "other")), spelled);
    }
  }

  @Test
  void typeThatIsSpelledInTwoWays_isNobodys() {
    AccessWorld world =
        world(
            "{'Effect':'Allow','Action':'*','Resource':'*'}",
            "{'Effect':'Deny','Action':'*','Resource':'doc/secret'}",
            "{'Effect':'Allow','Action':'*','Resource':'Doc/x'}");
    assertFalse(world.decides(question("read", "Doc", "x")));
    assertFalse(world.decides(question("read", "doc", "x")));
    // What is in the directory says which is meant.
    world =
        world(
                "{'Effect':'Allow','Action':'*','Resource':'*'}",
                "{'Effect':'Deny','Action':'*','Resource':'doc/secret'}",
                "{'Effect':'Allow','Action':'*','Resource':'Doc/x'}")
            .item(ItemKind.ENTITY, "{'type':'doc','id':'x','properties':{}}");
    assertFalse(world.decides(question("read", "Doc", "secret")));
    assertTrue(world.decides(question("read", "Doc", "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "READ", "record:read", "RECORD:Read"})
  void actionThatAnAskerIsDenied_isDeniedInEverySpelling(String action) {
    for (String denied : List.of("record:read", "Record:READ", "record:r*")) {
      AccessWorld world =
          asking(
              "{'Effect':'Allow','Action':'brevet:*','Resource':'*','Condition':{'StringNotLike':{'brevet:Action':'"
                  + denied
                  + "'}}}");
      for (String type : List.of("record", "RECORD")) {
        assertEquals(403, world.post("reader", EVALUATION, question(action, type, "1")).status());
        assertEquals(200, world.post("reader", EVALUATION, question("write", type, "1")).status());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"record", "RECORD", "s3", "table"})
  void typeOfAnArn_isItsService(String type) {
    AccessWorld world =
        asking(
            "{'Effect':'Allow','Action':'brevet:*','Resource':'*','Condition':{'StringEquals':{'brevet:ResourceType':'record'}}}");
    assertEquals(200, world.post("reader", EVALUATION, question("read", "record", "1")).status());
    for (String action : List.of("read", "s3:GetObject", "record:read")) {
      assertEquals(403, world.post("reader", EVALUATION, question(action, type, ARN)).status());
    }
    JsonNode batch =
        Documents.of(
            world.post(
                "reader",
                "/access/v1/evaluations",
                "{'evaluations':[%s,%s]}"
                    .formatted(
                        question("read", "record", "1"), question("s3:GetObject", type, ARN))));
    assertTrue(batch.at("/evaluations/0/decision").booleanValue());
    assertEquals(403, batch.at("/evaluations/1/context/error/status").intValue(), batch::toString);
    assertEquals(
        403,
        world
            .post(
                "reader",
                "/access/v1/search/subject",
                "{'subject':{'type':'user'},'action':{'name':'s3:GetObject'},'resource':{'type':'%s','id':'%s'}}"
                    .formatted(type, ARN))
            .status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:S3:::bucket/key",
        "arn:AWS:s3:::bucket/key",
        "ARN:aws:s3:::bucket/key",
        "Arn:Aws:S3:::bucket/key"
      })
  void arn_hasOneSpellingOfItsPartitionAndService(String id) {
    String denied = "{'Effect':'Deny','Action':'*','Resource':'" + ARN + "'}";
    for (String type : List.of("s3", "bucket")) {
      AccessWorld world = world("{'Effect':'Allow','Action':'*','Resource':'*'}", denied);
      assertFalse(world.decides(question("s3:GetObject", type, id)), type);
      // Of a bucket and a key the case counts.
      assertTrue(world.decides(question("s3:GetObject", type, id.replace("key", "KEY"))), type);
    }
    AccessWorld byPolicyOfTheResource =
        world("{'Effect':'Allow','Action':'*','Resource':'*'}")
            .item(
                ItemKind.POLICY,
                policy("no", "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}")
                    .replace("'identity'", "'resource'"))
            .item(ItemKind.ATTACHMENT, "{'policy':'no','target':{'resource':'" + id + "'}}");
    for (String asked : List.of(id, ARN)) {
      assertFalse(byPolicyOfTheResource.decides(question("s3:GetObject", "s3", asked)), asked);
    }
    AccessWorld byProperty =
        world(
                "{'Effect':'Allow','Action':'*','Resource':'*'}",
                "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringEquals':{'resource:class':'secret'}}}")
            .item(
                ItemKind.ENTITY,
                "{'type':'bucket','id':'" + ARN + "','properties':{'class':'secret'}}");
    assertFalse(byProperty.decides(question("s3:GetObject", "bucket", id)));
    AccessWorld limited =
        asking(
            "{'Effect':'Allow','Action':'brevet:*','Resource':'*'},"
                + "{'Effect':'Deny','Action':'brevet:*','Resource':'"
                + ARN
                + "'}");
    assertEquals(
        403, limited.post("reader", EVALUATION, question("s3:GetObject", "s3", id)).status());
  }

  @Test
  void propertiesOfAnArn_countUnderEveryType() {
    AccessWorld world =
        world(
                "{'Effect':'Allow','Action':'*','Resource':'*'}",
                "{'Effect':'Deny','Action':'*','Resource':'*','Condition':{'StringEquals':{'resource:class':'secret'}}}")
            .item(
                ItemKind.ENTITY,
                "{'type':'bucket','id':'" + ARN + "','properties':{'class':'secret'}}");
    for (String type : List.of("bucket", "BUCKET", "s3", "other")) {
      assertFalse(world.decides(question("s3:GetObject", type, ARN)), type);
    }
    assertTrue(world.decides(question("s3:GetObject", "bucket", ARN + "2")));
  }

  private static String spelled(Random random, String text) {
    return switch (random.nextInt(4)) {
      case 0 -> text.toUpperCase(Locale.ROOT);
      case 1 -> text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
      default -> text;
    };
  }

  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static String statement(Random random) {
    String key =
        one(random, List.of("action:name", "resource:type", "subject:type", "resource:owner"));
    String operator =
        one(
            random,
            List.of(
                "StringEquals",
                "StringNotEquals",
                "StringLike",
                "StringNotLike",
                "StringEqualsIgnoreCase",
                "ForAnyValue:StringEquals",
                "StringEqualsIfExists"));
    String value =
        spelled(
            random,
            one(
                random,
                List.of("read", "write", "doc", "doc:read", "r*", "user", "${action:name}", "s3")));
    return "{'Effect':'%s','Action':'%s','Resource':'%s'%s}"
        .formatted(
            random.nextInt(3) == 0 ? "Deny" : "Allow",
            spelled(random, one(random, List.of("*", "doc:*", "doc:read", "s3:read", "*:write"))),
            one(
                random,
                List.of("*", "doc/*", "doc/1", "*/1", "d?c/2", "doc/${action:name}", ARN, "arn:*")),
            random.nextBoolean()
                ? ",'Condition':{'%s':{'%s':'%s'}}".formatted(operator, key, value)
                : "");
  }

  /// Under generated policies and limits on the client, requests that are for one action and
  /// resource get one answer: alone, in a batch and by search.
  @Test
  void oneActionAndResource_hasOneAnswer() {
    int allowed = 0;
    int refused = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      List<String> statements = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        statements.add(statement(random));
      }
      String limit =
          "{'Effect':'Allow','Action':'brevet:*','Resource':'%s','Condition':{'%s':{'%s':'%s'}}}"
              .formatted(
                  one(random, List.of("*", "doc/*", "doc/1", "arn:*")),
                  one(random, List.of("StringEquals", "StringNotEquals", "StringLike")),
                  one(
                      random,
                      List.of("brevet:ResourceType", "brevet:Action", "brevet:SubjectType")),
                  spelled(
                      random, one(random, List.of("doc", "doc:read", "s3:*", "user", "doc:*"))));
      AccessWorld world =
          world(statements.toArray(String[]::new))
              .item(ItemKind.ENTITY, "{'type':'doc','id':'1','properties':{'owner':'read'}}")
              .item(ItemKind.ENTITY, "{'type':'user','id':'alice','properties':{}}")
              .item(ItemKind.POLICY, policy("limits", limit))
              .item(
                  ItemKind.ATTACHMENT,
                  "{'policy':'limits','target':{'token':{'issuer':'https://issuer.example','sub':'reader'}}}");
      Map<String, String> answers = new HashMap<>();
      for (int i = 0; i < 24; i++) {
        String name = one(random, List.of("read", "write"));
        boolean arn = random.nextInt(3) == 0;
        String id = arn ? ARN : one(random, List.of("1", "2", "read"));
        String service = arn ? "s3" : "doc";
        String asked =
            arn ? spelled(random, "arn:aws:s3") + id.substring("arn:aws:s3".length()) : id;
        String type = spelled(random, arn ? one(random, List.of("doc", "s3", "any")) : "doc");
        String action =
            random.nextBoolean()
                ? spelled(random, name)
                : spelled(random, service) + ":" + spelled(random, name);
        String question =
            "{'subject':{'type':'%s','id':'alice'},'action':{'name':'%s'},'resource':{'type':'%s','id':'%s'}}"
                .formatted(spelled(random, "user"), action, type, asked);
        for (String client : List.of("pep", "reader")) {
          ApiResponse response = world.post(client, EVALUATION, question);
          String decided =
              response.status() == 200
                  ? "" + Documents.of(response).path("decision").booleanValue()
                  : "" + response.status();
          JsonNode batch =
              Documents.of(
                  world.post(
                      client, "/access/v1/evaluations", "{'evaluations':[" + question + "]}"));
          boolean inBatch = batch.at("/evaluations/0/decision").booleanValue();
          String shown =
              "seed "
                  + seed
                  + ": "
                  + question
                  + " of "
                  + client
                  + " under "
                  + statements
                  + " and "
                  + limit;
          assertEquals(decided.equals("true"), inBatch, shown);
          ApiResponse search =
              world.post(
                  client, "/access/v1/search/subject", question.replace(",'id':'alice'", ""));
          boolean found =
              search.status() == 200 && AccessWorld.results(Documents.of(search)).contains("alice");
          assertEquals(decided.equals("true"), found, shown + " by search");
          String before = answers.putIfAbsent(client + name + id, decided);
          assertEquals(before == null ? decided : before, decided, shown);
          allowed += decided.equals("true") ? 1 : 0;
          refused += decided.equals("403") ? 1 : 0;
        }
      }
    }
    assertTrue(allowed > 1_000, "allowed " + allowed);
    assertTrue(refused > 1_000, "refused " + refused);
  }
}
