package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.dynamodb.DynamoDbMappingStore;
import java.util.function.Consumer;

/// Where mappings and issuers are kept.
@Module
interface StoresModule {
  @Provides
  static MappingStore mappings(Clients clients, Settings settings, Consumer<String> lines) {
    return new DynamoDbMappingStore(clients.dynamoDb(), settings.mappingsTable(), lines);
  }

  @Provides
  static IssuerStore issuers(Clients clients, Settings settings) {
    return new DynamoDbIssuerStore(
        clients.dynamoDb(), settings.issuersTable(), settings.allowLoopbackIssuers());
  }
}
