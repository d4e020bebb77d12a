package dev.brevet.lambda;

import module java.base;

import dagger.BindsInstance;
import dagger.Component;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.lambda.environment.StsClients;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The function that vends: reads configuration, appends decisions, assumes roles.
@Singleton
@Component(
    modules = {
      LookupsModule.class,
      DecisionsModule.class,
      AssumingModule.class,
      TokensModule.class,
      VendModule.class
    })
interface VendComponent {
  Router router();

  /// `random` must not have been used before a snapshot; `lines` is the function's log.
  @Component.Factory
  interface Factory {
    VendComponent create(
        @BindsInstance Settings settings,
        @BindsInstance DynamoDbClient dynamoDb,
        @BindsInstance StsClients sts,
        @BindsInstance SigningKeys keys,
        @BindsInstance SecureRandom random,
        @BindsInstance Consumer<String> lines);
  }
}
