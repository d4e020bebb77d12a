package dev.brevet.lambda;

import module java.base;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// DynamoDB for the requests that prime a function: every call goes to the real tables and back,
/// but what is primed is found there only in name, and nothing is ever written.
///
/// A read asks the real table and then answers with the priming item where it was asked for that; a
/// query, with the priming items alone; a scan is the real one. A write is sent with a condition
/// that no item can meet, and its refusal is taken for success. Anything else is not supported.
final class PrimingDynamoDb implements DynamoDbClient {
  /// No item, present or absent, meets it.
  static final String NEVER = "attribute_exists(id) AND attribute_not_exists(id)";

  private final DynamoDbClient tables;
  private final Map<String, Map<String, AttributeValue>> itemByKey;

  /// `itemByKey` are the items that are pretended to be there, by the value of their key.
  PrimingDynamoDb(DynamoDbClient tables, Map<String, Map<String, AttributeValue>> itemByKey) {
    this.tables = tables;
    this.itemByKey = Map.copyOf(itemByKey);
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    GetItemResponse stored = tables.getItem(request);
    return pretended(request.key())
        .map(item -> GetItemResponse.builder().item(item).build())
        .orElse(stored);
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    List<ItemResponse> items = new ArrayList<>(tables.transactGetItems(request).responses());
    for (int i = 0; i < items.size(); i++) {
      Optional<Map<String, AttributeValue>> item =
          pretended(request.transactItems().get(i).get().key());
      if (item.isPresent()) {
        items.set(i, ItemResponse.builder().item(item.get()).build());
      }
    }
    return TransactGetItemsResponse.builder().responses(items).build();
  }

  private Optional<Map<String, AttributeValue>> pretended(Map<String, AttributeValue> key) {
    return key.values().stream()
        .map(AttributeValue::s)
        .filter(itemByKey::containsKey)
        .findFirst()
        .map(itemByKey::get);
  }

  /// What is pretended to be under the partition that is asked for; what the real table has there
  /// is asked for and left out.
  @Override
  public QueryResponse query(QueryRequest request) {
    tables.query(request.toBuilder().limit(1).build());
    AttributeValue partition = request.expressionAttributeValues().get(":k");
    return QueryResponse.builder()
        .items(
            itemByKey.values().stream()
                .filter(item -> partition != null && partition.equals(item.get("kind")))
                .toList())
        .build();
  }

  @Override
  public ScanResponse scan(ScanRequest request) {
    return tables.scan(request);
  }

  @Override
  public PutItemResponse putItem(PutItemRequest request) {
    PutItemRequest never =
        PutItemRequest.builder()
            .tableName(request.tableName())
            .item(request.item())
            .conditionExpression(NEVER)
            .build();
    try {
      tables.putItem(never);
    } catch (ConditionalCheckFailedException expected) {
      return PutItemResponse.builder().build();
    }
    throw new IllegalStateException("a write that nothing allows was accepted");
  }

  @Override
  public UpdateItemResponse updateItem(UpdateItemRequest request) {
    try {
      tables.updateItem(request.toBuilder().conditionExpression(NEVER).build());
    } catch (ConditionalCheckFailedException expected) {
      return UpdateItemResponse.builder().attributes(Map.of()).build();
    }
    throw new IllegalStateException("a write that nothing allows was accepted");
  }

  @Override
  public String serviceName() {
    return tables.serviceName();
  }

  @Override
  public void close() {
    tables.close();
  }
}
