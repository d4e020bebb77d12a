package dev.brevet.decisionlog.dynamodb;

import module java.base;

import dev.brevet.deadline.Deadline;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionLogUnavailable;
import dev.brevet.decisionlog.DecisionRecord;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/// The decision log in a table of its own: one write for each answer, never over another decision.
/// A denial that is answered again is written again, over itself, with the number of its answers.
///
/// Key `principal`, sort key `id`; indexes by mapping, by access key id and by id read the same
/// items; the table drops them after `expiresAt`. A write has the time that the invocation's
/// [Deadline] kept for it.
public final class DynamoDbDecisionLog implements DecisionLog {
  private final DynamoDbClient dynamoDb;
  private final String table;
  private final Duration retention;

  /// Keeps a decision for `retention` from its time.
  public DynamoDbDecisionLog(DynamoDbClient dynamoDb, String table, Duration retention) {
    this.dynamoDb = dynamoDb;
    this.table = table;
    this.retention = retention;
  }

  @Override
  public void record(DecisionRecord decision) {
    Map<String, AttributeValue> item = DecisionItem.of(decision, retention);
    PutItemRequest.Builder request =
        PutItemRequest.builder()
            .tableName(table)
            .item(item)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
    if (decision.extent().answers() == 1) {
      request.conditionExpression("attribute_not_exists(id)");
    } else {
      request
          .conditionExpression("requestId = :r AND (attribute_not_exists(answers) OR answers < :n)")
          .expressionAttributeValues(
              Map.of(":r", item.get("requestId"), ":n", item.get(DecisionItem.ANSWERS)));
    }
    try {
      Deadline.current().ofTheRecord().call(() -> dynamoDb.putItem(request.build()));
    } catch (ConditionalCheckFailedException e) {
      // The client tries again when an answer is lost: what is in the way is then this very
      // decision. Or another answer was written in the meantime, which counts this one too.
      if (!isAtLeast(item, e.item())) {
        throw new DecisionLogUnavailable("another decision has this id", e);
      }
    } catch (SdkException e) {
      throw new DecisionLogUnavailable("the decision table did not take the decision", e);
    }
  }

  private static boolean isAtLeast(
      Map<String, AttributeValue> item, Map<String, AttributeValue> stored) {
    return without(item).equals(without(stored)) && answers(stored) >= answers(item);
  }

  private static Map<String, AttributeValue> without(Map<String, AttributeValue> item) {
    Map<String, AttributeValue> rest = new HashMap<>(item);
    rest.remove(DecisionItem.ANSWERS);
    return rest;
  }

  private static int answers(Map<String, AttributeValue> item) {
    AttributeValue count = item.get(DecisionItem.ANSWERS);
    return count == null ? 1 : Integer.parseInt(count.n());
  }
}
