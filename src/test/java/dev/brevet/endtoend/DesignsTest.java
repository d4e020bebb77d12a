package dev.brevet.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.local.LocalWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Designs and checks over HTTP.
class DesignsTest {
  private static final LocalWorld WORLD = SharedWorld.world();

  private static final String DEFINITION =
      "{'StartAt':'Charge','States':{'Charge':{'Type':'Task','End':true,"
          + "'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'${Function}'}}}}";

  private static final String MACHINE =
      "'partition':'aws','region':'eu-west-1','account':'111122223333','stateMachineName':'Orders',"
          + "'type':'STANDARD'";

  @Test
  void stateMachineRole_isDesigned() {
    JsonNode design =
        design(
            "{'definition':"
                + DEFINITION
                + ","
                + MACHINE
                + ",'substitutions':{'Function':'charge'},'options':{'logging':true}}");
    assertEquals(
        List.of(
            "roleName", "trustPolicy", "policies", "because", "unresolved", "targets", "formats"),
        List.copyOf(design.properties().stream().map(Map.Entry::getKey).toList()));
    assertEquals("StepFunctions-Orders-role", design.path("roleName").asText());
    JsonNode trust = design.path("trustPolicy").path("Statement").path(0);
    assertEquals("states.amazonaws.com", trust.at("/Principal/Service").asText());
    assertEquals(
        "arn:aws:states:eu-west-1:111122223333:stateMachine:Orders",
        trust.path("Condition").path("ArnLike").path("aws:SourceArn").asText());
    JsonNode statement = design.at("/policies/0/Statement/0");
    assertEquals("lambda:InvokeFunction", statement.path("Action").asText());
    assertEquals(
        "arn:aws:lambda:eu-west-1:111122223333:function:charge",
        statement.path("Resource").asText());
    assertEquals(statement.path("Sid").asText(), design.at("/because/0/statement").asText());
    assertEquals("Charge", design.at("/because/0/states/0").asText());
    assertTrue(design.path("unresolved").isEmpty());
    for (String format : List.of("cloudformation", "terraform", "cli")) {
      assertTrue(
          design.path("formats").path(format).asText().contains("StepFunctions-Orders-role"),
          format);
    }
  }

  @Test
  void definition_mayBeText() {
    String text = DEFINITION.replace("'", "\\\"");
    JsonNode design = design("{'definition':\"" + text + "\"," + MACHINE + "}");
    assertTrue(design.path("policies").isEmpty());
    assertEquals("Charge", design.at("/unresolved/0/state").asText());
    assertTrue(design.at("/unresolved/0/reason").asText().contains("${Function}"));
  }

  @Test
  void startingPolicy_isCompared() {
    String invokeAll =
        "{'Version':'2012-10-17','Statement':[{'Sid':'All','Effect':'Allow','Action':'lambda:InvokeFunction','Resource':'*'}]}";
    JsonNode design =
        design(
            "{'definition':"
                + DEFINITION
                + ","
                + MACHINE
                + ",'substitutions':{'Function':'charge'},'options':{'startingPolicy':"
                + invokeAll
                + "}}");
    JsonNode comparison = design.path("comparison");
    assertEquals("All", comparison.at("/broader/0/statement").asText());
    assertEquals("lambda:InvokeFunction", comparison.at("/broader/0/witness/action").asText());
    assertTrue(comparison.path("narrower").isEmpty());
  }

