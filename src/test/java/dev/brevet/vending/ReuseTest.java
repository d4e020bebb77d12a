package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.Arn;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.SecretString;
import dev.brevet.iam.SessionDuration;
import dev.brevet.identity.Identities;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.HandClock;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.vending.RoleAssumer.Answer;
import dev.brevet.vending.VendOutcome.Denied;
import dev.brevet.vending.VendOutcome.Vended;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Sessions that are handed out again, and denials that are repeated.
class ReuseTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final String ISSUER = "https://issuer.example";

  private final HandClock clock = new HandClock(START);
  private final MappingsInMemory mappings = new MappingsInMemory();
  private final DecisionsInMemory log = new DecisionsInMemory();
  private final CountedRoles roles = new CountedRoles(clock);
  private final VendCredentials vending =
      new VendCredentials(mappings, _ -> Optional.empty(), roles, log.recorder(clock), clock);

  ReuseTest() {
    mappings.with(mapping("\"defaultSessionDuration\":\"PT1H\""));
  }

  private static String mapping(String more) {
    return """
    {"id":"reader","roleArn":"arn:aws:iam::111122223333:role/Reader",
     "trustPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Principal":{"Federated":"https://issuer.example"},
        "Action":["sts:AssumeRoleWithWebIdentity","sts:TagSession"],
        "Condition":{"StringEquals":{"issuer.example:team":"orders"}}}]},
     "parameters":{"day":{"from":"request","pattern":"[0-9]+","default":"1"}},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/{{day}}/*"}]},
     %s}
    """
        .formatted(more);
  }

  private static VendRequest request() {
    return request("ann", "orders", Map.of());
  }

  private static VendRequest request(String subject, String team, Map<String, String> parameters) {
    return new VendRequest(
        Identities.bearing(ISSUER, subject, Map.of("team", List.of(team))),
        new MappingId("reader"),
        Optional.empty(),
        parameters,
        origin("10.1.2.3"));
  }

  private static RequestOrigin origin(String address) {
    return new RequestOrigin("request-1", address, "curl/8", Optional.empty(), "vend", START);
  }

  private Vended vended(VendRequest request) {
    VendOutcome outcome = vending.vend(request);
    return assertInstanceOf(
        Vended.class, outcome, () -> log.records().getLast().verdict().reason());
  }

  @Test
  void equalRequest_isHandedTheSameSession_asADecisionOfItsOwn() {
    Vended first = vended(request());
    clock.move(Duration.ofMinutes(29));
    Vended again = vended(request());

    assertSame(first.credentials(), again.credentials());
    assertEquals(1, roles.calls());
    assertNotEquals(first.decision(), again.decision());
    assertEquals(first.issuedAt(), again.issuedAt());
    DecisionRecord record = log.records().getLast();
    assertEquals(again.decision(), record.id());
    assertEquals(Optional.of(first.decision()), record.extent().reuseOf());
    assertEquals("vended", record.verdict().code());
    assertEquals(Optional.of(first.credentials().accessKeyId()), record.session().accessKeyId());
    assertEquals(Optional.of(first.credentials().expiration()), record.session().expiration());
    assertEquals(Optional.empty(), log.records().getFirst().extent().reuseOf());
  }

  @ParameterizedTest
  @ValueSource(ints = {1800, 3000, 3600, 7200})
  void sessionOfWhichHalfIsOver_isNotHandedOut(int seconds) {
    vended(request());
    clock.move(Duration.ofSeconds(seconds));
    vended(request());
    assertEquals(2, roles.calls());
  }

  /// Under 900 s a client that was written by AWS asks again for each call that it makes.
  @Test
  void sessionWithAThousandSeconds_isNotHandedOut() {
    VendRequest half = lasting(1_500);
    vended(half);
    clock.move(Duration.ofSeconds(499));
    vended(half);
    assertEquals(1, roles.calls());
    clock.move(Duration.ofSeconds(1));
    vended(half);
    assertEquals(2, roles.calls());
  }

  @Test
  void clockThatWentBack_makesNoSessionYoung() {
    vended(request());
    clock.move(Duration.ofSeconds(-1));
    vended(request());
    assertEquals(2, roles.calls());
  }

  static Stream<Arguments> others() {
    VendRequest own = request();
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
            + "\"Resource\":\"arn:aws:s3:::reports/1/a\"}}";
    return Stream.of(
        Arguments.of("another caller", request("bob", "orders", Map.of())),
        Arguments.of(
            "another issuer's caller of that name",
            new VendRequest(
                Identities.bearing(ISSUER + "/other", "ann", Map.of("team", List.of("orders"))),
                own.mapping(),
                own.duration(),
                own.parameters(),
                own.origin())),
        Arguments.of("another parameter", request("ann", "orders", Map.of("day", "2"))),
        Arguments.of("another duration", lasting(3_000)),
        Arguments.of(
            "a narrower policy",
            new VendRequest(
                own.caller(),
                own.mapping(),
                own.duration(),
                own.parameters(),
                PolicyReader.read(policy, PolicyType.SESSION) instanceof Parsed(var read)
                    ? Optional.of(read)
                    : Optional.empty(),
                true,
                own.origin())),
        Arguments.of("a session of its own", withoutReuse(own)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  void otherRequest_neverGetsTheSession(String name, VendRequest other) {
    vended(request());
    VendOutcome outcome = vending.vend(other);
    if (outcome instanceof Vended vended) {
      assertEquals(2, roles.calls(), name);
      assertEquals("ASIA2", vended.credentials().accessKeyId());
      assertEquals(Optional.empty(), log.records().getLast().extent().reuseOf());
    } else {
      assertInstanceOf(Denied.class, outcome);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"sessionTags\":{\"Team\":\"x\"}",
        "\"sourceIdentity\":\"someone-else\"",
        "\"sourceIdentity\":false",
        "\"externalId\":\"other\"",
        "\"managedPolicyArns\":[\"arn:aws:iam::aws:policy/ReadOnlyAccess\"]",
      })
  void mappingThatSaysSomethingElse_startsAnew_evenAsTheSameVersion(String more) {
    vended(request());
    mappings.with(mapping("\"defaultSessionDuration\":\"PT1H\"," + more));
    vended(request());
    assertEquals(2, roles.calls());
  }

  @Test
  void mappingThatWasWrittenAgain_startsAnew() {
    vended(request());
    mappings.with(mapping("\"defaultSessionDuration\":\"PT1H\""), 2);
    vended(request());
    assertEquals(2, roles.calls());
  }

  @Test
  void callerThatMayNoLonger_isDenied_whateverIsKept() {
    vended(request());
    assertInstanceOf(Denied.class, vending.vend(request("ann", "sales", Map.of())));
    mappings.with(mapping("\"enabled\":false,\"defaultSessionDuration\":\"PT1H\""));
    assertInstanceOf(Denied.class, vending.vend(request()));
    mappings.unavailable = true;
    assertInstanceOf(
        VendOutcome.Unavailable.class, vending.vend(request("ann", "orders", Map.of("day", "3"))));
    assertEquals(1, roles.calls());
  }

  @Test
  void mappingThatForbidsIt_givesEachItsOwn() {
    mappings.with(mapping("\"reuse\":false,\"defaultSessionDuration\":\"PT1H\""));
    assertNotSame(vended(request()).credentials(), vended(request()).credentials());
    assertEquals(2, roles.calls());
  }

  @Test
  void sessionOfACallerThatWantedItsOwn_isKeptForNobody() {
    vended(withoutReuse(request()));
    vended(request());
    assertEquals(2, roles.calls());
  }

  @Test
  void sessionWhoseDecisionWasNotRecorded_isKeptForNobody() {
    log.unavailable = true;
    assertInstanceOf(VendOutcome.Unavailable.class, vending.vend(request()));
    log.unavailable = false;
    vended(request());
    assertEquals(2, roles.calls());
    assertEquals(Optional.empty(), log.only().extent().reuseOf());
  }

  @Test
  void reuseThatCannotBeRecorded_releasesNothing() {
    vended(request());
    log.unavailable = true;
    assertInstanceOf(VendOutcome.Unavailable.class, vending.vend(request()));
  }

  @Test
  void failure_isNotKept() {
    roles.fail = Optional.of(new Answer.Throttled(Duration.ofSeconds(5)));
    assertInstanceOf(VendOutcome.Throttled.class, vending.vend(request()));
    roles.fail = Optional.empty();
    vended(request());
  }

  @Test
  void simultaneousEqualRequests_makeOneCall() throws Exception {
    roles.gate = new CountDownLatch(1);
    List<VendOutcome> outcomes = together(8);
    assertEquals(1, roles.calls());
    assertEquals(8, log.records().size());
    assertEquals(8, log.records().stream().map(DecisionRecord::id).distinct().count());
    assertEquals(7, log.records().stream().filter(r -> r.extent().reuseOf().isPresent()).count());
    for (VendOutcome outcome : outcomes) {
      assertEquals("ASIA1", assertInstanceOf(Vended.class, outcome).credentials().accessKeyId());
    }
  }

  @Test
  void failureOfOne_isTheFailureOfAllWhoWaited_andNobodysSuccess() throws Exception {
    roles.gate = new CountDownLatch(1);
    roles.fail = Optional.of(new Answer.Refused("AccessDenied", "no"));
    for (VendOutcome outcome : together(8)) {
      assertInstanceOf(VendOutcome.RoleRefused.class, outcome);
    }
    assertEquals(1, roles.calls());
    assertEquals(8, log.records().size());
  }

  @Test
  void defectOfOne_endsTheWaitOfTheOthers() throws Exception {
    roles.gate = new CountDownLatch(1);
    roles.defect = true;
    int defects = 0;
    int unavailable = 0;
    for (Future<VendOutcome> future : begin(4)) {
      try {
        assertInstanceOf(VendOutcome.Unavailable.class, future.get());
        unavailable++;
      } catch (java.util.concurrent.ExecutionException e) {
        assertInstanceOf(IllegalStateException.class, e.getCause());
        defects++;
      }
    }
    assertEquals(1, defects);
    assertEquals(3, unavailable);
    roles.defect = false;
    vended(request());
  }

  @Test
  void waiter_givesUpInTime() {
    VendedSessions sessions = new VendedSessions(clock, Duration.ofMillis(20));
    vended(request());
    VendedSessions.Key key =
        new VendedSessions.Key(
            IdentityDigest.of(request().caller()),
            new MappingId("reader"),
            1,
            roles.asked.getFirst());
    assertInstanceOf(
        VendedSessions.Turn.First.class,
        sessions.turn(key, new Shares.Holder("idp", "ann", "ann")));
    assertInstanceOf(
        VendedSessions.Turn.Failed.class,
        sessions.turn(key, new Shares.Holder("idp", "ann", "ann")));
  }

  @Test
  void memory_isBounded() {
    for (int day = 0; day < 600; day++) {
      vended(request("ann", "orders", Map.of("day", "" + day)));
    }
    vended(request("ann", "orders", Map.of("day", "599")));
    assertEquals(600, roles.calls());
    vended(request("ann", "orders", Map.of("day", "0")));
    assertEquals(601, roles.calls());
  }

  /// 600 variants of a request, by parameters and by proofs of one subject.
  @Test
  void variantsOfOneCaller_pushOutItsOwnAlone() {
    for (String day : List.of("1", "2", "3")) {
      vended(request("bob", "orders", Map.of("day", day)));
    }
    for (int i = 0; i < 600; i++) {
      vended(request("ann", "orders", Map.of("day", "" + i)));
      vended(
          new VendRequest(
              Identities.bearing(
                  ISSUER, "ann", Map.of("team", List.of("orders"), "jti", List.of("" + i))),
              new MappingId("reader"),
              Optional.empty(),
              Map.of(),
              origin("10.1.2.3")));
    }
    int calls = roles.calls();
    for (String day : List.of("1", "2", "3")) {
      vended(request("bob", "orders", Map.of("day", day)));
    }
    assertEquals(calls, roles.calls());
  }

  /// An issuer or an account has as many subjects, users and roles as it likes.
  @ParameterizedTest
  @ValueSource(strings = {"https://tenant.example", "444455556666"})
  void callersOfOneTenant_pushOutItsOwnAlone(String tenant) {
    mappings.with(
        mapping("\"defaultSessionDuration\":\"PT1H\"")
            .replaceFirst(
                "\"Statement\":\\[",
                """
                "Statement":[
                  {"Effect":"Allow","Principal":{"Federated":"https://tenant.example"},
                   "Action":"sts:AssumeRoleWithWebIdentity"},
                  {"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole",
                   "Condition":{"StringEquals":{"aws:PrincipalAccount":"444455556666"}}},
                """));
    List<String> own = List.of("bob", "eve", "kim");
    own.forEach(subject -> vended(request(subject, "orders", Map.of())));
    for (int i = 0; i < 2_000; i++) {
      vended(
          new VendRequest(
              tenant.startsWith("https")
                  ? Identities.bearing(tenant, "subject-" + i, Map.of())
                  : Identities.signing(
                      "arn:aws:iam::" + tenant + ":user/u" + i,
                      "ASIAEXAMPLE",
                      RequestContext.builder().put("aws:PrincipalAccount", tenant).build()),
              new MappingId("reader"),
              Optional.empty(),
              Map.of(),
              origin("10.1.2.3")));
    }
    int calls = roles.calls();
    own.forEach(subject -> vended(request(subject, "orders", Map.of())));
    assertEquals(calls, roles.calls());
  }

  @Test
  void deniedVariantsOfOneCaller_pushOutItsOwnDenialsAlone() {
    VendOutcome bobs = vending.vend(request("bob", "sales", Map.of()));
    for (int i = 0; i < 300; i++) {
      vending.vend(request("ann", "sales", Map.of("day", "" + i)));
    }
    assertEquals(bobs.decision(), vending.vend(request("bob", "sales", Map.of())).decision());
  }

  @Test
  void repeatedDenial_isOneRecordWithACount() {
    VendOutcome first = vending.vend(request("ann", "sales", Map.of()));
    clock.move(Duration.ofSeconds(1));
    int reads = mappings.reads();
    for (int i = 0; i < 3; i++) {
      assertEquals(first, vending.vend(request("ann", "sales", Map.of())));
    }
    assertEquals(reads, mappings.reads());
    List<Integer> answers =
        log.records().stream().map(record -> record.extent().answers()).toList();
    assertEquals(List.of(1, 2, 3, 4), answers);
    assertEquals(1, log.records().stream().map(DecisionRecord::id).distinct().count());
  }

  @Test
  void denial_isForgottenWithinSeconds() {
    VendOutcome first = vending.vend(request("ann", "sales", Map.of()));
    for (int second = 1; second < 5; second++) {
      clock.move(Duration.ofSeconds(1));
      assertEquals(first.decision(), vending.vend(request("ann", "sales", Map.of())).decision());
    }
    clock.move(Duration.ofSeconds(1));
    assertNotEquals(first.decision(), vending.vend(request("ann", "sales", Map.of())).decision());
  }

  @Test
  void whoeverProvesMoreOrComesFromElsewhere_isDecidedOnAnew() {
    VendRequest denied = request("ann", "sales", Map.of());
    VendOutcome first = vending.vend(denied);
    vended(request());
    VendRequest elsewhere =
        new VendRequest(
            denied.caller(), denied.mapping(), denied.duration(), Map.of(), origin("10.9.9.9"));
    assertNotEquals(first.decision(), vending.vend(elsewhere).decision());
    assertNotEquals(
        first.decision(), vending.vend(request("ann", "sales", Map.of("day", "2"))).decision());
    assertNotEquals(first.decision(), vending.vend(request("bob", "sales", Map.of())).decision());
  }

  @Test
  void denialThatWasNotRecorded_isNotRemembered_andAnAllowNeverIs() {
    log.unavailable = true;
    VendOutcome lost = vending.vend(request("ann", "sales", Map.of()));
    log.unavailable = false;
    assertNotEquals(lost.decision(), vending.vend(request("ann", "sales", Map.of())).decision());
    vended(request());
    int reads = mappings.reads();
    vended(request());
    assertTrue(mappings.reads() > reads, "the mapping is read again");
  }

  private List<VendOutcome> together(int count) throws Exception {
    List<VendOutcome> outcomes = new ArrayList<>();
    for (Future<VendOutcome> future : begin(count)) {
      outcomes.add(future.get());
    }
    return outcomes;
  }

  /// As many requests at once, of which the first is let on when all others wait for it.
  private List<Future<VendOutcome>> begin(int count) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Thread> running = new ArrayList<>();
      List<Future<VendOutcome>> futures = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        futures.add(
            threads.submit(
                () -> {
                  synchronized (running) {
                    running.add(Thread.currentThread());
                  }
                  return vending.vend(request());
                }));
      }
      while (!allWait(running, count)) {
        Thread.sleep(2);
      }
      roles.gate.countDown();
      return futures;
    }
  }

  private static boolean allWait(List<Thread> threads, int count) {
    synchronized (threads) {
      return threads.size() == count
          && threads.stream()
              .allMatch(
                  thread ->
                      thread.getState() == Thread.State.WAITING
                          || thread.getState() == Thread.State.TIMED_WAITING);
    }
  }

  private static VendRequest lasting(int seconds) {
    VendRequest own = request();
    return new VendRequest(
        own.caller(),
        own.mapping(),
        Optional.of(SessionDuration.ofSeconds(seconds)),
        own.parameters(),
        own.origin());
  }

  private static VendRequest withoutReuse(VendRequest own) {
    return new VendRequest(
        own.caller(),
        own.mapping(),
        own.duration(),
        own.parameters(),
        own.policy(),
        false,
        own.origin());
  }

  /// Each session has a key of its own: `ASIA1`, `ASIA2`, ...
  private static final class CountedRoles implements RoleAssumer {
    private final HandClock clock;
    private final AtomicInteger calls = new AtomicInteger();
    private final List<AssumeRequest> asked = new ArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile Optional<Answer> fail = Optional.empty();
    private volatile boolean defect;

    CountedRoles(HandClock clock) {
      this.clock = clock;
    }

    int calls() {
      return calls.get();
    }

    @Override
    public Answer assume(AssumeRequest request) {
      int call = calls.incrementAndGet();
      synchronized (asked) {
        asked.add(request);
      }
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (defect) {
        throw new IllegalStateException("a defect");
      }
      return fail.orElseGet(
          () ->
              new Answer.Assumed(
                  new SessionCredentials(
                      "ASIA" + call,
                      new SecretString("secret-" + call),
                      new SecretString("token-" + call),
                      clock.instant().plus(request.duration().length())),
                  new Arn(
                      request.role().partition(),
                      "sts",
                      "",
                      request.role().account().digits(),
                      "assumed-role/" + request.role().name() + "/" + request.sessionName()),
                  "AROA:" + request.sessionName(),
                  7));
    }
  }
}
