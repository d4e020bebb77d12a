package dev.brevet.workload;

import dev.brevet.iam.Arn;
import java.util.Map;
import java.util.Optional;

/// What makes a function run. Source: Lambda Developer Guide, lambda-services.
///
/// Lambda polls streams and queues with the function's role; everything else calls the function,
/// which must let it in.
public sealed interface EventSource {
  /// Lambda reads it with the execution role.
  record Polled(Arn arn, Service service) implements EventSource {}

  /// It calls the function.
  ///
  /// @param principal its service principal
  /// @param account whose it is; where the ARN has none, as a bucket's, it must be given
  record Calling(Arn arn, String principal, String account) implements EventSource {}

  /// Services that Lambda polls.
  enum Service {
    SQS,
    KINESIS,
    DYNAMODB_STREAM,
    MSK,
    MQ,
    DOCUMENTDB
  }

  /// Service principals by the service that an ARN names, where they differ.
  Map<String, String> PRINCIPALS =
      Map.of("execute-api", "apigateway.amazonaws.com", "catalog", "servicecatalog.amazonaws.com");

  /// The source that an ARN names. Empty when it is neither polled nor known to call.
  ///
  /// @param account the owner of an ARN that has no account
  static Optional<EventSource> of(Arn arn, String account) {
    return switch (arn.service()) {
      case "sqs" -> Optional.of(new Polled(arn, Service.SQS));
      case "kinesis" -> Optional.of(new Polled(arn, Service.KINESIS));
      case "dynamodb" ->
          arn.resource().contains("/stream/")
              ? Optional.of(new Polled(arn, Service.DYNAMODB_STREAM))
              : Optional.empty();
      case "kafka" -> Optional.of(new Polled(arn, Service.MSK));
      case "mq" -> Optional.of(new Polled(arn, Service.MQ));
      case "rds" -> Optional.of(new Polled(arn, Service.DOCUMENTDB));
      case "s3",
          "sns",
          "events",
          "execute-api",
          "elasticloadbalancing",
          "cognito-idp",
          "iot",
          "logs",
          "ses",
          "config",
          "codecommit",
          "cloudformation",
          "cloudwatch",
          "secretsmanager",
          "lex",
          "connect",
          "bedrock" ->
          Optional.of(
              new Calling(
                  arn,
                  PRINCIPALS.getOrDefault(arn.service(), arn.service() + ".amazonaws.com"),
                  arn.account().isEmpty() ? account : arn.account()));
      default -> Optional.empty();
    };
  }
}
