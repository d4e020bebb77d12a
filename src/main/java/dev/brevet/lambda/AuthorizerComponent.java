package dev.brevet.lambda;

import module java.base;

import dagger.BindsInstance;
import dagger.Component;
import dev.brevet.gateway.AuthorizeCall;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.Settings;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The function that authorizes calls of other APIs: reads issuers and the directory, appends
/// decisions. Nothing here can write configuration, read a mapping or assume a role.
@Singleton
@Component(
    modules = {
      TokensModule.class,
      DirectoryModule.class,
      DecisionsModule.class,
      AuthorizerModule.class
    })
interface AuthorizerComponent {
  AuthorizeCall authorizeCall();

  /// `random` must not have been used before a snapshot; `lines` is the function's log.
  @Component.Factory
  interface Factory {
    AuthorizerComponent create(
        @BindsInstance Settings settings,
        @BindsInstance DynamoDbClient dynamoDb,
        @BindsInstance SigningKeys keys,
        @BindsInstance SecureRandom random,
        @BindsInstance Consumer<String> lines);
  }
}
