package dev.brevet.mapping.dynamodb;

import module java.base;

import dev.brevet.json.DocumentReading;
import dev.brevet.json.DocumentReading.Readable;
import dev.brevet.json.DocumentReading.Unreadable;
import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.MappingWriter;
import dev.brevet.mapping.RoleMapping;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Role mappings in a table: key `id`, the mapping's JSON in `document`, its number in `version`.
///
/// One that was deleted leaves its number behind, in a row with `deleted` and without `document`:
/// the next mapping of that id counts on from there, so that no version is ever given twice.
///
/// Reads are strongly consistent, so that a mapping that was disabled is disabled at once. A stored
/// mapping is checked like one that an administrator writes.
///
/// The row `#stamp`, which is no mapping's, counts the writes and names the mappings that the last
/// of them wrote ([LastWrites]). Each write is added after it is done and before it is answered, so
/// that a list reads what was written since the last one, and not the whole table
/// ([KnownMappings]).
public final class DynamoDbMappingStore implements MappingStore {
  private static final String STORED = "version = :version AND attribute_not_exists(deleted)";
  private static final String DELETED = "version = :version AND attribute_exists(deleted)";
  private static final String STAMP_ID = "#stamp";

  /// A write leaves the names of at least as many writes, and of at most twice as many, so that the
  /// row stays below 4 KB, one read unit.
  private static final int REMEMBERED = 16;

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Consumer<String> log;
  private final ReadDocuments known = new ReadDocuments();
  private final KnownMappings all;

