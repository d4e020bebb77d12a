package dev.brevet.api.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.brevet.api.ApiResponse;
import dev.brevet.directory.ItemKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Questions about AWS: what principals with policies in the directory may do, and what a session
/// could do that a mapping would vend.
class VendedSessionQuestionTest {
  private static final String EVALUATION = "/access/v1/evaluation";
  private static final String TABLE = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders";
  private static final String MAPPING =
      "{'id':'orders-reader','roleArn':'arn:aws:iam::111122223333:role/brevet/OrdersReader',"
          + "'trustPolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':"
          + "{'AWS':'arn:aws:iam::111122223333:role/app'},'Action':'sts:AssumeRole'}]},"
          + "'parameters':{'tenant':{'from':'claim:tenant_id','pattern':'[a-z]{1,8}'}},"
          + "'sessionPolicy':{'Version':'2012-10-17','Statement':[{'Sid':'Read','Effect':'Allow',"
          + "'Action':'dynamodb:GetItem','Resource':'"
          + TABLE
          + "','Condition':"
          + "{'ForAllValues:StringEquals':{'dynamodb:LeadingKeys':['{{tenant}}']},"
          + "'Null':{'dynamodb:LeadingKeys':'false'}}}]}}";

  private static AccessWorld world() {
    AccessWorld world =
        new AccessWorld()
            .item(
                ItemKind.ENFORCEMENT_POINT,
                "{'name':'pep-token','subject':{'token':{'issuer':'https://issuer.example','sub':'pep'}},"
                    + "'assertable':{},'globalKeys':['dynamodb:LeadingKeys']}");
    world.mappings.with(MAPPING.replace('\'', '"'));
    return world;
  }

  private static String question(String mapping, String properties, String action, String key) {
    return ("{'subject':{'type':'mapping','id':'%s','properties':{%s}},'action':{'name':'%s'},"
            + "'resource':{'type':'table','id':'%s'},'context':{'dynamodb:LeadingKeys':['%s']}}")
        .formatted(mapping, properties, action, TABLE, key);
  }

  @Test
  void session_couldDoWhatItsPolicyAllowsForTheseParameters() {
    AccessWorld world = world();
    assertTrue(world.decides(question("orders-reader", "'tenant':'a'", "dynamodb:GetItem", "a")));
    assertFalse(world.decides(question("orders-reader", "'tenant':'a'", "dynamodb:GetItem", "b")));
    assertFalse(world.decides(question("orders-reader", "'tenant':'a'", "dynamodb:PutItem", "a")));
    JsonNode context =
        world
            .asked(EVALUATION, question("orders-reader", "'tenant':'a'", "dynamodb:GetItem", "a"))
            .path("context");
    assertEquals(
        "allowed by identity[role's policies are not in the directory]/TakenToAllow,"
            + " session[orders-reader]/Read",
        context.path("reason_admin").path("200").asText());
  }

  @Test
  void session_couldDoNoMoreThanItsRole() {
    AccessWorld world =
        world()
            .item(
                ItemKind.POLICY,
                "{'name':'role','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                    + "'v1','policy':{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                    + "'Action':'dynamodb:Query','Resource':'*'}}}]}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'role','target':{'principal':"
                    + "'arn:aws:iam::111122223333:role/brevet/OrdersReader'}}");
    assertFalse(world.decides(question("orders-reader", "'tenant':'a'", "dynamodb:GetItem", "a")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          other         | 'tenant':'a'       | there is no such mapping, or it is disabled or broken
          UPPER CASE    | 'tenant':'a'       | there is no such mapping, or it is disabled or broken
          orders-reader |                    | the mapping's parameter `tenant` has no value
          orders-reader | 'tenant':'A*'      | the mapping's parameter `tenant` does not take this value
          orders-reader | 'tenant':['a','b'] | the mapping's parameter `tenant` does not take this value
          """)
  void sessionThatWouldNotBeVended_couldDoNothing(
      String mapping, String properties, String reason) {
    String body = question(mapping, properties == null ? "" : properties, "dynamodb:GetItem", "a");
    JsonNode answer = world().asked(EVALUATION, body);
    assertFalse(answer.path("decision").booleanValue());
    assertEquals(reason, answer.path("context").path("reason_admin").path("403").asText());
  }

  @Test
  void storeOfMappingsThatDoesNotAnswer_isNoDecision() {
    AccessWorld world = world();
    world.mappings.unavailable = true;
    ApiResponse response =
        world.post(EVALUATION, question("orders-reader", "'tenant':'a'", "dynamodb:GetItem", "a"));
    assertEquals(503, response.status());
  }

  @Test
  void principal_mayWhatItsPoliciesInTheDirectoryAllow() {
    AccessWorld world =
        world()
            .item(
                ItemKind.POLICY,
                "{'name':'role','type':'identity','defaultVersion':'v1','latestVersion':'v1','versions':[{'versionId':"
                    + "'v1','policy':{'Version':'2012-10-17','Statement':{'Effect':'Allow',"
                    + "'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/${aws:username}/*'}}}]}")
            .item(
                ItemKind.ATTACHMENT,
                "{'policy':'role','target':{'principal':'arn:aws:iam::111122223333:user/ann'}}");
    String body =
        "{'subject':{'type':'principal','id':'arn:aws:iam::111122223333:user/%s'},"
            + "'action':{'name':'s3:GetObject'},'resource':{'type':'object','id':'arn:aws:s3:::b/%s/1'}}";
    assertTrue(world.decides(body.formatted("ann", "ann")));
    assertFalse(world.decides(body.formatted("ann", "bob")));
    assertFalse(world.decides(body.formatted("bob", "bob")));
  }
}
