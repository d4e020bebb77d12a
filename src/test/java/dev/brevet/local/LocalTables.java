package dev.brevet.local;

import module java.base;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;

/// Makes the tables that the template declares, where they are not there yet.
final class LocalTables {
  private LocalTables() {}

  /// Makes what is missing; what is there stays as it is, with its items.
  static void create(DynamoDbClient client, Template template) {
    template
        .resources("AWS::DynamoDB::Table")
        .forEach((id, table) -> create(client, template.tableName(id), table));
  }

  /// Makes a table of that name as `table` declares it, where it is not there yet.
  static void create(DynamoDbClient client, String name, Map<String, Object> table) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                maps(table, "AttributeDefinitions").stream().map(LocalTables::attribute).toList())
            .keySchema(keys(table));
    List<GlobalSecondaryIndex> indexes =
        maps(table, "GlobalSecondaryIndexes").stream().map(LocalTables::index).toList();
    if (!indexes.isEmpty()) {
      request.globalSecondaryIndexes(indexes);
    }
    try {
      client.createTable(request.build());
    } catch (ResourceInUseException e) {
      return;
    }
    client.waiter().waitUntilTableExists(r -> r.tableName(name));
    timeToLive(table)
        .ifPresent(
            attribute ->
                client.updateTimeToLive(
                    r ->
                        r.tableName(name)
                            .timeToLiveSpecification(
                                t -> t.attributeName(attribute).enabled(true))));
  }

  private static Optional<String> timeToLive(Map<String, Object> table) {
    return Optional.ofNullable(table.get("TimeToLiveSpecification"))
        .map(specification -> text(Template.map(specification), "AttributeName"));
  }

  private static AttributeDefinition attribute(Map<String, Object> declared) {
    return AttributeDefinition.builder()
        .attributeName(text(declared, "AttributeName"))
        .attributeType(text(declared, "AttributeType"))
        .build();
  }

  private static GlobalSecondaryIndex index(Map<String, Object> declared) {
    String projection =
        text(Template.map(declared.getOrDefault("Projection", Map.of())), "ProjectionType");
    return GlobalSecondaryIndex.builder()
        .indexName(text(declared, "IndexName"))
        .keySchema(keys(declared))
        .projection(Projection.builder().projectionType(projection).build())
        .build();
  }

  private static List<KeySchemaElement> keys(Map<String, Object> declared) {
    return maps(declared, "KeySchema").stream()
        .map(
            key ->
                KeySchemaElement.builder()
                    .attributeName(text(key, "AttributeName"))
                    .keyType(text(key, "KeyType"))
                    .build())
        .toList();
  }

  private static List<Map<String, Object>> maps(Map<String, Object> in, String name) {
    return Template.list(in.getOrDefault(name, List.of())).stream().map(Template::map).toList();
  }

  private static String text(Map<String, Object> in, String name) {
    return Template.text(in.get(name));
  }
}
