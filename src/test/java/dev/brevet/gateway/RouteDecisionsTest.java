package dev.brevet.gateway;

import static dev.brevet.directory.Directories.attached;
import static dev.brevet.directory.Directories.identityPolicy;
import static dev.brevet.directory.Directories.resourcePolicy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ProtectedApi;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.document.ItemReader;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.json.DocumentReading;
import dev.brevet.policy.Decision;
import dev.brevet.policy.element.WorkBudget;
import org.junit.jupiter.api.Test;

/// What answers for every id of a route cost, and that less than they cost is no answer.
class RouteDecisionsTest {
  private static final String ISSUER = "https://idp.example.com";
  private static final Subject ALICE = new Subject.TokenSubject(ISSUER, "alice");
  private static final ProtectedRoute ROUTE = route();

  private static ProtectedRoute route() {
    DocumentReading<DirectoryItem> reading =
        ItemReader.read(
            ItemKind.API,
            "{\"name\":\"orders\",\"api\":\"arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5\",\"audiences\":[\"orders\"],\"routes\":[{\"route\":\"GET"
                + " /orders/{id}\",\"action\":"
                + "\"read\",\"resource\":{\"type\":\"order\",\"id\":\"{id}\"}}]}");
    return ((ProtectedApi) reading.valid().orElseThrow()).routes().getFirst();
  }

  private static Decision decide(DirectorySnapshot directory, WorkBudget budget) {
    ApiCaller caller =
        new ApiCaller(
            ALICE, new Principal.WebIdentity(ISSUER, "alice"), RequestContext.builder().build());
    return new RouteDecisions(
            directory,
            caller,
            RequestContext.builder().put("aws:SourceIp", "203.0.113.7").build(),
            new VaryingKeys(false, false, false, true),
            budget)
        .decideAll(ROUTE);
  }

  private static long cost(DirectorySnapshot directory) {
    WorkBudget budget = WorkBudget.unlimited();
    decide(directory, budget);
    return budget.spent();
  }

  private static String statement(Random random) {
    return "{\"Effect\":\""
        + (random.nextInt(8) == 0 ? "Deny" : "Allow")
        + "\",%s\"Action\":"
        + (random.nextBoolean() ? "\"order:*\"" : "[\"order:read\",\"report:*\"]")
        + ",\"Resource\":\""
        + List.of("*", "order/*", "order/a*", "report/*").get(random.nextInt(4))
        + "\""
        + (random.nextInt(3) == 0
            ? ",\"Condition\":{\"StringLike\":{\"resource:type\":[\"*r*e\",\"order\"]}}"
            : "")
        + "}";
  }

  private static DirectorySnapshot drawn(Random random) {
    List<DirectoryItem> items = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      items.add(identityPolicy("own" + i, statement(random).formatted("")));
      items.add(attached("own" + i, ALICE));
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      String[] statements = new String[random.nextInt(1, 5)];
      for (int j = 0; j < statements.length; j++) {
        statements[j] = statement(random).formatted("\"Principal\":\"*\",");
      }
      items.add(resourcePolicy("of" + i, statements));
      for (int j = random.nextInt(4); j >= 0; j--) {
        items.add(attached("of" + i, new ResourceName("order/" + random.nextInt(6))));
      }
    }
    return Directories.of(items.toArray(DirectoryItem[]::new));
  }

  @Test
  void lessThanAnAnswerCosts_isNone() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    int allowed = 0;
    for (int i = 0; i < 300; i++) {
      DirectorySnapshot directory = drawn(random);
      String what = "seed " + seed + ", directory " + i;
      WorkBudget unlimited = WorkBudget.unlimited();
      Decision decision = decide(directory, unlimited);
      allowed += decision.isAllowed() ? 1 : 0;
      long cost = unlimited.spent();
      assertTrue(cost > 0, what);
      assertEquals(decision.toString(), decide(directory, new WorkBudget(cost)).toString(), what);
      for (long less : List.of(0L, random.nextLong(cost), cost - 1)) {
        WorkBudget budget = new WorkBudget(less);
        assertThrows(
            WorkBudget.TooMuchWork.class, () -> decide(directory, budget), what + ", " + less);
        assertTrue(budget.spent() <= less, what);
      }
    }
    assertTrue(allowed > 30, "seed " + seed);
  }

  private static DirectorySnapshot resources(int count, int policies) {
    List<DirectoryItem> items = new ArrayList<>();
    for (int i = 0; i < policies; i++) {
      items.add(
          resourcePolicy(
              "of" + i,
              "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"order:read\",\"Resource\":\"*\"}"));
    }
    for (int i = 0; i < count; i++) {
      items.add(attached("of" + i % policies, new ResourceName("order/" + i)));
    }
    return Directories.of(items.toArray(DirectoryItem[]::new));
  }

  /// Resources cost where they have policies that no other has.
  @Test
  void cost_growsWithDistinctPolicies() {
    long one = cost(resources(1, 1));
    long same = cost(resources(2_000, 1));
    long distinct = cost(resources(2_000, 2_000));
    assertTrue(same < 12_000 + one, one + ", " + same);
    assertTrue(distinct > 2_000 * 400, Long.toString(distinct));
    DirectorySnapshot many = resources(2_000, 2_000);
    WorkBudget budget = new WorkBudget(distinct / 2);
    assertThrows(WorkBudget.TooMuchWork.class, () -> decide(many, budget));
    assertFalse(budget.spent() > distinct / 2);
  }
}
