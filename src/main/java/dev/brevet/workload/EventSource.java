package dev.brevet.workload;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.workload.integration.RegionName;

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
  record Calling(Arn arn, String principal, String account) implements EventSource {
    /// The ARN that the service sends: a log group's ends in `:*`. Source: CloudWatch Logs User
    /// Guide, SubscriptionFilters.
    String sourceArn() {
      String text = arn.toString();
      boolean group = arn.service().equals("logs") && arn.resource().startsWith("log-group:");
      return group && !text.endsWith(":*") ? text + ":*" : text;
    }
  }

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
      Map.of(
          "execute-api",
          "apigateway.amazonaws.com",
          "catalog",
          "servicecatalog.amazonaws.com",
          "cloudwatch",
          "lambda.alarms.cloudwatch.amazonaws.com");

  /// Source: Lambda Developer Guide, lambda-services; Amazon CloudWatch User Guide,
  /// alarms-and-actions-Lambda; Amazon Lex V2 Developer Guide, lambda-attach (bots of V2 are called
  /// by their alias).
  private static String principal(Arn arn) {
    boolean lexV2 = arn.service().equals("lex") && arn.resource().startsWith("bot-alias/");
    return lexV2
        ? "lexv2.amazonaws.com"
        : PRINCIPALS.getOrDefault(arn.service(), arn.service() + ".amazonaws.com");
  }

  /// The source that an ARN names. Empty when it is neither polled nor known to call.
  ///
  /// @param account the owner of an ARN that has no account
  static Optional<EventSource> of(Arn arn, String account) {
    return isOne(arn) && AccountId.parse(account).isPresent()
        ? known(arn, account)
        : Optional.empty();
  }

  /// Whether an ARN names one thing. Of an API the stage, method and path may be wildcards, of a
  /// log group what follows its name, as the services themselves write them.
  static boolean isOne(Arn arn) {
    String name =
        switch (arn.service()) {
          case "execute-api" -> upTo('/', arn.resource());
          case "logs" ->
              arn.resource().endsWith(":*")
                  ? arn.resource().substring(0, arn.resource().length() - 2)
                  : arn.resource();
          default -> arn.resource();
        };
    boolean account = arn.account().isEmpty() || arn.accountId().isPresent();
    boolean region = arn.region().isEmpty() || RegionName.isRegion(arn.region());
    return account
        && region
        && name.chars().noneMatch(c -> c == '*' || c == '?')
        && !arn.resource().contains("${");
  }

  private static String upTo(char end, String text) {
    int at = text.indexOf(end);
    return at < 0 ? text : text.substring(0, at);
  }

  private static Optional<EventSource> known(Arn arn, String account) {
    return switch (arn.service()) {
      case "sqs" -> Optional.of(new Polled(arn, Service.SQS));
      case "kinesis" -> Optional.of(new Polled(arn, Service.KINESIS));
      case "dynamodb" ->
          arn.resource().contains("/stream/")
              ? Optional.of(new Polled(arn, Service.DYNAMODB_STREAM))
              : Optional.empty();
      case "kafka" -> Optional.of(new Polled(arn, Service.MSK));
      case "mq" -> Optional.of(new Polled(arn, Service.MQ));
      case "rds" ->
          arn.resource().startsWith("cluster:")
              ? Optional.of(new Polled(arn, Service.DOCUMENTDB))
              : Optional.empty();
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
              new Calling(arn, principal(arn), arn.account().isEmpty() ? account : arn.account()));
      default -> Optional.empty();
    };
  }
}
