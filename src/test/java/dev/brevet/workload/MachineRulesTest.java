package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The seventeen rules that a naive generator of state machine roles misses, row by row, each with
/// the tests that show it.
class MachineRulesTest {
  private record Row(int number, String rule, String shownBy) {}

  private static final List<Row> ROWS =
      List.of(
          new Row(
              1,
              "a qualified function is allowed by its qualified ARN, no other by it",
              "functionQualifier_isInTheArn functionArnAsResource_isInvoked"),
          new Row(
              2,
              "a nested machine is started on its ARN and watched on its executions'",
              "nestedMachine_asynchronous_isOnlyStarted"
                  + " nestedMachine_synchronous_isWatchedByItsExecutions"),
          new Row(
              3,
              "versions and aliases are authorized unqualified",
              "nestedMachine_withAlias_isAllowedUnqualified"),
          new Row(
              4,
              "credentials move the permissions to the role that they name",
              "credentials_moveThePermissionsToTheOtherRole"
                  + " credentialsAtRunTime_areAllowedAnywhereAndTold"),
          new Row(
              5,
              "an HTTP task is limited to method, endpoint and connection",
              "httpTask_isLimitedToMethodEndpointAndConnection"),
          new Row(
              6,
              "a distributed map starts itself, reads its items and writes its results",
              "distributedMap_startsItselfReadsAndWrites manifestReader_readsTheDataBesideIt"),
          new Row(
              7,
              "API Gateway needs permission with IAM roles only",
              "apiGateway_needsPermissionForIamOnly"
                  + " apiGateway_isAllowedForStageMethodAndPath"),
          new Row(8, "Kubernetes has permissions of its own", "kubernetes_needsNoIamAction"),
          new Row(9, "EMR is polled", "emr_isPolled"),
          new Row(
              10,
              "MediaConvert's own jobs are told by a tag",
              "mediaConvert_watchesItsOwnJobsOnly"),
          new Row(
              11,
              "SageMaker tags its jobs; roles that are not in the definition are told",
              "sageMaker_tagsItsJobs hiddenRole_isToldUnlessGiven"),
          new Row(
              12,
              "a machine that calls nothing is denied everything, an unknown task is told",
              "machineThatCallsNothing_isDeniedAll unknownTask_isToldAndNeitherDeniedNorAllowed"),
          new Row(13, "the tighter mode names jobs and queues", "tighterMode_namesJobsAndQueues"),
          new Row(14, "logging makes log streams", "logging_needsLogStreamsToo"),
          new Row(
              15,
              "Express machines have request-response only",
              "expressMachine_hasRequestResponseOnly"),
          new Row(
              16,
              "SDK calls need the action of their name, with exceptions",
              "sdkCall_needsTheActionOfItsName transaction_needsTheActionsOfItsItems"),
          new Row(
              17,
              "placeholders and accounts stand in ARNs of integrations",
              "integrationArn_mayHavePlaceholderOrAccount"));

  @Test
  void rows_areAllThere() {
    assertEquals(
        IntStream.rangeClosed(1, 17).boxed().toList(), ROWS.stream().map(Row::number).toList());
  }

  @TestFactory
  Stream<DynamicTest> rule_isShown() {
    List<String> tests =
        Arrays.stream(StateMachineRoleTest.class.getDeclaredMethods())
            .filter(method -> method.getAnnotations().length > 0)
            .map(java.lang.reflect.Method::getName)
            .toList();
    return ROWS.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.number() + ": " + row.rule(),
                    () ->
                        assertTrue(
                            tests.containsAll(List.of(row.shownBy().split(" ", -1))),
                            row.shownBy())));
  }
}
