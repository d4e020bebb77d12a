package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.api.Router;
import dev.brevet.api.design.DesignsEndpoint;
import dev.brevet.api.design.KnownCallers;
import dev.brevet.api.design.PoliciesEndpoint;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.TokenVerifier;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import dev.brevet.identity.presigned.UsedSignatures;
import dev.brevet.lambda.environment.Settings;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the function that designs and checks answers.
@Module
interface DesignModule {
  @Provides
  static UsedSignatures used() {
    return UsedSignatures.whereNothingIsDecided();
  }

  @Provides
  static Issuers issuers(DynamoDbClient dynamoDb, Settings settings) {
    return new DynamoDbIssuerStore(
        dynamoDb, settings.issuersTable(), settings.allowLoopbackIssuers());
  }

  @Provides
  static Router router(TokenVerifier tokens) {
    KnownCallers callers = new KnownCallers(tokens);
    Catalogue catalogue = Catalogue.bundled();
    return new Router(
        List.of(new DesignsEndpoint(callers, catalogue), new PoliciesEndpoint(callers, catalogue)));
  }
}
