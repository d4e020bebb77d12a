package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.PrintedDecisionLog;
import dev.brevet.decisionlog.dynamodb.DynamoDbDecisionLog;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.presigned.UsedSignatures;
import dev.brevet.lambda.environment.Settings;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Where decisions go: the table first, then a line in the function's log. What they allow by a
/// presigned request makes its caller known, so that it has a share of its own there.
@Module
interface DecisionsModule {
  /// One for all routes.
  @Provides
  @Singleton
  static UsedSignatures used() {
    return new UsedSignatures();
  }

  @Provides
  static DecisionLog log(
      DynamoDbClient dynamoDb, UsedSignatures used, Settings settings, Consumer<String> lines) {
    DecisionLog printed =
        new PrintedDecisionLog(
            new DynamoDbDecisionLog(
                dynamoDb, settings.decisionsTable(), settings.decisionRetention()),
            lines);
    return decision -> {
      printed.record(decision);
      if (decision.grantsSomething()
          && decision.method().equals(Optional.of(AuthenticationMethod.PRESIGNED_IDENTITY))) {
        used.allowed(decision.principal());
      }
    };
  }
}
