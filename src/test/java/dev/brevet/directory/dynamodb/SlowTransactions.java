package dev.brevet.directory.dynamodb;

import module java.base;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// A table of DynamoDB Local as strict as DynamoDB's documentation lets one be: the rows of a
/// transaction come to be seen one by one, in any order, while others read and write. Until then a
/// row is seen as it was before, and a transaction that touches it is cancelled.
///
/// Source: Amazon DynamoDB Developer Guide, transaction-apis: queries are read-committed, and a
/// transaction conflicts with a write transaction that is in progress on one of its items.
final class SlowTransactions implements DynamoDbClient {
  private final DynamoDbClient table;
  private final Random random;

  /// The rows that are not to be seen yet: as they are seen until then, empty for none.
  private final Map<Map<String, AttributeValue>, Map<String, AttributeValue>> before =
      new HashMap<>();

  private @Nullable Runnable others;
  private boolean stuck;

  SlowTransactions(DynamoDbClient table, Random random) {
    this.table = table;
    this.random = random;
  }

  /// What others do before each call, at times; not before their own.
  void meanwhile(Runnable othersDo) {
    others = othersDo;
  }

  /// Nobody else does anything.
  void alone() {
    others = null;
  }

  /// From now on nothing more comes to be seen.
  void stick() {
    stuck = true;
  }

  /// All that was written is seen.
  void settle() {
    stuck = false;
    before.clear();
  }

  boolean isHalfDone() {
    return !before.isEmpty();
  }

  /// Makes one row be seen.
  void show(Map<String, AttributeValue> key) {
    before.remove(key);
  }

  private void step() {
    Runnable doing = others;
    if (doing != null) {
      others = null;
      doing.run();
      others = doing;
    }
    if (!stuck) {
      sorted().stream().filter(_ -> random.nextInt(3) == 0).forEach(before::remove);
    }
  }

  /// In one order, so that a seed is enough to do everything again.
  private List<Map<String, AttributeValue>> sorted() {
    return before.keySet().stream().sorted(Comparator.comparing(SlowTransactions::text)).toList();
  }

  @Override
  public GetItemResponse getItem(GetItemRequest request) {
    step();
    Map<String, AttributeValue> old = before.get(request.key());
    return old == null ? table.getItem(request) : GetItemResponse.builder().item(old).build();
  }

  @Override
  public QueryResponse query(QueryRequest request) {
    step();
    QueryResponse page = table.query(request);
    if (page.hasLastEvaluatedKey()) {
      throw new IllegalStateException("more than a page");
    }
    Map<String, Map<String, AttributeValue>> rows =
        page.items().stream()
            .collect(
                Collectors.toMap(row -> text(key(row)), row -> row, (a, _) -> a, HashMap::new));
    before.forEach(
        (key, old) -> {
          if (old.isEmpty()) {
            rows.remove(text(key));
          } else if (isAskedFor(request, key)) {
            rows.put(text(key), old);
          }
        });
    List<Map<String, AttributeValue>> seen = new ArrayList<>(rows.values());
    seen.sort(Comparator.comparing(SlowTransactions::text));
    return QueryResponse.builder().items(seen).build();
  }

  private static boolean isAskedFor(QueryRequest request, Map<String, AttributeValue> key) {
    Map<String, AttributeValue> values = request.expressionAttributeValues();
    String name = key.get("name").s();
    return key.get("kind").equals(values.get(":k"))
        && switch (request.keyConditionExpression()) {
          case "#k = :k" -> true;
          case "#k = :k AND #n BETWEEN :a AND :b" ->
              name.compareTo(values.get(":a").s()) >= 0
                  && name.compareTo(values.get(":b").s()) <= 0;
          default -> throw new IllegalStateException(request.keyConditionExpression());
        };
  }

  @Override
  public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
    step();
    refuseHalfDone(
        request.transactItems().stream().map(TransactGetItem::get).map(get -> get.key()).toList());
    return table.transactGetItems(request);
  }

  @Override
  public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
    step();
    List<Map<String, AttributeValue>> keys =
        request.transactItems().stream().map(SlowTransactions::written).toList();
    refuseHalfDone(keys);
    Map<Map<String, AttributeValue>, Map<String, AttributeValue>> were = new HashMap<>();
    for (Map<String, AttributeValue> key : keys) {
      were.put(
          key,
          table
              .getItem(get -> get.tableName(written(request)).key(key).consistentRead(true))
              .item());
    }
    TransactWriteItemsResponse response = table.transactWriteItems(request);
    before.putAll(were);
    return response;
  }

  private static String written(TransactWriteItemsRequest request) {
    return request.transactItems().getFirst().put().tableName();
  }

  private static Map<String, AttributeValue> written(TransactWriteItem write) {
    return write.delete() == null ? key(write.put().item()) : write.delete().key();
  }

  private void refuseHalfDone(List<Map<String, AttributeValue>> keys) {
    if (keys.stream().anyMatch(before::containsKey)) {
      throw TransactionCanceledException.builder()
          .message("a transaction is in progress")
          .cancellationReasons(
              keys.stream()
                  .map(key -> before.containsKey(key) ? "TransactionConflict" : "None")
                  .map(code -> CancellationReason.builder().code(code).build())
                  .toList())
          .build();
    }
  }

  private static Map<String, AttributeValue> key(Map<String, AttributeValue> row) {
    return Map.of("kind", row.get("kind"), "name", row.get("name"));
  }

  private static String text(Map<String, AttributeValue> row) {
    return row.get("kind").s() + "\n" + row.get("name").s();
  }

  @Override
  public String serviceName() {
    return table.serviceName();
  }

  @Override
  public void close() {
    table.close();
  }
}
