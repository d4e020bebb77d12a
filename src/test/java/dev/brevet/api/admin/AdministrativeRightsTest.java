package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.api.AdministeredResource;
import dev.brevet.api.AdministrationPolicy;
import dev.brevet.directory.Directories;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.PermissionsBoundary;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.directory.snapshot.SnapshotBuilder;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.Identities;
import dev.brevet.policy.element.WorkBudget;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdministrativeRightsTest {
  /// As `docs/directory.md` has it: wildcards for region and account.
  private static final String NOTES_ALONE =
      "{\"Effect\":\"Allow\",\"Action\":\"brevet:*Entity\","
          + "\"Resource\":\"arn:aws:brevet:*:*:entity/note/*\"}";

  private static boolean mayPut(String type, String id) {
    DirectorySnapshot directory =
        DirectorySnapshot.builder()
            .put(Directories.identityPolicy("notes", NOTES_ALONE))
            .put(
                Directories.attached(
                    "notes",
                    Subject.of(new Principal.WebIdentity(Administrations.ISSUER, "anna"))
                        .orElseThrow()))
            .build(1, Directories.READ_AT);
    return new AdministrativeRights(
            AdministrationPolicy.naming(List.of()), () -> directory, "aws", "eu-west-1")
        .of(
            new AdministrativeRights.Wish(
                Identities.bearing(Administrations.ISSUER, "anna", Map.of()),
                new Action("brevet", "PutEntity"),
                AdministeredResource.of(new ItemKey(ItemKind.ENTITY, type + "/" + id)),
                new AccountId("111122223333"),
                RequestContext.empty(),
                WorkBudget.ofRequest()))
        .on(RequestContext.empty())
        .isAllowed();
  }

  @ParameterizedTest
  @CsvSource({
    "note, y, true",
    "note, a:b%c, true",
    "note, a/b, true",
    "user, y, false",
    "user, x:entity/note/y, false",
    "user, x%3Aentity/note/y, false",
    "user, /entity/note/y, false",
    "user, arn:aws:brevet:eu-west-1:111122223333:entity/note/y, false"
  })
  void nameThatHoldsTheEndOfAnothersArn_isNotThatOther(String type, String id, boolean expected) {
    assertEquals(expected, mayPut(type, id));
  }

  @Test
  void typeWhoseActionsWouldBeThoseOfAdministration_isNone() {
    assertTrue(EntityId.parse("brevet", "x").isEmpty());
    assertTrue(EntityId.parse("Brevet", "x").isEmpty());
    assertTrue(EntityId.parse("brevets", "x").isPresent());
  }

  private static final List<String> KEYS =
      List.of(
          "brevet:Policy", "BREVET:PolicyType", "brevet:SessionTag/team", "aws:PrincipalTag/team");
  private static final List<String> VALUES = List.of("a", "b", "ab");

  private static String anyOf(Random random, List<String> texts) {
    return texts.get(random.nextInt(texts.size()));
  }

  private static String anyValue(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> "${" + anyOf(random, KEYS) + "}";
      case 1 -> "${" + anyOf(random, KEYS) + ", 'a'}";
      case 2 -> "*";
      default -> anyOf(random, VALUES);
    };
  }

  private static String statement(Random random, String effect) {
    StringBuilder conditions = new StringBuilder();
    for (String operator :
        List.of(
            "StringEquals",
            "StringNotEquals",
            "StringLikeIfExists",
            "ForAllValues:StringLike",
            "ForAnyValue:StringNotLike",
            "Null")) {
      if (random.nextInt(4) == 0) {
        String value = operator.equals("Null") ? "" + random.nextBoolean() : anyValue(random);
        conditions
            .append(conditions.isEmpty() ? "" : ",")
            .append("\"%s\":{\"%s\":\"%s\"}".formatted(operator, anyOf(random, KEYS), value));
      }
    }
    return "{\"Effect\":\"%s\",\"%s\":\"brevet:%s\",\"%s\":\"arn:aws:brevet:*:*:policy/%s\",\"Condition\":{%s}}"
        .formatted(
            effect,
            random.nextInt(5) == 0 ? "NotAction" : "Action",
            random.nextInt(4) == 0 ? "PutPolicy" : "*Policy",
            random.nextInt(5) == 0 ? "NotResource" : "Resource",
            anyValue(random),
            conditions);
  }

  private static RequestContext context(Random random, List<String> keys) {
    RequestContext.Builder context = RequestContext.builder();
    for (String key : keys) {
      int values = random.nextInt(3);
      if (values > 0) {
        context.put(key, VALUES.subList(0, values));
      }
    }
    return context.build();
  }

  /// What is said of content that is not known holds of each: what any content is allowed with, it
  /// is allowed with; what it is allowed with, it might be allowed with.
  @RepeatedTest(4)
  void whatIsSaidOfUnknownContent_holdsOfEach(RepetitionInfo repetition) {
    long seed = 20261130L + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    Subject anna =
        Subject.of(new Principal.WebIdentity(Administrations.ISSUER, "anna")).orElseThrow();
    int any = 0;
    int some = 0;
    for (int i = 0; i < 1_000; i++) {
      List<String> statements = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        statements.add(statement(random, random.nextInt(3) == 0 ? "Deny" : "Allow"));
      }
      SnapshotBuilder building =
          DirectorySnapshot.builder()
              .put(Directories.identityPolicy("p", statements.toArray(String[]::new)))
              .put(Directories.attached("p", anna));
      String bound = statement(random, "Allow");
      if (random.nextInt(3) == 0) {
        building
            .put(Directories.identityPolicy("bound", bound))
            .put(new PermissionsBoundary(anna, new PolicyName("bound")));
        statements.add("boundary " + bound);
      }
      DirectorySnapshot directory = building.build(1, Directories.READ_AT);
      AdministrativeRights.Rights rights =
          new AdministrativeRights(
                  AdministrationPolicy.naming(List.of()), () -> directory, "aws", "eu-west-1")
              .of(
                  new AdministrativeRights.Wish(
                      Identities.bearing(Administrations.ISSUER, "anna", Map.of()),
                      new Action("brevet", "GetPolicy"),
                      AdministeredResource.of(new ItemKey(ItemKind.POLICY, anyOf(random, VALUES))),
                      new AccountId("111122223333"),
                      context(random, KEYS.subList(3, 4)),
                      WorkBudget.ofRequest()));
      boolean withAny = rights.onAny().isAllowed();
      any += withAny ? 1 : 0;
      for (int n = 0; n < 12; n++) {
        RequestContext content = context(random, KEYS.subList(0, 3));
        boolean with = rights.on(content).isAllowed();
        some += with ? 1 : 0;
        String shown = "seed " + seed + ", " + i + ": " + statements + " " + content;
        assertTrue(!withAny || with, shown);
        assertTrue(!with || rights.beforehand().isAllowed(), shown);
      }
    }
    assertTrue(any > 20 && some > 12 * any, "seed " + seed + ": " + any + " and " + some);
  }
}
