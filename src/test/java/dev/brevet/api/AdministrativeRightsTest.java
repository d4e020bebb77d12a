package dev.brevet.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.directory.Directories;
import dev.brevet.directory.DirectorySnapshot;
import dev.brevet.directory.EntityId;
import dev.brevet.directory.Subject;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.identity.Identities;
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

  private static boolean mayPut(String resource) {
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
        .decide(
            Identities.bearing(Administrations.ISSUER, "anna", Map.of()),
            new Action("brevet", "PutEntity"),
            resource,
            new AccountId("111122223333"),
            RequestContext.empty())
        .isAllowed();
  }

  @ParameterizedTest
  @CsvSource({
    "entity/note/y, true",
    "entity/note/a:b%c, true",
    "entity/user/y, false",
    "entity/user/x:entity/note/y, false",
    "entity/user/x%3Aentity/note/y, false",
    "entity/user/arn:aws:brevet:eu-west-1:111122223333:entity/note/y, false"
  })
  void nameThatHoldsTheEndOfAnothersArn_isNotThatOther(String resource, boolean expected) {
    assertEquals(expected, mayPut(resource));
  }

  @Test
  void typeWhoseActionsWouldBeThoseOfAdministration_isNone() {
    assertTrue(EntityId.parse("brevet", "x").isEmpty());
    assertTrue(EntityId.parse("Brevet", "x").isEmpty());
    assertTrue(EntityId.parse("brevets", "x").isPresent());
  }
}
