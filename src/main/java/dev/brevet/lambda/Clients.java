package dev.brevet.lambda;

import dev.brevet.vending.sts.StsRoleAssumer;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/// The SDK's clients, over one shared HTTP client and one credentials provider, both of which can
/// be dropped for a snapshot.
///
/// Everything that one request may wait for, together, is less than the function's timeout of 15 s.
final class Clients {
  private final RenewableCredentials credentials;
  private final RenewableHttpClient http;
  private final DynamoDbClient dynamoDb;

  Clients(Settings settings) {
    this.credentials = new RenewableCredentials(settings.credentials());
    this.http =
        new RenewableHttpClient(
            () ->
                AwsCrtHttpClient.builder()
                    .maxConcurrency(16)
                    .connectionTimeout(Duration.ofSeconds(1))
                    .connectionAcquisitionTimeout(Duration.ofSeconds(1))
                    .connectionMaxIdleTime(Duration.ofMinutes(5))
                    .build());
    this.dynamoDb = dynamoDb(settings);
  }

  /// Three tries within 2 s.
  DynamoDbClient dynamoDb() {
    return dynamoDb;
  }

  /// The region's own STS. Only a function that assumes roles makes one.
  StsClient sts(Settings settings) {
    return sts(settings, settings.region());
  }

  /// The STS of the fallback region. Empty when there is none, or when the endpoint is overridden.
  Optional<StsClient> fallbackSts(Settings settings) {
    return settings.stsEndpoint().isPresent()
        ? Optional.empty()
        : settings.stsFallbackRegion().map(region -> sts(settings, region));
  }

  /// Closes every connection and forgets every credential.
  void drop() {
    http.drop();
    credentials.drop();
  }

  private DynamoDbClient dynamoDb(Settings settings) {
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .region(settings.region())
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .apiCallAttemptTimeout(Duration.ofMillis(900))
                    .apiCallTimeout(Duration.ofSeconds(2))
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(3).build())
                    .build());
    settings.dynamoDbEndpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private StsClient sts(Settings settings, Region region) {
    StsClientBuilder builder =
        StsClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(StsRoleAssumer.overrideConfiguration());
    settings.stsEndpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }
}
