package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.policy.lint.Severity;
import dev.brevet.workload.DeveloperPolicy.Template;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OtherDesignsTest {
  private static final AccountId ACCOUNT = new AccountId("111122223333");
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final PolicyLint LINT = new PolicyLint(CATALOGUE);
  private static final FunctionRole.Options PLAIN =
      new FunctionRole.Options(
          false, false, Optional.empty(), Optional.empty(), false, Optional.empty(), List.of());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "arn:aws:sqs:eu-west-1:111122223333:jobs | sqs:DeleteMessage sqs:GetQueueAttributes"
            + " sqs:ReceiveMessage",
        "arn:aws:kinesis:eu-west-1:111122223333:stream/s | kinesis:DescribeStream"
            + " kinesis:DescribeStreamSummary kinesis:GetRecords kinesis:GetShardIterator"
            + " kinesis:ListShards",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/2026 | dynamodb:DescribeStream"
            + " dynamodb:GetRecords dynamodb:GetShardIterator",
      })
  void polledSource_isReadWithTheRole(String source, String actions) {
    FunctionRole.Design design = function(List.of(source), PLAIN);
    for (String action : actions.split(" ", -1)) {
      assertEquals(List.of(source), Designs.resources(design.role(), action), action);
    }
    assertTrue(design.functionPolicy().isEmpty());
  }

  /// Concept 42: source ARN and source account always, a bucket's account included.
  @ParameterizedTest
  @CsvSource({
    "arn:aws:sns:eu-west-1:111122223333:t, sns.amazonaws.com, 111122223333",
    "arn:aws:s3:::uploads, s3.amazonaws.com, 111122223333",
    "arn:aws:cloudwatch:eu-west-1:444455556666:alarm:a, lambda.alarms.cloudwatch.amazonaws.com,"
        + " 444455556666",
    "arn:aws:lex:eu-west-1:111122223333:bot-alias/B1/A1, lexv2.amazonaws.com, 111122223333",
    "arn:aws:lex:eu-west-1:111122223333:intent:Order:2, lex.amazonaws.com, 111122223333",
    "arn:aws:logs:eu-west-1:111122223333:log-group:/app:*, logs.amazonaws.com, 111122223333",
    "arn:aws:execute-api:eu-west-1:111122223333:a1/*/GET/x, apigateway.amazonaws.com, 111122223333",
  })
  void callingSource_isLetInByArnAndAccount(String source, String principal, String account) {
    FunctionRole.Design design = function(List.of(source), PLAIN);
    String policy = JsonText.compact(design.functionPolicy().orElseThrow());
    assertEquals(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Source1\",\"Effect\":\"Allow\",\"Principal\":"
            + "{\"Service\":\""
            + principal
            + "\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":"
            + "\"arn:aws:lambda:eu-west-1:111122223333:function:intake:PROD\",\"Condition\":{\"ArnLike\":"
            + "{\"aws:SourceArn\":\""
            + source
            + "\"},\"StringEquals\":{\"aws:SourceAccount\":\""
            + account
            + "\"}}}]}",
        policy);
    assertEquals(List.of(), LINT.check(policy, PolicyType.RESOURCE, Optional.of(ACCOUNT)));
  }

  /// The ARN that CloudWatch Logs sends ends in `:*`. Source: CloudWatch Logs User Guide,
  /// SubscriptionFilters ("--source-arn ...:log-group:NAME:*").
  @Test
  void logGroup_isLetInByTheArnThatItSends() {
    FunctionRole.Design design =
        function(List.of("arn:aws:logs:eu-west-1:111122223333:log-group:/app"), PLAIN);
    assertTrue(
        JsonText.compact(design.functionPolicy().orElseThrow())
            .contains(
                "{\"aws:SourceArn\":\"arn:aws:logs:eu-west-1:111122223333:log-group:/app:*\"}"));
  }

  /// Source: EventBridge User Guide, eb-use-resource-based (Lambda permissions): the rule's ARN,
  /// which has its account.
  @Test
  void rule_isLetInByItsArnAlone() {
    String rule = "arn:aws:events:eu-west-1:111122223333:rule/r";
    String policy = JsonText.compact(function(List.of(rule), PLAIN).functionPolicy().orElseThrow());
    assertTrue(
        policy.contains("\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":\"" + rule + "\"}}}"),
        policy);
    assertEquals(List.of(), LINT.check(policy, PolicyType.RESOURCE, Optional.of(ACCOUNT)));
  }

  /// Records are read from the stream, a subscription is of the consumer. Source: Service
  /// Authorization Reference, Amazon Kinesis Data Streams; Lambda Developer Guide, with-kinesis.
  @Test
  void consumerOfAStream_isSubscribedTo_andItsStreamIsRead() {
    String stream = "arn:aws:kinesis:eu-west-1:111122223333:stream/clicks";
    String consumer = stream + "/consumer/app:1700000000";
    RoleDesign role = function(List.of(consumer), PLAIN).role();
    for (String action : List.of("DescribeStreamSummary", "GetRecords", "ListShards")) {
      assertEquals(List.of(stream), Designs.resources(role, "kinesis:" + action));
    }
    for (String action : List.of("SubscribeToShard", "DescribeStreamConsumer")) {
      assertEquals(List.of(consumer), Designs.resources(role, "kinesis:" + action));
    }
  }

  /// Source: Service Authorization Reference, Amazon RDS: parameters are of a parameter group,
  /// subnets of a subnet group.
  @Test
  void documentDatabase_isDescribedByWhatItsActionsTake() {
    String before = "arn:aws:rds:eu-west-1:111122223333:";
    RoleDesign role = function(List.of(before + "cluster:docs"), PLAIN).role();
    assertEquals(
        List.of(before + "cluster:docs"), Designs.resources(role, "rds:DescribeDBClusters"));
    assertEquals(
        List.of(before + "cluster-pg:*"),
        Designs.resources(role, "rds:DescribeDBClusterParameters"));
    assertEquals(
        List.of(before + "subgrp:*"), Designs.resources(role, "rds:DescribeDBSubnetGroups"));
    assertTrue(FunctionRole.source(before + "db:docs", "111122223333").isEmpty());
  }

  /// Source: CloudWatch Logs User Guide, iam-access-control-overview-cwl.
  @Test
  void logGroupOfAFunction_isMadeAndWrittenTo() {
    RoleDesign role = function(List.of(), PLAIN).role();
    for (String action : List.of("CreateLogGroup", "CreateLogStream", "PutLogEvents")) {
      assertEquals(
          List.of("arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/intake:*"),
          Designs.resources(role, "logs:" + action));
    }
  }

  /// Lambda decrypts what it polls with the role, and sends `lambda:SourceFunctionArn` for the
  /// function's own calls only. Source: Lambda Developer Guide, permissions-source-function-arn.
  @Test
  void keyOfASource_isNotLimitedToTheFunction() {
    String key = "arn:aws:kms:eu-west-1:111122223333:key/1a";
    String queue = "arn:aws:sqs:eu-west-1:111122223333:q";
    for (boolean polled : List.of(true, false)) {
      FunctionRole.Design design =
          new FunctionRole(CATALOGUE)
              .design(
                  new FunctionRole.Request(
                      new FunctionRole.Function("aws", "eu-west-1", ACCOUNT, "f", Optional.empty()),
                      polled
                          ? List.of(FunctionRole.source(queue, ACCOUNT.digits()).orElseThrow())
                          : List.of(),
                      List.of(new FunctionRole.Call(List.of("kms:Decrypt"), List.of(key))),
                      new FunctionRole.Options(
                          false,
                          false,
                          Optional.empty(),
                          Optional.empty(),
                          true,
                          Optional.empty(),
                          List.of())));
      String role = RoleText.of(Designs.linted(design.role()));
      assertEquals(!polled, role.contains("lambda:SourceFunctionArn="), role);
      assertEquals(polled, role.contains("reads an encrypted source"), role);
    }
  }

  /// Source: EventBridge Scheduler User Guide, cross-service-confused-deputy-prevention: the source
  /// is the schedule's group.
  @Test
  void roleOfASchedule_isOfItsGroup() {
    RoleDesign design =
        new ServiceRole(CATALOGUE)
            .design(
                new ServiceRole.Request(
                    "scheduler.amazonaws.com",
                    "arn:aws:scheduler:eu-west-1:111122223333:schedule/default/nightly",
                    ACCOUNT,
                    List.of()));
    String group = "arn:aws:scheduler:eu-west-1:111122223333:schedule-group/default";
    assertTrue(
        JsonText.compact(design.trustPolicy()).contains("{\"aws:SourceArn\":\"" + group + "\"}"));
    assertEquals(List.of(group), design.unresolved().getFirst().granted());
  }

  @Test
  void organization_isACondition() {
    FunctionRole.Options options =
        new FunctionRole.Options(
            false,
            false,
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of("o-a1b2c3d4e5"),
            List.of("444455556666"));
    String policy = JsonText.compact(function(List.of(), options).functionPolicy().orElseThrow());
    assertTrue(
        policy.contains("\"Principal\":{\"AWS\":\"*\"},\"Action\":\"lambda:InvokeFunction\""),
        policy);
    assertTrue(policy.contains("{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}"));
    assertTrue(policy.contains("{\"AWS\":\"444455556666\"}"));
  }

  @Test
  void calls_mayBeLimitedToTheFunction() {
    FunctionRole.Options options =
        new FunctionRole.Options(
            true,
            true,
            Optional.of("arn:aws:sqs:eu-west-1:111122223333:dead"),
            Optional.of("arn:aws:kms:eu-west-1:111122223333:key/1"),
            true,
            Optional.empty(),
            List.of());
    RoleDesign role = function(List.of(), options).role();
    assertTrue(
        RoleText.of(role)
            .contains(
                "Allow dynamodb:GetItem\n"
                    + "  on arn:aws:dynamodb:eu-west-1:111122223333:table/t for [calls]\n"
                    + "  if ArnEquals"
                    + " {lambda:SourceFunctionArn=[arn:aws:lambda:eu-west-1:111122223333:function:intake]}"));
    assertEquals("s:Nothing", role.unresolved().getFirst().resource());
    assertEquals(
        List.of("arn:aws:sqs:eu-west-1:111122223333:dead"),
        Designs.resources(role, "sqs:SendMessage"));
    assertEquals(List.of("*"), Designs.resources(role, "ec2:CreateNetworkInterface"));
    assertEquals(List.of("*"), Designs.resources(role, "xray:PutTraceSegments"));
    assertEquals("intake-role", role.roleName());
    assertEquals(
        List.of(),
        LINT.check(JsonText.compact(role.trustPolicy()), PolicyType.TRUST, Optional.of(ACCOUNT)));
  }

  /// Concepts 33 and 34.
  @ParameterizedTest
  @CsvSource({
    "states-machine, states:StartExecution,"
        + " arn:aws:states:eu-west-1:111122223333:stateMachine:Team-a, true",
    "states-machine, states:StartExecution,"
        + " arn:aws:states:eu-west-1:111122223333:stateMachine:Other, false",
    "states-machine, states:StopExecution,"
        + " arn:aws:states:eu-west-1:111122223333:execution:Team-a:x, false",
    "states-execution, states:StopExecution,"
        + " arn:aws:states:eu-west-1:111122223333:execution:m:Team-x, true",
    "states-execution, states:StopExecution,"
        + " arn:aws:states:eu-west-1:111122223333:execution:m:other, false",
    "states-execution, states:StartExecution,"
        + " arn:aws:states:eu-west-1:111122223333:stateMachine:Team-a, false",
    "states-activity, states:GetActivityTask,"
        + " arn:aws:states:eu-west-1:111122223333:activity:Team-a, true",
    "task-token, states:GetActivityTask, arn:aws:states:eu-west-1:111122223333:activity:Team-,"
        + " true",
    "task-token, states:GetActivityTask, arn:aws:states:eu-west-1:111122223333:activity:Team-b,"
        + " false",
    "task-token, states:SendTaskSuccess, *, true",
    "states-service, states:ListStateMachines, *, true",
    "states-service, states:StartExecution,"
        + " arn:aws:states:eu-west-1:111122223333:stateMachine:Team-a, false",
    "lambda-developer, lambda:UpdateFunctionCode,"
        + " arn:aws:lambda:eu-west-1:111122223333:function:Team-a, true",
    "lambda-developer, lambda:UpdateFunctionCode,"
        + " arn:aws:lambda:eu-west-1:111122223333:function:other, false",
    "lambda-developer, lambda:AddPermission, arn:aws:lambda:eu-west-1:111122223333:function:Team-a,"
        + " false",
    "lambda-developer, lambda:PutFunctionConcurrency,"
        + " arn:aws:lambda:eu-west-1:111122223333:function:Team-a, false",
  })
  void developerPolicy_allowsItsLevelAndPrefixOnly(
      String template, String action, String resource, boolean allowed) {
    Policy policy = read(policy(Template.parse(template).orElseThrow()), PolicyType.IDENTITY);
    assertEquals(allowed, allows(policy, action, resource, RequestContext.empty()));
  }

  /// Concept 43.
  @ParameterizedTest
  @CsvSource({"sns.amazonaws.com, true", "s3.amazonaws.com, false"})
  void functionsAreOpened_toOneServiceOnly(String service, boolean allowed) {
    Policy policy = read(policy(Template.LAMBDA_ADD_PERMISSION), PolicyType.IDENTITY);
    assertEquals(
        allowed,
        allows(
            policy,
            "lambda:AddPermission",
            "arn:aws:lambda:eu-west-1:111122223333:function:Team-a",
            RequestContext.builder().put("lambda:Principal", service).build()));
  }

  @ParameterizedTest
  @EnumSource(Template.class)
  void developerPolicy_fitsASessionAndPassesTheChecks(Template template) {
    JsonObject policy = policy(template);
    assertTrue(DeveloperPolicy.size(policy) <= 2_048);
    List<Finding> findings =
        LINT.check(JsonText.compact(policy), PolicyType.SESSION, Optional.of(ACCOUNT));
    assertEquals(
        List.of(),
        findings.stream()
            .filter(f -> f.severity() == Severity.ERROR || f.id().equals("RESOURCE_MISMATCH"))
            .toList());
  }

  /// Concept 36: a denial of DeleteStateMachine wins.
  @Test
  void endpointPolicy_letsItsWorkThrough() {
    EndpointPolicy.Request request =
        new EndpointPolicy.Request(
            false,
            "aws",
            "eu-west-1",
            "111122223333",
            List.of(),
            Optional.empty(),
            List.of("Orders*"),
            List.of("states:*"),
            List.of("states:DeleteStateMachine"));
    JsonObject json = EndpointPolicy.of(request);
    Policy policy = read(json, PolicyType.ENDPOINT);
    String orders = "arn:aws:states:eu-west-1:111122223333:stateMachine:OrdersA";
    assertTrue(passes(policy, "states:StartExecution", orders));
    assertFalse(passes(policy, "states:DeleteStateMachine", orders));
    assertFalse(
        passes(
            policy,
            "states:StartExecution",
            "arn:aws:states:eu-west-1:111122223333:stateMachine:Other"));
    assertEquals("com.amazonaws.eu-west-1.states", request.serviceName());
    assertTrue(
        Stream.of(Severity.ERROR)
            .noneMatch(
                severity ->
                    LINT
                        .check(JsonText.compact(json), PolicyType.ENDPOINT, Optional.empty())
                        .stream()
                        .anyMatch(finding -> finding.severity() == severity)));
  }

  @Test
  void synchronousEndpoint_startsSynchronouslyOnly() {
    EndpointPolicy.Request request =
        new EndpointPolicy.Request(
            true,
            "aws-cn",
            "cn-north-1",
            "111122223333",
            List.of(),
            Optional.of("o-a1b2c3d4e5"),
            List.of(),
            List.of(),
            List.of());
    assertEquals("cn.com.amazonaws.cn-north-1.sync-states", request.serviceName());
    assertEquals(
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Work\",\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"states:StartSyncExecution\",\"Resource\":"
            + "\"arn:aws-cn:states:cn-north-1:111122223333:stateMachine:*\","
            + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\"}}}]}",
        JsonText.compact(EndpointPolicy.of(request)));
  }

  private static FunctionRole.Design function(List<String> sources, FunctionRole.Options options) {
    FunctionRole.Design design =
        new FunctionRole(CATALOGUE)
            .design(
                new FunctionRole.Request(
                    new FunctionRole.Function(
                        "aws", "eu-west-1", ACCOUNT, "intake", Optional.of("PROD")),
                    sources.stream()
                        .map(arn -> FunctionRole.source(arn, ACCOUNT.digits()).orElseThrow())
                        .toList(),
                    List.of(
                        new FunctionRole.Call(
                            List.of("dynamodb:getitem", "s:Nothing"),
                            List.of("arn:aws:dynamodb:eu-west-1:111122223333:table/t"))),
                    options));
    Designs.linted(design.role());
    return design;
  }

  private static JsonObject policy(Template template) {
    return DeveloperPolicy.of(
        template,
        new DeveloperPolicy.Scope(
            "aws",
            "eu-west-1",
            "111122223333",
            "Team-",
            Optional.of("arn:aws:iam::111122223333:role/team-work"),
            Optional.of("sns.amazonaws.com")));
  }

  private static Policy read(JsonObject json, PolicyType type) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(JsonText.compact(json), type)).policy();
  }

  private static boolean allows(
      Policy policy, String action, String resource, RequestContext context) {
    return decide(
        ApplicablePolicies.builder().identity(List.of(policy)).build(), action, resource, context);
  }

  private static boolean passes(Policy endpoint, String action, String resource) {
    Policy everything =
        assertInstanceOf(
                Parsed.class,
                PolicyReader.read(
                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
                    PolicyType.IDENTITY))
            .policy();
    return decide(
        ApplicablePolicies.builder()
            .identity(List.of(everything))
            .endpoint(List.of(endpoint))
            .build(),
        action,
        resource,
        RequestContext.empty());
  }

  private static boolean decide(
      ApplicablePolicies policies, String action, String resource, RequestContext context) {
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                new Principal.User("aws", ACCOUNT, "/", "u"),
                Action.parse(action).orElseThrow(),
                resource,
                Optional.of(ACCOUNT),
                context),
            policies)
        instanceof Decision.Allowed;
  }
}
