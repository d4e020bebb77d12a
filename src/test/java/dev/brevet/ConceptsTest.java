package dev.brevet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/// The concepts of IAM for Step Functions and Lambda, from AWS's pages, row by row: each is shown
/// here, or by tests named here that run with all others, or both.
class ConceptsTest {
  /// @param shownBy tests, as `room.Class#method`, separated by blanks
  /// @param shownHere what else shows it
  private record Row(int number, String concept, String shownBy, Runnable shownHere) {}

  private static Row row(int number, String concept, String shownBy) {
    return new Row(number, concept, shownBy, () -> assertTrue(!shownBy.isEmpty()));
  }

  private static Row row(int number, String concept, String shownBy, Runnable shownHere) {
    return new Row(number, concept, shownBy, shownHere);
  }

  private static final List<Row> ROWS =
      List.of(
          row(
              1,
              "who you are is one question, what you may do another",
              "endtoend.TokenRefusalTest#noToken_orAnEmptyOne_isNotAuthenticated"
                  + " endtoend.TokenRefusalTest#garbledToken_isNotAuthenticated"
                  + " endtoend.DenialTest#absentDisabledBrokenAndForbiddenMapping_areOneAnswer"
                  + " endtoend.DenialTest#reasonOfADenial_isInItsRecord"),
          row(
              2,
              "the root user is never a caller; in a trust policy it is the account",
              "endtoend.VendWithSignatureTest#rootUser_isAlwaysRefused"
                  + " vending.VendCredentialsTest#rootUser_isDeniedEvenWhereTheAccountIsTrusted",
              Concepts::rootInATrustPolicyIsTheAccount),
          row(
              3,
              "administering is a permission of its own",
              "endtoend.AdministrationTest#whoIsNotAnAdministrator_isDenied_andItIsADecision"),
          row(
              4,
              "users have paths, and may be asked for temporary credentials",
              "endtoend.VendWithSignatureTest#longTermKey_isRefusedWhereTemporaryOnesAreAskedFor",
              Concepts::usersAreMatchedByPath),
          row(
              5,
              "what is handed out is temporary",
              "endtoend.VendWithTokenTest#containerDocument_hasWhatEverySdkReads"
                  + " endtoend.VendWithTokenTest#token_getsCredentialsOfTheMappingsRole"),
          row(
              6,
              "groups share permissions and are no principals",
              "identity.token.JwtVerifierTest#groups_comeFromTheConfiguredClaimAlone",
              Concepts::groupIsNoPrincipal),
          row(
              7,
              "a role is anybody's; its session is one person's",
              "endtoend.VendWithTokenTest#sameSubjectAtTwoCallers_isTwoSessions"
                  + " vending.SessionNamesTest#callersThatLookAlike_haveNamesOfTheirOwn"),
          row(
              8,
              "roles are assumed by API and used in the console",
              "vending.sts.StsRoleAssumerTest#request_carriesEverything"
                  + " endtoend.ConsoleTest#token_getsAUrlThatSignsIn"),
          row(
              9,
              "federated identities get roles without users",
              "endtoend.TokenRefusalTest#wrongAudience_isNotAuthenticated"
                  + " endtoend.TokenRefusalTest#wrongIssuer_isNotAuthenticated"
                  + " endtoend.TokenRefusalTest#expiredToken_isNotAuthenticated_butASkewOfAMinuteIsForgiven"),
          row(
              10,
              "issuer and subject together are an identity",
              "identity.token.JwtVerifierTest#sameSubjectAtAnotherIssuer_isAnotherPrincipal"
                  + " endtoend.TokenRefusalTest#sameSubjectOfAnotherIssuer_isSomebodyElse"),
          row(
              11,
              "permission sets are known by their role's name and account",
              "identity.GatewayIdentityTest#permissionSet_isKnownByExactlyItsForm"
                  + " identity.GatewayIdentityTest#imitatedPermissionSetOfAnotherAccount_hasThatAccount"),
          row(
              12,
              "chained sessions end within the hour",
              "endtoend.AdministrationTest#durationOverAnHour_saysWhy"
                  + " endtoend.DenialTest#durationAboveTheMappings_isMalformed"),
          row(
              13,
              "across accounts both sides must allow, and an external id tells for whom",
              "endtoend.DenialTest#wrongExternalId_isRefusedBySts"
                  + " endtoend.VendWithTokenTest#roleOfAnotherAccount_isAssumedWithItsExternalId"
                  + " api.admin.MappingFindingsTest#roleOfAnotherAccount_shouldBeToldAnExternalId",
              Concepts::acrossAccountsBothSidesMustAllow),
          row(14, "identity and resource", "", Concepts::eitherSideSufficesWithinAnAccount),
          row(
              15,
              "a service's role trusts the service for one source",
              "workload.RealDefinitionsTest#role_passesTheChecks",
              Concepts::serviceRoleIsLimitedToItsSource),
          row(
              16,
              "service-linked roles are their services' own",
              "mapping.MappingReaderTest#serviceLinkedRole_isRefused"
                  + " endtoend.AdministrationTest#invalidMapping_isRefused_namingTheField"),
          row(
              17,
              "a service acts as its caller, with a role, or with a linked one",
              "workload.integration.IntegrationTableTest#access_tellsByWhosePermissionsAServiceActs"),
          row(
              18,
              "some actions need others",
              "catalogue.CatalogueTest#dependentActions_areKnown",
              Concepts::dependentActionsAreMissed),
          row(
              19,
              "an instance is a role session; its profile is no principal",
              "identity.GatewayIdentityTest#instanceSession_isKnownByItsUserId",
              Concepts::instanceProfileIsNoPrincipal),
          row(
              20,
              "multi-factor authentication may be asked for",
              "endtoend.DenialTest#missingSecondFactor_isItsOwnRefusal",
              Concepts::patternsThatDoNotAskForMfaAreKnown),
          row(
              21,
              "signatures prove who calls, once and for a short time",
              "identity.presigned.CallerIdentityVerifierTest#requestSignedByTheSdk_isTaken"
                  + " endtoend.PresignedIdentityTest#changedSignature_isNotAuthenticated"
                  + " endtoend.PresignedIdentityTest#requestOfTheFuture_orForTooLong_isNotAuthenticated"
                  + " endtoend.PresignedIdentityTest#replayedRequest_isNotAuthenticated"),
          row(
              22,
              "who asks, who owns and who administers are three",
              "endtoend.NarrowingTest#widerPolicy_givesWhatTheMappingGives"
                  + " endtoend.DesignsTest#sessionPolicy_isHeldAgainstABoundary"),
          row(
              23,
              "a policy to start from is compared with what is needed",
              "endtoend.DesignsTest#startingPolicy_isCompared"),
          row(
              24,
              "roles are of the machine's partition, region and account",
              "workload.StateMachineRoleTest#trust_isOfThatMachineInThatAccount"),
          row(
              25,
              "one answer has all that making a role takes",
              "workload.PolicyAssemblyTest#formats_sayTheSame"
                  + " workload.PolicyAssemblyTest#names_areOfRolesAndDifferent"),
          row(26, "confused deputies", "", Concepts::confusedDeputiesAreFound),
          row(
              27,
              "the source is the full ARN, or the narrowest pattern of it",
              "workload.StateMachineRoleTest#trust_isOfThatMachineInThatAccount",
              Concepts::sourceThatIsAnythingIsFound),
          row(
              28,
              "source ARN and account are of one account",
              "",
              Concepts::accountsAreThatOfTheSource),
          row(
              29,
              "the page's policy lost its principal",
              "policy.lint.AwsPagesTest#textOfThePage_isFound"),
          row(
              30,
              "inline policies have a limit",
              "workload.PolicyAssemblyTest#machineOfTwoHundredTasks_isWithinTheLimitsAndAllowsExactlyWhatTheyNeed"
                  + " workload.ExactPermissionsTest#assembledPolicies_allowExactlyTheNeeds"),
          row(31, "functions, topics, queues by their ARNs", "", Concepts::targetsAreExact),
          row(
              32,
              "any service's role: Redshift that reads a bucket",
              "",
              Concepts::redshiftReadsABucket),
          row(
              33,
              "four levels of permissions for people",
              "workload.OtherDesignsTest#developerPolicy_allowsItsLevelAndPrefixOnly"
                  + " workload.OtherDesignsTest#developerPolicy_fitsASessionAndPassesTheChecks"),
          row(
              34,
              "workers take tasks of one activity",
              "workload.OtherDesignsTest#developerPolicy_allowsItsLevelAndPrefixOnly",
              Concepts::workerTakesTasksOfOneActivity),
          row(
              35,
              "versions and aliases are authorized on their machine",
              "workload.StateMachineRoleTest#nestedMachine_withAlias_isAllowedUnqualified"),
          row(
              36,
              "endpoints have policies",
              "workload.OtherDesignsTest#endpointPolicy_letsItsWorkThrough"
                  + " workload.OtherDesignsTest#synchronousEndpoint_startsSynchronouslyOnly"
                  + " policy.lint.AwsPagesTest#textOfThePage_isFound"),
          row(
              37,
              "every integration in every pattern",
              "workload.integration.IntegrationTableTest#integration_allowsWhatAwsSays"
                  + " workload.integration.IntegrationTableTest#cases_areOfEveryIntegrationInEveryPattern"
                  + " workload.StateMachineRoleTest#unknownTask_isToldAndNeitherDeniedNorAllowed"),
          row(
              38,
              "implicit denial, explicit denial, and what decided",
              "policy.json.DecisionCorpusTest#row_isDecidedAsItsPageSays"
                  + " endtoend.DenialTest#explicitDeny_winsAndIsNamed",
              Concepts::explicitDenialWins),
          row(39, "Lambda's policy for an intern", "", Concepts::internsPolicy),
          row(40, "qualified and unqualified functions", "", Concepts::qualifiedFunctions),
          row(41, "actions named otherwise than operations", "", Concepts::invokeIsInvokeFunction),
          row(
              42,
              "functions' own policies",
              "workload.OtherDesignsTest#callingSource_isLetInByArnAndAccount"
                  + " workload.OtherDesignsTest#organization_isACondition",
              Concepts::functionPoliciesAreChecked),
          row(
              43,
              "whom functions may be opened to",
              "workload.OtherDesignsTest#functionsAreOpened_toOneServiceOnly"),
          row(
              44,
              "what only one function may use",
              "workload.OtherDesignsTest#calls_mayBeLimitedToTheFunction",
              Concepts::onlyOneFunctionMayUseIt),
          row(
              45,
              "the grammar of policies",
              "policy.json.DecisionCorpusTest#corpus_hasAtLeastFourHundredRows_eachWithItsPageAndReason",
              Concepts::grammarIsIams));

