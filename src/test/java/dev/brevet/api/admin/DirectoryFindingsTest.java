package dev.brevet.api.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.brevet.directory.DirectoryInMemory;
import dev.brevet.directory.Tries;
import dev.brevet.mapping.MappingReader;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.testing.DecisionsInMemory;
import dev.brevet.testing.MappingsInMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What writing a policy to the directory says of it.
class DirectoryFindingsTest {
  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());

  private final MappingsInMemory mappings = new MappingsInMemory();
  private final Router router =
      new Router(
          List.of(
              new DirectoryAdminEndpoint(
                  Administrations.of(
                      new DecisionsInMemory(),
                      Directories::of,
                      List.of("arn:aws:iam::111122223333:user/ops/admin")),
                  new DirectoryInMemory(),
                  LINT,
                  mappings,
                  Directories::of,
                  Tries.of(8))));

  private ApiResponse put(String type, String statement) {
    return send(
        "p",
        "{'name':'p','type':'%s','policy':{'Version':'2012-10-17','Statement':[%s]}}"
            .formatted(type, statement)
            .replace('\'', '"'));
  }

  private ApiResponse send(String name, String json) {
    return router.answer(
        Requests.of(
            "PUT",
            "/v1/iam/admin/policies/" + name,
            "",
            Map.of(),
            Body.of(json),
            Optional.of(Requests.user("/ops/admin"))));
  }

  private static List<String> findings(ApiResponse response) {
    return Documents.of(response)
        .path("findings")
        .valueStream()
        .map(node -> node.path("severity").asText() + " " + node.path("id").asText())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Action':'todo:can_read_todos','Resource':'todo/*'",
        "'Action':['record:read','record:write'],'Resource':'record/record-1'",
        "'Action':'record:*','Resource':'${subject:type}/1'",
        "'Action':'record:read','Resource':'*'",
        "'Action':'my-type_2:do.it','Resource':'my-type_2/a:b/c'",
        "'Action':'doc:read','Resource':'arn:aws:s3:::bucket/key'",
        "'Action':'record:read','Resource':'record/*','Condition':{'StringEquals':"
            + "{'resource:owner':'${subject:id}','subject:role':'a','action:soft':'true','context:ip':'x'}}",
        "'Action':'s3:GetObject','Resource':'arn:aws:s3:::bucket/*'",
        "'Action':['brevet:Evaluate','brevet:Search'],'Resource':'record/*',"
            + "'Condition':{'StringEquals':{'brevet:SubjectType':'user'}}"
      })
  void policyOverTypesOfOnesOwn_isWrittenAndNothingIsSaid(String statement) {
    ApiResponse response = put("identity", "{'Effect':'Allow'," + statement + "}");
    assertEquals(201, response.status(), response.body());
    assertEquals(
        List.of(),
        findings(response).stream().filter(each -> !each.contains("SERVICE_WILDCARD")).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'Principal':{'Federated':'directory:user'},'Action':'record:read',"
            + "'Condition':{'StringEquals':{'subject:id':'alice'}}",
        "'Principal':{'Federated':'directory:user'},'Action':'record:read','Resource':'record/1'"
      })
  void policyOfAResource_namesEntities(String statement) {
    ApiResponse response = put("resource", "{'Effect':'Allow'," + statement + "}");
    assertEquals(201, response.status(), response.body());
    assertEquals(List.of(), findings(response));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          identity | 'Action':'s3:GetObjekt','Resource':'arn:aws:s3:::bucket/*'     | warning INVALID_ACTION
          identity | 'Action':'account:can_read','Resource':'account/*'             | warning INVALID_ACTION
          identity | 'Action':'record:read','Resource':'record/1','Condition':{'StringNotEquals':{'aws:PrincipalTag/team':'x'}} | warning CONDITION_DEPENDS_ON_PROOF
          resource | 'Principal':'*','Action':'record:read','Resource':'record/1'   | warning ALLOWED_TO_ANY_PRINCIPAL
          resource | 'Principal':{'Federated':'directory:a b'},'Action':'record:read','Resource':'record/1' | warning UNKNOWN_FEDERATION_SOURCE
          """)
  void whatMayBeMeantSo_isWrittenAndTold(String type, String statement, String finding) {
    ApiResponse response = put(type, "{'Effect':'Allow'," + statement + "}");
    assertEquals(201, response.status(), response.body());
    assertTrue(findings(response).contains(finding), response.body());
    JsonNode place = Documents.of(response).path("findings").path(0).path("place");
    assertTrue(place.path("pointer").asText().startsWith("/policy/Statement/0"), place.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          identity | 'Action':'*:read','Resource':'record/*'                        | policy/Statement/0/Action   | WILDCARD_IN_SERVICE_NAME
          identity | 'Action':'record:read','Resource':'record'                     | policy/Statement/0/Resource | INVALID_ARN_PREFIX
          identity | 'Action':'s3:GetObject','Resource':'s3:::bucket/key'           | policy/Statement/0/Resource | INVALID_ARN_PREFIX
          identity | 'Action':'s3:GetObject','Resource':'arn:aws:s3:eu-west-1:111122223333:bucket' | policy/Statement/0/Resource | ARN_ACCOUNT_NOT_ALLOWED
          identity | 'Action':'record:read','Resource':'*','Condition':{'StringEquals':{'aws:PrincpalArn':'x'}} | policy/Statement/0/Condition/StringEquals/aws:PrincpalArn | INVALID_GLOBAL_CONDITION_KEY
          identity | 'Action':'s3:GetObject','Resource':'*','Condition':{'StringEquals':{'s3:nokey':'x'}} | policy/Statement/0/Condition/StringEquals/s3:nokey | INVALID_SERVICE_CONDITION_KEY
          resource | 'Principal':{'AWS':'arn:aws:iam::111122223333:group/staff'},'Action':'record:read' | policy/Statement/0/Principal/AWS | GROUP_AS_PRINCIPAL
          """)
  void error_refusesTheWriteAndNamesThePlace(
      String type, String statement, String field, String id) {
    ApiResponse response = put(type, "{'Effect':'Allow'," + statement + "}");
    assertEquals(400, response.status(), response.body());
    assertEquals(field, Documents.of(response).path("field").asText(), response.body());
    assertTrue(Documents.of(response).path("detail").asText().startsWith(id), response.body());
    assertEquals(
        404,
        router
            .answer(
                Requests.of(
                    "GET",
                    "/v1/iam/admin/policies/p",
                    "",
                    Map.of(),
                    Body.EMPTY,
                    Optional.of(Requests.user("/ops/admin"))))
            .status());
  }

  @Test
  void policyLongerThanIamTakes_isWritten() {
    StringBuilder resources = new StringBuilder("'record/0'");
    for (int i = 1; i < 1_500; i++) {
      resources.append(",'record/").append(i).append('\'');
    }
    ApiResponse response =
        put("identity", "{'Effect':'Allow','Action':'record:read','Resource':[" + resources + "]}");
    assertEquals(201, response.status(), response.body());
    assertEquals(List.of(), findings(response));
  }

  @Test
  void everyPolicyOfTheSamples_passes() throws IOException {
    int tried = 0;
    for (Path directory : List.of(Path.of("samples/authzen"), Path.of("samples/directory"))) {
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.sorted().toList()) {
          for (JsonNode policy : Documents.of(Files.readString(file)).path("policies")) {
            JsonNode text =
                policy.has("policy")
                    ? policy.path("policy")
                    : policy.path("versions").path(0).path("policy");
            String name = policy.path("name").asText();
            ApiResponse response =
                send(
                    name,
                    "{\"name\":\"%s\",\"type\":\"%s\",\"policy\":%s}"
                        .formatted(name, policy.path("type").asText(), text));
            assertEquals(201, response.status(), file + " " + response.body());
            assertEquals(List.of(), findings(response), file + " " + name);
            tried++;
          }
        }
      }
    }
    assertTrue(tried > 5, tried + " policies");
  }

  /// The sessions that Brevet vends of a role are no proof of it, and get nothing by what is
  /// attached to it.
  @Test
  void policyThatIsAttachedToARoleThatAMappingVends_isTold() {
    mappings.put(
        MappingReader.read(
                """
                {"id":"m","roleArn":"arn:aws:iam::111122223333:role/brevet/R",
                 "trustPolicy":{"Version":"2012-10-17","Statement":[
                   {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/u"},
                    "Action":"sts:AssumeRole"}]}}
                """)
            .valid()
            .orElseThrow(),
        0);
    put("identity", "{'Effect':'Allow','Action':'brevet:*','Resource':'*'}");
    assertEquals(List.of("warning VENDED_ROLE_HAS_POLICIES"), findings(attach("role/R")));
    assertEquals(List.of(), findings(attach("role/Other")));
    assertEquals(List.of(), findings(attach("user/R")));
  }

  private ApiResponse attach(String principal) {
    ApiResponse answer =
        router.answer(
            Requests.of(
                "POST",
                "/v1/iam/admin/attachments",
                "",
                Map.of(),
                Body.of(
                    "{\"policy\":\"p\",\"target\":{\"principal\":\"arn:aws:iam::111122223333:"
                        + principal
                        + "\"}}"),
                Optional.of(Requests.user("/ops/admin"))));
    assertEquals(201, answer.status(), answer.body());
    return answer;
  }
}
