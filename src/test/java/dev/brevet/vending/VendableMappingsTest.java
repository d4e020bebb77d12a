package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import module java.base;

import dev.brevet.decisionlog.DecisionRecord;
import dev.brevet.decisionlog.DecisionRecord.Verdict;
import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.identity.Identities;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.RoleMapping;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.VendableMappings.Outcome;
import org.junit.jupiter.api.Test;

class VendableMappingsTest {
  private static final String ISSUER = "https://idp.example.com";
  private static final VerifiedIdentity ANN = Identities.bearing(ISSUER, "ann", Map.of());
  private static final VerifiedIdentity BOB = Identities.bearing(ISSUER, "bob", Map.of());
  private final RequestOrigin origin =
      new RequestOrigin("r", "192.0.2.1", "test", Optional.empty(), "VendFunction", Instant.now());

  private final MappingsInMemory mappings = new MappingsInMemory();
  private final DecisionsInMemory log = new DecisionsInMemory();
  private final Clock clock = Clock.systemUTC();
  private final VendableMappings lists =
      new VendableMappings(
          mappings, _ -> Optional.empty(), log.recorder(clock), clock, Duration.ofMillis(50));

  private void map(String id, String caller) {
    mappings.with(
        """
        {"id":"%s","roleArn":"arn:aws:iam::111122223333:role/Reader",
         "trustPolicy":{"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Principal":{"Federated":"%s"},"Action":"sts:AssumeRoleWithWebIdentity",
          "Condition":{"StringEquals":{"idp.example.com:sub":"%s"}}}]}}
        """
            .formatted(id, ISSUER, caller));
  }

  /// Takes some, and waits before each where it is told to.
  private static final class Taken implements VendableMappings.Page {
    private final List<String> names = new ArrayList<>();
    private final int most;
    private final Runnable before;
    private final List<String> reasons = new ArrayList<>();
    private String end = "";

    Taken(int most, Runnable before) {
      this.most = most;
      this.before = before;
    }

    private boolean take(String name) {
      before.run();
      return names.size() < most && names.add(name);
    }

    @Override
    public boolean vendable(RoleMapping mapping) {
      return take(mapping.id().value());
    }

    @Override
    public boolean other(RoleMapping mapping, Verdict why) {
      reasons.add(why.reason());
      return take("not " + mapping.id().value());
    }

    @Override
    public void endsAfter(MappingId mapping) {
      end = mapping.value();
    }
  }

  private List<String> list(VerifiedIdentity caller, String after, int most) {
    Taken page = new Taken(most, () -> {});
    assertInstanceOf(
        Outcome.Listed.class, lists.list(caller, origin, WorkBudget.ofRequest(), after, page));
    return page.names;
  }

  @Test
  void oneSnapshot_isToEachCallerWhatItMayVend() {
    map("a", "ann");
    map("b", "bob");
    map("c", "ann");

    assertEquals(List.of("a", "not b", "c"), list(ANN, "", 9));
    assertEquals(List.of("not a", "b", "not c"), list(BOB, "", 9));
    assertEquals(List.of("a", "not b", "c"), list(ANN, "", 9));
  }

  @Test
  void page_endsWhereItIsFull_andTheNextGoesOn() {
    map("a", "ann");
    map("b", "bob");
    map("c", "ann");

    assertEquals(List.of("a"), list(ANN, "", 1));
    assertEquals(List.of("not b", "c"), list(ANN, "a", 2));
    assertEquals(List.of(), list(ANN, "c", 2));
    assertEquals(
        List.of(
            "the caller may vend 1 mappings",
            "after `a` the caller may vend 1 mappings",
            "after `c` the caller may vend 0 mappings"),
        log.records().stream().map(record -> record.verdict().reason()).toList());
  }