  @Test
  void rows_areAllFortyFive() {
    assertEquals(
        IntStream.rangeClosed(1, 45).boxed().toList(), ROWS.stream().map(Row::number).toList());
  }

  @TestFactory
  Stream<DynamicTest> concept_isShown() {
    return ROWS.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.number() + " " + row.concept(),
                    () -> {
                      Stream.of(row.shownBy().split(" "))
                          .filter(name -> !name.isEmpty())
                          .forEach(ConceptsTest::assertRuns);
                      row.shownHere().run();
                    }));
  }

  /// A test of that name is there, and is run with all others.
  private static void assertRuns(String test) {
    String[] part = test.split("#", -1);
    try {
      Class<?> type = Class.forName("dev.brevet." + part[0]);
      List<Method> methods =
          Arrays.stream(type.getDeclaredMethods())
              .filter(method -> method.getName().equals(part[1]))
              .toList();
      assertTrue(
          methods.stream()
              .anyMatch(
                  method ->
                      method.isAnnotationPresent(Test.class)
                          || method.isAnnotationPresent(ParameterizedTest.class)
                          || method.isAnnotationPresent(TestFactory.class)),
          () -> "no test: " + test);
      assertTrue(
          !type.isAnnotationPresent(Disabled.class)
              && methods.stream().noneMatch(method -> method.isAnnotationPresent(Disabled.class)),
          () -> "disabled: " + test);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("no class: " + test, e);
    }
  }
}
