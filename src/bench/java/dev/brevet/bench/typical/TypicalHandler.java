package dev.brevet.bench.typical;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbEnhancedClient;
import software.amazon.awssdk.enhanced.dynamodb.DynamoDbTable;
import software.amazon.awssdk.enhanced.dynamodb.Key;
import software.amazon.awssdk.enhanced.dynamodb.TableSchema;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/// Reads a mapping, looks for the caller in its trust policy, assumes the role, writes a decision
/// and answers with the credentials.
public class TypicalHandler
    implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
  private final ObjectMapper json = new ObjectMapper();
  private final StsClient sts = StsClient.create();
  private final DynamoDbEnhancedClient dynamoDb = DynamoDbEnhancedClient.create();
  private final DynamoDbTable<MappingBean> mappings =
      dynamoDb.table(System.getenv("MAPPINGS_TABLE"), TableSchema.fromBean(MappingBean.class));
  private final DynamoDbTable<DecisionBean> decisions =
      dynamoDb.table(System.getenv("DECISIONS_TABLE"), TableSchema.fromBean(DecisionBean.class));

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    try {
      String caller = event.getRequestContext().getAuthorizer().getIam().getUserArn();
      JsonNode request = json.readTree(event.getBody());
      String id = request.path("mapping").asText();
      MappingBean mapping = mappings.getItem(Key.builder().partitionValue(id).build());
      JsonNode document = json.readTree(mapping.getDocument());
      if (!document.path("trustPolicy").toString().contains("\"" + roleOf(caller) + "\"")) {
        return answer(403, Map.of("code", "access_denied"));
      }
      Credentials credentials =
          sts.assumeRole(
                  r ->
                      r.roleArn(document.path("roleArn").asText())
                          .roleSessionName(caller.replaceAll(".*/", ""))
                          .policy(document.path("sessionPolicy").toString())
                          .durationSeconds(900))
              .credentials();
      DecisionBean decision = new DecisionBean();
      decision.setId(UUID.randomUUID().toString());
      decision.setPrincipal(caller);
      decision.setMapping(id);
      decision.setAccessKeyId(credentials.accessKeyId());
      decision.setExpiresAt(Instant.now().plusSeconds(86_400).getEpochSecond());
      decisions.putItem(decision);
      return answer(
          200,
          Map.of(
              "decisionId",
              decision.getId(),
              "credentials",
              Map.of(
                  "accessKeyId",
                  credentials.accessKeyId(),
                  "secretAccessKey",
                  credentials.secretAccessKey(),
                  "sessionToken",
                  credentials.sessionToken(),
                  "expiration",
                  credentials.expiration().toString())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String roleOf(String caller) {
    return caller.replaceAll(
        "arn:aws:sts::(\\d+):assumed-role/([^/]+)/.*", "arn:aws:iam::$1:role/$2");
  }

  private APIGatewayV2HTTPResponse answer(int status, Map<String, Object> body)
      throws JsonProcessingException {
    return APIGatewayV2HTTPResponse.builder()
        .withStatusCode(status)
        .withHeaders(Map.of("Content-Type", "application/json"))
        .withBody(json.writeValueAsString(body))
        .build();
  }
}
