package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.local.Fault;
import dev.brevet.local.LocalIssuer;
import dev.brevet.local.LocalWorld;
import dev.brevet.local.PresignedBearer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// Whatever an invocation waits for is slow, one by one, some of it, or all at once: it answers
/// within its time all the same, and what it answered is recorded.
class SlowEverythingTest {
  private static final Duration TIME = Duration.ofSeconds(3);

  /// What a busy machine of a test may add. A wait that nobody bounds adds seconds.
  private static final Duration SLACK = Duration.ofMillis(800);

  /// Longer than anything is waited for.
  private static final Duration NEVER = Duration.ofSeconds(12);

  private static final LocalWorld WORLD =
      SharedWorld.start(SharedWorld.options().withInvocations(TIME));
  private static final Tables TABLES = new Tables(WORLD);
  private static final AwsCredentials ADMINISTRATOR =
      WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user");

  /// Each way to ask that waits for something else.
  private static final Map<String, Supplier<Call>> ROUTES = routes();

  private static Map<String, Supplier<Call>> routes() {
    Map<String, Supplier<Call>> routes = new LinkedHashMap<>();
    routes.put("vend", () -> vend(WORLD.token("deploy-pipeline")));
    routes.put(
        "container",
        () ->
            call("GET", "/v1/credentials/orders-reader")
                .header("Cache-Control", "no-cache")
                .header("Authorization", WORLD.token("deploy-pipeline")));
    routes.put(
        "console",
        () ->
            call("GET", "/v1/console/orders-reader")
                .header("Cache-Control", "no-cache")
                .bearer(WORLD.token("deploy-pipeline")));
    routes.put(
        "sts",
        () ->
            call("POST", "/")
                .header("Cache-Control", "no-cache")
                .body(
                    ("Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=any"
                            + "&RoleArn=arn:aws:iam::111122223333:role/brevet/OrdersReader"
                            + "&WebIdentityToken="
                            + WORLD.token("deploy-pipeline"))
                        .getBytes(StandardCharsets.UTF_8),
                    "application/x-www-form-urlencoded"));
    routes.put("list", () -> call("GET", "/v1/mappings").bearer(WORLD.token("deploy-pipeline")));
    routes.put(
        "explain",
        () ->
            call("POST", "/v1/credentials:explain")
                .bearer(WORLD.token("deploy-pipeline"))
                .body("{\"mapping\":\"orders-reader\"}"));
    routes.put(
        "evaluation",
        () ->
            call("POST", "/iam/access/v1/evaluation")
                .body(
                    "{\"subject\":{\"type\":\"user\",\"id\":\"alice\"},"
                        + "\"action\":{\"name\":\"read\"},"
                        + "\"resource\":{\"type\":\"record\",\"id\":\"1\"}}")
                .signed(ADMINISTRATOR));
    routes.put(
        "administration",
        () -> call("GET", "/v1/iam/admin/mappings/orders-reader").signed(ADMINISTRATOR));
    return routes;
  }

  private static Call call(String method, String path) {
    return new Call(WORLD, method, path);
  }

  private static Call vend(String token) {
    return call("POST", "/v1/credentials")
        .bearer(token)
        .body("{\"mapping\":\"orders-reader\",\"reuse\":false}");
  }

  @BeforeAll
  static void warmUp() {
    // Classes and connections are not what is measured.
    ROUTES.values().forEach(route -> route.get().send());
    ROUTES.forEach((name, route) -> assertEquals(200, route.get().send().status(), name));
  }

  @AfterEach
  void clearFaults() {
    WORLD.sts().faults().clear();
    WORLD.dynamoDb().faults().clear();
    WORLD.issuer().faults().clear();
  }

  @AfterAll
  static void stop() {
    WORLD.close();
  }

  private record Timed(Answer answer, Duration took) {
    static Timed of(Call call) {
      Instant began = Instant.now();
      Answer answer = call.send();
      return new Timed(answer, Duration.between(began, Instant.now()));
    }

