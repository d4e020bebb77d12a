package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.PrintedDecisionLog;
import dev.brevet.decisionlog.dynamodb.DynamoDbDecisionLog;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Where decisions go: the table first, then a line in the function's log.
@Module
interface DecisionsModule {
  @Provides
  static DecisionLog log(DynamoDbClient dynamoDb, Settings settings, Consumer<String> lines) {
    return new PrintedDecisionLog(
        new DynamoDbDecisionLog(dynamoDb, settings.decisionsTable(), settings.decisionRetention()),
        lines);
  }
}
