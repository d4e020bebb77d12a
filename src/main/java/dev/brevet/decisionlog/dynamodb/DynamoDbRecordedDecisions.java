package dev.brevet.decisionlog.dynamodb;

import module java.base;

import dev.brevet.decisionlog.DecisionId;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionQuery;
import dev.brevet.decisionlog.RecordedDecision;
import dev.brevet.decisionlog.RecordedDecisions;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// Reads the table that [DynamoDbDecisionLog] writes, by its key and its indexes: one query for
/// each page, of a megabyte at most. The indexes are moments behind.
public final class DynamoDbRecordedDecisions implements RecordedDecisions {
  private static final String LOWEST = "0";
  private static final String HIGHEST = "~";

  private final DynamoDbClient dynamoDb;
  private final String table;

  public DynamoDbRecordedDecisions(DynamoDbClient dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  @Override
  public Optional<RecordedDecision> find(DecisionId id) {
    QueryResponse found =
        query(
            request ->
                request
                    .indexName("by-id")
                    .keyConditionExpression("id = :id")
                    .expressionAttributeValues(Map.of(":id", AttributeValue.fromS(id.value())))
                    .limit(1));
    return found.items().stream().findFirst().map(DynamoDbRecordedDecisions::read);
  }

  @Override
  public Page list(DecisionQuery query) {
    if (lower(query).compareTo(upper(query)) > 0) {
      return new Page(List.of(), true);
    }
    Map<String, AttributeValue> values = new HashMap<>();
    values.put(":lower", AttributeValue.fromS(lower(query)));
    values.put(":upper", AttributeValue.fromS(upper(query)));
    QueryResponse found;
    Map<String, AttributeValue> start = Map.of();
    do {
      Map<String, AttributeValue> from = start;
      found =
          query(
              request -> {
                if (!from.isEmpty()) {
                  request.exclusiveStartKey(from);
                }
                String key =
                    switch (query.by()) {
                      case DecisionQuery.By.Principal(String identifier) -> {
                        String own = DecisionItem.principalKey(identifier);
                        values.put(":of", AttributeValue.fromS(own));
                        if (own.equals(identifier)) {
                          request.filterExpression("attribute_not_exists(identifier)");
                        } else {
                          // Items from before the whole identifier was kept have none.
                          request.filterExpression(
                              "attribute_not_exists(identifier) OR identifier = :whole");
                          values.put(":whole", AttributeValue.fromS(identifier));
                        }
                        yield DecisionItem.PRINCIPAL;
                      }
                      case DecisionQuery.By.Mapping(String id) -> {
                        request.indexName("by-mapping");
                        values.put(":of", AttributeValue.fromS(id));
                        yield "mapping";
                      }
                      case DecisionQuery.By.AccessKey(String id) -> {
                        request.indexName("by-access-key");
                        values.put(":of", AttributeValue.fromS(id));
                        yield "accessKeyId";
                      }
                    };
                request
                    .keyConditionExpression("#of = :of AND id BETWEEN :lower AND :upper")
                    .expressionAttributeNames(Map.of("#of", key))
                    .expressionAttributeValues(values)
                    .scanIndexForward(false)
                    .limit(query.limit());
              });
      start = found.hasLastEvaluatedKey() ? found.lastEvaluatedKey() : Map.of();
      // Others' under the same key are left out after they were read.
    } while (found.items().isEmpty() && !start.isEmpty());
    List<RecordedDecision> decisions =
        found.items().stream().map(DynamoDbRecordedDecisions::read).toList();
    return new Page(decisions, start.isEmpty());
  }

  /// Ids sort by time: what a decision of `from` or later is not below.
  private static String lower(DecisionQuery query) {
    return query.from().map(DynamoDbRecordedDecisions::first).orElse(LOWEST);
  }

  /// What a decision before `until` and before the last one of the page before is not above.
  private static String upper(DecisionQuery query) {
    String upper = query.until().map(until -> below(first(until))).orElse(HIGHEST);
    String before = query.before().map(id -> below(id.value())).orElse(HIGHEST);
    return upper.compareTo(before) < 0 ? upper : before;
  }

  /// The least id of that time.
  private static String first(Instant time) {
    long millis = Math.clamp(time.toEpochMilli(), 0, (1L << 48) - 1);
    return DecisionId.of(millis, new byte[10]).value();
  }

  /// Above all ids that are below `id`, and below `id`.
  private static String below(String id) {
    int last = id.length() - 1;
    return id.substring(0, last) + (char) (id.charAt(last) - 1) + HIGHEST;
  }

  private QueryResponse query(Consumer<QueryRequest.Builder> asked) {
    try {
      return dynamoDb.query(
          request -> {
            request.tableName(table);
            asked.accept(request);
          });
    } catch (SdkException e) {
      throw new DecisionLogUnavailable("the decision table did not answer", e);
    }
  }

  private static RecordedDecision read(Map<String, AttributeValue> item) {
    AttributeValue id = Objects.requireNonNull(item.get("id"), "the table's key");
    return new RecordedDecision(new DecisionId(id.s()), ItemJson.of(named(item)));
  }

  /// The item with the principal as it is called, not as it is filed.
  private static Map<String, AttributeValue> named(Map<String, AttributeValue> item) {
    if (!item.containsKey(DecisionItem.IDENTIFIER)) {
      return item;
    }
    Map<String, AttributeValue> named = new HashMap<>(item);
    named.put(DecisionItem.PRINCIPAL, named.remove(DecisionItem.IDENTIFIER));
    return named;
  }
}
