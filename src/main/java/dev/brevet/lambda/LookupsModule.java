package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.mapping.Mappings;
import dev.brevet.mapping.dynamodb.DynamoDbMappingStore;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Mappings, only to be looked up: nothing here can write.
@Module
interface LookupsModule {
  /// One for all of a function instance, as it remembers what was listed.
  @Provides
  @Singleton
  static Mappings mappings(DynamoDbClient dynamoDb, Settings settings, Consumer<String> lines) {
    return new DynamoDbMappingStore(dynamoDb, settings.mappingsTable(), settings.clock(), lines);
  }
}
