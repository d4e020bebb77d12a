package dev.brevet.bench;

import module java.base;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.Tag;

/// The network calls of a vend and nothing else: the same three requests over clients with the same
/// deadlines. What a warm vend takes more than this is Brevet's own.
public final class BareHandler implements RequestStreamHandler {
  private static final String POLICY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["dynamodb:GetItem",\
      "dynamodb:Query"],"Resource":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders",\
      "Condition":{"ForAllValues:StringEquals":{"dynamodb:LeadingKeys":["2026-11-22"]}}}]}\
      """;
  private static final String CALLER = "i-0abc-abcdefghijklmnopqrstuvwxyz234567abcdefgh";

  private final DynamoDbClient dynamoDb;
  private final StsClient sts;
  private final String mappings = System.getenv("MAPPINGS_TABLE");
  private final String decisions = System.getenv("DECISIONS_TABLE");

  public BareHandler() {
    var http = AwsCrtHttpClient.builder().build();
    dynamoDb =
        DynamoDbClient.builder()
            .httpClient(http)
            .overrideConfiguration(
                o ->
                    o.apiCallAttemptTimeout(Duration.ofMillis(900))
                        .apiCallTimeout(Duration.ofSeconds(2)))
            .build();
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
                        .roleSessionName(CALLER)
                        .sourceIdentity(CALLER)
                        .policy(POLICY)
                        .tags(
                            tag("Day", "2026-11-22"),
                            tag("brevet:decision", "01M80YNKHEPB23S50QXSSD0QQD"))
                        .durationSeconds(900)
                        .overrideConfiguration(
                            o ->
                                o.apiCallTimeout(Duration.ofSeconds(10))
                                    .apiCallAttemptTimeout(Duration.ofSeconds(5))))
            .credentials();
    dynamoDb.putItem(r -> r.tableName(decisions).item(decision(credentials)));
    String body =
        "{\"statusCode\":200,\"headers\":{\"Content-Type\":\"application/json\"},\"body\":\""
            + credentials.sessionToken()
            + "\"}";
    out.write(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /// As many attributes as a decision has, of the lengths that they have.
  private static Map<String, AttributeValue> decision(Credentials credentials) {
    Map<String, AttributeValue> item = new HashMap<>();
    String principal = "arn:aws:sts::444455556666:assumed-role/orders-service/i-0abc";
    item.put("principal", AttributeValue.fromS(principal));
    item.put("id", AttributeValue.fromS("01M80YNKHEPB23S50QXSSD0QQD"));
    item.put("accessKeyId", AttributeValue.fromS(credentials.accessKeyId()));
    item.put("expiration", AttributeValue.fromS(credentials.expiration().toString()));
    item.put("sourceIdentity", AttributeValue.fromS(CALLER));
    item.put("sessionPolicySha256", AttributeValue.fromS("0".repeat(64)));
    item.put("statements", AttributeValue.fromL(List.of(AttributeValue.fromS("OrdersService"))));
    item.put("parameters", AttributeValue.fromM(Map.of("day", AttributeValue.fromS("2026-11-22"))));
    for (int i = 0; i < 4; i++) {
      item.put("number" + i, AttributeValue.fromN("1795337100"));
    }
    for (int i = 0; i < 14; i++) {
      item.put("attribute" + i, AttributeValue.fromS("a value of a usual length"));
    }
    return item;
  }
}
