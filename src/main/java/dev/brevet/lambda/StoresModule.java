package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.decisionlog.RecordedDecisions;
import dev.brevet.decisionlog.dynamodb.DynamoDbRecordedDecisions;
import dev.brevet.directory.DirectoryStore;
import dev.brevet.directory.dynamodb.DynamoDbDirectoryStore;
import dev.brevet.identity.IssuerStore;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import dev.brevet.lambda.environment.Settings;
import dev.brevet.mapping.MappingStore;
import dev.brevet.mapping.dynamodb.DynamoDbMappingStore;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Where mappings, issuers and the directory are read and written, and decisions are read: only in
/// the component of the function that administers.
@Module
interface StoresModule {
  /// One for all of a function instance, as it remembers what was listed.
  @Provides
  @Singleton
  static MappingStore mappings(DynamoDbClient dynamoDb, Settings settings, Consumer<String> lines) {
    return new DynamoDbMappingStore(dynamoDb, settings.mappingsTable(), settings.clock(), lines);
  }

  @Provides
  static IssuerStore issuers(DynamoDbClient dynamoDb, Settings settings) {
    return new DynamoDbIssuerStore(
        dynamoDb, settings.issuersTable(), settings.allowLoopbackIssuers());
  }

  @Provides
  static DirectoryStore directory(DynamoDbClient dynamoDb, Settings settings) {
    return new DynamoDbDirectoryStore(dynamoDb, settings.directoryTable(), settings.clock());
  }

  @Provides
  static RecordedDecisions decisions(DynamoDbClient dynamoDb, Settings settings) {
    return new DynamoDbRecordedDecisions(dynamoDb, settings.decisionsTable());
  }
}
