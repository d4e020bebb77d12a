package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectorySnapshot;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.Subject;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.Identities;
import dev.brevet.policy.WorkBudget;
import java.util.List;
import java.util.Map;
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
}
