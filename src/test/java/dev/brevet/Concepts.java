package dev.brevet;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.PolicyLint;
import dev.brevet.workload.DeveloperPolicy;
import dev.brevet.workload.FunctionRole;
import dev.brevet.workload.RoleDesign;
import dev.brevet.workload.ServiceRole;
import dev.brevet.workload.StateMachineRole;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Machine;

/// What [ConceptsTest] shows of concepts itself: by the engine, the checks and the designs. Texts
/// are policies with `'` for `"`; of a statement, `Effect` is `Allow` where it says none.
final class Concepts {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final PolicyLint LINT = new PolicyLint(CATALOGUE);
  private static final AccountId ACCOUNT = new AccountId("111122223333");
  private static final String FUNCTION = "arn:aws:lambda:eu-west-1:111122223333:function:";
  private static final String STATES =
      "'Principal':{'Service':'states.amazonaws.com'},'Action':'sts:AssumeRole'";

  private Concepts() {}

  static void rootInATrustPolicyIsTheAccount() {
    assertFound(
        "ACCOUNT_AS_PRINCIPAL",
        PolicyType.TRUST,
        "'Principal':{'AWS':'arn:aws:iam::111122223333:root'},'Action':'sts:AssumeRole'");
  }

  static void usersAreMatchedByPath() {
    Policy trust =
        policy(
            PolicyType.TRUST,
            "'Principal':{'AWS':'*'},'Action':'sts:AssumeRole','Condition':{'ArnLike':"
                + "{'aws:PrincipalArn':'arn:aws:iam::111122223333:user/team/*'}}");
    for (String path : List.of("/team/", "/team/a/", "/", "/other/")) {
      AuthorizationRequest request =
          new AuthorizationRequest(
              new Principal.User("aws", ACCOUNT, path, "alice"),
              Action.ASSUME_ROLE,
              "arn:aws:iam::111122223333:role/R",
              Optional.empty(),
              RequestContext.empty());
      assertEquals(
          path.startsWith("/team/"),
          PolicyEvaluator.evaluate(request, ApplicablePolicies.builder().trust(trust).build())
              instanceof Decision.Allowed,
          path);
    }
  }

  static void groupIsNoPrincipal() {
    assertFound(
        "GROUP_AS_PRINCIPAL",
        PolicyType.TRUST,
        "'Principal':{'AWS':'arn:aws:iam::111122223333:group/x'},'Action':'sts:AssumeRole'");
  }

  static void acrossAccountsBothSidesMustAllow() {
    assertEquals(List.of(false, false, false, true), cells("444455556666", ""));
    assertFound(
        "CROSS_ACCOUNT_WITHOUT_EXTERNAL_ID",
        PolicyType.TRUST,
        "'Principal':{'AWS':'arn:aws:iam::444455556666:role/r'},'Action':'sts:AssumeRole'");
  }

  static void eitherSideSufficesWithinAnAccount() {
    assertEquals(List.of(false, true, true, true), cells("111122223333", ""));
    String denial = ",{'Effect':'Deny','Action':'s3:GetObject','Resource':'*'}";
    assertEquals(List.of(false, false, false, false), cells("111122223333", denial));
    assertEquals(List.of(false, false, false, false), cells("444455556666", denial));
  }

  /// Neither side allows, the resource's does, the identity's does, both do.
  private static List<Boolean> cells(String owner, String denial) {
    String nothing = "{'Effect':'Allow','Action':'s3:ListBucket','Resource':'arn:aws:s3:::b'}";
    String identity = "{'Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*'}";
    String who = "'Principal':{'AWS':'arn:aws:iam::111122223333:user/u'},";
    return List.of(
        allows(nothing, nothing.replace("'Action'", who + "'Action'"), owner, denial),
        allows(nothing, identity.replace("'Action'", who + "'Action'"), owner, denial),
        allows(identity, nothing.replace("'Action'", who + "'Action'"), owner, denial),
        allows(identity, identity.replace("'Action'", who + "'Action'"), owner, denial));
  }

