package dev.brevet.policy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.AuthorizationRequest;
import dev.brevet.policy.Decision;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyEvaluator;
import dev.brevet.policy.PolicyType;
import org.junit.jupiter.api.Test;

class TrustDecisionTest {
  private static final String ROLE = "arn:aws:iam::111122223333:role/OrdersReader";
  private static final Policy TRUST =
      policy(
          PolicyType.TRUST,
          """
          {"Version":"2012-10-17","Statement":[
            {"Sid":"DeployPipeline","Effect":"Allow",
             "Principal":{"Federated":"https://token.actions.githubusercontent.com"},
             "Action":"sts:AssumeRoleWithWebIdentity",
             "Condition":{"StringLike":{"token.actions.githubusercontent.com:sub":"repo:acme/orders:*"}}},
            {"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole"}]}
          """);

  @Test
  void tokenOfTheIssuerWithTheSubject_isAllowedByTheStatement() {
    Decision decision = asToken("repo:acme/orders:ref:refs/heads/main");
    assertEquals("[trust[0]/DeployPipeline]", decision.statements().toString());
  }

  @Test
  void tokenWithAnotherSubject_isImplicitlyDenied() {
    assertEquals(
        new Decision.ImplicitlyDenied(PolicyType.TRUST), asToken("repo:acme/other:ref:main"));
  }

  // elements_principal: naming the account delegates, it is not itself a grant.
  @Test
  void accountInTrustPolicy_withoutIdentityAllow_isImplicitlyDenied() {
    ApplicablePolicies unknown = ApplicablePolicies.builder().trust(TRUST).build();
    ApplicablePolicies none = ApplicablePolicies.builder().trust(TRUST).identity(List.of()).build();
    assertEquals(new Decision.ImplicitlyDenied(PolicyType.IDENTITY), asUser(unknown));
    assertEquals(new Decision.ImplicitlyDenied(PolicyType.IDENTITY), asUser(none));
  }

  @Test
  void accountInTrustPolicy_withIdentityAllow_isAllowedByBoth() {
    Policy identity =
        policy(
            PolicyType.IDENTITY,
            """
            {"Version":"2012-10-17","Statement":{"Sid":"Assume","Effect":"Allow","Action":"STS:assumerole","Resource":"*"}}
            """);
    ApplicablePolicies policies =
        ApplicablePolicies.builder().trust(TRUST).identity(List.of(identity)).build();
    assertEquals("[trust[0]/1, identity[0]/Assume]", asUser(policies).statements().toString());
  }

  private static Decision asToken(String subject) {
    RequestContext context =
        RequestContext.builder().put("token.actions.githubusercontent.com:sub", subject).build();
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(
            new Principal.WebIdentity("https://token.actions.githubusercontent.com", subject),
            Action.ASSUME_ROLE_WITH_WEB_IDENTITY,
            ROLE,
            AccountId.parse("111122223333"),
            context),
        ApplicablePolicies.builder().trust(TRUST).build());
  }

  private static Decision asUser(ApplicablePolicies policies) {
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(
            Principal.parseArn("arn:aws:iam::444455556666:user/ann").orElseThrow(),
            Action.ASSUME_ROLE,
            ROLE,
            Optional.empty(),
            RequestContext.empty()),
        policies);
  }

  private static Policy policy(PolicyType type, String json) {
    return ((Parsed) PolicyReader.read(json, type)).policy();
  }
}