  @Test
  void listBesideAnother_waits_isThrottledThen_andKeepsNobodyFromVending() throws Exception {
    map("a", "ann");
    VendCredentials vending =
        new VendCredentials(
            mappings,
            _ -> Optional.empty(),
            new RolesInMemory(Instant.now()),
            log.recorder(clock),
            clock);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Taken slow =
        new Taken(
            9,
            () -> {
              begun.countDown();
              await(end);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Outcome> first =
          threads.submit(() -> lists.list(BOB, origin, WorkBudget.ofRequest(), "", slow));
      begun.await();

      Outcome second = lists.list(ANN, origin, WorkBudget.ofRequest(), "", new Taken(9, () -> {}));

      assertEquals(
          Duration.ofSeconds(1), assertInstanceOf(Outcome.Busy.class, second).retryAfter());
      assertEquals("throttled", log.only().verdict().code());
      assertEquals(DecisionRecord.Outcome.FAILED, log.only().verdict().outcome());
      assertInstanceOf(
          VendOutcome.Vended.class,
          vending.vend(
              new VendRequest(ANN, new MappingId("a"), Optional.empty(), Map.of(), origin)));
      end.countDown();
      assertInstanceOf(Outcome.Listed.class, first.get());
    }
    assertEquals(List.of("a"), list(ANN, "", 9));
  }

  /// What others stored costs each list; what a page has no budget for is on the next.
  @Test
  void pageThatSpendsItsBudget_endsThere_andTheNextGoesOn() {
    String idle = ",\"someone\"".repeat(2_000);
    for (char id = 'a'; id <= 'j'; id++) {
      mappings.with(
          """
          {"id":"%s","roleArn":"arn:aws:iam::111122223333:role/Reader",
           "trustPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Principal":{"Federated":"%s"},"Action":"sts:AssumeRoleWithWebIdentity",
            "Condition":{"StringEquals":{"idp.example.com:sub":["ann"%s]}}}]}}
          """
              .formatted(id, ISSUER, idle));
    }
    WorkBudget enough = WorkBudget.ofRequest();
    Taken whole = new Taken(99, () -> {});
    lists.list(ANN, origin, enough, "", whole);
    assertEquals(10, whole.names.size());
    assertEquals("", whole.end);

    List<String> names = new ArrayList<>();
    String after = "";
    int pages = 0;
    do {
      WorkBudget little = new WorkBudget(enough.spent() / 3);
      Taken page = new Taken(99, () -> {});
      lists.list(ANN, origin, little, after, page);
      names.addAll(page.names);
      after = page.end;
    } while (++pages < 20 && !after.isEmpty());

    assertEquals(whole.names, names);
    assertEquals(4, pages);
    // Who has a budget for none at all is told of one, so that each page comes further.
    Taken none = new Taken(99, () -> {});
    lists.list(ANN, origin, new WorkBudget(1), "b", none);
    assertEquals(List.of("not c"), none.names);
    assertEquals("c", none.end);
  }

  /// Text that a mapping makes of little is paid for like all that multiplies.
  @Test
  void mappingThatMakesMuchText_isPaidFor_andNotListed() {
    String slots = "{{p}}".repeat(6_000);
    mappings.with(
        """
        {"id":"a","roleArn":"arn:aws:iam::111122223333:role/Reader",
         "parameters":{"p":{"from":"request","pattern":".*","default":"%s"}},
         "sessionPolicy":{"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/%s"}]},
         "trustPolicy":{"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Principal":{"Federated":"%s"},"Action":"sts:AssumeRoleWithWebIdentity",
          "Condition":{"StringEquals":{"idp.example.com:sub":"ann"}}}]}}
        """
            .formatted("x".repeat(256), slots, ISSUER));
    map("b", "ann");

    Taken page = new Taken(9, () -> {});
    lists.list(ANN, origin, WorkBudget.ofRequest(), "", page);

    assertEquals(List.of("not a", "b"), page.names);
    assertEquals(List.of("deciding takes more work than one request may cause"), page.reasons);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
