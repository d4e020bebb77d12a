package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.identity.Identities;
import dev.brevet.identity.VerifiedIdentity;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingsByRole;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import dev.brevet.testing.RolesInMemory;
import dev.brevet.vending.RoleTargets.Target;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/// INVARIANT: on the route where a caller names a role, it gets that role or nothing.
class RoleTargetsTest {
  private static final String ISSUER = "https://idp.example.com";
  private static final String OWN = "arn:aws:iam::111122223333:role/Reader";
  private static final String OTHER_ACCOUNT = "arn:aws:iam::444455556666:role/Reader";

  private int sessionsAsked;
  private final MappingsInMemory mappings = new MappingsInMemory();
  private final RolesInMemory roles = new RolesInMemory(Instant.parse("2026-11-22T10:00:00Z"));
  private Instant now = Instant.parse("2026-11-22T10:00:00Z");
  private final InstantSource time = () -> now;
  private final Clock clock = time.withZone(ZoneOffset.UTC);
  private final VendCredentials vending =
      new VendCredentials(
          mappings,
          _ -> {
            sessionsAsked++;
            return Optional.empty();
          },
          roles,
          new DecisionsInMemory().recorder(clock),
          clock);
  private final RoleTargets targets =
      new RoleTargets(new MappingsByRole(mappings, clock), mappings, vending);
  private long version;

  private void map(String id, String role) {
    map(id, role, ISSUER);
  }

  private void map(String id, String role, String issuer) {
    mappings.with(
        """
        {"id":"%s","roleArn":"%s","trustPolicy":{"Version":"2012-10-17","Statement":[
         {"Effect":"Allow","Principal":{"Federated":"%s"},
          "Action":"sts:AssumeRoleWithWebIdentity"}]}}
        """
            .formatted(id, role, issuer),
        ++version);
  }

  @Test
  void mappingThatMoved_doesNotGiveItsNewRoleToWhoAsksForItsOld() {
    map("reader", OWN);
    assertEquals(Optional.of(OWN), assumed(OWN, "ann"));
    map("reader", OTHER_ACCOUNT);

    assertEquals(Optional.empty(), assumed(OWN, "ann"));
    // A role that is not remembered is looked for once a second.
    now = now.plusSeconds(1);
    assertEquals(Optional.of(OTHER_ACCOUNT), assumed(OTHER_ACCOUNT, "ann"));
  }

  @Test
  void idOfAMapping_isOfTheAccountThatItsRoleIsInNow() {
    String alias = "arn:aws:iam::111122223333:role/brevet/reader";
    RoleArn asked = RoleArn.parse(alias).orElseThrow();
    map("reader", OWN);
    assertEquals(Optional.of(OWN), assumed(alias, "ann"));
    VerifiedIdentity ann = Identities.bearing(ISSUER, "ann", Map.of());
    assertEquals(
        new Target.One(new MappingId("reader")),
        targets.find(asked, id -> request(ann, id, asked)));
    // Moved between the look-up and the vend.
    map("reader", OTHER_ACCOUNT);

    assertInstanceOf(
        VendOutcome.Denied.class, vending.vend(request(ann, new MappingId("reader"), asked)));
    assertEquals(Optional.empty(), assumed(alias, "bob"));
  }

  @Test
  void denialForOneRole_isNoneForAnother() {
    map("reader", OWN);
    assertEquals(Optional.of(OWN), assumed(OWN, "ann"));
    map("reader", OTHER_ACCOUNT);
    assertEquals(Optional.empty(), assumed(OWN, "ann"));
    now = now.plusSeconds(1);

    assertEquals(Optional.of(OTHER_ACCOUNT), assumed(OTHER_ACCOUNT, "ann"));
  }

  /// However many mappings a role has: one reading of all, which costs one read while nothing is
  /// written, and the one that is vended.
  @Test
  void roleOfManyMappings_isVendedWithoutReadingEach() {
    for (int i = 0; i < 300; i++) {
      map("other-" + i, OWN, "https://other.example.com");
    }
    map("reader", OWN);
    for (int i = 0; i < 10; i++) {
      int reads = mappings.reads();
      int lists = mappings.lists();
      assertEquals(Optional.of(OWN), assumed(OWN, "ann-" + i));
      assertEquals(reads + 1, mappings.reads());
      assertTrue(mappings.lists() <= lists + (i == 0 ? 2 : 1), "lists");
    }
  }

