package dev.brevet.bench;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

/// The network calls of a vend and nothing else, over the same clients: what a warm vend takes more
/// than this is Brevet's own.
public final class BareHandler implements RequestStreamHandler {
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:GetItem",\
      "Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders"}]}\
      """;

  private final DynamoDbClient dynamoDb;
  private final StsClient sts;
  private final String mappings = System.getenv("MAPPINGS_TABLE");
  private final String decisions = System.getenv("DECISIONS_TABLE");

  public BareHandler() {
    var http = AwsCrtHttpClient.builder().build();
    dynamoDb = DynamoDbClient.builder().httpClient(http).build();
    sts = StsClient.builder().httpClient(http).build();
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    in.readAllBytes();
    dynamoDb.getItem(
        r -> r.tableName(mappings).key(Map.of("id", AttributeValue.fromS("orders-reader"))));
    Credentials credentials =
        sts.assumeRole(
                r ->
                    r.roleArn("arn:aws:iam::111122223333:role/brevet/OrdersReader")
                        .roleSessionName("orders-service")
                        .sourceIdentity("orders-service")
                        .policy(POLICY)
                        .durationSeconds(900))
            .credentials();
    Map<String, AttributeValue> item = new HashMap<>();
    item.put("principal", AttributeValue.fromS("arn:aws:iam::444455556666:role/orders-service"));
    item.put("id", AttributeValue.fromS("bare"));
    item.put("accessKeyId", AttributeValue.fromS(credentials.accessKeyId()));
    for (int i = 0; i < 16; i++) {
      item.put("attribute" + i, AttributeValue.fromS("a value of a usual length"));
    }
    dynamoDb.putItem(r -> r.tableName(decisions).item(item));
    String body =
        "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"application/json\"},\"body\":\""
            + credentials.sessionToken()
            + "\"}";
    out.write(body.getBytes(StandardCharsets.UTF_8));
  }
}
