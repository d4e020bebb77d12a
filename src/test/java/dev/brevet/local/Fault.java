package dev.brevet.local;

import java.time.Duration;

/// What a local service is made to do wrong.
public sealed interface Fault {
  /// It answers `status` with this error; nothing is done.
  record Refuse(int status, String code, String message) implements Fault {}

  /// It does what it was asked, but answers late.
  record Delay(Duration by) implements Fault {}

  /// It hangs up without an answer.
  record Drop() implements Fault {}

  /// DynamoDB's and STS's throttling, as each says it.
  static Fault dynamoDbThrottling() {
    return new Refuse(
        400,
        "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded.");
  }

  /// What STS says to too many requests.
  static Fault stsThrottling() {
    return new Refuse(400, "Throttling", "Rate exceeded");
  }
}
