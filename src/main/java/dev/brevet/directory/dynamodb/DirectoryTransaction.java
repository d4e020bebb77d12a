package dev.brevet.directory.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import module java.base;

import dev.brevet.directory.DirectoryStore.Edit;
import dev.brevet.directory.DirectoryStore.WriteOutcome;
import dev.brevet.directory.document.ItemWriter;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// One write: the stamp first, then each item and what was done to it.
final class DirectoryTransaction {
  /// How long readers can catch up by changes.
  static final Duration REMEMBERED = Duration.ofDays(7);

  private static final String FAILED = "ConditionalCheckFailed";
  private static final String AS_EXPECTED = "#v = :v";

  private final String table;
  private final long at;
  private final long expires;
  private final List<Edit> edits;

  DirectoryTransaction(String table, List<Edit> edits, long at, Instant now) {
    this.table = table;
    this.edits = edits;
    this.at = at;
    this.expires = now.plus(REMEMBERED).getEpochSecond();
  }

  TransactWriteItemsRequest request() {
    List<TransactWriteItem> writes = new ArrayList<>();
    writes.add(TransactWriteItem.builder().put(stamp()).build());
    for (int i = 0; i < edits.size(); i++) {
      Edit edit = edits.get(i);
      writes.add(
          switch (edit) {
            case Edit.Put put -> TransactWriteItem.builder().put(put(put)).build();
            case Edit.Delete delete -> TransactWriteItem.builder().delete(delete(delete)).build();
          });
      Map<String, AttributeValue> change = change(edit, i);
      writes.add(TransactWriteItem.builder().put(p -> p.tableName(table).item(change)).build());
    }
    return TransactWriteItemsRequest.builder().transactItems(writes).build();
  }

  /// What a cancelled one came to; empty when it was cancelled for another reason than what it
  /// asked for.
  static Optional<WriteOutcome> outcome(TransactionCanceledException cancelled) {
    List<CancellationReason> reasons = cancelled.cancellationReasons();
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    boolean conflicting =
        reasons.stream().anyMatch(reason -> "TransactionConflict".equals(reason.code()));
    if (FAILED.equals(reasons.get(0).code()) || conflicting) {
      return Optional.of(new WriteOutcome.Moved());
    }
    return reasons.stream().anyMatch(reason -> FAILED.equals(reason.code()))
        ? Optional.of(new WriteOutcome.Conflict())
        : Optional.empty();
  }

  private Put stamp() {
    Map<String, AttributeValue> row = new HashMap<>(Rows.STAMP_KEY);
    row.put(Rows.STAMP, Rows.number(at + 1));
    row.put(Rows.LOGGED_UNTIL, Rows.number(expires));
    return put(row, Rows.STAMP, Rows.STAMP, at);
  }

  /// A write of `row` where the stored one has no attribute `none`, or has `expected`, if that is
  /// not 0, as its `version`.
  private Put put(Map<String, AttributeValue> row, String none, String version, long expected) {
    Put.Builder put = Put.builder().tableName(table).item(row);
    return expected == 0
        ? put.conditionExpression("attribute_not_exists(#a)")
            .expressionAttributeNames(Map.of("#a", none))
            .build()
        : put.conditionExpression(AS_EXPECTED)
            .expressionAttributeNames(Map.of("#v", version))
            .expressionAttributeValues(Map.of(":v", Rows.number(expected)))
            .build();
  }

  private Put put(Edit.Put edit) {
    Map<String, AttributeValue> row = new HashMap<>(Rows.key(edit.key()));
    row.put(Rows.DOCUMENT, fromS(ItemWriter.write(edit.item())));
    row.put(Rows.VERSION, Rows.number(at + 1));
    return put(row, Rows.KIND, Rows.VERSION, edit.expectedVersion());
  }

  private Delete delete(Edit.Delete edit) {
    return Delete.builder()
        .tableName(table)
        .key(Rows.key(edit.key()))
        .conditionExpression(AS_EXPECTED)
        .expressionAttributeNames(Map.of("#v", Rows.VERSION))
        .expressionAttributeValues(Map.of(":v", Rows.number(edit.expectedVersion())))
        .build();
  }

  private Map<String, AttributeValue> change(Edit edit, int index) {
    Map<String, AttributeValue> row =
        new HashMap<>(Rows.key(Rows.CHANGE, Rows.changeName(at + 1, index)));
    row.put(Rows.CHANGED_KIND, fromS(edit.key().kind().label()));
    row.put(Rows.CHANGED_NAME, fromS(edit.key().name()));
    row.put(Rows.CHANGES, Rows.number(edits.size()));
    row.put(Rows.EXPIRES, Rows.number(expires));
    if (edit instanceof Edit.Put put) {
      row.put(Rows.DOCUMENT, fromS(ItemWriter.write(put.item())));
      row.put(Rows.VERSION, Rows.number(at + 1));
    }
    return row;
  }
}