    void assertInTime(String what) {
      assertTrue(took.compareTo(TIME.plus(SLACK)) < 0, what + ": it took " + took);
    }
  }

  private void assertUnavailableAndRecorded(Timed timed, String what) {
    timed.assertInTime(what);
    assertEquals(503, timed.answer().status(), what + ": " + timed.answer());
    assertTrue(timed.answer().header("Retry-After").isPresent(), what);
    assertFalse(releases(timed.answer()), what);
    clearFaults();
    assertRecorded(timed.answer(), what);
  }

  private static boolean releases(Answer answer) {
    return answer.body().contains("ASIA") || answer.body().contains("SigninToken");
  }

  private static void assertRecorded(Answer answer, String what) {
    String id = answer.header("Brevet-Decision-Id").orElse("none");
    assertEquals(
        answer.status() == 200 ? "ALLOWED" : "FAILED",
        Tables.text(TABLES.decision(id), "outcome").orElse("no record"),
        what + ": " + answer);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void tableThatNeverAnswers_leavesTimeForTheRecord(int read) {
    if (read > 0) {
      WORLD.dynamoDb().faults().pass(read, "GetItem");
    }
    WORLD.dynamoDb().faults().always("GetItem", new Fault.Delay(NEVER));
    assertUnavailableAndRecorded(
        Timed.of(ROUTES.get("vend").get()), List.of("issuers", "mappings").get(read));
  }

  @Test
  void stsThatNeverAnswers_leavesTimeForTheRecord() {
    WORLD.sts().faults().always("AssumeRole", new Fault.Delay(NEVER));
    assertUnavailableAndRecorded(Timed.of(ROUTES.get("vend").get()), "sts");
  }

  @Test
  void scanThatNeverAnswers_leavesTimeForTheRecord() {
    TABLES.touchMappings();
    WORLD.dynamoDb().faults().always("Scan", new Fault.Delay(NEVER));
    assertUnavailableAndRecorded(Timed.of(ROUTES.get("list").get()), "scan");
  }

  @ParameterizedTest
  @ValueSource(strings = {"discovery", "keys"})
  void issuerThatNeverAnswers_leavesTimeForTheRecord(String document) {
    try (LocalIssuer issuer = LocalIssuer.start()) {
      register(issuer);
      issuer.faults().always(document, new Fault.Delay(NEVER));
      assertUnavailableAndRecorded(Timed.of(vend(token(issuer))), document);
    }
  }

  @Test
  void callerIdentityThatIsNeverTold_leavesTimeForTheRecord() {
    String bearer =
        PresignedBearer.of(
            ADMINISTRATOR,
            WORLD.stsEndpoint(),
            LocalWorld.PRESIGNED_AUDIENCE,
            Instant.now(),
            Duration.ofMinutes(1));
    WORLD.sts().faults().always("GetCallerIdentity", new Fault.Delay(NEVER));
    assertUnavailableAndRecorded(Timed.of(vend(bearer)), "caller identity");
  }

  /// One asks, the other waits for it.
  @Test
  void equalRequestThatNeverEnds_leavesTimeForTheRecord() throws Exception {
    WORLD.sts().faults().always("AssumeRole", new Fault.Delay(NEVER));
    String token = WORLD.token("deploy-pipeline");
    Call same =
        call("POST", "/v1/credentials").bearer(token).body("{\"mapping\":\"orders-reader\"}");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Timed> one = threads.submit(() -> Timed.of(same));
      Future<Timed> other = threads.submit(() -> Timed.of(same));
      assertUnavailableAndRecorded(one.get(), "one");
      assertUnavailableAndRecorded(other.get(), "other");
    }
  }

  /// Then nothing can be recorded, so nothing is released.
  @Test
  void logThatNeverAnswers_releasesNothing() {
    WORLD.dynamoDb().faults().always("PutItem", new Fault.Delay(NEVER));
    for (String route : List.of("vend", "container", "console", "sts", "explain", "list")) {
      Timed timed = Timed.of(ROUTES.get(route).get());
      timed.assertInTime(route);
      assertEquals(503, timed.answer().status(), route + ": " + timed.answer());
      assertFalse(releases(timed.answer()), route);
    }
  }

