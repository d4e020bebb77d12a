package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.iam.Action;
import dev.brevet.workload.integration.ResourceRule.Fallback;
import dev.brevet.workload.integration.ResourceRule.FromParameter;

/// How AWS SDK calls name resources of common types, where that is neither an ARN nor the name in
/// the type's ARN.
final class ParameterForms {
  /// @param parameters of which one must be there
  record Known(List<String> parameters, ResourceRule rule) {}

  private static final Map<String, Known> BY_TYPE =
      Map.ofEntries(
          Map.entry("s3 bucket", form("Bucket", ParameterForm.BUCKET, "")),
          Map.entry(
              "s3 object",
              new Known(
                  List.of("Key"), new ResourceRule.FromObject("Bucket", "Key", Optional.empty()))),
          Map.entry(
              "dynamodb table",
              name("TableName", "arn:${Partition}:dynamodb:${Region}:${Account}:table/${value}")),
          Map.entry(
              "dynamodb statement",
              form(
                  List.of("Statement", "Statements[].Statement", "TransactStatements[].Statement"),
                  ParameterForm.PARTIQL,
                  "")),
          Map.entry(
              "lambda function",
              new Known(
                  List.of("FunctionName"),
                  new FromParameter(
                      List.of("FunctionName"),
                      ParameterForm.FUNCTION,
                      "Qualifier",
                      "",
                      Fallback.NONE,
                      Fallback.NONE,
                      List.of(),
                      ""))),
          Map.entry("sqs queue", form("QueueUrl", ParameterForm.QUEUE_URL, "")),
          Map.entry(
              "states statemachine", form("StateMachineArn", ParameterForm.STATE_MACHINE, "")),
          Map.entry(
              "secretsmanager Secret",
              form(
                  "SecretId",
                  ParameterForm.SECRET,
                  "arn:${Partition}:secretsmanager:${Region}:${Account}:secret:${value}-??????")),
          Map.entry(
              "glue crawler",
              name("Name", "arn:${Partition}:glue:${Region}:${Account}:crawler/${value}")),
          Map.entry(
              "glue job",
              name("JobName", "arn:${Partition}:glue:${Region}:${Account}:job/${value}")),
          Map.entry("kms key", form("KeyId", ParameterForm.KMS_KEY, "")),
          Map.entry(
              "logs log-group",
              form(
                  List.of(
                      "LogGroupName", "LogGroupNames", "LogGroupIdentifier", "LogGroupIdentifiers"),
                  ParameterForm.LOG_GROUP,
                  "")),
          Map.entry(
              "ec2 security-group",
              form(
                  List.of("GroupId", "GroupIds", "SecurityGroupId", "SecurityGroupIds"),
                  ParameterForm.ARN_OR_NAME,
                  "arn:${Partition}:ec2:${Region}:${Account}:security-group/${value}")),
          Map.entry(
              "rds cluster",
              name(
                  "DBClusterIdentifier",
                  "arn:${Partition}:rds:${Region}:${Account}:cluster:${value}")),
          Map.entry(
              "rds cluster-snapshot",
              name(
                  "DBClusterSnapshotIdentifier",
                  "arn:${Partition}:rds:${Region}:${Account}:cluster-snapshot:${value}")));

  private ParameterForms() {}

  /// Empty when nothing special is known of the type.
  static Optional<Known> of(Action action, String type) {
    boolean statement = type.equals("table") && action.name().startsWith("PartiQL");
    return Optional.ofNullable(
        BY_TYPE.get(action.service() + " " + (statement ? "statement" : type)));
  }

  private static Known form(List<String> parameters, ParameterForm form, String template) {
    return new Known(
        parameters,
        new FromParameter(
            parameters, form, "", template, Fallback.NONE, Fallback.NONE, List.of(), ""));
  }

  private static Known name(String parameter, String template) {
    return form(parameter, ParameterForm.ARN_OR_NAME, template);
  }

  private static Known form(String parameter, ParameterForm form, String template) {
    return form(List.of(parameter), form, template);
  }
}
