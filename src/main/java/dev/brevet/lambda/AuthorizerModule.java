package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.decisionlog.DecisionRecorder;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.gateway.AuthorizeCall;
import dev.brevet.identity.CachedIssuers;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import dev.brevet.lambda.environment.Settings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the function that authorizes calls of other APIs answers.
@Module
interface AuthorizerModule {
  /// As old as the directory may be.
  @Provides
  static Issuers issuers(DynamoDbClient dynamoDb, Settings settings) {
    return new CachedIssuers(
        new DynamoDbIssuerStore(dynamoDb, settings.issuersTable(), settings.allowLoopbackIssuers()),
        settings.directoryStaleness(),
        settings.clock());
  }

  @Provides
  static AuthorizeCall authorizeCall(
      Directory directory, TokenVerifier tokens, DecisionRecorder records, Settings settings) {
    return new AuthorizeCall(directory, tokens, records, settings.clock());
  }
}
