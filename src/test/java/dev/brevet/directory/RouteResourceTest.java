package dev.brevet.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.Action;
import org.junit.jupiter.api.Test;

class RouteResourceTest {
  private static final List<String> BETWEEN = List.of("", "-", "/", "#", "/x/", "-/", "/-", "a");
  private static final List<String> VALUES =
      List.of("a", "b", "-", "a-b", "#", "x", "aa", "a#", "-a");

  @Test
  void twoPathsOfARoute_areTwoResources() {
    int taken = 0;
    for (int seed = 0; seed < 4_000; seed++) {
      Random random = new Random(seed);
      boolean greedy = random.nextBoolean();
      int count = 2 + random.nextInt(2);
      List<String> names = new ArrayList<>();
      StringBuilder path = new StringBuilder();
      for (int i = 0; i < count; i++) {
        names.add("p" + i);
        path.append("/{p").append(i).append(greedy && i == count - 1 ? "+}" : "}");
      }
      Collections.shuffle(names, random);
      StringBuilder id = new StringBuilder(random.nextBoolean() ? "z" : "");
      for (String name : names) {
        id.append(id.indexOf("}") < 0 ? "" : BETWEEN.get(random.nextInt(BETWEEN.size())));
        id.append('{').append(name).append('}');
      }
      ProtectedRoute route;
      try {
        route =
            new ProtectedRoute(
                "GET", path.toString(), new Action("order", "read"), "order", id.toString());
      } catch (IllegalArgumentException _) {
        continue;
      }
      taken++;
      Map<EntityId, Map<String, String>> seen = new HashMap<>();
      for (int i = 0; i < 60; i++) {
        Map<String, String> values = new HashMap<>();
        for (int p = 0; p < count; p++) {
          String value = VALUES.get(random.nextInt(VALUES.size()));
          values.put(
              "p" + p,
              greedy && p == count - 1 && random.nextBoolean()
                  ? value + "/" + VALUES.get(random.nextInt(VALUES.size()))
                  : value);
        }
        Optional<EntityId> resource = route.resource(values);
        if (resource.isPresent()) {
          Map<String, String> before = seen.putIfAbsent(resource.get(), values);
          assertEquals(
              before == null ? values : before,
              values,
              "seed " + seed + ": " + route.key() + " " + id + " is " + resource.get());
        }
      }
    }
    assertTrue(taken > 300, "taken " + taken);
  }
}
