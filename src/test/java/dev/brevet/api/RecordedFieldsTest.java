package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.DecisionFields;
import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Outcome;
import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.gateway.AuthorizeCall;
import dev.brevet.gateway.AuthorizerEvent;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.GatewayIdentity;
import dev.brevet.identity.Identities;
import dev.brevet.identity.IdentityUnavailable;
import dev.brevet.identity.Verification;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.RoleAssumer;
import dev.brevet.vending.RoleAssumer.Answer;
import dev.brevet.vending.VendCredentials;
import dev.brevet.vending.VendRequest;
import org.junit.jupiter.api.Test;

/// Whatever is asked and whatever comes of it, a record has the fields that `docs/decision-log.md`
/// lists, spelled as it spells them. `-Dseed` draws the same again.
class RecordedFieldsTest {
  private static final Pattern WORD = Pattern.compile("`([^`]+)`");
  private static final Pattern ADMINISTRATIVE = Pattern.compile("(Get|List|Put|Delete)[A-Z]\\w+");
  private static final Clock CLOCK = Clock.fixed(Requests.NOW, ZoneOffset.UTC);
  private static final String ISSUER = "https://idp.example.com";

  /// By the first column's words, the words of the rest of the row.
  private final List<Map.Entry<Set<String>, Set<String>>> rows = rows();

