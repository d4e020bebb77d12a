package dev.brevet.lambda;

import dev.brevet.api.HealthEndpoint;
import dev.brevet.lambda.environment.Settings;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Whether the three tables answer, asked with nothing but what the vend role may do. Reads what is
/// not there, and tries a write whose condition no item can meet.
final class TableProbe implements HealthEndpoint.Probe {
  private static final AttributeValue NOTHING = AttributeValue.fromS("-");

  private final DynamoDbClient dynamoDb;
  private final Settings settings;

  TableProbe(DynamoDbClient dynamoDb, Settings settings) {
    this.dynamoDb = dynamoDb;
    this.settings = settings;
  }

  @Override
  public boolean answers() {
    try {
      read(settings.mappingsTable(), "id");
      read(settings.issuersTable(), "issuer");
      writeNothing();
      return true;
    } catch (SdkException _) {
      return false;
    }
  }

  private void read(String table, String key) {
    dynamoDb.getItem(get -> get.tableName(table).key(Map.of(key, NOTHING)));
  }

  /// Goes all the way to the decision table and leaves nothing there.
  private void writeNothing() {
    try {
      dynamoDb.putItem(
          put ->
              put.tableName(settings.decisionsTable())
                  .item(Map.of("principal", NOTHING, "id", NOTHING))
                  .conditionExpression(PrimingDynamoDb.NEVER));
    } catch (ConditionalCheckFailedException expected) {
      return;
    }
    throw new IllegalStateException("a write that nothing allows was accepted");
  }
}
