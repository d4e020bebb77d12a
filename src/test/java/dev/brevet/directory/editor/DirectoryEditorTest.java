package dev.brevet.directory.editor;

import static dev.brevet.directory.Directories.attached;
import static dev.brevet.directory.Directories.entity;
import static dev.brevet.directory.Directories.group;
import static dev.brevet.directory.Directories.identityPolicy;
import static dev.brevet.directory.Directories.resourcePolicy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import module java.base;

import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryStore.Edit;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.EnforcementPoint;
import dev.brevet.directory.EnforcementPoint.Assertable;
import dev.brevet.directory.EnforcementPointName;
import dev.brevet.directory.Entity;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.Group;
import dev.brevet.directory.GroupName;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.ResourceName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.Tries;
import dev.brevet.directory.editor.DirectoryEditor.Outcome;
import dev.brevet.json.DocumentReading.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectoryEditorTest {
  private static final EntityId ALICE = new EntityId("user", "alice");

  private final DirectoryInMemory store = new DirectoryInMemory();
  private final DirectoryEditor editor = new DirectoryEditor(store, Tries.of(8));

  private static Outcome refused(String field, String text) {
    return new Outcome.Refused(new Problem(field, text));
  }

  @Test
  void item_isWrittenReplacedAndRemovedByItsVersion() {
    Entity alice = entity("user", "alice");

    assertEquals(new Outcome.Written(1), editor.put(alice, 0));
    assertEquals(new Outcome.Conflict(1), editor.put(alice, 0));
    assertEquals(new Outcome.Written(2), editor.put(alice, 1));
    assertEquals(new Outcome.Conflict(2), editor.delete(alice.key(), 1));
    assertEquals(new Outcome.Written(2), editor.delete(alice.key(), 2));
    assertEquals(new Outcome.Conflict(0), editor.delete(alice.key(), 2));
  }

  @Test
  void itemThatIsMadeAnew_isNoVersionThatItEverWas() {
    Entity alice = entity("user", "alice");
    editor.put(alice, 0);
    editor.put(alice, 1);
    editor.delete(alice.key(), 2);

    assertEquals(new Outcome.Written(4), editor.put(alice, 0));
    assertEquals(new Outcome.Conflict(4), editor.put(alice, 1));
    assertEquals(new Outcome.Conflict(4), editor.delete(alice.key(), 2));
  }

  @Test
  void attachment_needsItsPolicyOfTheRightTypeAndItsGroup() {
    store.with(identityPolicy("i"), resourcePolicy("r"), group("staff"));
    ResourceName record = new ResourceName("record/1");

    assertEquals(refused("policy", "there is no such policy"), editor.put(attached("x", ALICE), 0));
    assertEquals(
        refused("policy", "is not a policy of type `identity`"),
        editor.put(attached("r", ALICE), 0));
    assertEquals(
        refused("policy", "is not a policy of type `resource`"),
        editor.put(attached("i", record), 0));
    assertEquals(
        refused("target.group", "there is no such group"),
        editor.put(attached("i", new GroupName("others")), 0));
    assertEquals(new Outcome.Written(4), editor.put(attached("i", new GroupName("staff")), 0));
    assertEquals(new Outcome.Written(5), editor.put(attached("r", record), 0));
    assertEquals(new Outcome.Written(6), editor.put(attached("i", ALICE), 0));
  }

  @Test
  void policyInUse_isNotRemoved() {
    store.with(
        identityPolicy("i"),
        identityPolicy("i2"),
        identityPolicy("b"),
        attached("i", ALICE),
        new PermissionsBoundary(ALICE, new PolicyName("b")));

    assertEquals(
        refused("", "the policy is attached; detach it first"),
        editor.delete(new ItemKey(ItemKind.POLICY, "i"), 1));
    assertEquals(
        refused("", "the policy is a permissions boundary; remove that first"),
        editor.delete(new ItemKey(ItemKind.POLICY, "b"), 3));
    assertEquals(new Outcome.Written(2), editor.delete(new ItemKey(ItemKind.POLICY, "i2"), 2));
  }

  @Test
  void policysType_staysWhatItIs() {
    store.with(identityPolicy("p"));

    assertEquals(
        refused("type", "a policy's type cannot be changed"), editor.put(resourcePolicy("p"), 1));
  }

  @Test
  void groupInUse_isNotRemoved() {
    store.with(
        identityPolicy("p"),
        group("a"),
        group("b"),
        group("outer", new GroupName("b")),
        attached("p", new GroupName("a")));

    assertEquals(
        refused("", "policies are attached to the group; detach them first"),
        editor.delete(new ItemKey(ItemKind.GROUP, "a"), 2));
    assertEquals(
        refused("", "the group is in another group; remove it there first"),
        editor.delete(new ItemKey(ItemKind.GROUP, "b"), 3));
    assertEquals(new Outcome.Written(4), editor.delete(new ItemKey(ItemKind.GROUP, "outer"), 4));
  }

  @Test
  void groupInItself_isRefusedHoweverLongTheWay() {
    store.with(group("c"), group("b", new GroupName("c")), group("a", new GroupName("b")));

    assertEquals(
        refused("members", "the group would contain itself"),
        editor.put(group("c", new GroupName("a")), 1));
    assertEquals(
        refused("members", "there is no group `d`"), editor.put(group("c", new GroupName("d")), 1));
  }

  @Test
  void groupsNestedToTheBound_areTakenAndDeeperOnesRefused() {
    store.with(group("g1"));
    for (int i = 2; i <= Group.DEEPEST; i++) {
      assertEquals(
          new Outcome.Written(i), editor.put(group("g" + i, new GroupName("g" + (i - 1))), 0));
    }

    assertEquals(
        refused("members", "groups would be nested deeper than 8"),
        editor.put(group("g9", new GroupName("g8")), 0));
    store.with(group("g0"));
    assertEquals(
        refused("members", "groups would be nested deeper than 8"),
        editor.put(group("g1", new GroupName("g0")), 1));
  }

  // Source: IAM User Guide, reference_policies_condition-keys: its headings, and cross-service
  // keys.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          role session  | aws:AssumedRoot, aws:FederatedProvider, aws:TokenIssueTime, aws:ChatbotSourceArn
          role session  | aws:Ec2InstanceSourceVpc, aws:Ec2InstanceSourcePrivateIPv4, aws:SourceIdentity
          cross-service | ec2:RoleDelivery, ec2:SourceInstanceArn, glue:RoleAssumedBy, glue:CredentialIssuingService
          cross-service | lambda:SourceFunctionArn, ssm:SourceInstanceArn, identitystore:UserId
          federation    | accounts.google.com:sub, idp.example.com:8443:sub, saml:sub, localhost:sub, [::1]:sub
          federation    | https://idp.example.com:sub, http://localhost:sub
          federation    | token.actions.githubusercontent.com:sub, oidc.eks.eu-west-1.amazonaws.com/id/A:sub
          STS           | sts:RoleSessionName, sts:SourceIdentity, sts:ExternalId
          no such key   | aws:resourcetag/, aws:anything
          """)
  void keyOfThePrincipalOrItsSession_isStatedByNoProgram(String heading, String keys) {
    for (String key : keys.split(", ", -1)) {
      assertEquals(
          refused(
              "globalKeys",
              "`"
                  + key.toLowerCase(Locale.ROOT)
                  + "` is about the principal or its session: a program cannot state it"),
          editor.put(point("a", key), 0),
          heading);
    }
  }

  @Test
  void keysOfTheRequestAreStated_andThoseOfServices() {
    EnforcementPoint point =
        point(
            "a",
            "aws:SourceIp",
            "aws:SourceVpce",
            "aws:CalledVia",
            "aws:RequestTag/team",
            "aws:ResourceTag/team",
            "aws:ViaAWSService",
            "aws:MultiFactorAuthPresent",
            "dynamodb:LeadingKeys",
            "s3:prefix",
            "ec2:InstanceType");
    assertEquals(new Outcome.Written(1), editor.put(point, 0));
  }

  @Test
  void twoEnforcementPointsOfOneSubject_areRefused() {
    store.with(point("one"));

    assertEquals(
        refused("subject", "another enforcement point has this subject"),
        editor.put(point("two"), 0));
    assertEquals(new Outcome.Written(2), editor.put(point("one"), 1));
  }

  private static EnforcementPoint point(String name, String... globalKeys) {
    return new EnforcementPoint(
        new EnforcementPointName(name),
        "",
        new Subject.TokenSubject("https://issuer.example", "app"),
        Assertable.nothing(),
        Assertable.nothing(),
        Assertable.nothing(),
        new Assertable(Set.of("*"), Set.of()),
        Set.of(globalKeys));
  }

  @Test
  void writeThatCameBetween_isCheckedAgainst() {
    store.with(group("a"), group("b"));
    DirectoryStore racing = new Racing(store, () -> store.with(group("b", new GroupName("a"))));

    assertEquals(
        refused("members", "the group would contain itself"),
        new DirectoryEditor(racing, Tries.of(8)).put(group("a", new GroupName("b")), 1));
  }

  private DirectoryEditor besides(Runnable writes) {
    return new DirectoryEditor(new Racing(store, writes), Tries.of(8));
  }

  @Test
  void othersWhoWriteAllTheTime_areNoConflict() {
    int[] writes = {0};
    Runnable somebody =
        () -> {
          writes[0]++;
          store.with(group("g"));
        };

    assertEquals(new Outcome.Contended(), besides(somebody).put(entity("user", "alice"), 0));
    assertEquals(8, writes[0]);
    assertEquals(Optional.empty(), store.find(entity("user", "alice").key()));
  }

  @Test
  void otherWriteOfTheSame_isAConflictWithItsVersion() {
    Entity alice = entity("user", "alice");
    store.with(alice);

    assertEquals(new Outcome.Conflict(2), besides(() -> store.with(alice)).put(alice, 1));
  }

  /// What nothing depends on is no reason to check everything again.
  @Test
  void writeOfAnEntity_thatCameBetween_isNotCheckedAgainst() {
    int[] writes = {0};
    int[] checks = {0};
    Racing racing =
        new Racing(
            store,
            () -> {
              if (writes[0]++ < 3) {
                store.with(entity("note", "n"));
              }
            }) {
          @Override
          public List<StoredItem> list(ItemKind kind, String prefix, String after, int limit) {
            checks[0]++;
            return super.list(kind, prefix, after, limit);
          }
        };

    assertEquals(
        new Outcome.Written(4), new DirectoryEditor(racing, Tries.of(8)).put(group("a"), 0));
    assertEquals(1, checks[0]);
  }

  @Test
  void storeThatDoesNotAnswer_isAFault() {
    store.fail();

    assertThrows(DirectoryUnavailable.class, () -> editor.put(entity("user", "alice"), 0));
  }

  /// Somebody else writes just before each write.
  private static class Racing implements DirectoryStore {
    private final DirectoryInMemory store;
    private final Runnable before;

    Racing(DirectoryInMemory store, Runnable before) {
      this.store = store;
      this.before = before;
    }

    @Override
    public OptionalLong settledStamp() {
      return OptionalLong.of(stamp());
    }

    @Override
    public long stamp() {
      return store.stamp();
    }

    @Override
    public Optional<StoredItem> find(ItemKey key) {
      return store.find(key);
    }

    @Override
    public List<StoredItem> list(ItemKind kind, String prefix, String after, int limit) {
      return store.list(kind, prefix, after, limit);
    }

    @Override
    public long readAll(Sink sink) {
      return store.readAll(sink);
    }

    @Override
    public OptionalLong readChanges(long after, Sink sink) {
      return store.readChanges(after, sink);
    }

    @Override
    public WriteOutcome write(List<Edit> edits, long at) {
      before.run();
      return store.write(edits, at);
    }
  }
}