  private static List<Map.Entry<Set<String>, Set<String>>> rows() {
    try (Stream<String> lines = Files.lines(Path.of("docs/decision-log.md"))) {
      return lines
          .filter(line -> line.startsWith("| `"))
          .map(line -> line.split("\\|", 3))
          .map(cells -> Map.entry(words(cells[1]), words(cells[2])))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(word -> word.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> documentedFields() {
    return rows.stream()
        .flatMap(row -> row.getKey().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Those of the second table, which comes last.
  private Set<String> documentedValues(String field) {
    return rows.stream()
        .filter(row -> row.getKey().equals(Set.of(field)))
        .reduce((_, last) -> last)
        .orElseThrow()
        .getValue();
  }

  @Test
  void valuesThatAreConstants_areAllDocumented() {
    assertEquals(
        Stream.of(PolicyType.values()).map(PolicyType::label).collect(Collectors.toSet()),
        without(documentedValues("policyType"), "statements"));
    assertEquals(
        Stream.of(Outcome.values()).map(Enum::name).collect(Collectors.toSet()),
        documentedValues("outcome"));
    assertEquals(
        Stream.of(AuthenticationMethod.values()).map(Enum::name).collect(Collectors.toSet()),
        documentedValues("method"));
  }

  @Test
  void everyRecordOfEveryOperation_isSpelledAsDocumented() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    List<DecisionRecord> records = new ArrayList<>(ofRoutes(random));
    records.addAll(ofVends(random));
    records.addAll(ofAuthorizers(random));

    Map<String, Set<String>> seen = new TreeMap<>();
    for (DecisionRecord record : records) {
      Map<String, Object> fields = new TreeMap<>(DecisionFields.of(record));
      // Only the table's key has another name, as the page says.
      fields.put("decisionId", fields.remove("id"));
      String told = "seed " + seed + ": " + fields;
      assertEquals(Set.of(), without(fields.keySet(), documentedFields()), told);
      fields.forEach(
          (name, value) ->
              seen.computeIfAbsent(name, _ -> new TreeSet<>()).add(String.valueOf(value)));
      for (String field : List.of("outcome", "method", "policyType")) {
        if (fields.containsKey(field)) {
          assertTrue(documentedValues(field).contains(fields.get(field)), told);
        }
      }
      assertTrue(
          documentedValues("code").contains(record.verdict().code())
              || Stream.of(Problem.Code.values())
                  .anyMatch(code -> code.wire().equals(record.verdict().code())),
          told);
      for (String statement : record.verdict().statements()) {
        assertTrue(
            documentedValues("policyType").contains(statement.substring(0, statement.indexOf('['))),
            told);
      }
      if (record.operation().matches("Evaluate|Search|Authorize")) {
        assertEquals(
            Set.of(),
            without(record.target().parameters().keySet(), documentedValues("parameters")),
            told);
      }
    }
    Set<String> operations = seen.getOrDefault("operation", Set.of());
    assertEquals(Set.of(), without(documentedValues("operation"), operations), "seed " + seed);
    for (String operation : without(operations, documentedValues("operation"))) {
      assertTrue(ADMINISTRATIVE.matcher(operation).matches(), operation);
    }
    assertEquals(documentedValues("outcome"), seen.get("outcome"), "seed " + seed);
    assertTrue(
        seen.getOrDefault("policyType", Set.of()).containsAll(Set.of("trust", "identity")),
        "seed " + seed);
    // An HTTP API has no VPC endpoints; equal vends are seldom drawn at one function.
    assertEquals(
        Set.of(),
        without(documentedFields(), seen.keySet(), Set.of("vpcEndpoint", "answers", "reuseOf")),
        "seed " + seed);
  }

  private static Set<String> without(Set<String> all, Object... others) {
    Set<String> rest = new TreeSet<>(all);
    for (Object other : others) {
      rest.removeAll(other instanceof Set<?> several ? several : Set.of(other));
    }
    return rest;
  }

  /// Of every route: what its worst call and calls drawn like it come to, with and without a proof.
  private static List<DecisionRecord> ofRoutes(Random random) {
    HeavyRoutes routes = new HeavyRoutes();
    Map<String, HeavyCalls.Call> calls = HeavyCalls.withoutDocuments();
    for (String route : routes.routes()) {
      HeavyCalls.Call worst = calls.get(HeavyCalls.normal(route));
      if (worst == null) {
        continue;
      }
      for (int n = 0; n < 4; n++) {
        HeavyCalls.Call call = n == 0 ? worst : DrawnCalls.like(worst, random);
        WorkBudget budget = new WorkBudget(n == 0 ? 3_000_000 : 1L << random.nextInt(8, 20));
        ApiRequest request = HeavyCalls.request(route, call, n == 0 ? "light" : "heavy", budget);
        boolean isProven = n < 3;
        ApiRequest asked =
            new ApiRequest(
                request.method(),
                request.path(),
                request.query(),
                isProven
                    ? request.headers()
                    : Headers.of(Map.of("Content-Type", "application/json")),
                request.body(),
                isProven
                    ? request.caller()
                    : Optional.of(Requests.root()).filter(_ -> random.nextBoolean()),
                request.account(),
                request.origin(),
                budget);
        routes.answer(asked);
      }
    }
    return routes.records();
  }

  /// Vends of callers that may and may not, of mappings that are there and are not, with every
  /// answer of STS.
  private static List<DecisionRecord> ofVends(Random random) {
    List<RoleAssumer> answers =
        List.of(
            new RolesInMemory(Requests.NOW),
            _ -> new Answer.Refused("AccessDenied", "no"),
            _ -> new Answer.TooLarge(Optional.of(120)),
            _ -> new Answer.Throttled(Duration.ofSeconds(1)),
            _ -> new Answer.Unreachable("no answer"));
    MappingsInMemory mappings =
        new MappingsInMemory()
            .with(
                """
                {"id":"reader","roleArn":"arn:aws:iam::111122223333:role/Reader","sourceIdentity":"team",
                 "trustPolicy":{"Version":"2012-10-17","Statement":[{"Sid":"User","Effect":"Allow",
                  "Principal":{"AWS":"arn:aws:iam::111122223333:user/ann"},"Action":"sts:AssumeRole",
                  "Condition":{"StringLike":{"aws:userid":"*"}}}]},
                 "parameters":{"day":{"from":"request","pattern":"[0-9]+","default":"1"}},
                 "sessionPolicy":{"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/{{day}}"}]}}
                """);
    DecisionsInMemory log = new DecisionsInMemory();
    for (int n = 0; n < 200; n++) {
      RoleAssumer roles = answers.get(random.nextInt(answers.size()));
      VendCredentials vending =
          new VendCredentials(mappings, _ -> Optional.empty(), roles, log.recorder(CLOCK), CLOCK);
      Verification proof =
          GatewayIdentity.verify(Requests.user(random.nextInt(3) > 0 ? "/ann" : "/bob"));
      VendRequest request =
          new VendRequest(
              ((Verification.Verified) proof).identity(),
              new MappingId(random.nextInt(5) > 0 ? "reader" : "nothing"),
              Optional.empty(),
              random.nextBoolean() ? Map.of() : Map.of("day", random.nextBoolean() ? "7" : "x"),
              Requests.get("/").origin());
      if (random.nextInt(4) > 0) {
        vending.vend(request);
      } else {
        vending.explain(request);
      }
    }
    return log.records();
  }

  private static List<DecisionRecord> ofAuthorizers(Random random) {
    String api = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5";
    DirectoryItem orders =
        item(
            """
            {"name":"orders","api":"%s","audiences":["orders"],"cache":{"seconds":0},
             "routes":[{"route":"GET /orders","action":"read","resource":{"type":"order","id":"all"}}]}
            """
                .formatted(api));
    DecisionsInMemory log = new DecisionsInMemory();
    for (int n = 0; n < 100; n++) {
      String who = random.nextBoolean() ? "alice" : "bob";
      int proof = random.nextInt(4);
      AuthorizeCall call =
          new AuthorizeCall(
              () ->
                  Directories.of(
                      orders,
                      Directories.identityPolicy(
                          "p",
                          "{\"Effect\":\"Allow\",\"Action\":\"order:read\",\"Resource\":\"*\"}")),
              (_, _) ->
                  switch (proof) {
                    case 0 -> new Verification.Rejected("no");
                    case 1 -> throw new IdentityUnavailable("no keys");
                    default ->
                        new Verification.Verified(
                            Identities.bearing(ISSUER, who, Map.of("aud", List.of("orders"))));
                  },
              log.recorder(CLOCK),
              CLOCK);
      String event =
          random.nextBoolean()
              ? """
              {"type":"TOKEN","methodArn":"%s/prod/GET/orders","authorizationToken":"t"}
              """
              : """
              {"version":"2.0","type":"REQUEST","routeArn":"%s/$default/GET/orders","routeKey":"GET /orders",
               "identitySource":["t"],"headers":{"authorization":"t"},"pathParameters":{},
               "requestContext":{"requestId":"r","http":{"sourceIp":"203.0.113.7","userAgent":"curl"}}}
              """;
      try {
        call.answer(
            AuthorizerEvent.read(
                    event.formatted(api).getBytes(StandardCharsets.UTF_8),
                    "AuthorizerFunction",
                    Requests.NOW)
                .orElseThrow());
      } catch (IdentityUnavailable _) {
        // It is recorded too.
      }
    }
    return log.records();
  }

  private static DirectoryItem item(String json) {
    return ItemReader.read(ItemKind.API, json).valid().orElseThrow();
  }
}
