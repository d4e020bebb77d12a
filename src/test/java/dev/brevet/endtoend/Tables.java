package dev.brevet.endtoend;

import module java.base;

import dev.brevet.local.LocalWorld;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Looks into a world's tables, and puts into them what no administration would take.
final class Tables {
  private final DynamoDbClient client;
  private final LocalWorld world;
  private final Set<String> mappings = new HashSet<>();

  Tables(LocalWorld world) {
    this.client = world.dynamoDbClient();
    this.world = world;
  }

  /// The decision with this id, by the index.
  Map<String, AttributeValue> decision(String id) {
    List<Map<String, AttributeValue>> found = decisions("by-id", "id", id);
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " decisions have the id " + id);
    }
    return found.get(0);
  }

  /// Decisions by `principal` (the table itself), or by `by-mapping` and `by-access-key`.
  List<Map<String, AttributeValue>> decisions(String index, String key, String value) {
    QueryRequest.Builder query =
        QueryRequest.builder()
            .tableName(world.tableName("DECISIONS_TABLE"))
            .keyConditionExpression("#k = :v")
            .expressionAttributeNames(Map.of("#k", key))
            .expressionAttributeValues(Map.of(":v", AttributeValue.fromS(value)));
    if (!index.isEmpty()) {
      query.indexName(index);
    }
    return client.query(query.build()).items();
  }

  /// Puts `document` under a mapping's id, unchecked.
  void putMapping(String id, String document) {
    mappings.add(id);
    put("MAPPINGS_TABLE", Map.of("id", id, "document", document));
  }

  /// As many writes of mappings as nobody counted: the next list reads all of them again.
  void touchMappings() {
    client.updateItem(
        r ->
            r.tableName(world.tableName("MAPPINGS_TABLE"))
                .key(Map.of("id", AttributeValue.fromS("#stamp")))
                .updateExpression("ADD writes :many")
                .expressionAttributeValues(Map.of(":many", AttributeValue.fromN("1000"))));
  }

  /// Deletes what [#putMapping] put there: other tests of the shared world find mappings by their
  /// role, and list all.
  void removeMappings() {
    for (String id : mappings) {
      client.deleteItem(
          r ->
              r.tableName(world.tableName("MAPPINGS_TABLE"))
                  .key(Map.of("id", AttributeValue.fromS(id))));
    }
    mappings.clear();
    touchMappings();
  }

  /// Puts `document` under an issuer's URL, unchecked.
  void putIssuer(String url, String document) {
    put("ISSUERS_TABLE", Map.of("issuer", url, "document", document));
  }

  private void put(String table, Map<String, String> texts) {
    Map<String, AttributeValue> item = new java.util.HashMap<>();
    texts.forEach((name, text) -> item.put(name, AttributeValue.fromS(text)));
    item.put("version", AttributeValue.fromN("1"));
    client.putItem(r -> r.tableName(world.tableName(table)).item(item));
  }

  static Optional<String> text(Map<String, AttributeValue> item, String name) {
    return Optional.ofNullable(item.get(name)).map(AttributeValue::s);
  }
}
