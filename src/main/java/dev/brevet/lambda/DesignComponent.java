package dev.brevet.lambda;

import dagger.BindsInstance;
import dagger.Component;
import dev.brevet.api.Router;
import dev.brevet.identity.token.SigningKeys;
import dev.brevet.lambda.environment.Settings;
import jakarta.inject.Singleton;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The function that designs and checks: reads only issuers, to identify the caller. Nothing here
/// can read a mapping, write a decision or assume a role.
@Singleton
@Component(modules = {TokensModule.class, DesignModule.class})
interface DesignComponent {
  Router router();

  @Component.Factory
  interface Factory {
    DesignComponent create(
        @BindsInstance Settings settings,
        @BindsInstance DynamoDbClient dynamoDb,
        @BindsInstance SigningKeys keys);
  }
}
