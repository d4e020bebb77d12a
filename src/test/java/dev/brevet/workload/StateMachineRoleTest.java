package dev.brevet.workload;

import static dev.brevet.workload.Designs.actions;
import static dev.brevet.workload.Designs.ofTask;
import static dev.brevet.workload.Designs.resources;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.json.JsonText;
import dev.brevet.workload.RoleDesign.Target;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.integration.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules that a hurried generator misses, from AWS's pages on IAM for integrated services.
class StateMachineRoleTest {
  private static final String MACHINE = "arn:aws:states:eu-west-1:111122223333:stateMachine:Orders";
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:";
  private static final String CHILD = "arn:aws:states:eu-west-1:111122223333:stateMachine:Child";

  /// An unqualified ARN does not allow a version or alias, and the other way about.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'FunctionName':'charge'                                    | charge",
        "'FunctionName':'charge:PROD'                               | charge:PROD",
        "'FunctionName':'charge','Qualifier':'7'                    | charge:7",
        "'FunctionName':'charge:7','Qualifier':'7'                  | charge:7",
        "'FunctionName':'charge','Qualifier.$':'$.v'                | charge:*",
        "'FunctionName':'111122223333:function:charge'              | charge",
        "'FunctionName':'arn:aws:lambda:eu-west-1:111122223333:function:charge:$LATEST' |"
            + " charge:$LATEST",
      })
  void functionQualifier_isInTheArn(String parameters, String function) {
    RoleDesign design =
        ofTask("'Resource':'arn:aws:states:::lambda:invoke','Parameters':{" + parameters + "}");
    assertEquals(List.of(FUNCTION + function), resources(design, "lambda:InvokeFunction"));
  }

  @Test
  void functionArnAsResource_isInvoked() {
    RoleDesign design = ofTask("'Resource':'" + FUNCTION + "charge:PROD'");
    assertEquals(List.of(FUNCTION + "charge:PROD"), resources(design, "lambda:InvokeFunction"));
  }

  @ParameterizedTest
  @CsvSource({"''", ".waitForTaskToken"})
  void nestedMachine_asynchronous_isOnlyStarted(String suffix) {
    RoleDesign design = nested(suffix, CHILD);
    assertEquals(List.of("states:StartExecution"), actions(design));
    assertEquals(List.of(CHILD), resources(design, "states:StartExecution"));
  }

  /// Joining the three on one ARN is valid JSON and allows nothing: executions have ARNs of their
  /// own.
  @ParameterizedTest
  @CsvSource({".sync", ".sync:2"})
  void nestedMachine_synchronous_isWatchedByItsExecutions(String suffix) {
    RoleDesign design = nested(suffix, CHILD);
    String executions = "arn:aws:states:eu-west-1:111122223333:execution:Child:*";
    assertEquals(List.of(CHILD), resources(design, "states:StartExecution"));
    assertEquals(List.of(executions), resources(design, "states:DescribeExecution"));
    assertEquals(List.of(executions), resources(design, "states:StopExecution"));
    assertEquals(
        List.of(
            "arn:aws:events:eu-west-1:111122223333:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"),
        resources(design, "events:PutRule"));
  }

  /// Concept 35: a version or alias is authorized on the machine itself.
  @Test
  void nestedMachine_withAlias_isAllowedUnqualified() {
    RoleDesign design = nested(".sync:2", CHILD + ":PROD");
    assertEquals(List.of(CHILD), resources(design, "states:StartExecution"));
    assertEquals(
        List.of("arn:aws:states:eu-west-1:111122223333:execution:Child:*"),
        resources(design, "states:DescribeExecution"));
  }

  @Test
  void credentials_moveThePermissionsToTheOtherRole() {
    RoleDesign design =
        ofTask(
            "'Resource':'arn:aws:states:::codebuild:startBuild.sync',"
                + "'Credentials':{'RoleArn':'arn:aws:iam::444455556666:role/Builder'},"
                + "'Parameters':{'ProjectName':'site'}");
    assertEquals(List.of("sts:AssumeRole"), actions(design));
    assertEquals(
        List.of("arn:aws:iam::444455556666:role/Builder"), resources(design, "sts:AssumeRole"));
    Target.Role target = assertInstanceOf(Target.Role.class, design.targets().getFirst());
    assertEquals(List.of("T"), target.states());
    // Polled: without the three actions of the managed rule.
    assertEquals(
        List.of("codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"),
        actions(target.policies()));
    assertEquals(
        List.of("arn:aws:codebuild:eu-west-1:444455556666:project/site"),
        resources(target.policies(), "codebuild:StartBuild"));
    assertEquals(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
            + "\"arn:aws:iam::111122223333:role/StepFunctions-Orders-role\"},\"Action\":\"sts:AssumeRole\","
            + "\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\""
            + MACHINE
            + "\"}}}]}",
        JsonText.compact(target.trustPolicy()));
  }

  @Test
  void credentialsAtRunTime_areAllowedAnywhereAndTold() {
    String fields = "'Resource':'" + FUNCTION + "charge','Credentials':{'RoleArn.$':'$.role'}";
    RoleDesign design = ofTask(fields);
    assertEquals(List.of("*"), resources(design, "sts:AssumeRole"));
    assertEquals(List.of("*"), design.unresolved().getFirst().granted());
    assertEquals(
        List.of("arn:aws:iam::*:role/*"),
        resources(ofTask(fields, Designs.TIGHTER), "sts:AssumeRole"));
  }

  @ParameterizedTest
  @CsvSource({"Authentication", "InvocationConfig"})
  void httpTask_isLimitedToMethodEndpointAndConnection(String holder) {
    RoleDesign design =
        ofTask(
            "'Resource':'arn:aws:states:::http:invoke','Parameters':{'Method':'GET',"
                + "'ApiEndpoint':'https://api.example.com/v1/*/x','"
                + holder
                + "':{'ConnectionArn':'arn:aws:events:eu-west-1:111122223333:connection/api/1'}}");
    assertEquals(List.of(MACHINE), resources(design, "states:InvokeHTTPEndpoint"));
    // The star is the endpoint's own character, so it is escaped.
    assertEquals(
        Map.of(
            "StringEquals",
            Map.of("states:HTTPMethod", List.of("GET")),
            "StringLike",
            Map.of("states:HTTPEndpoint", List.of("https://api.example.com/v1/${*}/x"))),
        design.policies().getFirst().statements().getFirst().condition());
    assertEquals(
        List.of("arn:aws:events:eu-west-1:111122223333:connection/api/1"),
        resources(design, "events:RetrieveConnectionCredentials"));
    assertEquals(
        List.of("arn:aws:secretsmanager:*:*:secret:events!connection/*"),
        resources(design, "secretsmanager:DescribeSecret"));
  }

  @Test
  void distributedMap_startsItselfReadsAndWrites() {
    RoleDesign design = Designs.of(DISTRIBUTED, false, Options.NONE);
    assertEquals(List.of(MACHINE), resources(design, "states:StartExecution"));
    assertEquals(
        List.of("arn:aws:states:eu-west-1:111122223333:execution:Orders:*"),
        resources(design, "states:DescribeExecution"));
    assertEquals(
        List.of("arn:aws:states:eu-west-1:111122223333:execution:Orders/Rows:*"),
        resources(design, "states:RedriveExecution"));
    assertEquals(List.of("arn:aws:s3:::in"), resources(design, "s3:ListBucket"));
    assertEquals(
        List.of("arn:aws:s3:::in/day/*", "arn:aws:s3:::out/results/*"),
        resources(design, "s3:GetObject"));
    for (String action :
        List.of("s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload")) {
      assertEquals(List.of("arn:aws:s3:::out/results/*"), resources(design, action));
    }
    assertFalse(actions(design).contains("states:StopExecution"));
    assertTrue(
        design.policies().getFirst().statements().stream()
            .anyMatch(
                statement ->
                    statement
                        .condition()
                        .equals(Map.of("StringLike", Map.of("s3:prefix", List.of("day/*"))))));
  }

  private static final String DISTRIBUTED =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","End":true,"Label":"Rows",
       "ItemReader":{"Resource":"arn:aws:states:::s3:listObjectsV2","Parameters":{"Bucket":"in","Prefix":"day/"}},
       "ResultWriter":{"Resource":"arn:aws:states:::s3:putObject","Parameters":{"Bucket":"out","Prefix":"results"}},
       "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
        "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}\
      """;

  @Test
  void manifestReader_readsTheDataBesideIt() {
    String definition =
        """
        {"StartAt":"M","States":{"M":{"Type":"Map","End":true,
         "ItemReader":{"Resource":"arn:aws:states:::s3:getObject","ReaderConfig":{"InputType":"MANIFEST"},
          "Parameters":{"Bucket":"inv","Key":"src/all/2026-11-01T00-00Z/manifest.json"}},
         "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"EXPRESS"},
          "StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}}}}\
        """;
    assertEquals(
        List.of(
            "arn:aws:s3:::inv/src/all/2026-11-01T00-00Z/manifest.json",
            "arn:aws:s3:::inv/src/all/data/*"),
        resources(Designs.of(definition, false, Options.NONE), "s3:GetObject"));
  }

  @ParameterizedTest
  @CsvSource({"NO_AUTH, 0", "RESOURCE_POLICY, 0", "IAM_ROLE, 1", ", 0"})
  void apiGateway_needsPermissionForIamOnly(String type, int statements) {
    RoleDesign design = api(type == null ? "" : ",'AuthType':'" + type + "'", "/orders/1");
    assertEquals(
        statements, resources(design, "execute-api:Invoke").size(), () -> RoleText.of(design));
    assertEquals("RESOURCE_POLICY".equals(type) ? 1 : 0, design.targets().size());
    assertTrue(design.unresolved().isEmpty());
  }

  @Test
  void apiGateway_isAllowedForStageMethodAndPath() {
    assertEquals(
        List.of("arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/POST/orders/1"),
        resources(api(",'AuthType':'IAM_ROLE'", "/orders/1"), "execute-api:Invoke"));
    assertEquals(
        List.of("execute-api:ManageConnections"),
        actions(api(",'AuthType':'IAM_ROLE'", "/@connections/x")));
  }

  @ParameterizedTest
  @CsvSource({"eks:call", "eks:runJob.sync"})
  void kubernetes_needsNoIamAction(String call) {
    RoleDesign design =
        ofTask("'Resource':'arn:aws:states:::" + call + "','Parameters':{'ClusterName':'c'}");
    assertTrue(design.policies().isEmpty());
    assertTrue(design.unresolved().isEmpty());
  }

  @Test
  void emr_isPolled() {
    RoleDesign design =
        ofTask(
            "'Resource':'arn:aws:states:::elasticmapreduce:addStep.sync','Parameters':{'ClusterId':'j-1'}");
    assertTrue(actions(design).stream().noneMatch(action -> action.startsWith("events:")));
  }

  @Test
  void mediaConvert_watchesItsOwnJobsOnly() {
    RoleDesign design =
        ofTask(
            "'Resource':'arn:aws:states:::mediaconvert:createJob.sync','Parameters':{'Role':'Transcode'}");
    assertTrue(
        design.policies().getFirst().statements().stream()
            .filter(statement -> statement.actions().contains("mediaconvert:CancelJob"))
            .allMatch(
                statement ->
                    statement
                        .condition()
                        .equals(
                            Map.of(
                                "StringEquals",
                                Map.of(
                                    "aws:ResourceTag/ManagedByService",
                                    List.of("AWSStepFunctions"))))));
  }

  @ParameterizedTest
  @CsvSource({"sagemaker:createTransformJob", "ecs:runTask"})
  void hiddenRole_isToldUnlessGiven(String call) {
    String fields =
        "'Resource':'arn:aws:states:::"
            + call
            + "','Parameters':{'TransformJobName':'t','TaskDefinition':'web:7'}";
    RoleDesign without = ofTask(fields);
    assertFalse(actions(without).contains("iam:PassRole"));
    assertEquals(1, without.unresolved().size());
    String role = "arn:aws:iam::111122223333:role/work";
    RoleDesign with =
        ofTask(
            fields,
            new Options(
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of("T", List.of(role))));
    assertEquals(List.of(role), resources(with, "iam:PassRole"));
    assertTrue(with.unresolved().isEmpty());
  }

  @Test
  void sageMaker_tagsItsJobs() {
    assertTrue(
        actions(
                ofTask(
                    "'Resource':'arn:aws:states:::sagemaker:createModel','Parameters':{'ModelName':'m','ExecutionRoleArn':'r'}"))
            .containsAll(List.of("sagemaker:AddTags", "sagemaker:ListTags")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'Type':'Pass','End':true}",
        "{'Type':'Task','End':true,'Resource':'arn:aws:states:eu-west-1:111122223333:activity:review'}",
      })
  void machineThatCallsNothing_isDeniedAll(String state) {
    RoleDesign design =
        Designs.of(
            "{\"StartAt\":\"S\",\"States\":{\"S\":" + state.replace('\'', '"') + "}}",
            false,
            Options.NONE);
    assertEquals("Deny *\n  on * for []\n", RoleText.of(design));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:states:::quantum:entangle",
    "arn:aws:states:::sns:publish.sync",
    "arn:aws:states:::aws-sdk:quantum:entangle",
    "arn:aws:states:::aws-sdk:s3:levitateBucket",
    "arn:aws:states:::aws-sdk:s3:getObject.sync",
    "arn:aws:sqs:eu-west-1:111122223333:jobs",
    "nonsense",
    "${Something}",
  })
  void unknownTask_isToldAndNeitherDeniedNorAllowed(String resource) {
    RoleDesign design = ofTask("'Resource':'" + resource + "'");
    assertTrue(design.policies().isEmpty(), () -> RoleText.of(design));
    assertEquals("T", design.unresolved().getFirst().state());
    assertEquals(resource, design.unresolved().getFirst().resource());
    assertEquals(List.of(), design.unresolved().getFirst().granted());
  }

  @Test
  void tighterMode_namesJobsAndQueues() {
    String batch =
        "'Resource':'arn:aws:states:::batch:submitJob','Parameters':{'JobName':'n','JobDefinition':'d:1','JobQueue':'q'}";
    assertEquals(List.of("*"), resources(ofTask(batch), "batch:SubmitJob"));
    assertEquals(
        List.of(
            "arn:aws:batch:eu-west-1:111122223333:job-definition/d:1",
            "arn:aws:batch:eu-west-1:111122223333:job-queue/q",
            "arn:aws:batch:eu-west-1:111122223333:job/*"),
        resources(ofTask(batch, Designs.TIGHTER), "batch:SubmitJob"));
    String ecs =
        "'Resource':'arn:aws:states:::ecs:runTask.sync','Parameters':{'TaskDefinition':'web:7','Cluster':'prod'}";
    assertEquals(List.of("*"), resources(ofTask(ecs), "ecs:StopTask"));
    assertEquals(
        List.of("arn:aws:ecs:eu-west-1:111122223333:task/*"),
        resources(ofTask(ecs, Designs.TIGHTER), "ecs:StopTask"));
    assertTrue(
        RoleText.of(ofTask(ecs, Designs.TIGHTER))
            .contains(
                "if ArnEquals {ecs:cluster=[arn:aws:ecs:eu-west-1:111122223333:cluster/prod]}"));
  }

  @Test
  void logging_needsLogStreamsToo() {
    RoleDesign design =
        ofTask(
            "'Resource':'" + FUNCTION + "charge'",
            new Options(
                true,
                true,
                Optional.of("arn:aws:kms:eu-west-1:111122223333:key/1"),
                Optional.empty(),
                false,
                Map.of()));
    assertEquals(List.of("*"), resources(design, "logs:CreateLogStream"));
    assertEquals(List.of("*"), resources(design, "xray:PutTraceSegments"));
    assertEquals(
        List.of("arn:aws:kms:eu-west-1:111122223333:key/1"), resources(design, "kms:Decrypt"));
    assertTrue(
        RoleText.of(design)
            .contains(
                "if StringEquals {kms:EncryptionContext:aws:states:stateMachineArn=["
                    + MACHINE
                    + "]}"));
    assertTrue(
        RoleText.of(design)
            .contains(
                "if StringEquals"
                    + " {kms:EncryptionContext:SourceArn=[arn:aws:logs:eu-west-1:111122223333:*]}"));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:states:::sns:publish.waitForTaskToken",
    "arn:aws:states:::glue:startJobRun.sync",
    "arn:aws:states:::aws-sdk:sfn:startExecution.waitForTaskToken",
    "arn:aws:states:eu-west-1:111122223333:activity:review",
  })
  void expressMachine_hasRequestResponseOnly(String resource) {
    RoleDesign design =
        Designs.of(
            Designs.task("'Resource':'" + resource + "','Parameters':{}"), true, Options.NONE);
    assertTrue(design.policies().isEmpty());
    assertTrue(design.unresolved().getFirst().reason().startsWith("express workflows have no"));
    assertEquals(1, Designs.of(DISTRIBUTED, true, Options.NONE).unresolved().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3:listObjectsV2 | {'Bucket':'b'}                        | s3:ListBucket | arn:aws:s3:::b",
        "s3:headObject    | {'Bucket':'b','Key':'k?'}             | s3:GetObject  |"
            + " arn:aws:s3:::b/k${?}",
        "s3:copyObject    | {'Bucket':'b','Key':'k','CopySource':'a/o'} | s3:GetObject |"
            + " arn:aws:s3:::a/o",
        "s3:copyObject    | {'Bucket':'b','Key':'k','CopySource':'a/o'} | s3:PutObject |"
            + " arn:aws:s3:::b/k",
        "lambda:invoke    | {'FunctionName':'f','Qualifier':'P'}  | lambda:InvokeFunction |"
            + " arn:aws:lambda:eu-west-1:111122223333:function:f:P",
        "sqs:sendMessageBatch | {'QueueUrl':'https://sqs.eu-west-1.amazonaws.com/111122223333/q'} |"
            + " sqs:SendMessage | arn:aws:sqs:eu-west-1:111122223333:q",
        "sns:publishBatch | {'TopicArn':'arn:aws:sns:eu-west-1:111122223333:t'} | sns:Publish |"
            + " arn:aws:sns:eu-west-1:111122223333:t",
        "dynamodb:query   | {'TableName':'t'}                     | dynamodb:Query |"
            + " arn:aws:dynamodb:eu-west-1:111122223333:table/t",
        "dynamodb:executeStatement | {'Statement':'select * from t'} | dynamodb:PartiQLSelect |"
            + " arn:aws:dynamodb:eu-west-1:111122223333:table/t",
        "kms:reEncrypt    | {'SourceKeyId':'a'}                   | kms:ReEncryptTo |"
            + " arn:aws:kms:eu-west-1:111122223333:key/*",
        "sfn:startSyncExecution |"
            + " {'StateMachineArn':'arn:aws:states:eu-west-1:111122223333:stateMachine:C:1'} |"
            + " states:StartSyncExecution | arn:aws:states:eu-west-1:111122223333:stateMachine:C",
        "bedrockruntime:converse | {'ModelId':'m'}                | bedrock:InvokeModel |"
            + " arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/m",
        "apigateway:getRestApi | {'RestApiId':'r'}                | apigateway:GET |"
            + " arn:aws:apigateway:eu-west-1::/restapis/r"
            + " arn:aws:apigateway:eu-west-1::/restapis/r/*",
        "secretsmanager:getSecretValue | {'SecretId':'db'}        | secretsmanager:GetSecretValue |"
            + " arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-??????",
        "textract:startDocumentTextDetection |"
            + " {'DocumentLocation':{'S3Object':{'Bucket':'b','Name':'n'}}} | s3:GetObject |"
            + " arn:aws:s3:::b/n",
        "polly:startSpeechSynthesisTask | {'OutputS3BucketName':'b'} | s3:PutObject |"
            + " arn:aws:s3:::b/*",
        "scheduler:createSchedule | {'Target':{'RoleArn':'arn:aws:iam::111122223333:role/s'}} |"
            + " iam:PassRole | arn:aws:iam::111122223333:role/s",
      })
  void sdkCall_needsTheActionOfItsName(
      String call, String parameters, String action, String resource) {
    RoleDesign design =
        ofTask("'Resource':'arn:aws:states:::aws-sdk:" + call + "','Parameters':" + parameters);
    assertEquals(
        List.of(resource.split(" ", -1)), resources(design, action), () -> RoleText.of(design));
  }

  @Test
  void transaction_needsTheActionsOfItsItems() {
    RoleDesign design =
        ofTask(
            "'Resource':'arn:aws:states:::aws-sdk:dynamodb:transactWriteItems','Parameters':{'TransactItems':[{'Put':{'TableName':'t'}},{'Delete':{'TableName':'t'}}]}");
    assertEquals(List.of("dynamodb:DeleteItem", "dynamodb:PutItem"), actions(design));
  }

  @ParameterizedTest
  @CsvSource({
    "arn:${AwsPartition}:states:::sns:publish",
    "arn:aws:states:us-east-1:776177632559:sns:publish",
  })
  void integrationArn_mayHavePlaceholderOrAccount(String resource) {
    RoleDesign design =
        ofTask(
            "'Resource':'"
                + resource
                + "','Parameters':{'TopicArn':'arn:aws:sns:eu-west-1:111122223333:t'}");
    assertEquals(List.of("arn:aws:sns:eu-west-1:111122223333:t"), resources(design, "sns:Publish"));
    assertTrue(design.unresolved().isEmpty());
  }

  @Test
  void wildcardsInNames_areEscaped() {
    RoleDesign design =
        ofTask("'Resource':'arn:aws:states:::dynamodb:getItem','Parameters':{'TableName':'*'}");
    assertEquals(
        List.of("arn:aws:dynamodb:eu-west-1:111122223333:table/${*}"),
        resources(design, "dynamodb:GetItem"));
    RoleDesign anyRegion =
        ofTask(
            "'Resource':'arn:aws:states:::sns:publish','Parameters':{'TopicArn':'arn:aws:sns:*:111122223333:t'}");
    assertTrue(anyRegion.policies().isEmpty());
  }

  /// Concepts 24 and 27: partition, region and account are the machine's; what is not known is a
  /// star.
  @ParameterizedTest
  @CsvSource({
    "aws, eu-west-1, Orders, arn:aws:states:eu-west-1:111122223333:stateMachine:Orders",
    "aws-cn, cn-north-1, Orders, arn:aws-cn:states:cn-north-1:111122223333:stateMachine:Orders",
    "aws-us-gov, us-gov-west-1, Orders,"
        + " arn:aws-us-gov:states:us-gov-west-1:111122223333:stateMachine:Orders",
    "aws, eu-west-1, , arn:aws:states:eu-west-1:111122223333:stateMachine:*",
    "aws, , Orders, arn:aws:states:*:111122223333:stateMachine:Orders",
    "aws, , , arn:aws:states:*:111122223333:stateMachine:*",
  })
  void trust_isOfThatMachineInThatAccount(
      String partition, String region, String name, String sourceArn) {
    Machine machine =
        new Machine(
            partition,
            Optional.ofNullable(region),
            new AccountId("111122223333"),
            Optional.ofNullable(name));
    RoleDesign design =
        Designs.of(
            machine,
            Designs.task(
                "'Resource':'arn:"
                    + partition
                    + ":states:::dynamodb:getItem','Parameters':{'TableName':'t'}"),
            false,
            Options.NONE);
    assertEquals(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
            + "\"states.amazonaws.com\"},\"Action\":\"sts:AssumeRole\",\"Condition\":{\"ArnLike\":"
            + "{\"aws:SourceArn\":\""
            + sourceArn
            + "\"},\"StringEquals\":{\"aws:SourceAccount\":\"111122223333\"}}}]}",
        JsonText.compact(design.trustPolicy()));
    assertEquals(
        List.of(
            "arn:"
                + partition
                + ":dynamodb:"
                + (region == null ? "*" : region)
                + ":111122223333:table/t"),
        resources(design, "dynamodb:GetItem"));
  }

  @Test
  void taskRolesOfAStateThatIsNotThere_areTold() {
    RoleDesign design =
        ofTask(
            "'Resource':'" + FUNCTION + "charge'",
            new Options(
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Map.of("t", List.of("arn:aws:iam::111122223333:role/x"))));
    assertEquals("t", design.unresolved().getFirst().state());
  }

  private static RoleDesign nested(String suffix, String machine) {
    return ofTask(
        "'Resource':'arn:aws:states:::states:startExecution"
            + suffix
            + "','Parameters':{'StateMachineArn':'"
            + machine
            + "'}");
  }

  private static RoleDesign api(String auth, String path) {
    return ofTask(
        "'Resource':'arn:aws:states:::apigateway:invoke','Parameters':{'ApiEndpoint':'a1b2c3.execute-api.eu-west-1.amazonaws.com','Method':'POST','Stage':'prod','Path':'"
            + path
            + "'"
            + auth
            + "}");
  }
}
