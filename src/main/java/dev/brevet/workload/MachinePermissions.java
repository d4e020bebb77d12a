package dev.brevet.workload;

import module java.base;

import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.definition.StateMachineDefinition;
import dev.brevet.workload.definition.Step;
import dev.brevet.workload.integration.Findings;
import dev.brevet.workload.integration.Machine;
import dev.brevet.workload.integration.Need;

/// What a machine needs as a whole: to log, to trace, to encrypt.
///
/// Source: Step Functions Developer Guide, cw-logs, concepts-xray-tracing, encryption-at-rest.
record MachinePermissions(Machine machine, Options options, Findings findings) {
  private static final List<String> LOG =
      List.of(
          "logs:CreateLogDelivery",
          "logs:CreateLogStream",
          "logs:GetLogDelivery",
          "logs:UpdateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutLogEvents",
          "logs:PutResourcePolicy",
          "logs:DescribeResourcePolicies",
          "logs:DescribeLogGroups");
  private static final List<String> TRACE =
      List.of(
          "xray:PutTraceSegments",
          "xray:PutTelemetryRecords",
          "xray:GetSamplingRules",
          "xray:GetSamplingTargets");

  void find(StateMachineDefinition definition) {
    if (options.logging()) {
      findings.need(Need.of(LOG, List.of("*"), ""));
    }
    if (options.tracing()) {
      findings.need(Need.of(TRACE, List.of("*"), ""));
    }
    options.kmsKeyArn().ifPresent(this::encrypt);
    definition.steps().stream()
        .filter(Step.DistributedMap.class::isInstance)
        .forEach(
            map -> options.bucketKmsKeyArn().ifPresent(key -> encryptBucket(key, map.state())));
  }

  private void encrypt(String key) {
    key(
        key,
        List.of("kms:Decrypt", "kms:GenerateDataKey"),
        "kms:EncryptionContext:aws:states:stateMachineArn",
        machine.arn(),
        machine.isKnown());
    if (options.logging()) {
      key(
          key,
          List.of("kms:GenerateDataKey"),
          "kms:EncryptionContext:SourceArn",
          machine.scope().fill("arn:${Partition}:logs:${Region}:${Account}:*").text(),
          machine.region().isPresent());
    }
  }

  /// The context that a log delivery sends ends in a star itself, so an exact text matches it. Only
  /// where the machine is not wholly known does a wildcard stand for something.
  private void key(String key, List<String> actions, String context, String value, boolean exact) {
    String operator = exact ? "StringEquals" : "StringLike";
    findings.need(
        new Need(actions, List.of(key), Map.of(operator, Map.of(context, List.of(value))), ""));
  }

  private void encryptBucket(String key, String state) {
    findings.need(
        Need.of(List.of("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"), List.of(key), state));
  }
}