  /// The mappings in `table`.
  ///
  /// @param clock gives the age of what was listed
  /// @param log takes one line for each broken item that was read
  public DynamoDbMappingStore(
      DynamoDbClient dynamoDb, String table, InstantSource clock, Consumer<String> log) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.log = log;
    this.all =
        new KnownMappings(
            clock, () -> LastWrites.of(row(key(STAMP_ID))), this::scan, this::readable);
  }

  @Override
  public Optional<RoleMapping> find(MappingId id) {
    Map<String, AttributeValue> item = row(key(id.value()));
    try {
      return item.isEmpty() || isDeleted(item)
          ? Optional.empty()
          : Optional.of(mapping(id, item, known::read));
    } catch (BrokenMapping e) {
      log.accept(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  @Override
  public List<RoleMapping> list() {
    return all.all();
  }

  /// Empty as well where it is broken: that is logged, and it is left out of lists.
  private Optional<RoleMapping> readable(MappingId id) {
    try {
      return find(id);
    } catch (BrokenMapping _) {
      return Optional.empty();
    }
  }

  private List<RoleMapping> scan(Function<String, DocumentReading<RoleMapping>> reader) {
    ScanRequest all = ScanRequest.builder().tableName(table).consistentRead(true).build();
    List<Map<String, AttributeValue>> items =
        answer(() -> dynamoDb.scanPaginator(all).items().stream().toList());
    List<RoleMapping> mappings = new ArrayList<>();
    for (Map<String, AttributeValue> item : items) {
      if (isDeleted(item) || AttributeValue.fromS(STAMP_ID).equals(item.get("id"))) {
        continue;
      }
      Optional<MappingId> id = text(item.get("id")).flatMap(MappingId::parse);
      try {
        if (id.isPresent()) {
          mappings.add(mapping(id.get(), item, reader));
        } else {
          log.accept("an item of the mapping table has no mapping id as key");
        }
      } catch (BrokenMapping e) {
        log.accept(String.valueOf(e.getMessage()));
      }
    }
    mappings.sort(Comparator.comparing(mapping -> mapping.id().value()));
    return mappings;
  }

  @Override
  public WriteOutcome put(RoleMapping mapping, long expectedVersion) {
    if (expectedVersion != 0) {
      return put(mapping, expectedVersion, STORED);
    }
    Map<String, AttributeValue> before = row(key(mapping.id().value()));
    if (before.isEmpty()) {
      return put(mapping, 0, "attribute_not_exists(id)");
    }
    Optional<Long> last = version(before.get("version"));
    return isDeleted(before) && last.isPresent()
        ? put(mapping, last.get(), DELETED)
        : new WriteOutcome.Conflict();
  }

  private WriteOutcome put(RoleMapping mapping, long last, String condition) {
    Map<String, AttributeValue> item =
        Map.of(
            "id", AttributeValue.fromS(mapping.id().value()),
            "document", AttributeValue.fromS(MappingWriter.write(mapping)),
            "version", number(last + 1));
    return write(mapping.id(), item, last, condition, last + 1);
  }

  @Override
  public WriteOutcome delete(MappingId id, long expectedVersion) {
    Map<String, AttributeValue> item =
        Map.of(
            "id", AttributeValue.fromS(id.value()),
            "version", number(expectedVersion),
            "deleted", AttributeValue.fromBool(true));
    return write(id, item, expectedVersion, STORED, expectedVersion);
  }

  /// `last` is the version that must be there, 0 for none; `version` is that of the outcome.
  private WriteOutcome write(
      MappingId id, Map<String, AttributeValue> item, long last, String condition, long version) {
    try {
      WriteOutcome outcome = new WriteOutcome.Written(version);
      try {
        dynamoDb.putItem(
            put ->
                put.tableName(table)
                    .item(item)
                    .conditionExpression(condition)
                    .expressionAttributeValues(expected(last)));
      } catch (ConditionalCheckFailedException _) {
        // So fails the client's second try, too, where its first one was done and its answer lost.
        outcome = new WriteOutcome.Conflict();
      }
      count(id);
      return outcome;
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  /// Adds a write of `id` to the row, or what may have been one. One that is added twice, as a try
  /// of the client may come late, says no less: the mapping is read once more.
  private void count(MappingId id) {
    Map<String, AttributeValue> now =
        dynamoDb
            .updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(key(STAMP_ID))
                        .updateExpression(LastWrites.ADD)
                        .expressionAttributeValues(LastWrites.added(id))
                        .returnValues(ReturnValue.ALL_NEW))
            .attributes();
    int names = LastWrites.of(now).names().size();
    if (names >= 2 * REMEMBERED) {
      forget(names);
    }
  }

  /// All names but the last [#REMEMBERED] of `names`, where another write did not do that. Where it
  /// fails, the next write does it.
  private void forget(int names) {
    try {
      dynamoDb.updateItem(
          update ->
              update
                  .tableName(table)
                  .key(key(STAMP_ID))
                  .updateExpression(LastWrites.removal(names - REMEMBERED))
                  .conditionExpression("size(recent) >= :names")
                  .expressionAttributeValues(Map.of(":names", number(names))));
    } catch (SdkException _) {
      return;
    }
  }

  private Map<String, AttributeValue> row(Map<String, AttributeValue> key) {
    return answer(
        () -> dynamoDb.getItem(get -> get.tableName(table).key(key).consistentRead(true)).item());
  }

  private static boolean isDeleted(Map<String, AttributeValue> item) {
    return item.containsKey("deleted");
  }

  private static RoleMapping mapping(
      MappingId id,
      Map<String, AttributeValue> item,
      Function<String, DocumentReading<RoleMapping>> reader) {
    String document =
        text(item.get("document")).orElseThrow(() -> new BrokenMapping(id, "no document"));
    long version =
        version(item.get("version")).orElseThrow(() -> new BrokenMapping(id, "no version"));
    return switch (reader.apply(document)) {
      case Readable(RoleMapping mapping) when mapping.id().equals(id) ->
          mapping.withVersion(version);
      case Readable<RoleMapping> _ ->
          throw new BrokenMapping(id, "its document belongs to another mapping");
      case Unreadable<RoleMapping> unreadable -> throw new BrokenMapping(id, unreadable.summary());
    };
  }

  private static Optional<String> text(@Nullable AttributeValue value) {
    return Optional.ofNullable(value).flatMap(present -> Optional.ofNullable(present.s()));
  }

  private static Optional<Long> version(@Nullable AttributeValue value) {
    try {
      return Optional.ofNullable(value)
          .flatMap(present -> Optional.ofNullable(present.n()))
          .map(Long::valueOf)
          .filter(version -> version > 0);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static <T> T answer(Supplier<T> read) {
    try {
      return read.get();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  private static MappingStoreUnavailable unavailable(SdkException e) {
    return new MappingStoreUnavailable("the mapping table did not answer", e);
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  private static @Nullable Map<String, AttributeValue> expected(long version) {
    return version == 0 ? null : Map.of(":version", number(version));
  }

  private static AttributeValue number(long value) {
    return AttributeValue.fromN(Long.toString(value));
  }
}
