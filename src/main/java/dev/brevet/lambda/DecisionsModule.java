package dev.brevet.lambda;

import module java.base;

import dagger.Module;
import dagger.Provides;
import dev.brevet.decisionlog.DecisionIds;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.decisionlog.PrintedDecisionLog;
import dev.brevet.decisionlog.dynamodb.DynamoDbDecisionLog;
import dev.brevet.identity.AuthenticationMethod;
import dev.brevet.identity.presigned.UsedSignatures;
import dev.brevet.lambda.environment.Settings;
import jakarta.inject.Singleton;
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
  static DecisionRecorder records(
      DynamoDbClient dynamoDb,
      UsedSignatures used,
      SecureRandom random,
      Settings settings,
      Consumer<String> lines) {
    DecisionLog printed =
        new PrintedDecisionLog(
            new DynamoDbDecisionLog(
                dynamoDb, settings.decisionsTable(), settings.decisionRetention()),
            lines);
    DecisionLog log =
        decision -> {
          printed.record(decision);
          if (decision.grantsSomething()
              && decision.caller().method() == AuthenticationMethod.PRESIGNED_IDENTITY) {
            used.allowed(decision.caller().principal());
          }
        };
    Clock clock = settings.clock();
    return new DecisionRecorder(log, new DecisionIds(clock, random)::next, clock);
  }
}
