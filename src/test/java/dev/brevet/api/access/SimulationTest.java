package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.api.Body;
import dev.brevet.api.Documents;
import dev.brevet.api.Requests;
import dev.brevet.identity.GatewayCaller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Shapes and words are those of the IAM API Reference, SimulateCustomPolicy and EvaluationResult.
class SimulationTest {
  private static final String PATH = "/v1/iam/admin/policies:simulate";
  private static final AccessWorld WORLD = new AccessWorld();

  // The second statement begins in line 3, column 3, and its last character is in line 4.
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"},
        {"Sid":"Tagged","Effect":"Deny","Action":"s3:*","Resource":"*",
         "Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}}]}\
      """;

  private static JsonNode simulate(String body) {
    ApiResponse response = WORLD.signed("/admin", PATH, body);
    assertEquals(200, response.status(), response.body());
    return Documents.of(response);
  }

  private static String body(String more) {
    return "{\"PolicyInputList\":["
        + POLICY
        + "],\"ActionNames\":[\"s3:GetObject\",\"s3:PutObject\"],"
        + "\"ResourceArns\":[\"arn:aws:s3:::b/k\"]"
        + more
        + "}";
  }

  @Test
  void pairs_areDecidedWithMatchedStatementsAndMissingKeys() {
    JsonNode answer = simulate(body(""));
    JsonNode get = answer.path("EvaluationResults").path(0);
    assertEquals("s3:GetObject", get.path("EvalActionName").asText());
    assertEquals("arn:aws:s3:::b/k", get.path("EvalResourceName").asText());
    assertEquals("allowed", get.path("EvalDecision").asText());
    JsonNode matched = get.path("MatchedStatements").path(0);
    assertEquals("PolicyInputList.1", matched.path("SourcePolicyId").asText());
    assertEquals("IAM Policy", matched.path("SourcePolicyType").asText());
    assertEquals("{\"Line\":2,\"Column\":3}", matched.path("StartPosition").toString());
    assertEquals(List.of("aws:RequestTag/team"), texts(get.path("MissingContextValues")));
    JsonNode put = answer.path("EvaluationResults").path(1);
    assertEquals("implicitDeny", put.path("EvalDecision").asText());
    assertEquals(0, put.path("MatchedStatements").size());
    assertFalse(answer.path("IsTruncated").booleanValue());
  }

  @Test
  void contextEntries_countAndPositionsSpanLines() {
    JsonNode answer =
        simulate(
            body(
                ",\"ContextEntries\":[{\"ContextKeyName\":\"aws:RequestTag/team\","
                    + "\"ContextKeyValues\":[\"red\"],\"ContextKeyType\":\"string\"}]"));
    JsonNode get = answer.path("EvaluationResults").path(0);
    assertEquals("explicitDeny", get.path("EvalDecision").asText());
    assertEquals(List.of(), texts(get.path("MissingContextValues")));
    JsonNode matched = get.path("MatchedStatements").path(0);
    assertEquals("{\"Line\":3,\"Column\":3}", matched.path("StartPosition").toString());
    int column = POLICY.lines().toList().get(3).indexOf("}}}") + 4;
    assertEquals("{\"Line\":4,\"Column\":" + column + "}", matched.path("EndPosition").toString());
  }

  @Test
  void textsAndObjects_areEquallyPolicies() {
    String text = POLICY.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    JsonNode asText = simulate(body("").replace(POLICY, "\"" + text + "\""));
    assertEquals(simulate(body("")), asText);
  }

  @Test
  void boundary_limitsAndIsReported() {
    String boundary =
        ",\"PermissionsBoundaryPolicyInputList\":[{\"Version\":\"2012-10-17\",\"Statement\":{"
            + "\"Effect\":\"Allow\",\"Action\":\"s3:Put*\",\"Resource\":\"*\"}}]";
    JsonNode get = simulate(body(boundary)).path("EvaluationResults").path(0);
    assertEquals("implicitDeny", get.path("EvalDecision").asText());
    assertFalse(
        get.path("PermissionsBoundaryDecisionDetail")
            .path("AllowedByPermissionsBoundary")
            .booleanValue());
  }

  @Test
  void resourcePolicy_grantsToTheCallerItNames() {
    String resource =
        ",\"ResourcePolicy\":{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
            + "\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:user/ann\"},"
            + "\"Action\":\"s3:PutObject\",\"Resource\":\"*\"}}";
    JsonNode put =
        simulate(
                body(
                    resource
                        + ",\"CallerArn\":\"arn:aws:iam::111122223333:user/ann\","
                        + "\"ResourceOwner\":\"111122223333\""))
            .path("EvaluationResults")
            .path(1);
    assertEquals("allowed", put.path("EvalDecision").asText());
    assertEquals(
        "Resource Policy", put.path("MatchedStatements").path(0).path("SourcePolicyType").asText());
    assertEquals(400, WORLD.signed("/admin", PATH, body(resource)).status());
    JsonNode other =
        simulate(
                body(
                    resource
                        + ",\"CallerArn\":\"arn:aws:iam::111122223333:user/bob\","
                        + "\"ResourceOwner\":\"arn:aws:iam::111122223333:root\""))
            .path("EvaluationResults")
            .path(1);
    assertEquals("implicitDeny", other.path("EvalDecision").asText());
  }

  private static String crossAccount(String effect, String owner) {
    return body(
        ",\"ResourcePolicy\":{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\""
            + effect
            + "\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:user/ann\"},"
            + "\"Action\":\"s3:PutObject\",\"Resource\":\"*\"}},"
            + "\"CallerArn\":\"arn:aws:iam::111122223333:user/ann\",\"ResourceOwner\":\""
            + owner
            + "\"");
  }

  // EvaluationResult, EvalDecisionDetails: for cross-account simulations alone; empty in one
  // account where a resource is named, absent where none is.
  @Test
  void resourceOfAnotherAccount_isExplainedBySides() {
    JsonNode results = simulate(crossAccount("Allow", "444455556666")).path("EvaluationResults");
    JsonNode get = results.path(0);
    assertEquals("implicitDeny", get.path("EvalDecision").asText());
    assertEquals(
        "{\"IAM Policy\":\"allowed\",\"Resource Policy\":\"implicitDeny\"}",
        get.path("EvalDecisionDetails").toString());
    JsonNode put = results.path(1);
    assertEquals("implicitDeny", put.path("EvalDecision").asText());
    assertEquals(
        "{\"IAM Policy\":\"implicitDeny\",\"Resource Policy\":\"allowed\"}",
        put.path("EvalDecisionDetails").toString());
    assertEquals(
        "{\"IAM Policy\":\"implicitDeny\",\"Resource Policy\":\"explicitDeny\"}",
        simulate(crossAccount("Deny", "444455556666"))
            .path("EvaluationResults")
            .path(1)
            .path("EvalDecisionDetails")
            .toString());
    JsonNode own = simulate(crossAccount("Allow", "111122223333")).path("EvaluationResults");
    assertEquals("{}", own.path(1).path("EvalDecisionDetails").toString());
    JsonNode star = simulate(body("").replace("\"arn:aws:s3:::b/k\"", "\"*\""));
    assertTrue(star.path("EvaluationResults").path(0).path("EvalDecisionDetails").isMissingNode());
  }

  @ParameterizedTest
  @CsvSource({
    "EC2-VPC-InstanceStore, '', ''",
    "EC2-VPC-InstanceStore, subnet, ''",
    "EC2-VPC-InstanceStore, image, image",
    "EC2-VPC-InstanceStore-Subnet, subnet, subnet",
    "EC2-VPC-EBS, volume, volume",
    "EC2-VPC-EBS, subnet, ''",
    "EC2-VPC-EBS-Subnet, '', ''",
    "EC2-VPC-EBS-Subnet, network-interface, network-interface"
  })
  void resourceHandlingOption_asksForTheResourcesOfALaunch(
      String option, String leftOut, String missing) {
    String resources =
        Stream.of("instance", "image", "security-group", "network-interface", "subnet", "volume")
            .filter(type -> !type.equals(leftOut))
            .map(type -> "\"arn:aws:ec2:eu-west-1:111122223333:" + type + "/x-1\"")
            .collect(Collectors.joining(","));
    ApiResponse response =
        WORLD.signed(
            "/admin",
            PATH,
            body(",\"ResourceHandlingOption\":\"" + option + "\"")
                .replace("\"arn:aws:s3:::b/k\"", resources));
    assertEquals(missing.isEmpty() ? 200 : 400, response.status(), response.body());
    if (!missing.isEmpty()) {
      assertEquals("ResourceArns", Documents.of(response).path("field").asText());
      assertTrue(response.body().contains("no " + missing), response.body());
    }
  }

  @Test
  void results_comeInPagesAndAtMost1000Pairs() {
    JsonNode first = simulate(body(",\"MaxItems\":1"));
    assertEquals(1, first.path("EvaluationResults").size());
    assertTrue(first.path("IsTruncated").booleanValue());
    JsonNode second =
        simulate(body(",\"MaxItems\":1,\"Marker\":\"" + first.path("Marker").asText() + "\""));
    assertEquals(
        "s3:PutObject", second.path("EvaluationResults").path(0).path("EvalActionName").asText());
    assertFalse(second.path("IsTruncated").booleanValue());
    String resources =
        IntStream.range(0, 501)
            .mapToObj(i -> "\"arn:aws:s3:::b/" + i + "\"")
            .collect(Collectors.joining(","));
    String many = body("").replace("\"arn:aws:s3:::b/k\"", resources);
    assertEquals(400, WORLD.signed("/admin", PATH, many).status());
    JsonNode most = simulate(many.replace(",\"arn:aws:s3:::b/500\"", ""));
    assertEquals(1_000, most.path("EvaluationResults").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ActionNames     | {'PolicyInputList':[]}
          ActionNames     | {'ActionNames':['read']}
          PolicyInputList | {'ActionNames':['s3:Get'],'PolicyInputList':[{'Statement':[{}]}]}
          CallerArn       | {'ActionNames':['s3:Get'],'CallerArn':'me'}
          ResourceOwner   | {'ActionNames':['s3:Get'],'ResourceOwner':'me'}
          ResourceHandlingOption | {'ActionNames':['ec2:RunInstances'],'ResourceHandlingOption':'EC2-Classic-EBS'}
          MaxItems        | {'ActionNames':['s3:Get'],'MaxItems':0}
          Others          | {'ActionNames':['s3:Get'],'Others':1}
          ContextEntries[0].ContextKeyType | {'ActionNames':['s3:Get'],'ContextEntries':[{'ContextKeyName':'a:b','ContextKeyType':'x'}]}
          """)
  void malformedSimulation_isABadRequest(String field, String body) {
    ApiResponse response = WORLD.signed("/admin", PATH, body);
    assertEquals(400, response.status(), response.body());
    assertEquals(field, Documents.of(response).path("field").asText());
  }

  @Test
  void callerWhoIsNoAdministrator_isRefused() {
    assertEquals(403, WORLD.signed("/pep", PATH, body("")).status());
    assertEquals(403, WORLD.post("pep", "/v1/admin/policies:simulate", body("")).status());
    assertEquals(401, WORLD.post("forged", "/v1/admin/policies:simulate", body("")).status());
  }

  /// Nothing in the directory can name a federated user, so what it holds makes no difference.
  @ParameterizedTest
  @CsvSource({
    "arn:aws:sts::111122223333:federated-user/ann, 111122223333:ann, 403, access_denied",
    "arn:aws:iam::111122223333:user/admin, AIDACKCEVSQ6C2EXAMPLE, 200, ",
    "arn:aws:iam::111122223333:user/pep, AIDACKCEVSQ6C2EXAMPLE, 503, unavailable"
  })
  void directoryThatDoesNotAnswer_isNotAskedForCallersThatItCannotName(
      String arn, String userId, int status, String code) {
    AccessWorld world = new AccessWorld();
    world.directoryAnswers = false;
    ApiResponse response =
        world.router.answer(
            Requests.of(
                "POST",
                PATH,
                "",
                Map.of("Content-Type", "application/json"),
                Body.of(body("")),
                Optional.of(
                    new GatewayCaller(
                        "ASIAIOSFODNN7EXAMPLE", "111122223333", userId, arn, userId, null))));
    assertEquals(status, response.status(), response.body());
    assertEquals(code, Documents.of(response).path("code").asText(null));
    assertEquals(arn, world.decisions.only().caller().principal());
  }

  private static List<String> texts(JsonNode array) {
    return array.valueStream().map(JsonNode::asText).toList();
  }
}
