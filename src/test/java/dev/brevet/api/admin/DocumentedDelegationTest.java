package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import module java.base;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.Tries;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.StoredDirectory;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The policies that `docs/directory.md` prints for delegates, as they are printed.
class DocumentedDelegationTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```json\n(.*?)```");

  private final DirectoryInMemory store = new DirectoryInMemory();
  private final Router router;

  DocumentedDelegationTest() {
    PolicyLint lint = new PolicyLint(Catalogue.bundled());
    Directory directory =
        new StoredDirectory(store, Duration.ZERO, InstantSource.system(), _ -> {});
    Administration administration =
        Administrations.of(
            new DecisionsInMemory(),
            directory,
            List.of("arn:aws:iam::111122223333:user/ops/admin"));
    MappingsInMemory mappings = new MappingsInMemory();
    this.router =
        new Router(
            List.of(
                new MappingsAdminEndpoint(administration, mappings, lint, directory, List.of()),
                new DirectoryAdminEndpoint(
                    administration, store, lint, mappings, directory, Tries.of(8))));
  }

  @BeforeEach
  void delegates() throws IOException {
    List<String> statements =
        BLOCK
            .matcher(Files.readString(Path.of("docs/directory.md")))
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("\"Effect\""))
            .toList();
    assertEquals(2, statements.size());
    ApiResponse policy =
        send(
            Optional.of("ops"),
            "PUT",
            "policies/delegated",
            "",
            "{\"name\":\"delegated\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\",\"Statement\":"
                + statements
                + "}}");
    assertEquals(201, policy.status(), policy.body());
    assertFalse(policy.body().contains("DELEGATION_LEAVES_CONTENT_OPEN"), policy.body());
    assertEquals(
        201,
        send(
                Optional.of("ops"),
                "POST",
                "attachments",
                "",
                "{\"policy\":\"delegated\",\"target\":{\"token\":{\"issuer\":\""
                    + Administrations.ISSUER
                    + "\",\"sub\":\"dora\"}}}")
            .status());
  }

  private ApiResponse send(
      Optional<String> administrator, String method, String path, String query, String body) {
    return router.answer(
        Requests.of(
            method,
            (administrator.isPresent() ? "/v1/iam/admin/" : "/v1/admin/") + path,
            query,
            administrator.isPresent() ? Map.of() : Map.of("Authorization", "Bearer dora"),
            Body.of(body),
            administrator.map(_ -> Requests.user("/ops/admin"))));
  }

  @ParameterizedTest
  @CsvSource({
    "note, n-1, 201",
    "note, entity/note/x, 201",
    "notes, n-1, 403",
    "Note, n-1, 403",
    "user, note, 403"
  })
  void keeperOfNotes_writesNotesAlone(String type, String id, int status) {
    String segment =
        "~"
            + Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(id.getBytes(StandardCharsets.UTF_8));
    ApiResponse written =
        send(
            Optional.empty(),
            "PUT",
            "entities/" + type + "/" + segment,
            "",
            "{\"type\":\"%s\",\"id\":\"%s\"}".formatted(type, id));

    assertEquals(status, written.status(), written.body());
  }

  @Test
  void keeperOfNotes_listsNotesAlone() {
    assertEquals(200, send(Optional.empty(), "GET", "entities", "type=note", "").status());
    assertEquals(403, send(Optional.empty(), "GET", "entities", "type=notes", "").status());
    assertEquals(403, send(Optional.empty(), "GET", "entities", "", "").status());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "team-a-x; role/team-a/Reader; {\"AWS\":\"arn:aws:iam::111122223333:role/team-a-app\"};"
            + " 201",
        "team-b-x; role/team-a/Reader; {\"AWS\":\"arn:aws:iam::111122223333:role/team-a-app\"};"
            + " 403",
        "team-a-x; role/Admin; {\"AWS\":\"arn:aws:iam::111122223333:role/team-a-app\"}; 403",
        "team-a-x; role/team-a/Reader; {\"AWS\":\"arn:aws:iam::111122223333:role/other\"}; 403",
        "team-a-x; role/team-a/Reader;"
            + " {\"AWS\":[\"arn:aws:iam::111122223333:role/team-a-app\",\"arn:aws:iam::111122223333:role/other\"]};"
            + " 403",
        "team-a-x; role/team-a/Reader; {\"AWS\":\"arn:aws:iam::444455556666:role/team-a-app\"};"
            + " 403",
        "team-a-x; role/team-a/Reader;"
            + " {\"AWS\":\"arn:aws:sts::111122223333:assumed-role/other/team-a-x\"}; 403",
        "team-a-x; role/team-a/Reader; {\"AWS\":\"111122223333\"}; 403"
      })
  void keeperOfMappings_mapsItsOwnRolesForItsOwn(
      String id, String role, String principal, int status) {
    ApiResponse written =
        send(
            Optional.empty(),
            "PUT",
            "mappings/" + id,
            "",
            """
            {"id":"%s","roleArn":"arn:aws:iam::111122223333:%s",
             "trustPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
              "Principal":%s,"Action":"sts:AssumeRole"}]},
             "sessionPolicy":{"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}}
            """
                .formatted(id, role, principal));

    assertEquals(status, written.status(), written.body());
  }
}
