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

/// What nobody should send to the routes of designs and checks, over HTTP: each is answered, within
/// the time that the function has, and nothing is allowed because of it.
class DesignAttackTest {
  private static final LocalWorld WORLD = SharedWorld.world();
  private static final String PASS = "{'Type':'Pass','End':true}";

  /// Not ASL: what is wrong is told, with its place.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'hello'                                    | not JSON",
        "[]                                         | a definition must be an object",
        "{}                                         | `States` must be an object",
        "{'StartAt':'A','States':[]}                | `States` must be an object",
        "{'StartAt':'A','States':{'A':'x'}}         | state `A` must be an object",
        "{'StartAt':'A','States':{'A':{}}}          | no `Type`",
        "{'StartAt':'A','States':{'A':{'Type':'Quantum'}}} | no `Type`",
        "{'States':{'A':{'Type':'Pass'}}}           | `StartAt` must name a state",
        "{'StartAt':'A','States':{'A':{'Type':'Task'}}}               | no `Resource`",
        "{'StartAt':'A','States':{'A':{'Type':'Task','Resource':5}}}  | no `Resource`",
        "{'StartAt':'A','States':{'A':{'Type':'Parallel','Branches':'x'}}} | no `Branches`",
        "{'StartAt':'A','States':{'A':{'Type':'Map','Iterator':'x'}}} | no `ItemProcessor`",
        "{'AWSTemplateFormatVersion':'2010-09-09','Resources':{}}     | `States` must be an object",
      })
  void definitionThatIsNone_isRefusedWithItsReason(String definition, String reason) {
    Answer answer = role(definition).assertMalformed("definition");
    assertTrue(answer.text("detail").contains(reason), answer::toString);
  }

  /// What cannot be known, or is unknown, is told; nothing is allowed for it, and nothing denied in
  /// silence.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arn:aws:states:::quantum:entangle.sync:9",
        "arn:aws:states:::aws-sdk:quantum:entangle",
        "arn:aws:states:::aws-sdk:s3:levitate",
        "${What}",
        "${What}${What}",
        "arn:aws:lambda:eu-west-1:111122223333:function:${What}",
      })
  void unknownTask_isToldAndAllowsNothing(String resource) {
    JsonNode design = role(task(resource)).json();
    assertEquals("T", design.at("/unresolved/0/state").asText());
    assertEquals(0, design.at("/unresolved/0/granted").size());
    assertFalse(design.at("/unresolved/0/reason").asText().isEmpty());
    assertEquals(0, design.path("policies").size(), design.toString());
  }

  @Test
  void nesting_isReadToItsBoundAndRefusedBeyond() {
    assertEquals(200, role(nested(40)).status());
    assertEquals("body", role(nested(200)).assertRefused(400, "malformed_request").text("field"));
    role("'" + nested(200).replace("'", "\\'") + "'").assertMalformed("definition");
    post("/v1/designs/state-machine-role", "{'definition':" + "[".repeat(100_000))
        .assertMalformed("body");
  }

  /// A definition of nearly a megabyte: lambda tasks, SDK tasks with wildcards, placeholders.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "6000  | 'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'f#'}",
        "5000  |"
            + " 'Resource':'arn:aws:states:::aws-sdk:s3:getObject','Parameters':{'Bucket':'b#*?','Key.$':'$.k'}",
        "10000 | 'Resource':'${R#}'",
      })
  void definitionOfAMegabyte_isDesigned(int count, String task) {
    String states =
        list(
            count,
            i -> "'S" + i + "':{'Type':'Task'," + task.replace("#", "" + i) + ",'End':true}");
    JsonNode design = role("{'StartAt':'S0','States':{" + states + "}}").json();
    design
        .path("policies")
        .forEach(policy -> assertTrue(policy.toString().length() <= 10_240, "too long a policy"));
    // More policies than a role can have is told too.
    boolean tooMany = design.path("policies").size() > 11;
    assertEquals(
        (task.contains("f#") ? 0 : count) + (tooMany ? 1 : 0), design.path("unresolved").size());
  }

  /// Comparisons that once took longer than the function has.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12000 | 'Action':'s3:*#*','Resource':'arn:aws:s3:::*#*'",
        "9000  |"
            + " 'Action':'s3:GetObject','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalTag/t#':'a'}}",
      })
  void comparisonOfLongPolicies_isAnswered(int count, String statement) {
    String a =
        policy(list(count, i -> "{'Effect':'Allow'," + statement.replace("#", "" + i) + "}"));
    String b = policy("{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b'}");
    Answer answer = post("/v1/policies:compare", "{'a':" + a + ",'b':" + b + "}");
    assertEquals(200, answer.status(), answer.toString());
    assertTrue(answer.text("answer").matches("yes|cannot tell"), answer.toString());
  }

  @Test
  void policyOverItsSize_isFound() {
    String resource = "arn:aws:s3:::" + "b".repeat(7_000);
    String policy =
        policy("{'Effect':'Deny','Action':'s3:GetObject','Resource':'" + resource + "/x'}");
    assertTrue(
        post("/v1/policies:lint", "{'kind':'session','policy':" + policy + "}")
            .body()
            .contains("SESSION_POLICY_TOO_LONG"));
    String longer =
        policy(list(40_000, i -> "{'Effect':'Allow','Action':'s3:*a" + i + "','Resource':'*'}"));
    assertTrue(
        post("/v1/policies:lint", "{'kind':'identity','policy':" + longer + "}")
            .body()
            .contains("NOT_ALL_CHECKED"));
    assertEquals(
        "body",
        post("/v1/policies:lint", "{'kind':'identity','policy':'" + "x".repeat(5_000_000) + "'}")
            .assertRefused(400, "malformed_request")
            .text("field"));
  }

  private static String nested(int levels) {
    return "{'StartAt':'A','States':{'A':"
        + IntStream.range(0, levels)
            .mapToObj(
                i ->
                    "{'Type':'Parallel','End':true,'Branches':[{'StartAt':'A%d','States':{'A%d':"
                        .formatted(i, i))
            .collect(Collectors.joining())
        + PASS
        + "}}]}".repeat(levels)
        + "}}";
  }

  private static String task(String resource) {
    return "{'StartAt':'T','States':{'T':{'Type':'Task','Resource':'"
        + resource
        + "','Parameters':{'FunctionName':'f'},'End':true}}}";
  }

  private static String policy(String statements) {
    return "{'Version':'2012-10-17','Statement':[" + statements + "]}";
  }

  private static String list(int count, IntFunction<String> item) {
    return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
  }

  private static Answer role(String definition) {
    return post(
        "/v1/designs/state-machine-role",
        "{'account':'111122223333','region':'eu-west-1','stateMachineName':'M','definition':"
            + definition
            + "}");
  }

  private static Answer post(String path, String body) {
    return SharedWorld.call("POST", path)
        .bearer(WORLD.token("stranger"))
        .body(body.replace('\'', '"'))
        .send();
  }
}