  @Test
  void mapping_letsAPersonActAsTheMachine() {
    JsonNode design =
        design(
            "{'definition':"
                + DEFINITION
                + ","
                + MACHINE
                + ",'options':{'mapping':{'id':'orders-machine','principals':'arn:aws:iam::111122223333:user/alice','brevetRoleArn':'arn:aws:iam::111122223333:role/Brevet'}}}");
    JsonNode mapping = design.at("/mapping/mapping");
    assertEquals(
        "arn:aws:iam::111122223333:role/StepFunctions-Orders-role",
        mapping.path("roleArn").asText());
    Answer written =
        SharedWorld.call("PUT", "/v1/iam/admin/mappings/orders-machine")
            .header("If-None-Match", "*")
            .body(mapping.toString())
            .signed(WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user"))
            .send();
    assertEquals(201, written.status(), written.toString());
    SharedWorld.call("DELETE", "/v1/iam/admin/mappings/orders-machine")
        .header("If-Match", written.header("ETag").orElseThrow())
        .signed(WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user"))
        .send();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "definition       | {'definition':{'States':{}},'account':'111122223333'}",
        "definition       | {'account':'111122223333'}",
        "account          | {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}}}",
        "account          |"
            + " {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}},'account':'1'}",
        "region           |"
            + " {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}},'account':'111122223333','region':'here'}",
        "region           |"
            + " {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}},'account':'111122223333','region':'eu-west-1','partition':'aws-cn'}",
        "stateMachineName |"
            + " {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}},'account':'111122223333','stateMachineName':'a*'}",
        "type             |"
            + " {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}},'account':'111122223333','type':'FAST'}",
        "options.tigher   |"
            + " {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}},'account':'111122223333','options':{'tigher':true}}",
        "options.taskRoles.T |"
            + " {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}},'account':'111122223333','options':{'taskRoles':{'T':'x'}}}",
        "options.kmsKeyArn |"
            + " {'definition':{'StartAt':'A','States':{'A':{'Type':'Pass'}}},'account':'111122223333','options':{'kmsKeyArn':'x'}}",
        "extra            | {'extra':1}",
        "body             | [",
      })
  void wrongBody_namesItsField(String field, String body) {
    Answer answer = post("/v1/designs/state-machine-role", body);
    assertEquals(field, answer.assertRefused(400, "malformed_request").text("field"));
  }

  @Test
  void otherDesigns_areMade() {
    JsonNode function =
        post(
                "/v1/designs/function-role",
                "{'functionName':'intake','qualifier':'PROD','region':'eu-west-1','account':'111122223333',"
                    + "'eventSources':['arn:aws:sqs:eu-west-1:111122223333:jobs',{'arn':'arn:aws:s3:::uploads'}],"
                    + "'calls':[{'actions':'dynamodb:GetItem','resources':'arn:aws:dynamodb:eu-west-1:111122223333:table/t'}]}")
            .json();
    assertEquals("intake-role", function.path("roleName").asText());
    assertEquals(
        "arn:aws:lambda:eu-west-1:111122223333:function:intake:PROD",
        function.at("/functionPolicy/Statement/0/Resource").asText());
    JsonNode developer =
        post(
                "/v1/designs/developer-policy",
                "{'template':'states-machine','prefix':'Team','region':'eu-west-1','account':'111122223333','use':'session'}")
            .json();
    assertEquals(
        "arn:aws:states:eu-west-1:111122223333:stateMachine:Team*",
        developer.at("/policy/Statement/0/Resource").asText());
    assertTrue(developer.path("size").asInt() < 2_048);
    JsonNode endpoint =
        post(
                "/v1/designs/endpoint-policy",
                "{'endpoint':'sync-states','region':'eu-west-1','account':'111122223333'}")
            .json();
    assertEquals("com.amazonaws.eu-west-1.sync-states", endpoint.path("serviceName").asText());
  }

  @Test
  void policy_isLinted() {
    JsonNode findings =
        post(
                "/v1/policies:lint",
                "{'kind':'trust','policy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow',\n"
                    + "'Principal':{'Service':['']},'Action':'sts:AssumeRole'}]}}")
            .json()
            .path("findings");
    JsonNode lost =
        StreamSupport.stream(findings.spliterator(), false)
            .filter(f -> f.path("id").asText().equals("INVALID_SERVICE_PRINCIPAL_FORMAT"))
            .findFirst()
            .orElseThrow();
    assertEquals("error", lost.path("severity").asText());
    assertEquals(2, lost.at("/place/line").asInt());
    assertEquals("/Statement/0/Principal/Service/0", lost.at("/place/pointer").asText());
    assertFalse(lost.path("why").asText().isEmpty());
  }

  @Test
  void sessionPolicy_isHeldAgainstABoundary() {
    String all =
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:*','Resource':'*'}}";
    String some =
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}}";
    assertTrue(
        post("/v1/policies:lint", "{'kind':'session','policy':" + all + ",'boundary':" + some + "}")
            .body()
            .contains("SESSION_POLICY_OUTSIDE_BOUNDARY"));
    assertFalse(
        post("/v1/policies:lint", "{'kind':'session','policy':" + some + ",'boundary':" + all + "}")
            .body()
            .contains("SESSION_POLICY_OUTSIDE_BOUNDARY"));
  }

  @Test
  void policies_areCompared() {
    String wide =
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:Get*','Resource':'arn:aws:s3:::b/*'}}";
    String narrow =
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}}";
    JsonNode more = post("/v1/policies:compare", "{'a':" + wide + ",'b':" + narrow + "}").json();
    assertEquals("yes", more.path("answer").asText());
    assertTrue(more.at("/witness/action").asText().startsWith("s3:Get"));
    assertEquals(
        "no", post("/v1/policies:compare", "{'a':" + narrow + ",'b':" + wide + "}").text("answer"));
    post("/v1/policies:compare", "{'a':{},'b':" + wide + "}")
        .assertRefused(400, "malformed_request");
  }

  @Test
  void whoeverProvesWhoItIs_mayAsk_andNobodyElse() {
    String body = "{'kind':'identity','policy':{}}".replace('\'', '"');
    assertEquals(
        200,
        SharedWorld.call("POST", "/v1/policies:lint/")
            .bearer(WORLD.token("stranger"))
            .body(body)
            .send()
            .status());
    SharedWorld.call("POST", "/v1/policies:lint")
        .body(body)
        .send()
        .assertRefused(401, "not_authenticated");
    SharedWorld.call("POST", "/v1/policies:lint")
        .bearer("x.y.z")
        .body(body)
        .send()
        .assertRefused(401, "not_authenticated");
  }

  @Test
  void definitionOfAMegabyte_isRead() {
    String comment = "x".repeat(1_000_000);
    Answer answer =
        post(
            "/v1/designs/state-machine-role",
            "{'definition':{'Comment':'"
                + comment
                + "','StartAt':'A','States':{'A':{'Type':'Pass','End':true}}},'account':'111122223333'}");
    assertEquals(200, answer.status());
    Answer tooLong =
        post(
            "/v1/designs/state-machine-role",
            "{'definition':{'Comment':'"
                + comment
                + "x".repeat(50_000)
                + "','StartAt':'A','States':{'A':{'Type':'Pass','End':true}}},'account':'111122223333'}");
    assertEquals("definition", tooLong.assertRefused(400, "malformed_request").text("field"));
  }

  private static JsonNode design(String body) {
    Answer answer = post("/v1/designs/state-machine-role", body);
    assertEquals(200, answer.status(), answer.toString());
    return answer.json();
  }

  /// Signed by a caller whom no mapping names.
  private static Answer post(String path, String body) {
    return SharedWorld.call("POST", path.replace("/v1/", "/v1/iam/"))
        .body(body.replace('\'', '"'))
        .signed(WORLD.credentials("arn:aws:iam::111122223333:user/dev/local-user"))
        .send();
  }
}
