package dev.brevet.directory.snapshot;

import static dev.brevet.directory.Directories.attached;
import static dev.brevet.directory.Directories.entity;
import static dev.brevet.directory.Directories.group;
import static dev.brevet.directory.Directories.identityPolicy;
import static dev.brevet.directory.Directories.resourcePolicy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.Work;
import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectoryItem;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.PolicyEvaluator;
import org.junit.jupiter.api.Test;

class DirectorySnapshotTest {
  private static final EntityId ALICE = new EntityId("user", "alice");
  private static final EntityId BOB = new EntityId("user", "bob");
  private static final GroupName STAFF = new GroupName("staff");
  private static final String READ =
      "{\"Effect\":\"Allow\",\"Action\":\"record:read\",\"Resource\":\"record/*\"}";
  private static final String EVERYTHING =
      "{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}";

  private static Decision decide(
      DirectorySnapshot directory, Subject subject, String action, String resource) {
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(
            subject.principal(),
            Action.parse(action).orElseThrow(),
            resource,
            Optional.empty(),
            RequestContext.empty()),
        directory.policies(subject, resource));
  }

  private static boolean mayRead(DirectorySnapshot directory, Subject subject) {
    return decide(directory, subject, "record:read", "record/1").isAllowed();
  }

  @Test
  void stranger_hasNoPolicies_isDenied() {
    assertFalse(mayRead(Directories.of(identityPolicy("readers", READ)), ALICE));
  }

  @Test
  void attachedPolicy_grantsToItsSubjectAlone() {
    DirectorySnapshot directory =
        Directories.of(identityPolicy("readers", READ), attached("readers", ALICE));

    assertTrue(mayRead(directory, ALICE));
    assertFalse(mayRead(directory, BOB));
    assertFalse(decide(directory, ALICE, "record:write", "record/1").isAllowed());
  }

  @Test
  void policyOfAGroup_isThatOfMembersOfGroupsWithinIt() {
    DirectorySnapshot directory =
        Directories.of(
            identityPolicy("readers", READ),
            attached("readers", STAFF),
            group("staff", new GroupName("editors")),
            group("editors", ALICE));

    assertTrue(mayRead(directory, ALICE));
    assertFalse(mayRead(directory, BOB));
    assertEquals(List.of(new GroupName("editors"), STAFF), directory.groupsOf(ALICE));
  }

  @Test
  void groupsInACircle_areEachOthersMembers() {
    DirectorySnapshot directory =
        Directories.of(
            identityPolicy("readers", READ),
            attached("readers", new GroupName("a")),
            group("a", new GroupName("b")),
            group("b", new GroupName("a"), ALICE));

    assertTrue(mayRead(directory, ALICE));
    assertEquals(2, directory.groupsOf(ALICE).size());
  }

  @Test
  void boundary_limitsAndGrantsNothing() {
    PermissionsBoundary bounded = new PermissionsBoundary(ALICE, new PolicyName("limits"));
    DirectorySnapshot limited =
        Directories.of(
            identityPolicy("limits", READ),
            identityPolicy("all", EVERYTHING),
            attached("all", ALICE),
            bounded);

    assertTrue(mayRead(limited, ALICE));
    assertFalse(decide(limited, ALICE, "record:write", "record/1").isAllowed());
    assertFalse(mayRead(Directories.of(identityPolicy("limits", READ), bounded), ALICE));
  }

  @Test
  void policyOfAResource_namesEntitiesByTheDirectoryAndAwsPrincipalsByArn() {
    DirectorySnapshot directory =
        Directories.of(
            resourcePolicy(
                "shared",
                "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"directory:user\"},"
                    + "\"Action\":\"record:read\",\"Resource\":\"record/1\"}"),
            resourcePolicy(
                "aws",
                "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},"
                    + "\"Action\":\"record:write\",\"Resource\":\"record/1\"}"),
            attached("shared", new ResourceName("record/1")),
            attached("aws", new ResourceName("record/1")));

    assertTrue(mayRead(directory, ALICE));
    assertFalse(mayRead(directory, new EntityId("device", "alice")));
    assertFalse(decide(directory, ALICE, "record:write", "record/1").isAllowed());
    Subject user =
        Subject.AwsPrincipal.parse("arn:aws:iam::111122223333:user/directory").orElseThrow();
    assertTrue(decide(directory, user, "record:write", "record/1").isAllowed());
    assertFalse(decide(directory, ALICE, "record:read", "record/2").isAllowed());
  }

  @Test
  void notPrincipalOfAResource_sparesNoUserWithABoundary() {
    Subject user = Subject.AwsPrincipal.parse("arn:aws:iam::111122223333:user/a").orElseThrow();
    ManagedPolicy denies =
        resourcePolicy(
            "not",
            "{\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":[\"111122223333\","
                + "\"arn:aws:iam::111122223333:user/a\"]},\"Action\":\"*\",\"Resource\":\"*\"}");
    DirectoryItem[] unbounded = {
      denies,
      identityPolicy("readers", READ),
      attached("readers", user),
      attached("not", new ResourceName("record/1"))
    };
    assertTrue(mayRead(Directories.of(unbounded), user));

    SnapshotBuilder bounded = Directories.of(unbounded).toBuilder();
    bounded.put(new PermissionsBoundary(user, new PolicyName("readers")));
    assertFalse(mayRead(bounded.build(2, Directories.READ_AT), user));
  }

  @Test
  void roleSession_hasThePoliciesOfItsRoleWhateverItsPath() {
    Subject role =
        Subject.AwsPrincipal.parse("arn:aws:iam::111122223333:role/team/Reader").orElseThrow();
    DirectorySnapshot directory =
        Directories.of(identityPolicy("readers", READ), attached("readers", role));
    Subject session =
        Subject.of(
                Principal.parseArn("arn:aws:sts::111122223333:assumed-role/Reader/session")
                    .orElseThrow())
            .orElseThrow();

    assertTrue(mayRead(directory, session));
    assertFalse(
        mayRead(
            directory,
            Subject.AwsPrincipal.parse("arn:aws:iam::444455556666:role/Reader").orElseThrow()));
  }

  @Test
  void tokenSubject_isNobodyElse() {
    Subject token = new Subject.TokenSubject("https://issuer.example", "alice");
    DirectorySnapshot directory =
        Directories.of(identityPolicy("readers", READ), attached("readers", token));

    assertTrue(mayRead(directory, token));
    assertFalse(mayRead(directory, ALICE));
    assertFalse(mayRead(directory, new Subject.TokenSubject("https://other.example", "alice")));
    assertEquals(Optional.of(token), Subject.of(token.principal()));
    assertEquals(Optional.of(ALICE), Subject.of(ALICE.principal()));
  }

  @Test
  void brokenPolicy_deniesWhereItIsAttachedAndNowhereElse() {
    DirectorySnapshot directory =
        Directories.of(
            identityPolicy("readers", READ),
            attached("readers", ALICE),
            attached("readers", BOB),
            attached("secrets", BOB));

    assertTrue(mayRead(directory, ALICE));
    Decision denied = decide(directory, BOB, "record:read", "record/1");
    assertEquals("identity[broken: policy/secrets]/Broken", denied.statements().get(0).toString());
  }

  @Test
  void brokenEntity_mayDoNothingAndNothingMayBeDoneToIt() {
    SnapshotBuilder builder =
        Directories.of(
            identityPolicy("all", EVERYTHING), attached("all", ALICE), attached("all", BOB))
            .toBuilder();
    builder.broken(new ItemKey(ItemKind.ENTITY, "user/bob"), "not json");
    builder.broken(new ItemKey(ItemKind.ENTITY, "record/1"), "not json");
    DirectorySnapshot directory = builder.build(2, Directories.READ_AT);

    assertTrue(decide(directory, ALICE, "record:read", "record/2").isAllowed());
    assertFalse(decide(directory, BOB, "record:read", "record/2").isAllowed());
    assertFalse(decide(directory, ALICE, "record:read", "record/1").isAllowed());
  }

  @Test
  void brokenEntityOfAnArn_refusesTheArnUnderEverySpelling() {
    for (String name : List.of("bucket/arn:aws:s3:::b", "bucket/arn:aws:S3:::b")) {
      DirectorySnapshot directory =
          Directories.of(identityPolicy("all", EVERYTHING), attached("all", ALICE)).toBuilder()
              .broken(new ItemKey(ItemKind.ENTITY, name), "not json")
              .build(2, Directories.READ_AT);

      assertFalse(decide(directory, ALICE, "s3:GetObject", "arn:aws:s3:::b").isAllowed(), name);
      assertTrue(decide(directory, ALICE, "s3:GetObject", "arn:aws:s3:::c").isAllowed(), name);
    }
  }

  /// Many may be broken at once: by a version that reads more strictly, or by hand.
  @Test
  void resourceThatIsAnArn_isNotComparedWithEachThatIsBroken() {
    SnapshotBuilder builder = DirectorySnapshot.builder();
    for (int i = 0; i < 20_000; i++) {
      builder.broken(new ItemKey(ItemKind.ENTITY, "bucket/arn:aws:s3:::b" + i), "not json");
    }
    DirectorySnapshot directory = builder.build(1, Directories.READ_AT);
    Work.within(
        Duration.ofSeconds(2),
        () -> {
          for (int i = 0; i < 1_000; i++) {
            assertTrue(directory.policiesOf("arn:aws:s3:::b" + i).isPresent());
            assertFalse(directory.policiesOf("arn:aws:s3:::c" + i).isPresent());
          }
        });
  }

  @Test
  void brokenGroup_deniesEveryoneUntilItIsMended() {
    DirectorySnapshot sound =
        Directories.of(identityPolicy("readers", READ), attached("readers", ALICE));
    ItemKey group = new ItemKey(ItemKind.GROUP, "banned");
    DirectorySnapshot broken =
        sound.toBuilder().broken(group, "not json").build(2, Directories.READ_AT);

    assertFalse(mayRead(broken, ALICE));
    assertEquals(Map.of(group, "not json"), broken.broken());
    assertTrue(mayRead(broken.toBuilder().remove(group).build(3, Directories.READ_AT), ALICE));
  }

  @Test
  void policyOfTheWrongType_deniesWhereItIsAttached() {
    DirectorySnapshot directory =
        Directories.of(
            identityPolicy("all", EVERYTHING),
            attached("all", ALICE),
            attached("all", new ResourceName("record/1")));

    assertFalse(mayRead(directory, ALICE));
  }

  @Test
  void change_keepsWhatItDoesNotTouch() {
    DirectorySnapshot before =
        Directories.of(
            identityPolicy("readers", READ),
            identityPolicy("all", EVERYTHING),
            attached("readers", ALICE),
            attached("all", BOB),
            entity("user", "alice"),
            entity("record", "1"));
    SubjectPolicies ofAlice = before.policiesOf(ALICE);
    SubjectPolicies ofBob = before.policiesOf(BOB);
    DirectorySnapshot after =
        before.toBuilder()
            .put(identityPolicy("all", READ))
            .put(entity("record", "2"))
            .build(2, Directories.READ_AT);

    assertSame(ofAlice, after.policiesOf(ALICE));
    assertNotSame(ofBob, after.policiesOf(BOB));
    assertFalse(decide(after, BOB, "record:write", "record/1").isAllowed());
    assertSame(
        before.entity(ALICE).orElseThrow(),
        after.entity(ALICE).orElseThrow(),
        "entities of a type");
    assertEquals(2, after.entities("record").size());
    assertEquals(1, before.entities("record").size());
  }

  @Test
  void subjectsWithTheSamePolicies_shareThem() {
    DirectorySnapshot directory =
        Directories.of(
            identityPolicy("readers", READ),
            attached("readers", STAFF),
            attached("readers", BOB),
            group("staff", ALICE));

    assertSame(directory.policiesOf(ALICE), directory.policiesOf(BOB));
    assertEquals(
        List.of("readers"),
        directory.policiesOf(ALICE).identity().stream().map(NamedPolicy::name).toList());
  }

  @Test
  void entities_areSortedByIdAndUnknownTypesHaveNone() {
    DirectorySnapshot directory =
        Directories.of(entity("user", "b"), entity("user", "a"), entity("record", "a"));

    assertEquals(
        List.of("user/a", "user/b"),
        directory.entities("user").stream().map(Entity::toString).toList());
    assertEquals(List.of(), directory.entities("spaceship"));
  }

  @Test
  void properties_areConditionKeysOfSubjectAndResource() {
    Entity bob = entity("user", "bob", Map.of("role", List.of("admin")));

    assertEquals(List.of("admin"), bob.subjectContext().values("subject:Role"));
    assertEquals(List.of("admin"), bob.resourceContext().values("resource:role"));
    assertEquals(List.of("bob"), bob.subjectContext().values("subject:id"));
    assertEquals(List.of("user"), bob.subjectContext().values("subject:type"));
  }

  /// "Every id" asks each list of policies once, however many resources have it.
  @Test
  void policiesOfAll_areEachDistinctListOnce() {
    String deny = "{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}";
    DirectorySnapshot directory =
        Directories.of(
            resourcePolicy("one", deny),
            resourcePolicy("two", deny),
            attached("one", new ResourceName("record/1")),
            attached("one", new ResourceName("record/2")),
            attached("one", new ResourceName("record/3")),
            attached("two", new ResourceName("record/3")),
            attached("two", new ResourceName("other/1")));
    assertEquals(
        List.of(1, 2),
        directory.policiesOfAll("record/").stream()
            .map(each -> each.policies().size())
            .sorted()
            .toList());
  }
}
