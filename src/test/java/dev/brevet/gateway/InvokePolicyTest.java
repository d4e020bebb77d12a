package dev.brevet.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.brevet.directory.ProtectedRoute;
import dev.brevet.iam.Action;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;
import org.junit.jupiter.api.Test;

class InvokePolicyTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STAGE = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/";
  private static final MethodArn METHOD = MethodArn.parse(STAGE + "GET/orders/7").orElseThrow();

  private static ProtectedRoute route(String key) {
    return new ProtectedRoute(
        key.substring(0, key.indexOf(' ')),
        key.substring(key.indexOf(' ') + 1),
        new Action("t", "a"),
        "t",
        "x");
  }

  private static List<ProtectedRoute> routes(String... keys) {
    return List.of(keys).stream().map(InvokePolicyTest::route).toList();
  }

  private static JsonNode json(InvokePolicy policy) {
    try {
      return JSON.readTree(policy.json().orElseThrow());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// As API Gateway evaluates it.
  private static boolean allows(JsonNode policy, String call) {
    boolean allowed = false;
    for (JsonNode statement : policy.get("Statement")) {
      for (JsonNode resource : statement.get("Resource")) {
        if (WildcardPattern.resource(resource.asText(), PolicyVersion.V2012_10_17)
            .matches(STAGE + call)) {
          if (statement.get("Effect").asText().equals("Deny")) {
            return false;
          }
          allowed = true;
        }
      }
    }
    return allowed;
  }

  @Test
  void routesWithoutParameters_areAllowedByName() {
    List<ProtectedRoute> routes =
        routes("GET /orders", "POST /orders", "GET /orders/{id}", "GET /");
    InvokePolicy policy =
        InvokePolicy.of(
                METHOD, routes, false, Set.of(routes.get(0), routes.get(3)), WorkBudget.ofRequest())
            .orElseThrow();

    assertEquals(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":\"execute-api:Invoke\",\"Effect\":"
            + "\"Allow\",\"Resource\":[\""
            + STAGE
            + "GET/orders\",\""
            + STAGE
            + "GET/\"]}]}",
        policy.json().orElseThrow());
  }

  @Test
  void nothing_isAnExplicitDenyOfAll() {
    JsonNode policy =
        json(
            InvokePolicy.of(METHOD, routes("GET /a"), true, Set.of(), WorkBudget.ofRequest())
                .orElseThrow());

    assertEquals("Deny", policy.at("/Statement/0/Effect").asText());
    assertEquals(STAGE + "*", policy.at("/Statement/0/Resource/0").asText());
  }

  @Test
  void routeWithParameters_isLeftOutWhereTheTableIsNotComplete() {
    List<ProtectedRoute> routes = routes("GET /orders", "GET /orders/{id}");
    InvokePolicy policy =
        InvokePolicy.of(METHOD, routes, false, Set.copyOf(routes), WorkBudget.ofRequest())
            .orElseThrow();

    assertTrue(allows(json(policy), "GET/orders"));
    assertEquals(false, allows(json(policy), "GET/orders/1"));
    assertEquals(List.of("GET /orders/{id}"), policy.leftOut());
  }

  @Test
  void nestedRoutes_areToldApart() {
    List<ProtectedRoute> routes =
        routes(
            "GET /orders/{id}",
            "GET /orders/{id}/items",
            "GET /orders/search",
            "POST /orders/{id}");
    JsonNode policy =
        json(
            InvokePolicy.of(
                    METHOD,
                    routes,
                    true,
                    Set.of(routes.get(0), routes.get(3)),
                    WorkBudget.ofRequest())
                .orElseThrow());

    assertTrue(allows(policy, "GET/orders/1"));
    assertTrue(allows(policy, "POST/orders/1"));
    assertEquals(false, allows(policy, "GET/orders/1/items"));
    assertEquals(false, allows(policy, "GET/orders/search"));
    assertEquals(false, allows(policy, "GET/orders/"));
    assertEquals(false, allows(policy, "DELETE/orders/1"));
  }

  @Test
  void anyMethod_isAllMethodsButThoseThatHaveARoute() {
    List<ProtectedRoute> routes = routes("ANY /a", "DELETE /a");
    JsonNode policy =
        json(
            InvokePolicy.of(METHOD, routes, true, Set.of(routes.get(0)), WorkBudget.ofRequest())
                .orElseThrow());

    assertTrue(allows(policy, "GET/a"));
    assertTrue(allows(policy, "PATCH/a"));
    assertEquals(false, allows(policy, "DELETE/a"));
    assertEquals(false, allows(policy, "GET/b/a"));
  }

  @Test
  void pathWithWildcards_isNeverAllowedByItself() {
    for (String path : List.of("orders/*", "orders/?", "*", "orders/${x}")) {
      MethodArn method = MethodArn.parse(STAGE + "GET/" + path).orElseThrow();
      assertTrue(InvokePolicy.of(method, true).allowsNothing(), path);
    }
    assertTrue(allows(json(InvokePolicy.of(METHOD, true)), "GET/orders/7"));
    assertEquals(false, allows(json(InvokePolicy.of(METHOD, true)), "GET/orders/8"));
  }

  @Test
  void policyThatIsTooLong_isNone() {
    List<ProtectedRoute> routes = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      routes.add(route("GET /orders/of/a/long/path/" + i));
    }

    assertEquals(
        Optional.empty(),
        InvokePolicy.of(METHOD, routes, true, Set.copyOf(routes), WorkBudget.ofRequest())
            .flatMap(InvokePolicy::json));
  }

  /// Every table of a few routes: what the policy says of every short path is what the routes say.
  @Test
  void policy_allowsWhatTheRoutesAllowAndNothingElse() {
    Random random = new Random(7);
    List<String> segments = List.of("a", "b", "{p}");
    List<String> templates = new ArrayList<>(List.of("/"));
    List<String> level = List.of("");
    for (int depth = 0; depth < 3; depth++) {
      List<String> longer = new ArrayList<>();
      for (String prefix : level) {
        for (String segment : segments) {
          longer.add(prefix + "/" + segment.replace("p", "p" + depth));
        }
        templates.add(prefix + "/{rest+}");
      }
      templates.addAll(longer);
      level = longer;
    }
    List<String> paths = new ArrayList<>(List.of(""));
    for (int from = 0, depth = 0; depth < 4; depth++) {
      int to = paths.size();
      for (int i = from; i < to; i++) {
        for (String segment : List.of("a", "b", "c")) {
          paths.add(paths.get(i).isEmpty() ? segment : paths.get(i) + "/" + segment);
        }
      }
      from = to;
    }
    int told = 0;
    for (int table = 0; table < 1_500; table++) {
      Set<String> chosen = new HashSet<>();
      int size = 1 + random.nextInt(6);
      while (chosen.size() < size) {
        chosen.add(templates.get(random.nextInt(templates.size())));
      }
      List<ProtectedRoute> routes =
          chosen.stream().sorted().map(path -> route("GET " + path)).toList();
      Set<ProtectedRoute> may = new HashSet<>();
      routes.forEach(
          route -> {
            if (random.nextInt(3) > 0) {
              may.add(route);
            }
          });
      InvokePolicy policy =
          InvokePolicy.of(METHOD, routes, true, may, WorkBudget.ofRequest()).orElseThrow();
      JsonNode json = json(policy);
      for (String path : paths) {
        Optional<ProtectedRoute> served = served(routes, path);
        if (served.isEmpty()) {
          continue;
        }
        boolean allowed = allows(json, "GET/" + path);
        String shown = chosen + " may " + may + " GET/" + path + " " + json;
        assertTrue(!allowed || may.contains(served.get()), shown);
        if (may.contains(served.get()) && !policy.leftOut().contains(served.get().key())) {
          assertTrue(allowed, shown);
          told++;
        }
      }
    }
    assertTrue(told > 10_000, "told " + told);
  }

  /// The route that API Gateway finds: at each segment a text before a parameter, and that before
  /// one that takes all that is left.
  private static Optional<ProtectedRoute> served(List<ProtectedRoute> routes, String path) {
    List<String> given = path.isEmpty() ? List.of() : List.of(path.split("/", -1));
    return find(routes, given, 0);
  }

  private static Optional<ProtectedRoute> find(
      List<ProtectedRoute> candidates, List<String> given, int at) {
    if (at == given.size()) {
      return candidates.stream().filter(route -> route.segments().size() == at).findFirst();
    }
    for (int kind = 0; kind < 2; kind++) {
      boolean parameter = kind == 1;
      List<ProtectedRoute> next =
          candidates.stream()
              .filter(
                  route ->
                      route.segments().size() > at
                          && (parameter
                              ? route.segments().get(at).startsWith("{")
                                  && !route.segments().get(at).endsWith("+}")
                              : route.segments().get(at).equals(given.get(at))))
              .toList();
      Optional<ProtectedRoute> found = find(next, given, at + 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return candidates.stream()
        .filter(
            route -> route.segments().size() == at + 1 && route.segments().get(at).endsWith("+}"))
        .findFirst();
  }

  /// The largest table that there may be: what took 29 seconds a call.
  @Test
  void tableOfManyLongRoutes_isGivenUpWithinItsBudget() {
    List<ProtectedRoute> routes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      StringBuilder path = new StringBuilder();
      for (int s = 0; s < 59; s++) {
        path.append("/{p").append(s).append('}');
      }
      routes.add(route("ANY " + path + "/s" + i));
    }
    Set<ProtectedRoute> may = new HashSet<>(routes.subList(0, 150));
    assertEquals(
        Optional.empty(), InvokePolicy.of(METHOD, routes, true, may, WorkBudget.ofRequest()));
  }

  /// Positions are looked at one by one, as before rows were made of them.
  @Test
  void overlap_isWhatWalkingBothPathsFinds() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    List<String> words = List.of("a", "b", "{x}", "{x+}");
    for (int i = 0; i < 20_000; i++) {
      PathPattern one = PathPattern.ofPolicy(drawn(words.subList(0, 3), random));
      PathPattern other = PathPattern.ofRoute(drawn(words, random));
      WorkBudget budget = new WorkBudget(1_000);
      String what = "seed " + seed + ": " + one + " and " + other;
      assertEquals(meet(one, 0, other, 0), one.overlaps(other, budget), what);
      long most = (one.segments().size() + 1L) * (other.segments().size() + 1L);
      assertTrue(budget.spent() <= most, what);
    }
  }

  private static List<String> drawn(List<String> words, Random random) {
    List<String> path = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      path.add(words.get(random.nextInt(words.size())));
    }
    return path;
  }

  /// Whether some path is both from these segments on, by the definition: a segment that is many
  /// takes one and is done, or takes one and goes on.
  private static boolean meet(PathPattern one, int i, PathPattern other, int j) {
    if (i == one.segments().size() || j == other.segments().size()) {
      return i == one.segments().size() && j == other.segments().size();
    }
    PathPattern.Segment mine = one.segments().get(i);
    PathPattern.Segment theirs = other.segments().get(j);
    return mine.meets(theirs)
        && (meet(one, i + 1, other, j + 1)
            || (mine.isMany() && meet(one, i, other, j + 1))
            || (theirs.isMany() && meet(one, i + 1, other, j)));
  }
}
