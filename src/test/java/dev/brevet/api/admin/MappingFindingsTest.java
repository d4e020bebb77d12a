package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Requests;
import dev.brevet.api.Router;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.directory.Directories;
import dev.brevet.directory.PolicyAttachment;
import dev.brevet.directory.PolicyName;
import dev.brevet.directory.Subject;
import dev.brevet.directory.snapshot.DirectorySnapshot;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingFindingsTest {
  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());
  private static final String TRUST =
      "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:role/r\"},"
          + "\"Action\":\"sts:AssumeRole\"}";
  private static final String SESSION =
      "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/{{p}}\"}";

  private final MappingsInMemory mappings = new MappingsInMemory();
  private final Router router =
      new Router(
          List.of(
              new MappingsAdminEndpoint(
                  Administrations.of(
                      new DecisionsInMemory(),
                      Directories::of,
                      List.of("arn:aws:iam::111122223333:user/ops/admin")),
                  mappings,
                  LINT,
                  this::directory,
                  List.of("arn:aws:iam::111122223333:role/ops/Admin"))));
  private DirectorySnapshot directory = Directories.of();

  private DirectorySnapshot directory() {
    return directory;
  }

  private ApiResponse put(String document) {
    String id = Documents.of(document).path("id").asText();
    return send("PUT", id, document);
  }

  private ApiResponse send(String method, String id, String document) {
    return router.answer(
        Requests.of(
            method,
            "/v1/iam/admin/mappings/" + id,
            "",
            Map.of(),
            Body.of(document),
            Optional.of(Requests.user("/ops/admin"))));
  }

  private static String mapping(String trust, String session) {
    return """
    { "id": "m", "roleArn": "arn:aws:iam::111122223333:role/R",
      "trustPolicy": { "Version": "2012-10-17", "Statement": [
        %s ] },
      "parameters": { "p": { "from": "request", "pattern": ".{1,64}" } },
      "sessionPolicy": { "Version": "2012-10-17", "Statement": [
        %s ] } }
    """
        .formatted(trust, session);
  }

  private void assertRefused(String document, String field, String id) {
    ApiResponse answer = put(document);
    JsonNode problem = Documents.of(answer);
    assertEquals(400, answer.status(), answer.body());
    assertEquals("malformed_request", problem.path("code").asText());
    assertEquals(field, problem.path("field").asText(), answer.body());
    assertTrue(problem.path("detail").asText().startsWith(id + " at line "), answer.body());
    assertEquals(field, problem.at("/errors/0/field").asText());
    assertEquals(404, send("GET", "m", "").status(), "it was written nevertheless");
  }

  private static List<String> ids(ApiResponse answer) {
    return Documents.of(answer).path("findings").findValuesAsText("id");
  }

  @Test
  void accountThatIsTrusted_admitsNobodyHere() {
    ApiResponse answer =
        put(
            mapping(
                "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::444455556666:root\"},"
                    + "\"Action\":\"sts:AssumeRole\"}",
                SESSION));
    assertEquals(201, answer.status(), answer.body());
    assertTrue(ids(answer).contains("ACCOUNT_ADMITS_NOBODY"), answer.body());
    assertTrue(answer.body().contains("/trustPolicy/Statement/0/Principal/AWS"), answer.body());
  }

  @Test
  void mappingWithoutSessionPolicy_isReported() {
    String document = mapping(TRUST, SESSION);
    int policy = document.indexOf("\"sessionPolicy\"");
    ApiResponse without = put(document.substring(0, document.lastIndexOf(',', policy)) + "}");
    assertEquals(201, without.status(), without.body());
    assertTrue(ids(without).contains("NO_SESSION_POLICY"), without.body());
  }

  @Test
  void statementThatAnotherProofEscapes_isReported() {
    ApiResponse answer =
        put(
            mapping(
                TRUST
                    + ",{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sts:*\",\"Condition\":"
                    + "{\"StringEquals\":{\"aws:PrincipalTag/team\":\"contractors\"}}}",
                SESSION));
    assertEquals(201, answer.status(), answer.body());
    assertTrue(ids(answer).contains("CONDITION_DEPENDS_ON_PROOF"), answer.body());
    assertTrue(answer.body().contains("/trustPolicy/Statement/1"), answer.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"Federated":"https://token.actions.githubusercontent.com"} | sts:AssumeRoleWithWebIdentity | Federated | MISSING_GITHUB_REPO_CONDITION_KEY
          {"AWS":"arn:aws:iam::444455556666:role/r","Federated":"https://idp.example.com"} | sts:AssumeRoleWithSAML","sts:* | Action | MISMATCHED_ACTION_FOR_PRINCIPAL
          {"AWS":"arn:aws:iam::444455556666:role/r"} | sts:AssumeRol","sts:AssumeRole | Action | INVALID_ACTION
          """)
  void errorInTheTrustPolicy_refusesTheWriteAndNamesThePlace(
      String principal, String action, String element, String id) {
    String statement =
        "{\"Effect\":\"Allow\",\"Principal\":" + principal + ",\"Action\":[\"" + action + "\"]}";
    String place =
        element.equals("Action")
            ? "trustPolicy/Statement/0/Action/0"
            : "trustPolicy/Statement/0/Principal/" + element;
    if (action.indexOf(',') < 0) {
      statement = statement.replace("[", "").replace("]", "");
    }
    assertRefused(mapping(statement, SESSION), place, id);
  }

  /// `#` stands for GitHub's issuer.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "StringLike":{"#:sub":"repo*"} | StringLike/#:sub
          "StringLike":{"#:sub":"r*"} | StringLike/#:sub
          "StringLike":{"#:sub":["repo:octo/*","repo?*"]} | StringLike/#:sub/1
          "StringLike":{"#:sub":"repo:${#:repository}:*"} | StringLike/#:sub
          "StringEquals":{"#:repository_owner":"${#:repository_owner}"} | StringEquals/#:repository_owner
          "StringEquals":{"#:job_workflow_ref":"${#:job_workflow_ref}"} |
          "ForAllValues:StringEquals":{"#:enterprise":"octo"} |
          "Null":{"#:sub":"false"} |
          "Null":{"#:enterprise":"true"} |
          """)
  void everybodyAtGitHub_isRefusedWithThePlace(String conditions, String place) {
    String issuer = "token.actions.githubusercontent.com";
    String statement =
        "{\"Effect\":\"Allow\",\"Principal\":{\"Federated\":\"https://#\"},\"Action\":"
            + "\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{"
            + conditions
            + "}}";
    String element = place == null ? "Principal/Federated" : "Condition/" + place;
    assertRefused(
        mapping(statement.replace("#", issuer), SESSION),
        ("trustPolicy/Statement/0/" + element).replace("#", issuer),
        "MISSING_GITHUB_REPO_CONDITION_KEY");
  }

  @Test
  void twoHalvesForEveryone_areRefusedWithThePlace() {
    assertRefused(
        mapping(
            "{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole*\","
                + "\"Condition\":{\"StringLike\":{\"token.actions.githubusercontent.com:sub\":\"r*\"},"
                + "\"StringEqualsIfExists\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}}",
            SESSION),
        "trustPolicy/Statement/0/Principal",
        "ASSUMABLE_BY_ANY_PRINCIPAL");
  }

  @Test
  void goodEntryBesideABadOne_isNotOfferedForRemoval() {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":"
            + "{\"Federated\":\"https://token.actions.githubusercontent.com\"},"
            + "\"Action\":\"sts:AssumeRoleWithWebIdentity\",\"Condition\":{\"StringLike\":"
            + "{\"token.actions.githubusercontent.com:sub\":[\"repo:octo/*\",\"repo?*\"]}}}}";
    for (Finding finding : LINT.check(policy, PolicyType.TRUST, Optional.empty())) {
      assertEquals(List.of(), finding.repair(), finding.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "Action":"s3:GetObjekt","Resource":"arn:aws:s3:::b/{{p}}" | Action | INVALID_ACTION
          "Action":"stats:StartExecution","Resource":"*" | Action | INVALID_SERVICE_IN_ACTION
          "Action":"iam:PassRole","Resource":"arn:aws:iam:::role/{{p}}" | Resource | INVALID_ARN_ACCOUNT
          "Action":"s3:GetObject","Resource":"{{p}}" | Resource | INVALID_ARN_PREFIX
          "Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:SourceVpcc":"{{p}}"}} | Condition/StringEquals/aws:SourceVpcc | INVALID_GLOBAL_CONDITION_KEY
          """)
  void errorInTheSessionPolicy_refusesTheWriteAndNamesThePlace(
      String elements, String place, String id) {
    assertRefused(
        mapping(TRUST, "{\"Effect\":\"Allow\"," + elements + "}"),
        "sessionPolicy/Statement/0/" + place,
        id);
  }

  @Test
  void everyError_isNamed() {
    JsonNode problem =
        Documents.of(
            put(
                mapping(
                    TRUST.replace("\"sts:AssumeRole\"", "[\"sts:AssumeRole\",\"sts:AsumeRole\"]"),
                    SESSION.replace("GetObject", "GetObjekt"))));
    assertEquals(
        List.of(
            "trustPolicy/Statement/0/Action/1",
            "trustPolicy/Statement/0/Action/1",
            "sessionPolicy/Statement/0/Action"),
        problem.path("errors").findValuesAsText("field"),
        problem.toString());
    assertTrue(problem.at("/errors/2/detail").asText().contains("line 6,"), problem.toString());
  }

  @Test
  void otherFindings_comeBackInTheAnswerWithTheirPlaceInTheMapping() {
    ApiResponse answer =
        put(mapping(TRUST, SESSION.replace("\"s3:GetObject\"", "[\"s3:GetObject\",\"s3:Get*\"]")));
    assertEquals(201, answer.status(), answer.body());
    assertEquals("\"1\"", answer.headers().get("ETag"));
    JsonNode finding = Documents.of(answer).at("/findings/0");
    assertEquals("REDUNDANT_ACTION", finding.path("id").asText(), answer.body());
    assertEquals("info", finding.path("severity").asText());
    assertEquals(6, finding.at("/place/line").asInt());
    assertEquals("/sessionPolicy/Statement/0/Action/0", finding.at("/place/pointer").asText());
    assertEquals("/sessionPolicy/Statement/0/Action/0", finding.at("/repair/0/path").asText());
    assertFalse(send("GET", "m", "").body().contains("findings"));
  }

  @Test
  void mappingWithoutFindings_hasNoneInTheAnswer() {
    ApiResponse answer = put(mapping(TRUST, SESSION));
    assertEquals(201, answer.status());
    assertFalse(Documents.of(answer).has("findings"), answer.body());
  }

  /// A value may stand anywhere that a template has a placeholder: the checks must not take the
  /// placeholder for the value.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::{{p}}/{{p}}\"",
        "\"Action\":\"dynamodb:GetItem\",\"Resource\":\"arn:aws:dynamodb:{{p}}:111122223333:table/t\"",
        "\"Action\":\"dynamodb:GetItem\",\"Resource\":\"arn:aws:dynamodb:eu-west-1:{{p}}:table/t\"",
        "\"Action\":\"s3:ListBucket\",\"Resource\":\"arn:aws:s3:::b\",\"Condition\":{\"NumericLessThan\":{\"s3:max-keys\":\"{{p}}\"}}",
        "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\",\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"{{p}}\"}}",
        "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":\"{{p}}/32\"}}",
        "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"{{p}}\"}}",
        "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/${aws:PrincipalTag/team}/{{p}}\""
      })
  void placeholder_isNoError(String elements) {
    ApiResponse answer = put(mapping(TRUST, "{\"Effect\":\"Allow\"," + elements + "}"));
    assertEquals(201, answer.status(), answer.body());
  }

  @Test
  void placeholderThatDecidesWhoCalls_isShownAsItIsWritten() {
    ApiResponse answer =
        put(
            mapping(
                TRUST,
                SESSION.replace(
                    "/{{p}}\"}",
                    "/*\",\"Condition\":{\"StringEquals\":{\"aws:SourceVpce\":\"{{p}}\"}}}")));
    assertEquals(List.of("POLICY_VARIABLE_USAGE_TOO_PERMISSIVE"), ids(answer), answer.body());
    String why = Documents.of(answer).at("/findings/0/why").asText();
    assertTrue(why.contains("`{{p}}`"), why);
  }

  @Test
  void sessionPolicy_isTooLongWhenItsShortestRenderingIs() {
    StringBuilder list = new StringBuilder();
    for (int i = 10; list.length() < 2_100; i++) {
      list.append("\"arn:aws:s3:::bucket/folder/{{p}}/x%d\",".formatted(i));
    }
    String fits = "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":[" + list;
    assertEquals(201, put(mapping(TRUST, end(fits))).status());
    String tooLong = fits.replace("folder", "a-longer-folder-name");
    mappings.mappings.clear();
    assertRefused(mapping(TRUST, end(tooLong)), "sessionPolicy", "SESSION_POLICY_TOO_LONG");
  }

  private static String end(String list) {
    return list.substring(0, list.length() - 1) + "]}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Version\":\"2012-10-17\",\"Statement\":[]}"})
  void sessionPolicyThatDeniesEverythingByItsEmptiness_isNoError(String policy) {
    String document =
        mapping(TRUST, SESSION)
            .replaceFirst("(?s)\"sessionPolicy\": .*] }", "\"sessionPolicy\": ")
            .replaceFirst("\\s*}\\s*$", policy + "}");
    ApiResponse answer = put(document);
    assertEquals(201, answer.status(), document + answer.body());
  }

  @Test
  void roleOfAnotherAccount_shouldBeToldAnExternalId() {
    String other = mapping(TRUST, SESSION).replace("iam::111122223333", "iam::444455556666");
    ApiResponse answer = put(other);
    assertEquals(List.of("CROSS_ACCOUNT_WITHOUT_EXTERNAL_ID"), ids(answer), answer.body());
    assertEquals("/roleArn", Documents.of(answer).at("/findings/0/place/pointer").asText());
    mappings.mappings.clear();
    assertEquals(
        List.of(),
        ids(put(other.replace("\"parameters\"", "\"externalId\": \"brevet-17\", \"parameters\""))));
  }

  /// Brevet evaluates a mapping's trust policy itself: what IAM says of its own does not all hold.
  @Test
  void trustPolicyThatOnlyBrevetEvaluates_isNotHeldToIamsQuotas() {
    StringBuilder many = new StringBuilder(TRUST);
    for (int i = 0; i < 60; i++) {
      many.append(',').append(TRUST.replace("role/r", "role/some-service-number-" + i));
    }
    assertEquals(201, put(mapping(many.toString(), SESSION)).status());
    mappings.mappings.clear();
    String set =
        "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\","
            + "\"Condition\":{\"StringEquals\":{\"brevet:PermissionSet\":\"111122223333/Ops\"}}}";
    assertEquals(201, put(mapping(set, SESSION)).status());
  }

  static Stream<Path> samples() {
    try (Stream<Path> files = Files.list(Path.of("samples/mappings"))) {
      return files.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void sample_isWritten(Path sample) throws IOException {
    ApiResponse answer = put(Files.readString(sample));
    assertEquals(201, answer.status(), sample + ": " + answer.body());
  }

  private static String vending(String id, String role, String trusted, String more) {
    return """
    {"id":"%s","roleArn":"arn:aws:iam::111122223333:role/%s",
     "trustPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Principal":{"AWS":"%s"},"Action":"sts:AssumeRole"}]},
     "sessionPolicy":{"Version":"2012-10-17","Statement":[
       {"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/o"}]}%s}
    """
        .formatted(id, role, trusted, more);
  }

  private List<String> vendedRoleFindings(String document) {
    ApiResponse answer = put(document);
    assertTrue(answer.status() < 300, answer.body());
    return Documents.of(answer)
        .path("findings")
        .valueStream()
        .filter(
            finding ->
                finding.path("id").asText().startsWith("VENDED_ROLE")
                    || finding.path("id").asText().startsWith("ROLE_CHAINING"))
        .map(
            finding ->
                finding.path("id").asText()
                    + " "
                    + finding.path("severity").asText()
                    + " "
                    + finding.at("/place/pointer").asText())
        .toList();
  }

  /// A session that Brevet vended is no proof of its role: who writes that the role may have this
  /// means somebody else.
  @Test
  void roleThatAMappingVends_isToldWhereItIsTrusted() {
    String user = "arn:aws:iam::111122223333:user/ann";
    assertEquals(List.of(), vendedRoleFindings(vending("one", "brevet/One", user, "")));
    String one = "arn:aws:iam::111122223333:role/One";
    assertEquals(
        List.of("VENDED_ROLE_TRUSTED warning /trustPolicy/Statement/0/Principal"),
        vendedRoleFindings(vending("two", "brevet/Two", one, "")));
    assertEquals(
        List.of(
            "VENDED_ROLE_TRUSTED info /trustPolicy/Statement/0/Principal",
            "ROLE_CHAINING_ALLOWED info /allowRoleChaining"),
        vendedRoleFindings(vending("three", "brevet/Three", one, ",\"allowRoleChaining\":true")));
    assertEquals(
        List.of("VENDED_ROLE_TRUSTED warning /roleArn"),
        vendedRoleFindings(vending("four", "brevet/One", user, "")));
    assertEquals(
        List.of("VENDED_ROLE_TRUSTED warning /trustPolicy/Statement/0/Principal"),
        vendedRoleFindings(
            vending("five", "brevet/Five", "arn:aws:sts::111122223333:assumed-role/Five/xy", "")));
    assertEquals(
        List.of(),
        vendedRoleFindings(vending("six", "brevet/Six", "arn:aws:iam::444455556666:role/One", "")));
  }

  @Test
  void roleThatAdministersOrHasPolicies_isToldWhereItIsVended() {
    String user = "arn:aws:iam::111122223333:user/ann";
    assertEquals(
        List.of("VENDED_ROLE_ADMINISTERS warning /roleArn"),
        vendedRoleFindings(vending("one", "Admin", user, "")));
    directory =
        Directories.of(
            Directories.identityPolicy(
                "p", "{\"Effect\":\"Allow\",\"Action\":\"brevet:*\",\"Resource\":\"*\"}"),
            new PolicyAttachment(
                new PolicyName("p"),
                Subject.AwsPrincipal.parse("arn:aws:iam::111122223333:role/Two").orElseThrow()));
    assertEquals(
        List.of("VENDED_ROLE_HAS_POLICIES warning /roleArn"),
        vendedRoleFindings(vending("two", "brevet/Two", user, "")));
  }

  @Test
  void chainingWithoutTheCallersSourceIdentity_isRefused() {
    for (String other : List.of("false", "\"reports\"")) {
      ApiResponse answer =
          put(
              vending(
                  "m",
                  "brevet/M",
                  "arn:aws:iam::111122223333:user/ann",
                  ",\"allowRoleChaining\":true,\"sourceIdentity\":" + other));
      assertEquals(400, answer.status(), answer.body());
      assertEquals("allowRoleChaining", Documents.of(answer).path("field").asText());
    }
  }
}
