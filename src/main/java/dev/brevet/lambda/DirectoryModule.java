package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.directory.dynamodb.DynamoDbDirectoryStore;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.StoredDirectory;
import dev.brevet.identity.CachedIssuers;
import dev.brevet.identity.Issuers;
import dev.brevet.identity.dynamodb.DynamoDbIssuerStore;
import dev.brevet.lambda.environment.Settings;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The directory and the issuers, to be read: of the functions that decide. A component asks for
/// each once.
@Module
interface DirectoryModule {
  @Provides
  static Directory directory(DynamoDbClient dynamoDb, Settings settings, Consumer<String> lines) {
    return new StoredDirectory(
        new DynamoDbDirectoryStore(dynamoDb, settings.directoryTable(), settings.clock()),
        settings.directoryStaleness(),
        settings.clock(),
        lines);
  }

  /// As old as the directory may be.
  @Provides
  static Issuers issuers(DynamoDbClient dynamoDb, Settings settings) {
    return new CachedIssuers(
        new DynamoDbIssuerStore(dynamoDb, settings.issuersTable(), settings.allowLoopbackIssuers()),
        settings.directoryStaleness(),
        settings.clock());
  }
}