  private static boolean allows(String identity, String resource, String owner, String denial) {
    AuthorizationRequest request =
        new AuthorizationRequest(
            new Principal.User("aws", ACCOUNT, "/", "u"),
            Action.parse("s3:GetObject").orElseThrow(),
            "arn:aws:s3:::b/k",
            Optional.of(new AccountId(owner)),
            RequestContext.empty());
    return PolicyEvaluator.evaluate(
            request,
            ApplicablePolicies.builder()
                .identity(List.of(read(PolicyType.IDENTITY, "[" + identity + denial + "]")))
                .resource(read(PolicyType.RESOURCE, "[" + resource + "]"))
                .build())
        instanceof Decision.Allowed;
  }

  static void serviceRoleIsLimitedToItsSource() {
    assertFound("RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", PolicyType.TRUST, STATES);
    assertEquals(
        List.of(),
        LINT.check(
            JsonText.compact(machine("'Type':'Pass'").trustPolicy()),
            PolicyType.TRUST,
            Optional.of(ACCOUNT)));
  }

  static void dependentActionsAreMissed() {
    for (String action : List.of("lambda:CreateFunction", "states:CreateStateMachine")) {
      List<Finding> findings =
          check(PolicyType.IDENTITY, "'Action':'" + action + "','Resource':'*'");
      assertTrue(
          findings.stream()
              .anyMatch(
                  finding ->
                      finding.id().equals("MISSING_DEPENDENT_ACTION")
                          && finding.why().contains("iam:PassRole")),
          findings::toString);
    }
  }

  static void instanceProfileIsNoPrincipal() {
    assertFound(
        "INSTANCE_PROFILE_AS_PRINCIPAL",
        PolicyType.TRUST,
        "'Principal':{'AWS':'arn:aws:iam::111122223333:instance-profile/x'},'Action':'sts:AssumeRole'");
  }

  static void patternsThatDoNotAskForMfaAreKnown() {
    assertFound(
        "BAD_PATTERN_FOR_MFA",
        PolicyType.IDENTITY,
        "'Action':'s3:GetObject','Resource':'arn:aws:s3:::b/*','Condition':{'Bool':{'aws:MultiFactorAuthPresent':'false'}}");
    assertFound(
        "BAD_PATTERN_FOR_MFA",
        PolicyType.IDENTITY,
        "'Effect':'Deny','Action':'*','Resource':'*','Condition':{'Bool':{'aws:MultiFactorAuthPresent':'false'}}");
  }

  static void confusedDeputiesAreFound() {
    serviceRoleIsLimitedToItsSource();
    accountsAreThatOfTheSource();
    assertFound(
        "CROSS_ACCOUNT_WITHOUT_EXTERNAL_ID",
        PolicyType.TRUST,
        "'Principal':{'AWS':'444455556666'},'Action':'sts:AssumeRole'");
    assertFound(
        "ASSUMABLE_BY_ANY_PRINCIPAL",
        PolicyType.TRUST,
        "'Principal':'*','Action':'sts:AssumeRole'");
  }

  static void sourceThatIsAnythingIsFound() {
    assertFound(
        "WILDCARD_USAGE_TOO_PERMISSIVE",
        PolicyType.TRUST,
        STATES + ",'Condition':{'ArnLike':{'aws:SourceArn':'*'}}");
  }

  static void accountsAreThatOfTheSource() {
    assertFound(
        "SOURCE_ACCOUNT_MISMATCH",
        PolicyType.TRUST,
        STATES
            + ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:states:eu-west-1:111122223333:stateMachine:*'},"
            + "'StringEquals':{'aws:SourceAccount':'444455556666'}}");
  }

  static void targetsAreExact() {
    assertEquals(
        Map.of(
            "lambda:InvokeFunction", FUNCTION + "f",
            "sns:Publish", "arn:aws:sns:eu-west-1:111122223333:t",
            "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q"),
        Map.of(
            "lambda:InvokeFunction",
                only(
                    "'Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'f'}"),
            "sns:Publish",
                only(
                    "'Resource':'arn:aws:states:::sns:publish','Parameters':{'TopicArn':'arn:aws:sns:eu-west-1:111122223333:t'}"),
            "sqs:SendMessage",
                only(
                    "'Resource':'arn:aws:states:::sqs:sendMessage','Parameters':{'QueueUrl':'https://sqs.eu-west-1.amazonaws.com/111122223333/q'}")));
  }

