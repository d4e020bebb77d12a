package dev.brevet.directory.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// The directory in a DynamoDB table: partition key `kind`, sort key `name`, the item's JSON in
/// `document`, its number in `version`.
///
/// Two kinds are not items. `directory`/`stamp` holds the number of writes in `stamp`. Under
/// `change` is what each write did, by its number, for a week: readers replay it. All are written
/// in one transaction, conditional on the stamp. Reads are strongly consistent; but a query can see
/// part of a transaction that is just being written, so a change counts only once all of it is
/// seen. Source: Amazon DynamoDB Developer Guide, transaction-apis (isolation levels).
public final class DynamoDbDirectoryStore implements DirectoryStore {
  // How often changes that must be there are asked for before they are taken to be lost.
  private static final int TRIES = 4;
  // How many of the last changes are replayed over what was read item by item.
  private static final long REPLAYED = 64;

  private final DynamoDbClient client;
  private final String table;
  private final InstantSource clock;

  /// The directory in `table`.
  ///
  /// @param client a client whose timeouts and retries fit within the function's
  /// @param clock tells when changes may be forgotten
  public DynamoDbDirectoryStore(DynamoDbClient client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.clock = clock;
  }

  @Override
  public long stamp() {
    return Rows.stamp(get(Rows.STAMP_KEY));
  }

  @Override
  public Optional<StoredItem> find(ItemKey key) {
    Map<String, AttributeValue> row = get(Rows.key(key.kind().label(), key.name()));
    return row.isEmpty() ? Optional.empty() : Optional.of(Rows.item(key.kind(), row));
  }

  @Override
  public List<StoredItem> list(ItemKind kind, String prefix, String after, int limit) {
    List<StoredItem> items = new ArrayList<>();
    Map<String, AttributeValue> start = after.isEmpty() ? Map.of() : Rows.key(kind.label(), after);
    do {
      QueryRequest.Builder query =
          prefix.isEmpty()
              ? all(kind.label())
              : all(kind.label())
                  .keyConditionExpression("#k = :k AND begins_with(#n, :n)")
                  .expressionAttributeNames(Map.of("#k", Rows.KIND, "#n", Rows.NAME))
                  .expressionAttributeValues(
                      Map.of(":k", fromS(kind.label()), ":n", fromS(prefix)));
      QueryResponse page = page(query.limit(limit - items.size()), start);
      page.items().forEach(row -> items.add(Rows.item(kind, row)));
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (!start.isEmpty() && items.size() < limit);
    return List.copyOf(items);
  }

  @Override
  public long readAll(Sink sink) {
    long before = stamp();
    for (ItemKind kind : ItemKind.values()) {
      Map<String, AttributeValue> start = Map.of();
      do {
        QueryResponse page = page(all(kind.label()), start);
        page.items().forEach(row -> sink.put(Rows.item(kind, row)));
        start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
      } while (!start.isEmpty());
    }
    // What was written meanwhile, and what was only half to be seen.
    return replay(Math.max(0, before - REPLAYED), before, sink);
  }

  @Override
  public OptionalLong readChanges(long after, Sink sink) {
    for (int i = 0; i < TRIES; i++) {
      long now = stamp();
      if (now == after) {
        return OptionalLong.of(after);
      }
      ChangeRun run = changes(after, now);
      if (run.isWhole() && run.follows(after)) {
        run.give(sink);
        return OptionalLong.of(run.last());
      }
    }
    return OptionalLong.empty();
  }

  private long replay(long after, long atLeast, Sink sink) {
    for (int i = 0; i < TRIES; i++) {
      Map<String, AttributeValue> stamp = get(Rows.STAMP_KEY);
      long now = Rows.stamp(stamp);
      ChangeRun run = changes(after, now);
      if (now < atLeast) {
        throw new DirectoryUnavailable("the directory's stamp went back");
      }
      // Changes that were forgotten are long complete.
      if (run.isWhole() || Rows.isForgotten(stamp, clock.instant())) {
        run.give(sink);
        return now;
      }
    }
    throw new DirectoryUnavailable("the directory's last changes are not to be read");
  }

  private ChangeRun changes(long after, long upTo) {
    ChangeRun run = new ChangeRun(upTo);
    if (after >= upTo) {
      return run;
    }
    Map<String, AttributeValue> start = Map.of();
    do {
      QueryRequest.Builder query =
          QueryRequest.builder()
              .keyConditionExpression("#k = :k AND #n BETWEEN :a AND :b")
              .expressionAttributeNames(Map.of("#k", Rows.KIND, "#n", Rows.NAME))
              .expressionAttributeValues(
                  Map.of(
                      ":k", fromS(Rows.CHANGE),
                      ":a", fromS(Rows.changeName(after + 1, 0)),
                      ":b", fromS(Rows.changeName(upTo, MOST_EDITS))));
      QueryResponse page = page(query, start);
      page.items().forEach(run::add);
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (!start.isEmpty());
    return run;
  }

  @Override
  public WriteOutcome write(List<Edit> edits, long at) {
    if (edits.isEmpty() || edits.size() > MOST_EDITS) {
      throw new IllegalArgumentException("a write has 1 to " + MOST_EDITS + " edits");
    }
    Instant now = clock.instant();
    DirectoryTransaction transaction = new DirectoryTransaction(table, at, now);
    edits.forEach(transaction::add);
    try {
      client.transactWriteItems(transaction.request());
      return new WriteOutcome.Written(at + 1);
    } catch (TransactionCanceledException e) {
      return DirectoryTransaction.outcome(e)
          .orElseThrow(() -> new DirectoryUnavailable("the directory's table refused", e));
    } catch (TransactionConflictException _) {
      return new WriteOutcome.Moved();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private static QueryRequest.Builder all(String kind) {
    return QueryRequest.builder()
        .keyConditionExpression("#k = :k")
        .expressionAttributeNames(Map.of("#k", Rows.KIND))
        .expressionAttributeValues(Map.of(":k", fromS(kind)));
  }

  private QueryResponse page(QueryRequest.Builder query, Map<String, AttributeValue> start) {
    query.tableName(table).consistentRead(true);
    if (!start.isEmpty()) {
      query.exclusiveStartKey(start);
    }
    return answered(() -> client.query(query.build()));
  }

  private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
    return answered(
        () -> client.getItem(get -> get.tableName(table).key(key).consistentRead(true)).item());
  }

  private static <T> T answered(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private static DirectoryUnavailable unavailable(SdkException cause) {
    return new DirectoryUnavailable("the directory's table did not answer", cause);
  }
}
