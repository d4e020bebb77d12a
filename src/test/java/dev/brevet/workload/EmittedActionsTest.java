package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.workload.integration.Integration;
import dev.brevet.workload.integration.IntegrationPattern;
import dev.brevet.workload.integration.IntegrationTable;
import org.junit.jupiter.api.Test;

/// Every action that any design emits is one that IAM has, in IAM's spelling: everything that makes
/// statements is made to make them all.
class EmittedActionsTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final AccountId ACCOUNT = new AccountId("111122223333");

  /// `"Action":"x"` and `"Action":["x","y"]` of any document.
  private static final Pattern ACTIONS =
      Pattern.compile("\"(?:Not)?Action\":(?:\"([^\"]*)\"|\\[([^\\]]*)\\])");

  private final Set<String> seen = new HashSet<>();

  private void emitted(JsonObject document) {
    Matcher found = ACTIONS.matcher(JsonText.compact(document));
    while (found.find()) {
      String list = found.group(1) == null ? found.group(2) : found.group(1);
      for (String action : list.replace("\"", "").split(",", -1)) {
        seen.add(action);
        if (action.equals("*") || action.equals("states:*")) {
          continue;
        }
        assertEquals(
            Optional.of(action),
            Action.parse(action).flatMap(CATALOGUE::action).map(each -> each.action().toString()));
      }
    }
  }

  @Test
  void stateMachines_emitActionsThatThereAre() {
    for (boolean tighter : List.of(false, true)) {
      StateMachineRole.Options options =
          new StateMachineRole.Options(
              true,
              true,
              Optional.of("arn:aws:kms:eu-west-1:111122223333:key/1"),
              Optional.of("arn:aws:kms:eu-west-1:111122223333:key/2"),
              tighter,
              Map.of("T", List.of("arn:aws:iam::111122223333:role/x")));
      for (Integration integration : IntegrationTable.bundled().all()) {
        for (IntegrationPattern pattern : integration.patterns()) {
          String resource =
              "'Resource':'arn:aws:states:::" + integration.name() + pattern.suffix() + "'";
          emitted(Designs.ofTask(resource, options).toJson());
          emitted(
              Designs.ofTask(
                      resource + ",'Credentials':{'RoleArn':'arn:aws:iam::111122223333:role/t'}",
                      options)
                  .toJson());
        }
      }
      emitted(
          Designs.of(
                  """
                  {"StartAt":"T","States":{"T":{"Type":"Map",
                    "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"MANIFEST"},
                      "Parameters":{"Bucket":"b","Key":"a/manifest.json"}},
                    "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"b","Prefix":"p"}},
                    "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"L","States":{
                      "L":{"Type":"Map","ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2",
                        "Parameters":{"Bucket":"b","Prefix":"p"}},
                        "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED"},"StartAt":"P","States":{
                          "P":{"Type":"Pass","End":true}}},"End":true}}},"End":true}}}
                  """,
                  false,
                  options)
              .toJson());
    }
    assertTrue(
        seen.containsAll(
            Set.of(
                "states:RedriveExecution",
                "s3:ListMultipartUploadParts",
                "s3:ListBucket",
                "kms:GenerateDataKey",
                "xray:GetSamplingTargets",
                "logs:CreateLogDelivery",
                "events:PutRule",
                "sts:AssumeRole",
                "iam:PassRole")),
        seen::toString);
  }

  /// Every operation of every service that has an action of its name, and the exceptions.
  @Test
  void sdkIntegrations_emitActionsThatThereAre() {
    for (String service :
        List.of(
            "s3",
            "dynamodb",
            "lambda",
            "sqs",
            "sns",
            "sfn",
            "apigateway",
            "kms",
            "iam",
            "ec2",
            "bedrockruntime",
            "rekognition",
            "textract",
            "secretsmanager")) {
      for (String api :
          List.of(
              "copyObject",
              "listObjectsV2",
              "headObject",
              "createMultipartUpload",
              "transactWriteItems",
              "executeStatement",
              "batchGetItem",
              "invoke",
              "sendMessageBatch",
              "publishBatch",
              "startExecution",
              "getRestApis",
              "reEncrypt",
              "createRole",
              "runInstances",
              "converse",
              "detectLabels",
              "startDocumentAnalysis",
              "getSecretValue")) {
        emitted(
            Designs.ofTask(
                    "'Resource':'arn:aws:states:::aws-sdk:"
                        + service
                        + ":"
                        + api
                        + "','Parameters':{'FunctionName':'f','ModelId':'m','Statement':'SELECT"
                        + " x','TransactItems':[{'Put':{}},{'Delete':{}}]}")
                .toJson());
      }
    }
    assertTrue(
        seen.containsAll(
            Set.of(
                "lambda:InvokeFunction",
                "s3:ListBucket",
                "sqs:SendMessage",
                "kms:ReEncryptFrom",
                "bedrock:InvokeModel",
                "dynamodb:PartiQLSelect")),
        seen::toString);
  }

  @Test
  void functions_emitActionsThatThereAre() {
    List<EventSource> sources = new ArrayList<>();
    for (String arn :
        List.of(
            "arn:aws:sqs:eu-west-1:111122223333:q",
            "arn:aws:kinesis:eu-west-1:111122223333:stream/s/consumer/c:1",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/2026",
            "arn:aws:kafka:eu-west-1:111122223333:cluster/c/1",
            "arn:aws:mq:eu-west-1:111122223333:broker:b:1",
            "arn:aws:rds:eu-west-1:111122223333:cluster:d",
            "arn:aws:s3:::b")) {
      sources.add(FunctionRole.source(arn, "111122223333").orElseThrow());
    }
    for (String destination :
        List.of(
            "arn:aws:sqs:eu-west-1:111122223333:d",
            "arn:aws:sns:eu-west-1:111122223333:d",
            "arn:aws:lambda:eu-west-1:111122223333:function:d",
            "arn:aws:events:eu-west-1:111122223333:event-bus/d",
            "arn:aws:s3:::d")) {
      FunctionRole.Design design =
          new FunctionRole(CATALOGUE)
              .design(
                  new FunctionRole.Request(
                      new FunctionRole.Function(
                          "aws", "eu-west-1", ACCOUNT, "f", Optional.of("PROD")),
                      sources,
                      List.of(new FunctionRole.Call(List.of("s3:getobject"), List.of("*"))),
                      new FunctionRole.Options(
                          true,
                          true,
                          Optional.of(destination),
                          Optional.of("arn:aws:kms:eu-west-1:111122223333:key/1"),
                          true,
                          Optional.of("o-a1b2c3d4e5"),
                          List.of("444455556666"))));
      emitted(design.role().toJson());
      emitted(design.functionPolicy().orElseThrow());
    }
    assertTrue(
        seen.containsAll(
            Set.of(
                "kinesis:SubscribeToShard",
                "kafka:DescribeClusterV2",
                "mq:DescribeBroker",
                "rds:DescribeDBClusters",
                "ec2:AssignPrivateIpAddresses",
                "sns:Publish",
                "events:PutEvents",
                "s3:GetObject",
                "kms:Decrypt")),
        seen::toString);
  }

  @Test
  void policies_emitActionsThatThereAre() {
    for (DeveloperPolicy.Template template : DeveloperPolicy.Template.values()) {
      emitted(
          DeveloperPolicy.of(
              template,
              new DeveloperPolicy.Scope(
                  "aws",
                  "eu-west-1",
                  "111122223333",
                  "p",
                  Optional.of("arn:aws:iam::111122223333:role/x"),
                  Optional.of("sns.amazonaws.com"))));
    }
    for (boolean synchronous : List.of(false, true)) {
      emitted(
          EndpointPolicy.of(
              new EndpointPolicy.Request(
                  synchronous,
                  "aws",
                  "eu-west-1",
                  "111122223333",
                  List.of(),
                  Optional.empty(),
                  List.of(),
                  List.of(),
                  List.of("states:*"))));
    }
    RoleDesign design = Designs.ofTask("'Resource':'arn:aws:states:::sqs:sendMessage'");
    emitted(
        new PersonMapping(
                "m",
                List.of("arn:aws:iam::111122223333:user/a"),
                "arn:aws:iam::111122223333:role/Brevet")
            .of(design, "aws", "111122223333"));
    assertTrue(
        seen.containsAll(
            Set.of(
                "states:GetActivityTask",
                "states:StartSyncExecution",
                "lambda:AddPermission",
                "sts:SetSourceIdentity")),
        seen::toString);
  }
}