  static void redshiftReadsABucket() {
    RoleDesign design =
        new ServiceRole(CATALOGUE)
            .design(
                new ServiceRole.Request(
                    "redshift.amazonaws.com",
                    "arn:aws:redshift:eu-west-1:111122223333:cluster:sales",
                    ACCOUNT,
                    List.of(
                        new FunctionRole.Call(
                            List.of("s3:GetObject"), List.of("arn:aws:s3:::sales/*")))));
    assertEquals("redshift-service-role", design.roleName());
    assertEquals(
        "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'Service':'redshift.amazonaws.com'},'Action':'sts:AssumeRole','Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:redshift:eu-west-1:111122223333:cluster:sales'},'StringEquals':{'aws:SourceAccount':'111122223333'}}}]}"
            .replace('\'', '"'),
        JsonText.compact(design.trustPolicy()));
    assertEquals(
        "{'Version':'2012-10-17','Statement':[{'Sid':'S3GetObject','Effect':'Allow','Action':'s3:GetObject','Resource':'arn:aws:s3:::sales/*'}]}"
            .replace('\'', '"'),
        JsonText.compact(design.policies().getFirst().toJson()));
  }

  static void workerTakesTasksOfOneActivity() {
    JsonObject worker =
        DeveloperPolicy.of(
            DeveloperPolicy.Template.TASK_TOKEN,
            new DeveloperPolicy.Scope(
                "aws", "eu-west-1", "111122223333", "pack", Optional.empty(), Optional.empty()));
    Policy policy =
        read(PolicyType.SESSION, JsonText.compact(worker.get("Statement").orElseThrow()));
    String activity = "arn:aws:states:eu-west-1:111122223333:activity:pack";
    assertTrue(allowed(policy, "states:GetActivityTask", activity, Map.of()));
    assertTrue(!allowed(policy, "states:GetActivityTask", activity + "2", Map.of()));
  }

  static void explicitDenialWins() {
    Policy policy =
        read(
            PolicyType.IDENTITY,
            "[{'Effect':'Allow','Action':'s3:*','Resource':'*'},{'Effect':'Deny','Action':'s3:DeleteObject','Resource':'*'}]");
    assertTrue(allowed(policy, "s3:GetObject", "arn:aws:s3:::b/k", Map.of()));
    assertTrue(!allowed(policy, "s3:DeleteObject", "arn:aws:s3:::b/k", Map.of()));
    assertTrue(
        !allowed(policy, "sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q", Map.of()));
  }

  static void internsPolicy() {
    Policy policy =
        policy(
            PolicyType.IDENTITY,
            "'NotAction':['lambda:AddPermission','lambda:PutFunctionConcurrency'],'Resource':'"
                + FUNCTION
                + "intern-*'");
    assertTrue(allowed(policy, "lambda:UpdateFunctionCode", FUNCTION + "intern-a", Map.of()));
    assertTrue(!allowed(policy, "lambda:AddPermission", FUNCTION + "intern-a", Map.of()));
    assertTrue(!allowed(policy, "lambda:UpdateFunctionCode", FUNCTION + "other", Map.of()));
  }

  /// Four ways to name a function in a policy, by three ways to call it.
  static void qualifiedFunctions() {
    Map<String, List<Boolean>> table =
        Map.of(
            "f", List.of(true, false, false),
            "f:1", List.of(false, true, false),
            "f:*", List.of(false, true, true),
            "f*", List.of(true, true, true));
    table.forEach(
        (named, calls) -> {
          Policy policy =
              policy(
                  PolicyType.IDENTITY,
                  "'Action':'lambda:InvokeFunction','Resource':'" + FUNCTION + named + "'");
          assertEquals(
              calls,
              List.of("f", "f:1", "f:PROD").stream()
                  .map(call -> allowed(policy, "lambda:InvokeFunction", FUNCTION + call, Map.of()))
                  .toList(),
              named);
        });
  }

  static void invokeIsInvokeFunction() {
    assertEquals(
        FUNCTION + "f",
        only(
            "'Resource':'arn:aws:states:::aws-sdk:lambda:invoke','Parameters':{'FunctionName':'f'}"));
    assertFound("INVALID_ACTION", PolicyType.IDENTITY, "'Action':'lambda:Invoke','Resource':'*'");
  }

