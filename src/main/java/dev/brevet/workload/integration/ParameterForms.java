package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.workload.integration.ResourceRule.Fallback;
import dev.brevet.workload.integration.ResourceRule.FromParameter;

/// How AWS SDK calls name resources of common types, where that is neither an ARN nor the name in
/// the type's ARN.
final class ParameterForms {
  /// @param parameter that must be there
  record Known(String parameter, ResourceRule rule) {}

  private static final Map<String, Known> BY_TYPE =
      Map.ofEntries(
          Map.entry("s3 bucket", form("Bucket", ParameterForm.BUCKET, "")),
          Map.entry("s3 object", new Known("Key", new ResourceRule.FromObject("Bucket", "Key"))),
          Map.entry(
              "dynamodb table",
              name("TableName", "arn:${Partition}:dynamodb:${Region}:${Account}:table/${value}")),
          Map.entry(
              "lambda function",
              new Known(
                  "FunctionName",
                  new FromParameter(
                      List.of("FunctionName"),
                      ParameterForm.FUNCTION,
                      "Qualifier",
                      "",
                      Fallback.NONE,
                      Fallback.NONE,
                      List.of()))),
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
          Map.entry("kms key", form("KeyId", ParameterForm.ARN, "")));

  private ParameterForms() {}

  /// Empty when nothing special is known of the type.
  static Optional<Known> of(String service, String type) {
    return Optional.ofNullable(BY_TYPE.get(service + " " + type));
  }

  private static Known name(String parameter, String template) {
    return form(parameter, ParameterForm.ARN_OR_NAME, template);
  }

  private static Known form(String parameter, ParameterForm form, String template) {
    return new Known(
        parameter,
        new FromParameter(
            List.of(parameter), form, "", template, Fallback.NONE, Fallback.NONE, List.of()));
  }
}
