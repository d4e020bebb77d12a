package dev.brevet.decisionlog.dynamodb;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The table of decisions, as the template makes it.
final class DecisionsTable {
  private DecisionsTable() {}

  static void create(DynamoDbClient client, String table) {
    client.createTable(
        request ->
            request
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                    Stream.of("principal", "id", "mapping", "accessKeyId")
                        .map(DecisionsTable::text)
                        .toList())
                .keySchema(key("principal", "id"))
                .globalSecondaryIndexes(
                    index("by-mapping", key("mapping", "id")),
                    index("by-access-key", key("accessKeyId", "id")),
                    index("by-id", key("id"))));
  }

  private static AttributeDefinition text(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static List<KeySchemaElement> key(String... names) {
    return Stream.of(names)
        .map(
            name ->
                KeySchemaElement.builder()
                    .attributeName(name)
                    .keyType(name.equals(names[0]) ? KeyType.HASH : KeyType.RANGE)
                    .build())
        .toList();
  }

  private static GlobalSecondaryIndex index(String name, List<KeySchemaElement> key) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key)
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }
}
