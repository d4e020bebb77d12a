package dev.brevet.policy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Explanation;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.StatementOutcome;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.Shortfall;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final Policy IDENTITY =
      policy(
          PolicyType.IDENTITY,
          """
          {"Version":"2012-10-17","Statement":[
            {"Sid":"Read","Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::docs/*",
             "Condition":{"StringEquals":{"aws:PrincipalTag/team":"blue"}}},
            {"Sid":"Home","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::home/${aws:PrincipalTag/home}/*"},
            {"Sid":"Write","Effect":"Allow","Action":"s3:Put*","Resource":"arn:aws:s3:::docs/*"},
            {"Sid":"Queue","Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:*:*"},
            {"Sid":"NoTls","Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}
          """);
  private static final Policy BOUNDARY =
      policy(
          PolicyType.BOUNDARY,
          """
          {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"*"}}
          """);

  @Test
  void implicitDenial_namesTheNearMissesAndTheAbsentKeys() {
    Explanation explanation = explain(policies(false), RequestContext.empty());
    List<StatementOutcome> nearly = explanation.policies().get(0).nearlyMatched();
    assertEquals(
        List.of(
            "identity[orders-team]/Read",
            "identity[orders-team]/Home",
            "identity[orders-team]/Write",
            "identity[orders-team]/NoTls"),
        nearly.stream().map(s -> s.reference().toString()).toList());
    assertTrue(
        nearly.get(0).shortfalls().get(0) instanceof Shortfall.FailedCondition failed
            && failed.values().isEmpty());
    assertEquals(List.of(new Shortfall.OtherResource()), nearly.get(1).shortfalls());
    assertEquals(List.of(new Shortfall.OtherAction()), nearly.get(2).shortfalls());
    assertEquals(Effect.DENY, nearly.get(3).effect());
    assertEquals(
        List.of("aws:PrincipalTag/home", "aws:PrincipalTag/team", "aws:SecureTransport"),
        explanation.absentKeys().stream()
            .map(key -> key.replace("aws:principaltag", "aws:PrincipalTag"))
            .toList());
    assertEquals(PolicyType.IDENTITY, explanation.decision().blockedBy().orElseThrow());
    assertEquals(5, explanation.policies().get(0).statementsConsidered());
  }

  @Test
  void text_readsAsSentences() {
    RequestContext context =
        RequestContext.builder()
            .put("aws:PrincipalTag/team", "red")
            .put("aws:SecureTransport", "true")
            .put("aws:PrincipalTag/home", "ann")
            .build();
    assertEquals(
        """
        implicitly denied: no policy of type `identity` allows
        request: arn:aws:iam::111122223333:user/ann s3:GetObject arn:aws:s3:::docs/x
          identity[orders-team]/Read would allow, but StringEquals `aws:PrincipalTag/team` [blue] on [red]
          identity[orders-team]/Home would allow, but the resource is not covered
          identity[orders-team]/Write would allow, but the action is not covered
          identity[orders-team]/NoTls would deny, but Bool `aws:SecureTransport` [false] on [true]
        """,
        explain(policies(false), context).text());
  }

  @Test
  void boundaryThatIsSilent_isWhatBlocks() {
    RequestContext context = RequestContext.builder().put("aws:PrincipalTag/team", "blue").build();
    Explanation explanation = explain(policies(true), context);
    assertEquals(PolicyType.BOUNDARY, explanation.decision().blockedBy().orElseThrow());
    assertEquals(
        "identity[orders-team]/Read",
        explanation.policies().get(0).matched().get(0).reference().toString());
  }

  @Test
  void json_holdsTheSame_andIsDeterministic() {
    RequestContext context =
        RequestContext.builder()
            .put("aws:PrincipalTag/team", "blue")
            .put("aws:SecureTransport", "false")
            .build();
    Explanation explanation = explain(policies(false), context);
    assertEquals(
        "{\"decision\":\"ExplicitlyDenied\",\"blockedBy\":\"identity\",\"statements\":[\"identity[orders-team]/NoTls\"],"
            + "\"request\":{\"principal\":\"arn:aws:iam::111122223333:user/ann\",\"action\":\"s3:GetObject\","
            + "\"resource\":\"arn:aws:s3:::docs/x\"},\"policies\":[{\"type\":\"identity\",\"policy\":\"orders-team\","
            + "\"binds\":true,\"considered\":5,\"matched\":[{\"statement\":\"identity[orders-team]/Read\",\"effect\":\"Allow\"},"
            + "{\"statement\":\"identity[orders-team]/NoTls\",\"effect\":\"Deny\"}],\"nearlyMatched\":["
            + "{\"statement\":\"identity[orders-team]/Home\",\"effect\":\"Allow\",\"because\":{\"element\":\"Resource\"}},"
            + "{\"statement\":\"identity[orders-team]/Write\",\"effect\":\"Allow\",\"because\":{\"element\":\"Action\"}}]}],"
            + "\"absentKeys\":[\"aws:principaltag/home\"]}",
        ExplanationWriter.write(explanation));
  }

  private static ApplicablePolicies policies(boolean bounded) {
    return ApplicablePolicies.builder()
        .named(PolicyType.IDENTITY, List.of(new NamedPolicy("orders-team", IDENTITY)))
        .boundary(bounded ? List.of(BOUNDARY) : List.of())
        .build();
  }

  private static Explanation explain(ApplicablePolicies policies, RequestContext context) {
    AuthorizationRequest request =
        new AuthorizationRequest(
            Principal.parseArn("arn:aws:iam::111122223333:user/ann").orElseThrow(),
            new Action("s3", "GetObject"),
            "arn:aws:s3:::docs/x",
            AccountId.parse("111122223333"),
            context);
    Explanation explanation = PolicyEvaluator.explain(request, policies);
    assertEquals(PolicyEvaluator.evaluate(request, policies), explanation.decision());
    return explanation;
  }

  private static Policy policy(PolicyType type, String json) {
    return ((Parsed) PolicyReader.read(json, type)).policy();
  }
}
