package dev.brevet.lambda.environment;

import dev.brevet.deadline.Wait;
import dev.brevet.vending.sts.StsRoleAssumer;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;

/// Makes the SDK's clients, over one shared HTTP client and one credentials provider, both of which
/// can be dropped for a snapshot.
///
/// How long a call may take is what [Wait] says of it, and what the invocation's deadline leaves.
public final class SdkClients {
  private final Settings settings;
  private final RenewableCredentials credentials;
  private final RenewableHttpClient http;

  public SdkClients(Settings settings) {
    this.settings = settings;
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
  }

  /// Three tries in all.
  public DynamoDbClient dynamoDb() {
    DynamoDbClientBuilder builder =
        DynamoDbClient.builder()
            .region(settings.region())
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(
                ClientOverrideConfiguration.builder()
                    .apiCallAttemptTimeout(Duration.ofMillis(900))
                    .apiCallTimeout(Wait.TABLE.most())
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(3).build())
                    .build());
    settings.dynamoDbEndpoint().ifPresent(builder::endpointOverride);
    return new BoundedDynamoDb(builder.build());
  }

  /// Where the endpoint is overridden there is no fallback: both would be the same.
  public StsClients sts() {
    return new StsClients(
        sts(settings.region()),
        settings.stsFallbackRegion().filter(_ -> settings.stsEndpoint().isEmpty()).map(this::sts));
  }

  private StsClient sts(Region region) {
    StsClientBuilder builder =
        StsClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(StsRoleAssumer.overrideConfiguration());
    settings.stsEndpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /// Closes every connection.
  public void disconnect() {
    http.drop();
  }

  /// Closes every connection and forgets every credential.
  public void drop() {
    http.drop();
    credentials.drop();
  }
}
