package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.decisionlog.DecisionIds;
import dev.brevet.decisionlog.DecisionLog;
import dev.brevet.directory.Directory;
import dev.brevet.gateway.AuthorizeCall;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import java.security.SecureRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the function that authorizes calls of other APIs answers.
@Module
interface AuthorizerModule {
  @Provides
  static Issuers issuers(DynamoDbClient dynamoDb, Settings settings) {
    return new DynamoDbIssuerStore(
        dynamoDb, settings.issuersTable(), settings.allowLoopbackIssuers());
  }

  @Provides
  static AuthorizeCall authorizeCall(
      Directory directory,
      TokenVerifier tokens,
      DecisionLog log,
      SecureRandom random,
      Settings settings) {
    return new AuthorizeCall(
        directory, tokens, log, new DecisionIds(settings.clock(), random)::next, settings.clock());
  }
}
