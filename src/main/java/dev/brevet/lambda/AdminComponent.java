package dev.brevet.lambda;

import module java.base;

import dagger.BindsInstance;
import dagger.Component;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.Settings;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The function that administers: reads and writes configuration, appends decisions. Nothing here
/// can assume a role.
@Singleton
@Component(
    modules = {StoresModule.class, DecisionsModule.class, TokensModule.class, AdminModule.class})
interface AdminComponent {
  Router router();

  /// `random` must not have been used before a snapshot; `lines` is the function's log.
  @Component.Factory
  interface Factory {
    AdminComponent create(
        @BindsInstance Settings settings,
        @BindsInstance DynamoDbClient dynamoDb,
        @BindsInstance SigningKeys keys,
        @BindsInstance SecureRandom random,
        @BindsInstance Consumer<String> lines);
  }
}
