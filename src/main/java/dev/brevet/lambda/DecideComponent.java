package dev.brevet.lambda;

import module java.base;

import dagger.BindsInstance;
import dagger.Component;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.Settings;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The function that decides for applications: reads mappings, issuers and the directory, appends
/// decisions. Nothing here can write configuration or assume a role.
@Singleton
@Component(
    modules = {
      LookupsModule.class,
      DirectoryModule.class,
      DecisionsModule.class,
      TokensModule.class,
      DecideModule.class
    })
interface DecideComponent {
  Router router();

  /// `random` must not have been used before a snapshot; `lines` is the function's log.
  @Component.Factory
  interface Factory {
    DecideComponent create(
        @BindsInstance Settings settings,
        @BindsInstance DynamoDbClient dynamoDb,
        @BindsInstance SigningKeys keys,
        @BindsInstance SecureRandom random,
        @BindsInstance Consumer<String> lines);
  }
}
