package dev.brevet.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import module java.base;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class LocalDynamoDbTest {
  @Test
  void itemWrittenToAFolder_isThereAfterARestart(@TempDir Path folder) {
    try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(0, folder);
        DynamoDbClient client = client(dynamoDb)) {
      createTable(client);
      client.putItem(r -> r.tableName("things").item(Map.of("id", AttributeValue.fromS("a"))));
    }
    try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(0, folder);
        DynamoDbClient client = client(dynamoDb)) {
      assertEquals(1, client.scan(r -> r.tableName("things")).count());
    }
  }

  @Test
  void plannedFault_isAnsweredOnceInsteadOfTheOperation() {
    try (LocalDynamoDb dynamoDb = LocalDynamoDb.start(0, null);
        DynamoDbClient client = client(dynamoDb)) {
      createTable(client);
      dynamoDb.faults().next(1, "PutItem", Fault.dynamoDbThrottling());
      Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("a"));
      assertThrows(
          ProvisionedThroughputExceededException.class,
          () -> client.putItem(r -> r.tableName("things").item(item)));
      assertEquals(0, client.scan(r -> r.tableName("things")).count());
      client.putItem(r -> r.tableName("things").item(item));
      assertEquals(1, client.scan(r -> r.tableName("things")).count());
    }
  }

  private static void createTable(DynamoDbClient client) {
    client.createTable(
        r ->
            r.tableName("things")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(
                    List.of(
                        KeySchemaElement.builder()
                            .attributeName("id")
                            .keyType(KeyType.HASH)
                            .build())));
  }

  private static DynamoDbClient client(LocalDynamoDb dynamoDb) {
    return DynamoDbClient.builder()
        .endpointOverride(dynamoDb.endpoint())
        .region(Region.EU_WEST_1)
        .overrideConfiguration(c -> c.retryStrategy(b -> b.maxAttempts(1)))
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }
}
