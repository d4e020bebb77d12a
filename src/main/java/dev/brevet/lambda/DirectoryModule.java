package dev.brevet.lambda;

import dagger.Module;
import dagger.Provides;
import dev.brevet.directory.dynamodb.DynamoDbDirectoryStore;
import dev.brevet.directory.snapshot.Directory;
import dev.brevet.directory.snapshot.StoredDirectory;
import dev.brevet.lambda.environment.Settings;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The directory, to be read: of the functions that decide. A component asks for it once.
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
}
