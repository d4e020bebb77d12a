package dev.brevet.policy.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.policy.PolicyType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Policies that AWS's own pages once had wrong: each is found as it stood, and clean when it is
/// put right. Who copies the page gets told.
class AwsPagesTest {
  private static final PolicyLint LINT = new PolicyLint(Catalogue.bundled());

  /// @param wrong a statement as the page has it
  /// @param right the part that replaces `defect`
  record Page(String page, PolicyType type, String id, String wrong, String defect, String right) {
    @Override
    public String toString() {
      return page + ": " + id;
    }
  }

  static Stream<Page> pages() {
    return Stream.of(
        new Page(
            "Creating an IAM role for your state machine: the principal was lost",
            PolicyType.TRUST,
            "INVALID_SERVICE_PRINCIPAL_FORMAT",
            "{'Effect':'Allow','Principal':{'Service':['']},'Action':'sts:AssumeRole','Condition':{"
                + "'ArnLike':{'aws:SourceArn':'arn:aws:states:us-east-1:111122223333:stateMachine:*'},"
                + "'StringEquals':{'aws:SourceAccount':'111122223333'}}}",
            "['']",
            "'states.amazonaws.com'"),
        new Page(
            "Granular permissions: the role's ARN has no account",
            PolicyType.IDENTITY,
            "INVALID_ARN_ACCOUNT",
            "{'Effect':'Allow','Action':['iam:PassRole'],'Resource':['arn:aws:iam:::role/my-execution-role']}",
            "iam:::",
            "iam::111122223333:"),
        new Page(
            "VPC endpoints: the action has no service",
            PolicyType.ENDPOINT,
            "INVALID_ACTION",
            "{'Effect':'Allow','Principal':'*','Action':'*Execution','Resource':'*'}",
            "'*Execution'",
            "'states:*Execution'"),
        new Page(
            "EMR on EKS: stray letters in the service-linked role's name",
            PolicyType.IDENTITY,
            "SERVICE_LINKED_ROLE_NAME",
            "{'Effect':'Allow','Action':'iam:CreateServiceLinkedRole','Resource':"
                + "'arn:aws:iam::123456789012:role/aws-service-role/emr-containers.amazonaws.com/AnAWSServiceRoleForAmazonEMRContainers',"
                + "'Condition':{'StringLike':{'iam:AWSServiceName':'emr-containers.amazonaws.com'}}}",
            "/AnAWS",
            "/AWS"),
        new Page(
            "API Gateway: what was to be filled in was left",
            PolicyType.IDENTITY,
            "MISSING_ARN_FIELD",
            "{'Effect':'Allow','Action':'execute-api:Invoke','Resource':'arn:[[region]]:[[accountId]]:*'}",
            "arn:[[region]]:[[accountId]]:*",
            "arn:aws:execute-api:us-east-1:111122223333:a1b2c3/prod/GET/pets"),
        new Page(
            "Step Functions: the service principal of a region",
            PolicyType.TRUST,
            "REGIONAL_SERVICE_PRINCIPAL",
            "{'Effect':'Allow','Principal':{'Service':'states.us-east-1.amazonaws.com'},'Action':'sts:AssumeRole',"
                + "'Condition':{'StringEquals':{'aws:SourceAccount':'111122223333'}}}",
            "states.us-east-1.",
            "states."));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void textOfThePage_isFound(Page page) {
    List<Finding> findings = check(page.type(), page.wrong());
    assertTrue(
        findings.stream().anyMatch(finding -> finding.id().equals(page.id())), findings::toString);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void textPutRight_isClean(Page page) {
    assertEquals(List.of(), check(page.type(), page.wrong().replace(page.defect(), page.right())));
  }

  private static List<Finding> check(PolicyType type, String statement) {
    String document = "{'Version':'2012-10-17','Statement':[" + statement + "]}";
    return LINT.check(document.replace('\'', '"'), type, Optional.empty());
  }
}
