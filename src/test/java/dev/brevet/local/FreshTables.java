package dev.brevet.local;

import module java.base;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A DynamoDB in memory for the tests of one store: empty tables as the template declares them, and
/// clients.
public final class FreshTables implements AutoCloseable {
  private final LocalDynamoDb dynamoDb = LocalDynamoDb.start(0, null);
  private final DynamoDbClient client = client(_ -> {});
  private final DynamoDbClient plain = patient(Duration.ofSeconds(20));
  private final Template template =
      Template.read(
          Path.of("template.yaml").toAbsolutePath(),
          Map.of(),
          Map.of(
              "AWS::Region",
              "eu-west-1",
              "AWS::AccountId",
              "111122223333",
              "AWS::Partition",
              "aws"));
  private int made;

  /// For preparing and looking.
  public DynamoDbClient client() {
    return client;
  }

  /// For what is tested: without retries.
  public DynamoDbClient plain() {
    return plain;
  }

  /// One without retries that waits no longer than `within`; the caller closes it.
  public DynamoDbClient patient(Duration within) {
    return client(
        configuration ->
            configuration.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(within));
  }

  /// A new table like the template's `logicalId`, and its name. Each test has its own: what a late
  /// answer did is then nobody else's. Faults of the test before are over.
  public String create(String logicalId) {
    dynamoDb.faults().clear();
    String name = logicalId + "-" + made++;
    LocalTables.create(client, name, template.resources("AWS::DynamoDB::Table").get(logicalId));
    return name;
  }

  /// What a test makes it do wrong.
  public Faults faults() {
    return dynamoDb.faults();
  }

  private DynamoDbClient client(Consumer<ClientOverrideConfiguration.Builder> configuration) {
    return DynamoDbClient.builder()
        .endpointOverride(dynamoDb.endpoint())
        .region(Region.EU_WEST_1)
        .overrideConfiguration(configuration)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .build();
  }

  @Override
  public void close() {
    client.close();
    plain.close();
    dynamoDb.close();
  }
}
