package dev.brevet.workload;

import module java.base;

import dev.brevet.iam.Arn;
import dev.brevet.workload.integration.Findings;
import dev.brevet.workload.integration.Need;

/// What Lambda itself does with a function's role. Source: Lambda Developer Guide,
/// lambda-intro-execution-role (AWS's managed policies for features), with-sqs, with-kinesis,
/// with-ddb, with-msk, with-mq, with-documentdb.
record ExecutionPermissions(Findings findings) {
  private static final List<String> NETWORK =
      List.of(
          "ec2:CreateNetworkInterface",
          "ec2:DeleteNetworkInterface",
          "ec2:DescribeNetworkInterfaces",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs");

  void source(EventSource source) {
    if (!(source instanceof EventSource.Polled(Arn arn, EventSource.Service service))) {
      return;
    }
    String name = arn.toString();
    switch (service) {
      case SQS -> need(name, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
      case KINESIS -> {
        int consumer = name.indexOf("/consumer/");
        need(
            consumer < 0 ? name : name.substring(0, consumer),
            "kinesis:DescribeStream",
            "kinesis:DescribeStreamSummary",
            "kinesis:GetRecords",
            "kinesis:GetShardIterator",
            "kinesis:ListShards");
        if (consumer >= 0) {
          need(name, "kinesis:SubscribeToShard", "kinesis:DescribeStreamConsumer");
        }
      }
      case DYNAMODB_STREAM -> {
        need(name, "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator");
        anywhere(name, List.of("dynamodb:ListStreams"));
      }
      case MSK -> {
        need(name, "kafka:DescribeCluster", "kafka:DescribeClusterV2");
        anywhere(name, List.of("kafka:GetBootstrapBrokers"));
        network(name);
        unresolved(
            name,
            "with IAM authentication the role also needs `kafka-cluster:` actions on the topic and"
                + " group");
      }
      case MQ -> {
        need(name, "mq:DescribeBroker");
        network(name);
        unresolved(
            name, "the broker's secret is not known: allow `secretsmanager:GetSecretValue` on it");
      }
      case DOCUMENTDB -> {
        need(name, "rds:DescribeDBClusters");
        // Which parameter group and subnet group the cluster has its ARN does not tell.
        String before = name.substring(0, name.indexOf(":cluster:"));
        need(before + ":cluster-pg:*", "rds:DescribeDBClusterParameters");
        need(before + ":subgrp:*", "rds:DescribeDBSubnetGroups");
        network(name);
        unresolved(
            name, "the cluster's secret is not known: allow `secretsmanager:GetSecretValue` on it");
      }
    }
  }

  /// A dead-letter queue, or where results go.
  void destination(String arn) {
    Optional<String> action =
        switch (Arn.parse(arn).map(Arn::service).orElse("")) {
          case "sqs" -> Optional.of("sqs:SendMessage");
          case "sns" -> Optional.of("sns:Publish");
          case "lambda" -> Optional.of("lambda:InvokeFunction");
          case "events" -> Optional.of("events:PutEvents");
          case "s3" -> Optional.of("s3:PutObject");
          default -> Optional.empty();
        };
    if (action.isEmpty()) {
      unresolved(arn, "it is not a queue, topic, function, event bus or bucket");
      return;
    }
    boolean bucket = action.get().equals("s3:PutObject");
    findings.need(
        Need.of(List.of(action.get()), List.of(bucket ? arn + "/*" : arn), "destination"));
    if (bucket) {
      findings.need(Need.of(List.of("s3:ListBucket"), List.of(arn), "destination"));
    }
  }

  /// Network interfaces in the VPC: Lambda makes them before it knows their ARNs.
  void network(String reason) {
    anywhere(reason, NETWORK);
    if (reason.equals("vpc")) {
      anywhere(reason, List.of("ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses"));
    }
  }

  void tracing() {
    anywhere("tracing", List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords"));
  }

  void environment(String keyArn) {
    findings.need(Need.of(List.of("kms:Decrypt"), List.of(keyArn), "environment"));
  }

  private void need(String arn, String... actions) {
    findings.need(Need.of(List.of(actions), List.of(arn), arn));
  }

  private void anywhere(String reason, List<String> actions) {
    findings.need(Need.of(actions, List.of("*"), reason));
  }

  private void unresolved(String arn, String reason) {
    findings.gap("eventSources", arn, reason, List.of());
  }
}