  static void functionPoliciesAreChecked() {
    String invoke = "'Action':'lambda:InvokeFunction','Resource':'" + FUNCTION + "f'";
    assertFound(
        "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
        PolicyType.RESOURCE,
        "'Principal':{'Service':'sns.amazonaws.com'}," + invoke);
    assertFound(
        "W3663",
        PolicyType.RESOURCE,
        "'Principal':{'Service':'s3.amazonaws.com'},"
            + invoke
            + ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:s3:::b'}}");
    assertFound(
        "W3664",
        PolicyType.RESOURCE,
        "'Principal':{'Service':'sns.amazonaws.com'},"
            + invoke
            + ",'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:events:eu-west-1:111122223333:rule/r'}}");
    assertFound("ALLOWED_TO_ANY_PRINCIPAL", PolicyType.RESOURCE, "'Principal':'*'," + invoke);
  }

  static void onlyOneFunctionMayUseIt() {
    Policy policy =
        policy(
            PolicyType.IDENTITY,
            "'Action':'s3:GetObject','Resource':'*','Condition':{'ArnEquals':{'lambda:SourceFunctionArn':'"
                + FUNCTION
                + "f'}}");
    for (String from : List.of("f", "g")) {
      assertEquals(
          from.equals("f"),
          allowed(
              policy,
              "s3:GetObject",
              "arn:aws:s3:::b/k",
              Map.of("lambda:SourceFunctionArn", FUNCTION + from)));
    }
  }

  static void grammarIsIams() {
    for (String one : List.of("'s3:GetObject'", "['s3:GetObject']")) {
      Policy policy = policy(PolicyType.IDENTITY, "'Action':" + one + ",'Resource':['*']");
      assertTrue(allowed(policy, "s3:GetObject", "arn:aws:s3:::b/k", Map.of()));
    }
    String unknown =
        "{'Version':'2012-10-17','Statement':{'Effect':'Allow','Actions':'s3:*','Resource':'*'}}"
            .replace('\'', '"');
    assertInstanceOf(Malformed.class, PolicyReader.read(unknown, PolicyType.IDENTITY));
    assertFound(
        "INVALID_POLICY_ELEMENT",
        PolicyType.IDENTITY,
        "'Action':'s3:GetObject','Resource':'*','Principle':'x'");
  }

  private static RoleDesign machine(String state) {
    String definition =
        "{'StartAt':'T','States':{'T':{" + state + ",'End':true}}}".replace('\'', '"');
    DefinitionReader.Read read =
        assertInstanceOf(
            DefinitionReader.Read.class,
            DefinitionReader.read(definition.replace('\'', '"'), new Substitutions(Map.of())));
    return new StateMachineRole(CATALOGUE)
        .design(
            new StateMachineRole.Request(
                new Machine("aws", Optional.of("eu-west-1"), ACCOUNT, Optional.of("Orders")),
                false,
                read.definition(),
                StateMachineRole.Options.NONE));
  }

  /// The one resource that a machine with that task is allowed.
  private static String only(String task) {
    RoleDesign design = machine("'Type':'Task'," + task);
    assertEquals(1, design.policies().getFirst().statements().size(), design::toString);
    List<String> resources = design.policies().getFirst().statements().getFirst().resources();
    assertEquals(1, resources.size());
    return resources.getFirst();
  }

  private static boolean allowed(
      Policy policy, String action, String resource, Map<String, String> context) {
    RequestContext.Builder keys = RequestContext.builder();
    context.forEach(keys::put);
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                new Principal.User("aws", ACCOUNT, "/", "u"),
                Action.parse(action).orElseThrow(),
                resource,
                Optional.empty(),
                keys.build()),
            ApplicablePolicies.builder().identity(List.of(policy)).build())
        instanceof Decision.Allowed;
  }

  private static void assertFound(String id, PolicyType type, String elements) {
    List<Finding> findings = check(type, elements);
    assertTrue(findings.stream().anyMatch(f -> f.id().equals(id)), () -> id + " " + findings);
  }

  private static List<Finding> check(PolicyType type, String elements) {
    return LINT.check(document("[" + statement(elements) + "]"), type, Optional.of(ACCOUNT));
  }

  private static Policy policy(PolicyType type, String elements) {
    return read(type, "[" + statement(elements) + "]");
  }

  private static Policy read(PolicyType type, String statements) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(document(statements), type)).policy();
  }

  private static String statement(String elements) {
    return elements.contains("'Effect'")
        ? "{" + elements + "}"
        : "{'Effect':'Allow'," + elements + "}";
  }

  private static String document(String statements) {
    return "{'Version':'2012-10-17','Statement':".replace('\'', '"')
        + statements.replace('\'', '"')
        + "}";
  }
}
