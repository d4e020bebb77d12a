package dev.brevet.directory.dynamodb;

import module java.base;

import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
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
/// `change` is what each write did, by its number, for a week: readers that are behind replay it.
/// All are written in one transaction, conditional on the stamp. Reads are strongly consistent; but
/// a query can see part of a transaction that is just being written, so a change counts only once
/// all of it is seen. DynamoDB deletes changes when it likes, in any order: what is missing decides
/// nothing. Source: Amazon DynamoDB Developer Guide, transaction-apis (isolation levels), TTL.
public final class DynamoDbDirectoryStore implements DirectoryStore {
  // How often changes are asked for before everything is read.
  private static final int TRIES = 4;

  private final DynamoDbClient client;
  private final String table;
  private final DirectoryTable rows;
  private final InstantSource clock;

  /// The directory in `table`.
  ///
  /// @param client a client whose timeouts and retries fit within the function's
  /// @param clock says when changes may be forgotten
  public DynamoDbDirectoryStore(DynamoDbClient client, String table, InstantSource clock) {
    this.client = client;
    this.table = table;
    this.rows = new DirectoryTable(client, table);
    this.clock = clock;
  }

  @Override
  public long stamp() {
    return Rows.stamp(rows.get(Rows.STAMP_KEY));
  }

  @Override
  public OptionalLong settledStamp() {
    return new SettledStamp(rows, clock.instant()).read();
  }

  @Override
  public Optional<StoredItem> find(ItemKey key) {
    Map<String, AttributeValue> row = rows.get(Rows.key(key));
    return row.isEmpty() ? Optional.empty() : Optional.of(Rows.item(key.kind(), row));
  }

  @Override
  public List<StoredItem> list(ItemKind kind, String prefix, String after, int limit) {
    List<StoredItem> items = new ArrayList<>();
    Map<String, AttributeValue> start = after.isEmpty() ? Map.of() : Rows.key(kind.label(), after);
    do {
      QueryRequest.Builder query =
          prefix.isEmpty() ? Rows.all(kind.label()) : Rows.beginning(kind.label(), prefix);
      QueryResponse page = rows.page(query.limit(limit - items.size()), start);
      page.items().forEach(row -> items.add(Rows.item(kind, row)));
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
    } while (!start.isEmpty() && items.size() < limit);
    return List.copyOf(items);
  }

  @Override
  public long readAll(Sink sink) {
    return new WholeReading(rows, clock.instant(), sink).read();
  }

  @Override
  public OptionalLong readChanges(long after, Sink sink) {
    Instant read = clock.instant();
    for (int i = 0; i < TRIES; i++) {
      long now = stamp();
      if (now == after) {
        return OptionalLong.of(after);
      }
      Changes changes =
          Changes.read(rows, after, now, row -> Rows.isOver(row.get(Rows.EXPIRES), read));
      if (changes.isWhole()) {
        changes.give(after + 1, sink);
        return OptionalLong.of(now);
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public WriteOutcome write(List<Edit> edits, long at) {
    if (edits.isEmpty() || edits.size() > MOST_EDITS) {
      throw new IllegalArgumentException("a write has 1 to " + MOST_EDITS + " edits");
    }
    DirectoryTransaction transaction = new DirectoryTransaction(table, edits, at, clock.instant());
    try {
      client.transactWriteItems(transaction.request());
      return new WriteOutcome.Written(at + 1);
    } catch (TransactionCanceledException e) {
      return DirectoryTransaction.outcome(e)
          .orElseThrow(() -> new DirectoryUnavailable("the directory's table refused", e));
    } catch (TransactionConflictException _) {
      return new WriteOutcome.Moved();
    } catch (SdkException e) {
      throw DirectoryTable.unavailable(e);
    }
  }
}
