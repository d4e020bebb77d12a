package dev.brevet.mapping.dynamodb;

import dev.brevet.mapping.BrokenMapping;
import dev.brevet.mapping.MappingId;
import dev.brevet.mapping.MappingReading;
import dev.brevet.mapping.MappingReading.Readable;
import dev.brevet.mapping.MappingReading.Unreadable;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.MappingStoreUnavailable;
import dev.brevet.mapping.MappingWriter;
import dev.brevet.mapping.RoleMapping;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/// Role mappings in a table: key `id`, the mapping's JSON in `document`, its number in `version`.
///
/// One that was deleted leaves its number behind, in a row with `deleted` and without `document`:
/// the next mapping of that id counts on from there, so that no version is ever given twice.
///
/// Reads are strongly consistent, so that a mapping that was disabled is disabled at once. What is
/// stored is checked like what somebody wants to store.
///
/// The row `#stamp`, which is no mapping's, says in `stamp` which write was the last. It is written
/// after each and before that is answered, so that whoever lists need not read what is known
/// ([KnownMappings]).
public final class DynamoDbMappingStore implements MappingStore {
  private static final String STORED = "version = :version AND attribute_not_exists(deleted)";
  private static final String DELETED = "version = :version AND attribute_exists(deleted)";
  private static final String STAMP_ID = "#stamp";

  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Consumer<String> log;
  private final ReadDocuments known = new ReadDocuments();
  private final KnownMappings all;

  /// The mappings in `table`.
  ///
  /// @param clock tells how old what was listed is
  /// @param log takes one line for each broken item that was read
  public DynamoDbMappingStore(
      DynamoDbClient dynamoDb, String table, InstantSource clock, Consumer<String> log) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.log = log;
    this.all = new KnownMappings(clock, this::stamp, this::scan);
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

  private String stamp() {
    return text(row(key(STAMP_ID)).get("stamp")).orElse("");
  }

  private List<RoleMapping> scan(Function<String, MappingReading> reader) {
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
    return write(item, last, condition, last + 1, mapping.id() + "/" + (last + 1));
  }

  @Override
  public WriteOutcome delete(MappingId id, long expectedVersion) {
    Map<String, AttributeValue> item =
        Map.of(
            "id", AttributeValue.fromS(id.value()),
            "version", number(expectedVersion),
            "deleted", AttributeValue.fromBool(true));
    String stamp = id + "/" + expectedVersion + "/deleted";
    return write(item, expectedVersion, STORED, expectedVersion, stamp);
  }

  /// `last` is the version that must be there, 0 for none; `version` what the outcome tells. No two
  /// writes are of one id, version and kind: no `stamp` comes twice.
  private WriteOutcome write(
      Map<String, AttributeValue> item, long last, String condition, long version, String stamp) {
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(item)
                  .conditionExpression(condition)
                  .expressionAttributeValues(expected(last)));
      stamp(stamp);
      return new WriteOutcome.Written(version);
    } catch (ConditionalCheckFailedException _) {
      return new WriteOutcome.Conflict();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  /// In place of the stamp that is there once the write is done. Where another took its place
  /// since, that one was written after this write too, and says as much; and a try that comes late,
  /// behind the next writes, brings no stamp back that was there before them.
  private void stamp(String write) {
    AttributeValue before = row(key(STAMP_ID)).get("stamp");
    Map<String, AttributeValue> item =
        Map.of("id", AttributeValue.fromS(STAMP_ID), "stamp", AttributeValue.fromS(write));
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(table)
                  .item(item)
                  .conditionExpression(
                      before == null ? "attribute_not_exists(stamp)" : "stamp = :before")
                  .expressionAttributeValues(before == null ? null : Map.of(":before", before)));
    } catch (ConditionalCheckFailedException _) {
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
      MappingId id, Map<String, AttributeValue> item, Function<String, MappingReading> reader) {
    String document =
        text(item.get("document")).orElseThrow(() -> new BrokenMapping(id, "no document"));
    long version =
        version(item.get("version")).orElseThrow(() -> new BrokenMapping(id, "no version"));
    return switch (reader.apply(document)) {
      case Readable(RoleMapping mapping) when mapping.id().equals(id) ->
          mapping.withVersion(version);
      case Readable _ -> throw new BrokenMapping(id, "its document belongs to another mapping");
      case Unreadable unreadable -> throw new BrokenMapping(id, unreadable.summary());
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
