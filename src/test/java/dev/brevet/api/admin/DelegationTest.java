package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.Tries;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.StoredDirectory;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.IssuersInMemory;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a caller may do that a policy of the directory delegates a part of administration to.
class DelegationTest {
  private static final String NOTES_TARGETS = "arn:aws:brevet:*:*:attachment/*/entity/note/*";

  /// The version that is stored now.
  private static final String STORED = "stored";

  private final DecisionsInMemory log = new DecisionsInMemory();
  private final DirectoryInMemory store = new DirectoryInMemory();
  private final MappingsInMemory mappings = new MappingsInMemory();
  private final IssuersInMemory issuers = new IssuersInMemory();
  private final Router router;

  DelegationTest() {
    PolicyLint lint = new PolicyLint(Catalogue.bundled());
    Directory directory =
        new StoredDirectory(store, Duration.ZERO, InstantSource.system(), _ -> {});
    Administration administration =
        Administrations.of(log, directory, List.of("arn:aws:iam::111122223333:user/ops/admin"));
    this.router =
        new Router(
            List.of(
                new MappingsAdminEndpoint(administration, mappings, lint, directory, List.of()),
                new IssuersAdminEndpoint(administration, issuers, false),
                new DirectoryAdminEndpoint(
                    administration, store, lint, mappings, directory, Tries.of(8))));
  }

  private String match(String path, String tag) {
    return tag.equals(STORED)
        ? asAdministrator("GET", path, "", "").headers().get("ETag")
        : "\"" + tag + "\"";
  }

  private ApiResponse asAdministrator(String method, String path, String tag, String body) {
    return router.answer(
        Requests.of(
            method,
            "/v1/iam/admin/" + path,
            "",
            tag.isEmpty() ? Map.of() : Map.of("If-Match", match(path, tag)),
            Body.of(body),
            Optional.of(Requests.user("/ops/admin"))));
  }

  private ApiResponse as(String subject, String method, String path, String tag, String body) {
    Map<String, String> headers = new HashMap<>(Map.of("Authorization", "Bearer " + subject));
    if (!tag.isEmpty()) {
      headers.put("If-Match", match(path, tag));
    }
    String[] parts = path.split("\\?", 2);
    return router.answer(
        Requests.of(
            method,
            "/v1/admin/" + parts[0],
            parts.length == 2 ? parts[1] : "",
            headers,
            Body.of(body),
            Optional.empty()));
  }

  private void policy(String name, String statements) {
    ApiResponse written =
        asAdministrator(
            "PUT",
            "policies/" + name,
            "",
            "{\"name\":\"%s\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\",\"Statement\":[%s]}}"
                .formatted(name, statements.replace('\'', '"')));
    assertEquals(201, written.status(), written.body());
  }

  private void delegate(String subject, String statements) {
    policy("delegated", statements);
    ApiResponse attached =
        asAdministrator("POST", "attachments", "", attachment("delegated", token(subject)));
    assertEquals(201, attached.status(), attached.body());
  }

  private static String attachment(String policy, String target) {
    return "{\"policy\":\"" + policy + "\",\"target\":" + target + "}";
  }

  private static String token(String subject) {
    return "{\"token\":{\"issuer\":\""
        + Administrations.ISSUER
        + "\",\"sub\":\""
        + subject
        + "\"}}";
  }

  private static String role(String path) {
    return "{\"principal\":\"arn:aws:iam::111122223333:role/" + path + "\"}";
  }

  private static String mapping(String id, String role, String principal) {
    return """
    {"id":"%s","roleArn":"arn:aws:iam::111122223333:role/%s",
     "trustPolicy":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
      "Principal":%s,"Action":"%s","Condition":{"StringEquals":{%s}}}]},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}}
    """
        .formatted(
            id,
            role,
            principal.replace('\'', '"'),
            principal.contains("Federated") ? "sts:AssumeRoleWithWebIdentity" : "sts:AssumeRole",
            principal.contains("Federated")
                ? "\"login.team-a.example:sub\":\"x\""
                : "\"aws:PrincipalType\":\"AssumedRole\"");
  }

