package dev.brevet.directory.dynamodb;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import module java.base;

import dev.brevet.directory.DirectoryStore.StoredItem;
import dev.brevet.directory.DirectoryUnavailable;
import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The table's rows.
final class Rows {
  static final String KIND = "kind";
  static final String NAME = "name";
  static final String DOCUMENT = "document";
  static final String VERSION = "version";

  static final String STAMP = "stamp";

  /// Until when the last write's changes are kept.
  static final String LOGGED_UNTIL = "loggedUntil";

  static final Map<String, AttributeValue> STAMP_KEY = key("directory", STAMP);

  static final String CHANGE = "change";
  static final String CHANGED_KIND = "changedKind";
  static final String CHANGED_NAME = "changedName";

  /// How many changes the write has.
  static final String CHANGES = "changes";

  static final String EXPIRES = "expiresAt";

  // DynamoDB does a transaction within seconds; the rest is for clocks that are wrong.
  private static final Duration SETTLED = Duration.ofDays(1);

  private Rows() {}

  static Map<String, AttributeValue> key(String kind, String name) {
    return Map.of(KIND, fromS(kind), NAME, fromS(name));
  }

  static Map<String, AttributeValue> key(ItemKey key) {
    return key(key.kind().label(), key.name());
  }

  /// Sorts as the numbers do.
  static String changeName(long stamp, int index) {
    return "%019d/%02d".formatted(stamp, index);
  }

  /// The write that a change is of; 0, which is of none, for a row that Brevet did not write.
  static long changeStamp(Map<String, AttributeValue> change) {
    String name = text(change, NAME);
    return name.matches("[0-9]{19}/[0-9]{2}") ? count(fromN(name.substring(0, 19))) : 0;
  }

  static StoredItem item(ItemKind kind, Map<String, AttributeValue> row) {
    return new StoredItem(
        new ItemKey(kind, text(row, NAME)), text(row, DOCUMENT), count(row.get(VERSION)));
  }

  static long stamp(Map<String, AttributeValue> row) {
    if (row.isEmpty()) {
      return 0;
    }
    long stamp = count(row.get(STAMP));
    if (stamp == 0) {
      throw new DirectoryUnavailable("the directory's stamp is broken");
    }
    return stamp;
  }

  /// Whether what is kept until `until` may be gone.
  static boolean isOver(@Nullable AttributeValue until, Instant now) {
    return count(until) <= now.getEpochSecond();
  }

  /// Whether the write whose changes are kept until `until` is so long ago that all of it is seen
  /// by every reader, and so are those before it. Changes go only long after that, so that it does
  /// not matter when, whatever DynamoDB's clock says.
  static boolean isSettled(@Nullable AttributeValue until, Instant now) {
    return isOver(until, now.plus(DirectoryTransaction.REMEMBERED).minus(SETTLED));
  }

  static QueryRequest.Builder all(String kind) {
    return QueryRequest.builder()
        .keyConditionExpression("#k = :k")
        .expressionAttributeNames(Map.of("#k", KIND))
        .expressionAttributeValues(Map.of(":k", fromS(kind)));
  }

  static QueryRequest.Builder beginning(String kind, String prefix) {
    return QueryRequest.builder()
        .keyConditionExpression("#k = :k AND begins_with(#n, :n)")
        .expressionAttributeNames(Map.of("#k", KIND, "#n", NAME))
        .expressionAttributeValues(Map.of(":k", fromS(kind), ":n", fromS(prefix)));
  }

  /// The rows whose names are between two, both included.
  static QueryRequest.Builder range(String kind, String from, String to) {
    return QueryRequest.builder()
        .keyConditionExpression("#k = :k AND #n BETWEEN :a AND :b")
        .expressionAttributeNames(Map.of("#k", KIND, "#n", NAME))
        .expressionAttributeValues(Map.of(":k", fromS(kind), ":a", fromS(from), ":b", fromS(to)));
  }

  /// Empty for what is no text: nothing that is read takes that for something.
  static String text(Map<String, AttributeValue> row, String name) {
    AttributeValue value = row.get(name);
    return value == null || value.s() == null ? "" : value.s();
  }

  /// 0 for what is no positive whole number.
  static long count(@Nullable AttributeValue value) {
    if (value == null || value.n() == null) {
      return 0;
    }
    try {
      return Math.max(0, Long.parseLong(value.n()));
    } catch (NumberFormatException _) {
      return 0;
    }
  }

  static AttributeValue number(long value) {
    return fromN(Long.toString(value));
  }
}
