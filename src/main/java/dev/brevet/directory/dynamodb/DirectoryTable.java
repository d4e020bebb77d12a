package dev.brevet.directory.dynamodb;

import module java.base;

import dev.brevet.directory.DirectoryUnavailable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// Strongly consistent reads of one table. What does not answer is a [DirectoryUnavailable].
///
/// A query sees each row as some write left it, but may see one row of a write and not yet another
/// of the same write; only a transaction's read waits for none and shows none of a write that is
/// half done. Source: Amazon DynamoDB Developer Guide, transaction-apis (isolation levels).
record DirectoryTable(DynamoDbClient client, String name) {

  /// One row; empty when there is none.
  Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
    return answered(
        () -> client.getItem(get -> get.tableName(name).key(key).consistentRead(true)).item());
  }

  /// One page that begins after the key `start`; from the first row where that is empty.
  QueryResponse page(QueryRequest.Builder query, Map<String, AttributeValue> start) {
    query.tableName(name).consistentRead(true);
    if (!start.isEmpty()) {
      query.exclusiveStartKey(start);
    }
    return answered(() -> client.query(query.build()));
  }

  /// All rows of a query.
  void each(QueryRequest.Builder query, Consumer<Map<String, AttributeValue>> rows) {
    Map<String, AttributeValue> start = Map.of();
    do {
      QueryResponse page = page(query, start);
      page.items().forEach(rows);
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (!start.isEmpty());
  }

  /// The rows under some keys as they are at one moment, in the order of the keys, each empty where
  /// there is none; empty while a write to one of them is half done.
  Optional<List<Map<String, AttributeValue>>> atRest(List<Map<String, AttributeValue>> keys) {
    List<TransactGetItem> gets = new ArrayList<>();
    keys.forEach(
        key -> gets.add(TransactGetItem.builder().get(g -> g.tableName(name).key(key)).build()));
    try {
      return Optional.of(
          client.transactGetItems(request -> request.transactItems(gets)).responses().stream()
              .map(ItemResponse::item)
              .toList());
    } catch (TransactionCanceledException e) {
      if (e.cancellationReasons().stream()
          .anyMatch(reason -> "TransactionConflict".equals(reason.code()))) {
        return Optional.empty();
      }
      throw unavailable(e);
    } catch (TransactionConflictException _) {
      return Optional.empty();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private static <T> T answered(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  static DirectoryUnavailable unavailable(SdkException cause) {
    return new DirectoryUnavailable("the directory's table did not answer", cause);
  }
}
