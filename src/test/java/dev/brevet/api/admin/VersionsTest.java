package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.directory.Directories;
import dev.brevet.directory.Tries;
import dev.brevet.directory.dynamodb.DynamoDbDirectoryStore;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import dev.brevet.local.FreshTables;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.dynamodb.DynamoDbMappingStore;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// INVARIANT: no version of a thing that is administered is ever given twice, also when it was
/// deleted and made anew: what knows a version (an `If-Match`, a session that is reused, keys of an
/// issuer) means that thing or nothing. Against the real stores on DynamoDB Local.
class VersionsTest {
  private static final String BASE = "/v1/iam/admin/";
  private static final String POLICY =
      """
      {"name":"%s","type":"identity","policy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":"record:read","Resource":"record/*"}]}}
      """;
  private static FreshTables tables;

  private final String mappings = tables.create("MappingsTable");
  private final String issuers = tables.create("IssuersTable");
  private final String directory = tables.create("DirectoryTable");
  private Router router = router();

  @BeforeAll
  static void start() {
    tables = new FreshTables();
  }

  @AfterAll
  static void stop() {
    tables.close();
  }

  /// Every kind of thing that is administered.
  enum Kind {
    MAPPING(
        "mappings/reader",
        """
        {"id":"reader","roleArn":"arn:aws:iam::111122223333:role/Reader",
         "trustPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
          "Principal":{"AWS":"arn:aws:iam::444455556666:role/service"},
          "Action":"sts:AssumeRole"}]},
         "sessionPolicy":{"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}}
        """),
    ISSUER(
        "issuers/" + base64("https://issuer.example/a"),
        "{\"issuer\":\"https://issuer.example/a\",\"audiences\":[\"brevet\"]}"),
    ENTITY("entities/user/alice", "{\"type\":\"user\",\"id\":\"alice\",\"properties\":{}}"),
    GROUP("groups/staff", "{\"name\":\"staff\"}"),
    MANAGED_POLICY("policies/readers", POLICY.formatted("readers")),
    ATTACHMENT(
        "attachments/kept/~" + base64("group/others"),
        "{\"policy\":\"kept\",\"target\":{\"group\":\"others\"}}"),
    BOUNDARY(
        "boundaries/~" + base64("entity/user/bob"),
        "{\"subject\":{\"entity\":{\"type\":\"user\",\"id\":\"bob\"}},\"policy\":\"kept\"}"),
    ENFORCEMENT_POINT(
        "enforcement-points/shop",
        "{\"name\":\"shop\",\"subject\":{\"principal\":\"arn:aws:iam::111122223333:role/shop\"}}"),
    API(
        "apis/orders",
        """
        {"name":"orders","api":"arn:aws:execute-api:eu-west-1:111122223333:abcdef1234",
         "audiences":["https://orders.example.com"],
         "routes":[{"route":"GET /orders","action":"list","resource":{"type":"order","id":"all"}}]}
        """);

    private final String path;
    private final String document;

    Kind(String path, String document) {
      this.path = path;
      this.document = document;
    }

