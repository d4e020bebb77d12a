package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.brevet.api.HeavyCalls.Call;
import dev.brevet.policy.element.WorkBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No route makes an answer cost more than the budget of one request, whatever is sent and whatever
/// is stored. Bodies that designs, checks, comparisons and simulations multiply are
/// [RequestWorkTest]'s.
class RouteWorkTest {
  private static final long MOST_ALLOCATED = 1_000_000_000;

  /// A tenth of what a request has, so that all routes are tried in seconds.
  private static final long STEPS = WorkBudget.REQUEST / 10;

  /// What a body that can be read is refused with.
  private static final List<String> REFUSALS =
      List.of(
          "more work than one request",
          "cannot be intersected exactly",
          "answer would be too long",
          "longer than a name may be");

  private static final HeavyRoutes ROUTES = new HeavyRoutes();
  private static final Map<String, Call> CALLS = HeavyCalls.all();

  @Test
  void everyEndpoint_isAmongThoseThatAreTried() {
    assertEquals(
        new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/"))
                .importPackages("dev.brevet.api")
                .stream()
                .filter(type -> type.isAssignableTo(Endpoint.class) && !type.isInterface())
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(type -> type.getName())
                .filter(name -> !name.endsWith(".StoredEndpoint"))
                .collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(ROUTES.kinds()));
  }

  @Test
  void everyRoute_hasAWorstCall() {
    assertEquals(
        ROUTES.routes().stream()
            .map(HeavyCalls::normal)
            .collect(Collectors.toCollection(TreeSet::new)),
        new TreeSet<>(CALLS.keySet()));
  }

  /// Mappings that others made costly hide none: where the budget ends, so does the page.
  @Test
  void listThatSpendsItsBudget_goesOnWithTheNextPage() {
    List<String> tokens = new ArrayList<>();
    String query = "";
    do {
      ApiRequest request =
          HeavyCalls.request(
              "GET /v1/mappings",
              new Call("", "", "/v1/mappings", query, ""),
              new WorkBudget(STEPS));
      ApiResponse response = ROUTES.answer(request);
      assertEquals(200, response.status());
      Matcher next = Pattern.compile("\"next\":\"([^\"]+)\"").matcher(response.body());
      query = next.find() ? "token=" + next.group(1) : "";
      tokens.add(query);
    } while (!query.isEmpty() && tokens.size() < 99);
    assertTrue(tokens.size() > 1 && tokens.size() <= 32, tokens::toString);
    assertEquals(tokens.size(), Set.copyOf(tokens).size());
  }

  static Stream<String> routes() {
    return ROUTES.routes().stream().filter(route -> CALLS.containsKey(HeavyCalls.normal(route)));
  }

  /// Of all routes, in their order; `-Dseed` draws the same again, `-Dcalls` more of each.
  @Test
  void drawnCall_isAnsweredOrRefusedWithinTheBudget() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    HeavyRoutes drawn = new HeavyRoutes();
    Set<String> paid = new TreeSet<>();
    for (String route : routes().toList()) {
      Call worst = CALLS.get(HeavyCalls.normal(route));
      for (int i = 0; i < Integer.getInteger("calls", worst.body().isEmpty() ? 1 : 3); i++) {
        Call call = DrawnCalls.like(worst, random);
        String bearer = random.nextInt(3) == 0 ? "heavy" : "light";
        ApiRequest request = HeavyCalls.request(route, call, bearer, new WorkBudget(STEPS));
        HeavyTable.Taken taken = HeavyTable.taken(request, drawn::answer);
        String what = "seed " + seed + ", call " + i + " of " + route + ": ";
        int status = taken.response().status();
        assertTrue(status < 500 || status > 501, () -> what + status);
        assertTrue(request.budget().spent() <= STEPS, () -> what + request.budget().spent());
        assertTrue(taken.allocated() <= MOST_ALLOCATED, () -> what + taken.allocated() + " bytes");
        if (status != 400 || request.budget().spent() > 0) {
          paid.add(route);
        }
      }
    }
    assertTrue(paid.size() > routes().count() / 2, () -> "seed " + seed + ": only " + paid);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void worstCall_isAnsweredOrRefusedWithinTheBudget(String route) {
    Call call = CALLS.get(HeavyCalls.normal(route));
    ApiRequest request = HeavyCalls.request(route, call, new WorkBudget(STEPS));
    HeavyTable.Taken taken = HeavyTable.taken(request, ROUTES::answer);
    ApiResponse response = taken.response();
    assertTrue(
        List.of(200, 201, 204, 403, 404, 409, 502, 503).contains(response.status())
            || REFUSALS.stream().anyMatch(response.body()::contains),
        () -> route + ": " + response.status() + " " + response.body());
    assertTrue(request.budget().spent() <= STEPS, () -> route + ": " + request.budget().spent());
    assertTrue(
        taken.allocated() <= MOST_ALLOCATED,
        () -> route + ": " + taken.allocated() + " bytes allocated");
  }
}