  private static String segment(String text) {
    return "~" + base64(text);
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String allow(String actions, String resource, String conditions) {
    return "{'Effect':'Allow','Action':"
        + actions
        + ",'Resource':'arn:aws:brevet:*:*:"
        + resource
        + "'"
        + (conditions.isEmpty() ? "" : ",'Condition':{" + conditions + "}")
        + "}";
  }

  // A name that looks like structure.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repo:acme/fork:ref:refs/heads/entity/note/x",
        "x%2Fentity%2Fnote%2Fx",
        "/entity/note/x",
        "#/entity/note/x"
      })
  void subjectThatLooksLikeATarget_cannotAttachTheAdministratorsPolicyToItself(String subject) {
    policy("admins", allow("'brevet:*'", "*", ""));
    delegate(
        subject,
        "{'Effect':'Allow','Action':'brevet:PutAttachment','Resource':'" + NOTES_TARGETS + "'}");

    assertEquals(
        403, as(subject, "POST", "attachments", "", attachment("admins", token(subject))).status());
    assertEquals(403, as(subject, "GET", "mappings", "", "").status());
    assertEquals(
        201,
        as(
                subject,
                "POST",
                "attachments",
                "",
                attachment("admins", "{\"entity\":{\"type\":\"note\",\"id\":\"a/b\"}}"))
            .status());
  }

  @ParameterizedTest
  @CsvSource({
    "https://login.team-a.example, 201",
    "https://evil.example/x.team-a.example, 403",
    "https://evil.example/.team-a.example, 403",
    "https://evil.example:8443/x.team-a.example, 403",
    "https://evil.example/x%2Eteam-a.example, 403",
    "https://team-a.example.evil.example, 403"
  })
  void issuer_isKnownByItsHost(String url, int status) {
    for (String rights :
        List.of(
            allow("'brevet:PutIssuer'", "issuer/*.team-a.example", ""),
            allow(
                "'brevet:PutIssuer'",
                "issuer/*",
                "'StringLike':{'brevet:IssuerHost':'*.team-a.example'}"))) {
      DelegationTest world = new DelegationTest();
      world.delegate("anna", rights);
      ApiResponse written =
          world.as(
              "anna",
              "PUT",
              "issuers/" + base64(url),
              "",
              "{\"issuer\":\"" + url + "\",\"audiences\":[\"brevet\"]}");
      assertEquals(status, written.status(), written.body());
    }
  }

  // What is written.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          team-a-Reader | {'AWS':'arn:aws:iam::111122223333:role/team-a-app'}                | 201
          Administrator | {'AWS':'arn:aws:iam::111122223333:role/team-a-app'}                | 403
          team-a-Reader | {'AWS':'arn:aws:iam::111122223333:role/other'}                     | 403
          team-a-Reader | {'AWS':['arn:aws:iam::111122223333:role/team-a-app','arn:aws:iam::111122223333:role/other']} | 403
          team-a-Reader | {'AWS':'arn:aws:iam::111122223333:role/team-a-x/other'}            | 403
          team-a-Reader | {'AWS':'111122223333'}                                             | 403
          team-a-Reader | {'Federated':'https://login.team-a.example'}                       | 201
          team-a-Reader | {'Federated':'login.team-a.example'}                               | 201
          team-a-Reader | {'Federated':'arn:aws:iam::111122223333:oidc-provider/login.team-a.example'} | 201
          team-a-Reader | {'Federated':'https://evil.example'}                               | 403
          team-a-Reader | {'Federated':'https://evil.example/login.team-a.example'}          | 403
          """)
  void mapping_isBoundedByWhatItSays(String role, String principal, int status) {
    delegate(
        "anna",
        allow(
            "'brevet:*Mapping'",
            "mapping/team-a-*",
            "'StringLike':{'brevet:RoleArn':'arn:aws:iam::*:role/team-a-*'},"
                + "'ForAllValues:StringLike':{'brevet:Principal':'arn:aws:iam::*:role/team-a-*',"
                + "'brevet:TrustedIssuer':'login.team-a.example'}"));
    ApiResponse written =
        as("anna", "PUT", "mappings/team-a-x", "", mapping("team-a-x", role, principal));
    assertEquals(status, written.status(), written.body());
    // What was not allowed is not read or deleted either, once somebody else wrote it.
    if (status == 403) {
      ApiResponse others =
          asAdministrator("PUT", "mappings/team-a-x", "", mapping("team-a-x", role, principal));
      assertEquals(201, others.status(), others.body());
    }
    assertEquals(
        status == 201 ? 200 : 403, as("anna", "GET", "mappings/team-a-x", "", "").status());
    assertEquals(
        status == 201 ? 204 : 403, as("anna", "DELETE", "mappings/team-a-x", "1", "").status());
  }

  @Test
  void mapping_isNotReplacedWhereWhatItReplacesIsNotAllowed() {
    delegate(
        "anna",
        allow(
            "'brevet:PutMapping'",
            "mapping/team-a-*",
            "'ArnLike':{'brevet:RoleArn':'arn:aws:iam::*:role/team-a-*'}"));
    String own =
        mapping("team-a-x", "team-a-Reader", "{'AWS':'arn:aws:iam::111122223333:role/app'}");
    String others = own.replace("team-a-Reader", "Administrator");
    assertEquals(201, asAdministrator("PUT", "mappings/team-a-x", "", others).status());

    assertEquals(403, as("anna", "PUT", "mappings/team-a-x", "1", own).status());
    assertTrue(log.records().getLast().verdict().reason().contains("content"));
    // Neither does it learn which version is stored.
    assertEquals(403, as("anna", "PUT", "mappings/team-a-x", "", own).status());
    assertEquals(200, asAdministrator("PUT", "mappings/team-a-x", "1", own).status());
    assertEquals(200, as("anna", "PUT", "mappings/team-a-x", "2", own).status());
  }

  /// Between the look and the write somebody may store the version that the caller guessed.
  @Test
  void versionThatIsNotStoredYet_isNotWrittenOver() {
    delegate("anna", allow("'brevet:PutMapping'", "mapping/*", ""));
    String own = mapping("x", "Reader", "{'AWS':'arn:aws:iam::111122223333:role/app'}");
    assertEquals(201, as("anna", "PUT", "mappings/x", "", own).status());

    assertEquals(409, as("anna", "PUT", "mappings/x", "2", own).status());
    assertEquals("conflict", log.records().getLast().verdict().code());
    assertEquals("DENIED", log.records().getLast().verdict().outcome().name());
  }

  @Test
  void bodyThatCannotBeRead_isToldToADelegateAndToNobodyElse() {
    delegate(
        "anna",
        allow(
            "'brevet:PutMapping'",
            "mapping/team-a-*",
            "'StringLike':{'brevet:RoleArn':'arn:aws:iam::*:role/team-a-*'}"));
    assertEquals(400, as("anna", "PUT", "mappings/team-a-x", "", "{").status());
    assertEquals(403, as("anna", "PUT", "mappings/team-b-x", "", "{").status());
    assertEquals(403, as("eve", "PUT", "mappings/team-a-x", "", "{").status());
  }

  @Test
  void sessionTagsAndManagedPolicies_areBounded() {
    delegate(
        "anna",
        allow(
            "'brevet:PutMapping'",
            "mapping/*",
            "'ForAllValues:StringEquals':{'brevet:SessionTagKeys':['team'],"
                + "'brevet:ManagedPolicyArn':['arn:aws:iam::aws:policy/ReadOnlyAccess']},"
                + "'StringEqualsIfExists':{'brevet:SessionTag/team':'a'}"));
    String plain = mapping("x", "Reader", "{'AWS':'arn:aws:iam::111122223333:role/app'}");
    String end = "\"sessionPolicy\"";
    ApiResponse first = as("anna", "PUT", "mappings/x", "", plain);
    assertEquals(201, first.status(), first.body());
    int version = 1;
    for (Map.Entry<String, Integer> each :
        Map.of(
                "\"sessionTags\":{\"team\":\"a\"},", 200,
                "\"sessionTags\":{\"team\":\"b\"},", 403,
                "\"sessionTags\":{\"admin\":\"a\"},", 403,
                "\"managedPolicyArns\":[\"arn:aws:iam::aws:policy/ReadOnlyAccess\"],", 200,
                "\"managedPolicyArns\":[\"arn:aws:iam::aws:policy/AdministratorAccess\"],", 403)
            .entrySet()) {
      ApiResponse written =
          as(
              "anna",
              "PUT",
              "mappings/x",
              Integer.toString(version),
              plain.replace(end, each.getKey() + end));
      assertEquals(each.getValue(), written.status(), each.getKey() + written.body());
      version += written.status() == 200 ? 1 : 0;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'StringEquals':{'brevet:Policy':'readers'} | readers | {"group":"staff"} | 201
          'StringEquals':{'brevet:Policy':'readers'} | admins | {"group":"staff"} | 403
          'StringEquals':{'brevet:TargetKind':'entity'} | admins | {"group":"staff"} | 403
          'StringEquals':{'brevet:TargetKind':'entity'} | admins | {"entity":{"type":"group","id":"staff"}} | 201
          'StringEquals':{'brevet:EntityType':'note'} | admins | {"entity":{"type":"note","id":"x"}} | 201
          'StringEquals':{'brevet:EntityType':'note'} | admins | {"entity":{"type":"user","id":"x"}} | 403
          'StringEquals':{'brevet:EntityType':'note'} | admins | {"group":"staff"} | 403
          'StringEquals':{'brevet:Group':'staff'} | admins | {"group":"staff"} | 201
          'StringLike':{'brevet:Target':'entity/note/*'} | admins | {"entity":{"type":"note","id":"a/b"}} | 201
          'StringLike':{'brevet:Target':'*/entity/note/*'} | admins | {"token":{"issuer":"https://a.example","sub":"/entity/note/x"}} | 403
          'StringEquals':{'brevet:TrustedIssuer':'a.example'} | admins | {"token":{"issuer":"https://a.example","sub":"x"}} | 201
          'StringEquals':{'brevet:IssuerHost':'a.example'} | admins | {"token":{"issuer":"https://b.example/a.example","sub":"x"}} | 403
          'StringEquals':{'brevet:Principal':'arn:aws:iam::111122223333:role/App'} | admins | {"principal":"arn:aws:iam::111122223333:role/x/App"} | 201
          'StringEquals':{'brevet:Principal':'arn:aws:iam::111122223333:role/x/App'} | admins | {"principal":"arn:aws:iam::111122223333:role/x/App"} | 403
          """)
  void attachment_isBoundedByWhatItSays(
      String condition, String policy, String target, int status) {
    policy("readers", allow("'brevet:Get*'", "*", ""));
    policy("admins", allow("'brevet:*'", "*", ""));
    asAdministrator("PUT", "groups/staff", "", "{\"name\":\"staff\"}");
    delegate("anna", allow("['brevet:PutAttachment']", "attachment/*", condition));
    ApiResponse written = as("anna", "POST", "attachments", "", attachment(policy, target));
    assertEquals(status, written.status(), written.body());
  }

  @Test
  void apiOfAnotherTeam_isNotDescribed() {
    delegate(
        "anna",
        allow(
            "'brevet:PutApi'",
            "api/team-a-*",
            "'ArnLike':{'brevet:Api':'arn:aws:execute-api:*:*:aaaa'}"));
    String api =
        """
        {"name":"team-a-x","api":"arn:aws:execute-api:eu-west-1:111122223333:aaaa","audiences":["a"],
         "routes":[{"route":"GET /a","action":"a:read","resource":{"type":"a","id":"1"}}]}
        """;
    ApiResponse own = as("anna", "PUT", "apis/team-a-x", "", api);
    assertEquals(201, own.status(), own.body());
    assertEquals(
        403, as("anna", "PUT", "apis/team-a-x", STORED, api.replace(":aaaa", ":bbbb")).status());
  }

  @Test
  void enforcementPointOfAnotherProgram_isNotMade() {
    delegate(
        "anna",
        allow(
            "'brevet:PutEnforcementPoint'",
            "enforcement-point/team-a-*",
            "'ArnLike':{'brevet:Principal':'arn:aws:iam::*:role/team-a-*'}"));
    String point = "{\"name\":\"team-a-x\",\"subject\":" + role("team-a-app") + "}";
    assertEquals(201, as("anna", "PUT", "enforcement-points/team-a-x", "", point).status());
    assertEquals(
        403,
        as(
                "anna",
                "PUT",
                "enforcement-points/team-a-x",
                STORED,
                point.replace("role/team-a-app", "role/records"))
            .status());
  }

  /// Without keys a name is all that bounds a delegate: with `Put*` on `team-a-*` alone each of
  /// these is written.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          PutApi | apis | api | 'ArnLike':{'brevet:Api':'arn:aws:execute-api:*:*:aaaa'} | {'name':'team-a-x','api':'arn:aws:execute-api:eu-west-1:111122223333:aaaa','audiences':['a'],'routes':[{'route':'GET /a','action':'a:read','resource':{'type':'a','id':'1'}}]} | :aaaa | :bbbb
          PutEnforcementPoint | enforcement-points | enforcement-point | 'ArnLike':{'brevet:Principal':'arn:aws:iam::*:role/team-a-*'} | {'name':'team-a-x','subject':{'principal':'arn:aws:iam::111122223333:role/team-a-app'}} | role/team-a-app | role/records
          PutMapping | mappings | mapping | 'ArnLike':{'brevet:RoleArn':'arn:aws:iam::*:role/team-a-*'} | {'id':'team-a-x','roleArn':'arn:aws:iam::111122223333:role/team-a-Reader','trustPolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/app'},'Action':'sts:AssumeRole'}]},'sessionPolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}]}} | role/team-a-Reader | role/Administrator
          """)
  void keys_refuseWhatTheNameAloneLetThrough(
      String action, String in, String kind, String keys, String own, String mine, String others) {
    String path = in + "/team-a-x";
    String theirs = own.replace(mine, others).replace('\'', '"');
    String resource = kind + "/team-a-*";
    DelegationTest open = new DelegationTest();
    open.delegate("anna", allow("'brevet:Put*'", resource, ""));
    assertEquals(201, open.as("anna", "PUT", path, "", theirs).status());
    // That it is open is told.
    assertTrue(
        open.asAdministrator(
                "PUT",
                "policies/again",
                "",
                "{\"name\":\"again\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\",\"Statement\":%s}}"
                    .formatted(allow("'brevet:Put*'", resource, "").replace('\'', '"')))
            .body()
            .contains("DELEGATION_LEAVES_CONTENT_OPEN"));

    delegate("anna", allow("'brevet:" + action + "'", resource, keys));
    assertEquals(403, as("anna", "PUT", path, "", theirs).status());
    // Nor does another team's become its own: what a write replaces is decided on too.
    assertEquals(201, asAdministrator("PUT", path, "", theirs).status());
    assertEquals(403, as("anna", "PUT", path, STORED, own.replace('\'', '"')).status());
    assertEquals(200, asAdministrator("PUT", path, STORED, own.replace('\'', '"')).status());
    assertEquals(200, as("anna", "PUT", path, STORED, own.replace('\'', '"')).status());
    assertEquals(403, as("anna", "PUT", path, STORED, theirs).status());
  }

  @Test
  void membersOfAGroup_areBounded_andNobodyIsLetInByAKeyThatIsAbsent() {
    delegate(
        "anna",
        allow(
            "'brevet:PutGroup'",
            "group/team-a",
            "'ForAllValues:StringEquals':{'brevet:TargetKind':['entity'],'brevet:EntityType':['user']}"));
    assertEquals(201, as("anna", "PUT", "groups/team-a", "", "{\"name\":\"team-a\"}").status());
    String with = "{\"name\":\"team-a\",\"members\":[%s]}";
    String user = "{\"entity\":{\"type\":\"user\",\"id\":\"a\"}}";
    assertEquals(200, as("anna", "PUT", "groups/team-a", STORED, with.formatted(user)).status());
    for (String member :
        List.of(token("anna"), role("App"), "{\"entity\":{\"type\":\"robot\",\"id\":\"a\"}}")) {
      assertEquals(
          403,
          as("anna", "PUT", "groups/team-a", STORED, with.formatted(user + "," + member)).status(),
          member);
    }
  }

  @Test
  void policy_isBoundedByTheActionsItSpeaksOf_inAnyOfItsVersions() {
    delegate(
        "anna",
        allow(
            "'brevet:PutPolicy'",
            "policy/team-a-*",
            "'ForAllValues:StringLike':{'brevet:PolicyAction':'note:*'},"
                + "'StringEquals':{'brevet:PolicyType':'identity'}"));
    String policy =
        "{\"name\":\"team-a-x\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\","
            + "\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"note:Read\",\"Resource\":\"note/*\"}]}}";
    ApiResponse first = as("anna", "PUT", "policies/team-a-x", "", policy);
    assertEquals(201, first.status(), first.body());
    for (String other : List.of("\"brevet:*\"", "\"*\"", "[\"note:Read\",\"brevet:GetMapping\"]")) {
      assertEquals(
          403,
          as("anna", "PUT", "policies/team-a-x", STORED, policy.replace("\"note:Read\"", other))
              .status(),
          other);
    }
    assertEquals(
        403,
        as(
                "anna",
                "PUT",
                "policies/team-a-x",
                STORED,
                policy.replace("\"Action\":\"note:Read\"", "\"NotAction\":\"note:Read\""))
            .status());
    // A restored version is written as much as a new one.
    assertEquals(
        200,
        asAdministrator(
                "PUT", "policies/team-a-x", STORED, policy.replace("\"note:Read\"", "\"brevet:*\""))
            .status());
    String back =
        asAdministrator("GET", "policies/team-a-x", "", "")
            .body()
            .replace("\"defaultVersion\":\"v2\"", "\"defaultVersion\":\"v1\"");
    assertEquals(403, as("anna", "PUT", "policies/team-a-x", STORED, back).status());
  }

  @Test
  void whatCannotBeRead_isNotTouchedByADelegate() {
    delegate("anna", allow("['brevet:*Entity','brevet:*Mapping']", "*", ""));
    store.plant(new ItemKey(ItemKind.ENTITY, "note/n"), "{\"type\":\"note\"");
    mappings.broken = true;
    assertEquals(403, as("anna", "GET", "entities/note/n", "", "").status());
    assertEquals(403, as("anna", "DELETE", "entities/note/n", STORED, "").status());
    assertEquals(403, as("anna", "GET", "mappings/x", "", "").status());
    assertTrue(log.records().getLast().verdict().reason().contains("cannot be read"));
  }

  @Test
  void whatCannotBeRead_isListedToAdministratorsAlone() {
    delegate("anna", allow("['brevet:GetEntity','brevet:ListEntities']", "*", ""));
    store.plant(new ItemKey(ItemKind.ENTITY, "note/n"), "{\"type\":\"note\"");

    ApiResponse page = as("anna", "GET", "entities?type=note", "", "");
    assertEquals("200 {\"entities\":[]}", page.status() + " " + page.body());
    page = asAdministrator("GET", "entities", "", "");
    assertTrue(page.body().contains("\"path\":\"/v1/iam/admin/entities/note/n\""), page.body());
  }

  @Test
  void versionOfAPolicy_isMadeFromTheVersionThatItReplaces() {
    policy("team-a-x", allow("'note:Read'", "note/*", ""));
    String stored = asAdministrator("GET", "policies/team-a-x", "", "").headers().get("ETag");
    String body =
        "{\"name\":\"team-a-x\",\"type\":\"%s\",\"policy\":{\"Version\":\"2012-10-17\","
            + "\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"note:List\",\"Resource\":\"note/*\"}]}}";
    // The next number is not yet anybody's version: what is there must not be written under it.
    String next = "" + (Long.parseLong(stored.replace("\"", "")) + 1);
    store.beforeChecking(
        () ->
            assertEquals(
                200,
                asAdministrator("PUT", "policies/team-a-x", STORED, body.formatted("identity"))
                    .status()));
    assertEquals(
        409,
        asAdministrator("PUT", "policies/team-a-x", next, body.formatted("identity")).status());
  }

  @Test
  void whyAVersionCannotBeMade_isToldToCallersOfWhatIsStoredAlone() {
    policy("other", allow("'record:Read'", "record/*", ""));
    delegate(
        "anna",
        allow(
            "'brevet:PutPolicy'",
            "policy/*",
            "'ForAllValues:StringLike':{'brevet:PolicyAction':'note:*'},"
                + "'StringEquals':{'brevet:PolicyType':'identity'}"));
    for (String body :
        List.of(
            "{\"name\":\"other\",\"type\":\"identity\",\"defaultVersion\":\"v1\",\"latestVersion\":\"v9\","
                + "\"versions\":[{\"versionId\":\"v1\",\"policy\":{\"Version\":\"2012-10-17\","
                + "\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"note:Read\",\"Resource\":\"*\"}]}}]}",
            "{\"name\":\"other\"}")) {
      assertEquals(403, as("anna", "PUT", "policies/other", STORED, body).status(), body);
      assertEquals(400, asAdministrator("PUT", "policies/other", STORED, body).status(), body);
    }
  }

  // Lists.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          entity/note/* | entities?type=note | 200
          entity/note/* | entities?type=note&limit=1 | 200
          entity/note/* | entities | 403
          entity/note/* | entities?type=user | 403
          entity/note/? | entities?type=note | 403
          entity/note/a* | entities?type=note | 403
          entity/*/a | entities?type=note | 403
          entity/n*/* | entities?type=note | 200
          entity/* | entities | 200
          attachment/readers/* | attachments?policy=readers | 200
          attachment/readers/* | attachments | 403
          attachment/readers/entity/* | attachments?policy=readers | 403
          mapping/team-a-* | mappings | 403
          """)
  void list_isAllowedWhereAllThatItShowsIs(String resource, String list, int status) {
    delegate("anna", allow("['brevet:*Entity','brevet:List*']", resource, ""));
    ApiResponse listed = as("anna", "GET", list, "", "");
    assertEquals(status, listed.status(), listed.body());
  }

  @Test
  void list_isDeniedWhereSomethingOfItIs() {
    delegate(
        "anna",
        allow("'brevet:*'", "entity/*", "")
            + ",{'Effect':'Deny','Action':'brevet:*','Resource':'arn:aws:brevet:*:*:entity/user/*'}");
    assertEquals(403, as("anna", "GET", "entities", "", "").status());
    assertEquals(403, as("anna", "GET", "entities?type=user", "", "").status());
    assertEquals(200, as("anna", "GET", "entities?type=note", "", "").status());
  }

  @Test
  void listByItsKeys_isAllowedByThem() {
    delegate(
        "anna",
        allow(
            "['brevet:*Entity','brevet:ListEntities']",
            "entity/*",
            "'StringEquals':{'brevet:EntityType':'note'}"));
    assertEquals(200, as("anna", "GET", "entities?type=note", "", "").status());
    assertEquals(403, as("anna", "GET", "entities?type=user", "", "").status());
    assertEquals(403, as("anna", "GET", "entities", "", "").status());
  }

  // A role by its real ARN.

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Effect':'Deny','Action':'brevet:*','Resource':'arn:aws:brevet:*:*:*/principal/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fops%2FAdmin'}",
        "{'Effect':'Deny','Action':'brevet:*','Resource':'arn:aws:brevet:*:*:*/principal/*%3Arole%2Fops%2F*'}",
        "{'Effect':'Deny','Action':'brevet:*','Resource':'arn:aws:brevet:*:*:*/principal/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FAdmin'}",
        "{'Effect':'Deny','Action':'brevet:*','Resource':'*','Condition':{'ArnEquals':{'brevet:Principal':'arn:aws:iam::111122223333:role/ops/Admin'}}}",
        "{'Effect':'Deny','Action':'brevet:*','Resource':'*','Condition':{'ForAnyValue:StringLike':{'brevet:Principal':'arn:aws:iam::*:role/ops/*'}}}",
        "{'Effect':'Deny','Action':'brevet:*','Resource':'*','Condition':{'StringLike':{'brevet:Target':'principal/*%3Arole%2Fops%2FAdmin'}}}"
      })
  void denialThatNamesARole_bindsHoweverTheRoleIsSpelled(String denial) {
    policy("admins", allow("'brevet:*'", "*", ""));
    delegate("anna", allow("'brevet:*'", "*", "") + "," + denial);
    for (String spelled : List.of("Admin", "ops/Admin", "x/y/Admin")) {
      assertEquals(
          403,
          as("anna", "POST", "attachments", "", attachment("admins", role(spelled))).status(),
          spelled);
      assertEquals(
          403,
          as(
                  "anna",
                  "POST",
                  "boundaries",
                  "",
                  "{\"subject\":" + role(spelled) + ",\"policy\":\"admins\"}")
              .status(),
          spelled);
      // What is not there might be the role's.
      assertEquals(
          403,
          as(
                  "anna",
                  "GET",
                  "attachments/admins/"
                      + segment("principal/arn:aws:iam::111122223333:role/" + spelled),
                  "",
                  "")
              .status());
    }
    // Any role may be below a path.
    assertEquals(
        denial.contains("ops/*") || denial.contains("ops%2F*") ? 403 : 201,
        as("anna", "POST", "attachments", "", attachment("admins", role("Other"))).status());
  }

  @Test
  void allowanceOfAllButARole_isNoneForThatRole() {
    policy("admins", allow("'brevet:*'", "*", ""));
    delegate(
        "anna",
        "{'Effect':'Allow','Action':'brevet:*','NotResource':"
            + "'arn:aws:brevet:*:*:*/principal/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fops%2FAdmin'}");
    assertEquals(
        403, as("anna", "POST", "attachments", "", attachment("admins", role("Admin"))).status());
    assertEquals(
        201, as("anna", "POST", "attachments", "", attachment("admins", role("Other"))).status());
  }

  // What is told when it is written.

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'brevet:PutMapping' | mapping/team-a-* | `` | brevet:RoleArn, brevet:Principal, brevet:TrustedIssuer
          'brevet:PutMapping' | mapping/team-a-* | 'ArnLike':{'brevet:RoleArn':'arn:aws:iam::*:role/a'} | brevet:Principal, brevet:TrustedIssuer
          'brevet:PutMapping' | mapping/team-a-* | 'ArnLikeIfExists':{'brevet:RoleArn':'arn:aws:iam::*:role/a'} | brevet:RoleArn, brevet:Principal, brevet:TrustedIssuer
          'brevet:PutMapping' | mapping/team-a-* | 'ArnLike':{'brevet:RoleArn':'arn:aws:iam::*:role/a'},'ForAllValues:StringEquals':{'brevet:Principal':'x','brevet:TrustedIssuer':'y'} | ``
          'brevet:PutMapping' | mapping/team-a-* | 'ArnLike':{'brevet:RoleArn':'arn:aws:iam::*:role/a'},'StringEquals':{'brevet:Principal':'x','brevet:TrustedIssuer':'y'} | brevet:Principal, brevet:TrustedIssuer
          'brevet:*Entity' | entity/note/* | `` | ``
          'brevet:GetMapping' | mapping/* | `` | ``
          'brevet:Put*' | attachment/readers/group/staff | `` | brevet:RoleArn, brevet:Principal, brevet:TrustedIssuer, brevet:TargetKind, brevet:PolicyAction, brevet:Policy, brevet:Target, brevet:Api
          'brevet:PutAttachment' | attachment/*/entity/note/* | `` | brevet:Policy
          'brevet:PutAttachment' | attachment/readers/* | `` | brevet:Target
          'brevet:PutAttachment' | attachment/readers/group/* | `` | ``
          'brevet:PutAttachment' | attachment/* | 'StringEquals':{'brevet:Policy':'readers','brevet:TargetKind':'group'} | ``
          'brevet:PutApi' | api/team-a-* | 'StringLike':{'brevet:Api':'*'} | brevet:Api
          'brevet:PutEnforcementPoint' | enforcement-point/team-a-* | `` | brevet:Target
          """)
  void delegation_isToldWhatItLeavesOpen(
      String action, String resource, String conditions, String open) {
    ApiResponse written =
        asAdministrator(
            "PUT",
            "policies/delegated",
            "",
            "{\"name\":\"delegated\",\"type\":\"identity\",\"policy\":{\"Version\":\"2012-10-17\",\"Statement\":%s}}"
                .formatted(allow(action, resource, conditions).replace('\'', '"')));
    assertEquals(201, written.status(), written.body());
    String why =
        Documents.of(written)
            .path("findings")
            .valueStream()
            .filter(each -> each.path("id").asText().equals("DELEGATION_LEAVES_CONTENT_OPEN"))
            .map(each -> each.path("why").asText())
            .findFirst()
            .orElse("limits ");
    assertEquals(
        open, why.substring(why.lastIndexOf("limits ") + "limits ".length()).replace("`", ""));
  }

  /// An `*` says what a principal may do in AWS.
  @ParameterizedTest
  @ValueSource(strings = {"'*'", "['*','brevet:GetGroup']"})
  void starOfAws_isNoAdministration(String actions) {
    delegate("anna", "{'Effect':'Allow','Action':" + actions + ",'Resource':'*'}");
    assertEquals(403, as("anna", "GET", "mappings", "", "").status());
    assertEquals(403, as("anna", "PUT", "groups/g", "", "{\"name\":\"g\"}").status());
  }
}