    private static String base64(String text) {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Router router() {
    List<String> administrators = List.of("arn:aws:iam::111122223333:user/ops/admin");
    MappingStore stored =
        new DynamoDbMappingStore(tables.client(), mappings, InstantSource.system(), _ -> {});
    Administration administration =
        Administrations.of(new DecisionsInMemory(), Directories::of, administrators);
    PolicyLint lint = new PolicyLint(Catalogue.bundled());
    return new Router(
        List.of(
            new MappingsAdminEndpoint(
                administration, stored, lint, Directories::of, administrators),
            new IssuersAdminEndpoint(
                administration, new DynamoDbIssuerStore(tables.client(), issuers, false), false),
            new DirectoryAdminEndpoint(
                administration,
                new DynamoDbDirectoryStore(tables.client(), directory, InstantSource.system()),
                lint,
                stored,
                Directories::of,
                Tries.of(8))));
  }

  private ApiResponse send(
      String method, String path, Map<String, String> headers, String document) {
    return router.answer(
        Requests.of(
            method,
            BASE + path,
            "",
            headers,
            Body.of(document),
            Optional.of(Requests.user("/ops/admin"))));
  }

  private void prepare() {
    assertEquals(201, send("PUT", "policies/kept", Map.of(), POLICY.formatted("kept")).status());
    assertEquals(201, send("PUT", "groups/others", Map.of(), "{\"name\":\"others\"}").status());
    assertEquals(
        201,
        send("PUT", "entities/user/bob", Map.of(), "{\"type\":\"user\",\"id\":\"bob\"}").status());
  }

  private static Map<String, String> match(long version) {
    return Map.of("If-Match", "\"" + version + "\"");
  }

  private static long version(ApiResponse answer) {
    return Long.parseLong(answer.headers().get("ETag").replace("\"", ""));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatIsMadeAnew_hasAVersionOfItsOwn(Kind kind) {
    prepare();
    ApiResponse first = send("PUT", kind.path, Map.of(), kind.document);
    assertEquals(201, first.status(), () -> Documents.of(first).toString());
    assertEquals(204, send("DELETE", kind.path, match(version(first)), "").status());
    assertEquals(404, send("GET", kind.path, Map.of(), "").status());
    assertEquals(409, send("PUT", kind.path, match(version(first)), kind.document).status());
    assertEquals(409, send("DELETE", kind.path, match(version(first)), "").status());

    ApiResponse second = send("PUT", kind.path, Map.of("If-None-Match", "*"), kind.document);

    assertEquals(201, second.status(), second::toString);
    assertTrue(version(second) > version(first), second::toString);
    assertEquals(409, send("PUT", kind.path, match(version(first)), kind.document).status());
    assertEquals(409, send("DELETE", kind.path, match(version(first)), "").status());
  }

  /// One that is administered, against what it must do.
  private final class Model {
    private final Kind kind;
    private final Set<Long> given = new HashSet<>();
    private long stored;

    Model(Kind kind) {
      this.kind = kind;
    }

    private void step(Random random) {
      long named = random.nextInt(3) > 0 ? stored : anyOf(random);
      switch (random.nextInt(4)) {
        case 0 -> written(send("PUT", kind.path, Map.of(), kind.document), stored == 0, 201);
        case 1 ->
            written(
                send("PUT", kind.path, Map.of("If-None-Match", "*"), kind.document),
                stored == 0,
                201);
        case 2 -> {
          // A policy has five versions of its own at most; the same document adds one.
          if (named > 0 && kind != Kind.MANAGED_POLICY) {
            written(send("PUT", kind.path, match(named), kind.document), named == stored, 200);
          }
        }
        default -> {
          if (named > 0) {
            ApiResponse answer = send("DELETE", kind.path, match(named), "");
            assertEquals(named == stored ? 204 : 409, answer.status(), answer::toString);
            stored = named == stored ? 0 : stored;
          }
        }
      }
      ApiResponse read = send("GET", kind.path, Map.of(), "");
      assertEquals(stored == 0 ? 404 : 200, read.status(), read::toString);
      if (stored != 0) {
        assertEquals(stored, version(read));
      }
    }

    private long anyOf(Random random) {
      List<Long> all = new ArrayList<>(given);
      all.add(1 + random.nextLong(60));
      return all.get(random.nextInt(all.size()));
    }

    private void written(ApiResponse answer, boolean expected, int status) {
      assertEquals(expected ? status : 409, answer.status(), answer::toString);
      if (expected) {
        stored = version(answer);
        assertTrue(given.add(stored), () -> kind + " was given version " + stored + " twice");
      }
    }
  }

  @RepeatedTest(4)
  void randomHistories_neverGiveAVersionTwiceAndNeverTakeAStaleOne(RepetitionInfo repetition) {
    long seed = 20261200L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    prepare();
    List<Model> models = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      models.add(new Model(kind));
    }
    int steps = 0;
    try {
      for (; steps < 150; steps++) {
        if (random.nextInt(20) == 0) {
          router = router();
        }
        models.get(random.nextInt(models.size())).step(random);
      }
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed + ", step " + steps + ": " + e.getMessage(), e);
    }
  }
}
