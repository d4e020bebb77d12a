package dev.brevet.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import org.junit.jupiter.api.Test;

class StatementIndexTest {
  private static final PolicyVersion V = PolicyVersion.V2012_10_17;

  /// Each resource begins with all that come before it: a trie as deep as there are statements,
  /// were it not bounded.
  @Test
  void nestedPrefixes_areFoundWithoutOverflow() {
    String base = "arn:aws:s3:::";
    List<Statement> statements =
        IntStream.rangeClosed(1, 8_000).mapToObj(i -> on(base + "a".repeat(i) + "b*")).toList();
    ApplicablePolicies policies =
        ApplicablePolicies.builder()
            .identity(List.of(new Policy(V, Optional.empty(), statements)))
            .build();
    for (int i = 0; i < 100; i++) {
      int number = 1 + i * 79;
      assertEquals(
          "[identity[0]/" + (number - 1) + "]",
          decide(policies, base + "a".repeat(number) + "bc").statements().toString());
    }
    assertEquals(List.of(), decide(policies, base + "c").statements());
  }

  private static Decision decide(ApplicablePolicies policies, String resource) {
    return PolicyEvaluator.evaluate(
        new AuthorizationRequest(
            Principal.parseArn("arn:aws:iam::111122223333:user/u").orElseThrow(),
            new Action("s3", "GetObject"),
            resource,
            AccountId.parse("111122223333"),
            RequestContext.empty()),
        policies);
  }

  private static Statement on(String resource) {
    return new Statement(
        Optional.empty(),
        Effect.ALLOW,
        Optional.empty(),
        new Matcher.In<>(List.of(WildcardPattern.action("s3:*"))),
        Optional.of(new Matcher.In<>(List.of(WildcardPattern.resource(resource, V)))),
        List.of());
  }
}
