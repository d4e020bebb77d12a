package dev.brevet.vending;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.decisionlog.RequestOrigin;
import dev.brevet.iam.ManagedPolicyArn;
import dev.brevet.identity.Identities;
import dev.brevet.mapping.MappingId;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.vending.NarrowerPolicy.Narrowed;
import dev.brevet.vending.NarrowerPolicy.Unfit;
import org.junit.jupiter.api.Test;

class NarrowerPolicyTest {
  private static final String READ = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  private static final String OWN = "arn:aws:iam::111122223333:policy/Own";
  private static final String INLINE =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Deny","Action":"s3:DeleteBucket","Resource":"*"}]}\
      """;
  private static final String GET =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::a/*"}]}\
      """;

  @Test
  void nothingAskedFor_changesNothing() {
    SessionPolicy own = session(INLINE, READ);
    assertEquals(new Narrowed(own), narrowed(own, "", List.of()));
  }

  /// Without `${...}` the versions of the language are one.
  @Test
  void olderVersion_narrowsAsTheCurrentOne_unlessTheyDiffer() {
    String older = GET.replace("\"Version\":\"2012-10-17\",", "");
    SessionPolicy own = session(INLINE);
    assertEquals(narrowed(own, GET, List.of()), narrowed(own, older, List.of()));
    assertEquals(
        narrowed(session("", READ), GET, List.of()), narrowed(session("", READ), older, List.of()));
    assertEquals(
        narrowed(own, GET, List.of()),
        narrowed(session(INLINE.replace("2012", "2008")), GET, List.of()));
    assertInstanceOf(
        Unfit.class, narrowed(own, older.replace("a/*", "a/${aws:username}"), List.of()));
  }

  /// STS unites session policies: what a managed one allows is taken back by a deny.
  @Test
  void managedPolicies_areNarrowedByDeniesOfAllElse() {
    Narrowed narrowed =
        assertInstanceOf(Narrowed.class, narrowed(session("", READ, OWN), GET, List.of()));
    assertEquals(managed(READ, OWN), narrowed.policy().managedPolicies());
    assertEquals(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":"s3:GetObject","Resource":"*"},\
        {"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::a/*"}]}\
        """,
        narrowed.policy().json().orElseThrow());
  }

  @Test
  void ownStatements_stayBesideThem() {
    String json =
        assertInstanceOf(Narrowed.class, narrowed(session(INLINE, READ), GET, List.of()))
            .policy()
            .json()
            .orElseThrow();
    assertTrue(json.contains("\"Action\":\"s3:*\""), json);
    assertTrue(json.contains("\"s3:DeleteBucket\""), json);
    assertTrue(json.contains("\"NotAction\":\"s3:GetObject\""), json);
  }

  @Test
  void policyThatAllowsAll_leavesManagedPoliciesAlone() {
    SessionPolicy own = session("", READ);
    String all = GET.replace("s3:GetObject", "*").replace("arn:aws:s3:::a/*", "*");
    assertEquals(new Narrowed(own), narrowed(own, all, List.of()));
  }

  @Test
  void policyWhoseRestCannotBeDenied_isUnfit() {
    String variable = GET.replace("a/*", "${aws:username}/*");
    assertEquals(
        "policy",
        assertInstanceOf(Unfit.class, narrowed(session("", READ), variable, List.of())).field());
  }

  /// AWS's grammar has at least one entry in each list; so has what is sent.
  @Test
  void emptyLists_areNeverSent() {
    String nothing = GET.replace("\"arn:aws:s3:::a/*\"", "[]");
    String never =
        GET.replace(
            "\"arn:aws:s3:::a/*\"", "\"*\",\"Condition\":{\"StringEquals\":{\"s3:prefix\":[]}}");
    String unclear = never.replace("StringEquals", "StringEqualsIfExists");
    String denied = "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}";
    for (String asked : List.of(nothing, never)) {
      for (SessionPolicy own : List.of(session("", READ), session(INLINE), session(INLINE, READ))) {
        String json =
            assertInstanceOf(Narrowed.class, narrowed(own, asked, List.of()))
                .policy()
                .json()
                .orElseThrow();
        assertTrue(json.contains(denied) && !json.contains("[]"), json);
      }
    }
    assertInstanceOf(Unfit.class, narrowed(session("", READ), unclear, List.of()));
  }

  @Test
  void managedPolicies_allOfThem_leaveOutWhatTheMappingAllowsBesides() {
    Narrowed narrowed =
        assertInstanceOf(
            Narrowed.class, narrowed(session(INLINE, READ, OWN), "", List.of(OWN, READ)));
    assertEquals(managed(READ, OWN), narrowed.policy().managedPolicies());
    assertEquals(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"s3:DeleteBucket\",\"Resource\":\"*\"}]}",
        narrowed.policy().json().orElseThrow());
    assertEquals(
        Optional.empty(),
        assertInstanceOf(Narrowed.class, narrowed(session(GET, READ), "", List.of(READ)))
            .policy()
            .json());
  }

  @Test
  void otherManagedPolicies_areUnfit() {
    for (List<String> asked :
        List.of(
            List.of(READ),
            List.of(READ, OWN, "arn:aws:iam::aws:policy/AdministratorAccess"),
            List.of("arn:aws:iam::aws:policy/AdministratorAccess"))) {
      assertEquals(
          "policyArns",
          assertInstanceOf(Unfit.class, narrowed(session(INLINE, READ, OWN), "", asked)).field());
    }
    assertInstanceOf(Unfit.class, narrowed(session(INLINE), "", List.of(READ)));
    assertInstanceOf(Unfit.class, narrowed(session(INLINE, READ), GET, List.of(READ)));
  }

  private static NarrowerPolicy narrowed(
      SessionPolicy own, String policy, List<String> managedPolicies) {
    return NarrowerPolicy.of(
        own,
        new VendRequest(
            Identities.bearing("https://issuer.example", "ann", Map.of()),
            new MappingId("reader"),
            Optional.empty(),
            Map.of(),
            policy.isEmpty() ? Optional.empty() : Optional.of(read(policy)),
            managed(managedPolicies.toArray(String[]::new)),
            Optional.empty(),
            true,
            new RequestOrigin("r", "10.1.2.3", "curl/8", Optional.empty(), "vend", Instant.EPOCH),
            WorkBudget.ofRequest()));
  }

  private static SessionPolicy session(String json, String... managedPolicies) {
    return new SessionPolicy(
        json.isEmpty() ? Optional.empty() : Optional.of(json), managed(managedPolicies));
  }

  private static List<ManagedPolicyArn> managed(String... arns) {
    return Stream.of(arns).map(arn -> ManagedPolicyArn.parse(arn).orElseThrow()).toList();
  }

  private static Policy read(String json) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.SESSION)).policy();
  }
}