  /// What a session that Brevet vended hands down is asked of the log once, not for each mapping.
  @Test
  void roleOfManyMappings_asksOnceWhatAVendedSessionHandsDown() {
    for (int i = 0; i < 300; i++) {
      mappings.with(
          """
          {"id":"m-%d","roleArn":"%s","allowRoleChaining":true,"trustPolicy":{"Version":"2012-10-17",
           "Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/First"},
            "Action":"sts:AssumeRole"}]}}
          """
              .formatted(i, OWN));
    }
    VerifiedIdentity session =
        Identities.signing(
            "arn:aws:sts::111122223333:assumed-role/First/ann-" + "a".repeat(40),
            "ASIAEXAMPLE",
            RequestContext.empty());
    RoleArn role = RoleArn.parse(OWN).orElseThrow();
    assertInstanceOf(Target.None.class, targets.find(role, id -> request(session, id, role)));
    assertEquals(1, sessionsAsked);
  }

  /// INVARIANT: no mapping of a role keeps its others from being vended by what deciding on it
  /// takes.
  @Test
  void mappingThatTakesMuch_isNoneOfTheOthersOutage() {
    String conditions =
        IntStream.range(0, 60)
            .mapToObj(i -> "\"*" + "a".repeat(1_000) + "b" + i + "*c*\"")
            .collect(Collectors.joining(","));
    map("reader", OWN);
    for (String id : List.of("a-first", "z-last")) {
      mappings.with(
          """
          {"id":"%s","roleArn":"%s","trustPolicy":{"Version":"2012-10-17","Statement":[
           {"Effect":"Allow","Principal":{"Federated":"%s"},
            "Action":"sts:AssumeRoleWithWebIdentity",
            "Condition":{"StringLike":{"idp.example.com:sub":[%s]}}}]}}
          """
              .formatted(id, OWN, ISSUER, conditions));
    }
    assertEquals(Optional.of(OWN), assumed(OWN, "a".repeat(16_000)));
  }

  /// Mappings that move between roles and accounts, are made and removed, while callers ask.
  @RepeatedTest(20)
  void randomHistories_giveTheRoleThatWasAskedForOrNothing(RepetitionInfo repetition) {
    long seed = 20261500L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<String> ids = List.of("a", "b");
    List<String> named = List.of(OWN, OTHER_ACCOUNT, "arn:aws:iam::111122223333:role/brevet/b");
    int given = 0;
    for (int step = 0; step < 200; step++) {
      String id = ids.get(random.nextInt(ids.size()));
      switch (random.nextInt(4)) {
        case 0 -> map(id, named.get(random.nextInt(named.size())));
        case 1 -> now = now.plus(Duration.ofMillis(random.nextInt(8_000)));
        default -> {
          boolean alias = random.nextInt(4) == 0;
          String account = random.nextBoolean() ? "111122223333" : "444455556666";
          String asked =
              alias
                  ? "arn:aws:iam::" + account + ":role/brevet/" + id
                  : named.get(random.nextInt(named.size()));
          Optional<String> role = assumed(asked, "caller-" + step);
          String at = "seed " + seed + ", step " + step + ": asked " + asked + ", got " + role;
          // By a mapping's id, whatever role it has in that account.
          boolean right =
              role.isEmpty()
                  || role.get().equals(asked)
                  || (asked.contains(":role/brevet/")
                      && role.get()
                          .regionMatches(0, asked, 0, "arn:aws:iam::111122223333:".length())
                      && mappings
                          .find(new MappingId(asked.substring(asked.lastIndexOf('/') + 1)))
                          .filter(mapping -> mapping.role().toString().equals(role.get()))
                          .isPresent());
          assertTrue(right, at);
          given += role.isPresent() ? 1 : 0;
        }
      }
    }
    assertTrue(given > 0, "seed " + seed + " gave nothing, and shows nothing");
  }

  /// What the route does; the role that STS was asked for.
  private Optional<String> assumed(String role, String caller) {
    RoleArn asked = RoleArn.parse(role).orElseThrow();
    VerifiedIdentity identity = Identities.bearing(ISSUER, caller, Map.of());
    int before = roles.requests().size();
    WorkBudget budget = WorkBudget.ofRequest();
    Target target = targets.find(asked, id -> request(identity, id, asked).within(budget));
    if (!(target instanceof Target.One(MappingId mapping))
        || !(vending.vend(request(identity, mapping, asked).within(budget))
            instanceof VendOutcome.Vended)) {
      return Optional.empty();
    }
    assertEquals(before + 1, roles.requests().size());
    return Optional.of(roles.requests().getLast().role().toString());
  }

  private VendRequest request(VerifiedIdentity caller, MappingId mapping, RoleArn role) {
    return new VendRequest(
        caller,
        mapping,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        List.of(),
        Optional.of(role),
        false,
        new RequestOrigin("request-1", "10.1.2.3", "curl/8", Optional.empty(), "vend", now),
        WorkBudget.ofRequest());
  }
}