  @Test
  void everythingAtOnce_leavesTimeForTheRecord() {
    for (Map.Entry<String, Supplier<Call>> route : ROUTES.entrySet()) {
      try (LocalIssuer issuer = LocalIssuer.start()) {
        Call call = route.getKey().equals("vend") ? vend(fresh(issuer)) : route.getValue().get();
        Fault.Delay slow = new Fault.Delay(Duration.ofMillis(850));
        List.of("discovery", "keys").forEach(each -> issuer.faults().always(each, slow));
        List.of("AssumeRole", "GetCallerIdentity")
            .forEach(each -> WORLD.sts().faults().always(each, new Fault.Delay(NEVER)));
        List.of("GetItem", "Query", "Scan", "TransactGetItems")
            .forEach(each -> WORLD.dynamoDb().faults().always(each, slow));
        WORLD.dynamoDb().faults().always("PutItem", new Fault.Delay(Duration.ofMillis(300)));
        Timed timed = Timed.of(call);
        timed.assertInTime(route.getKey());
        clearFaults();
        assertRecorded(timed.answer(), route.getKey());
      }
    }
  }

  private static String fresh(LocalIssuer issuer) {
    register(issuer);
    return token(issuer);
  }

  /// Some are slow, some never answer.
  @RepeatedTest(12)
  void whateverIsSlow_invocationsEndInTimeWithARecord(RepetitionInfo repetition) {
    long seed = 20261130L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<String> names = List.copyOf(ROUTES.keySet());
    String name = names.get(random.nextInt(names.size()));
    StringBuilder plan = new StringBuilder("seed " + seed + ", " + name);
    for (String operation : List.of("GetItem", "GetItem", "Query", "Scan", "TransactGetItems")) {
      Duration by = List.of(Duration.ZERO, Duration.ofMillis(700), NEVER).get(random.nextInt(3));
      int times = 1 + random.nextInt(3);
      plan.append(", ").append(times).append(' ').append(operation).append(' ').append(by);
      if (by.isZero()) {
        WORLD.dynamoDb().faults().pass(times, operation);
      } else {
        WORLD.dynamoDb().faults().next(times, operation, new Fault.Delay(by));
      }
    }
    Duration sts = List.of(Duration.ZERO, Duration.ofMillis(900), NEVER).get(random.nextInt(3));
    WORLD.sts().faults().always("AssumeRole", new Fault.Delay(sts));
    boolean isRecorded = random.nextInt(4) > 0;
    Duration record = isRecorded ? Duration.ofMillis(random.nextInt(400)) : NEVER;
    WORLD.dynamoDb().faults().always("PutItem", new Fault.Delay(record));
    plan.append(", sts ").append(sts).append(", record ").append(record);

    Timed timed = Timed.of(ROUTES.get(name).get());

    String what = plan + ": " + timed;
    timed.assertInTime(what);
    clearFaults();
    assertTrue(List.of(200, 503).contains(timed.answer().status()), what);
    if (isRecorded) {
      assertRecorded(timed.answer(), what);
    } else {
      assertEquals(503, timed.answer().status(), what);
    }
    if (timed.answer().status() != 200) {
      assertFalse(releases(timed.answer()), what);
    }
  }

  private static void register(LocalIssuer issuer) {
    String path =
        "/v1/iam/admin/issuers/"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(issuer.url().toString().getBytes(StandardCharsets.UTF_8));
    Answer answer =
        call("PUT", path)
            .header("If-None-Match", "*")
            .body("{\"issuer\":\"" + issuer.url() + "\",\"audiences\":[\"brevet\"]}")
            .signed(ADMINISTRATOR)
            .send();
    assertEquals(201, answer.status(), answer.toString());
  }

  private static String token(LocalIssuer issuer) {
    return issuer.token(Map.of("sub", "someone", "aud", "brevet"), Duration.ofMinutes(5));
  }
}
