package dev.brevet.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.iam.RoleArn;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.TextOperator;
import dev.brevet.policy.element.WildcardPattern;
import org.junit.jupiter.api.Test;

class TrustIndexTest {
  private static final int ROLES = Integer.getInteger("brevet.generated.roles", 1_200);
  private static final PolicyVersion V = PolicyVersion.V2012_10_17;
  private static final String ISSUER = "https://idp.example/tenant";

  /// Against evaluating every role's trust policy: the same roles, in the same order.
  @Test
  void manyRoles_areThoseThatEvaluatingEachAllows() {
    Random random = new Random(7);
    List<TrustedRole<Integer>> roles =
        IntStream.range(0, ROLES).mapToObj(i -> role(i, random)).toList();
    TrustIndex<Integer> index = new TrustIndex<>(roles);
    ApplicablePolicies others = ApplicablePolicies.builder().identity(List.of(identity())).build();
    int total = 0;
    for (Principal caller : callers()) {
      for (int i = 0; i < 16; i++) {
        RequestContext context =
            RequestContext.builder().put("app:sub", "repo:" + i % 7).put("app:n", "" + i).build();
        Action action = i % 2 == 0 ? Action.ASSUME_ROLE : Action.ASSUME_ROLE_WITH_WEB_IDENTITY;
        List<Integer> expected = new ArrayList<>();
        for (TrustedRole<Integer> role : roles) {
          if (evaluate(role, caller, action, context)) {
            expected.add(role.key());
          }
        }
        assertEquals(expected, index.mayAssume(caller, action, context, others));
        total += expected.size();
      }
    }
    assertTrue(total > ROLES / 4, "found " + total);
  }

  @Test
  void keyOfTheRolesOwn_isSeenByItsTrustPolicy() {
    TrustedRole<String> one = named("one");
    TrustedRole<String> two = named("two");
    assertEquals(
        List.of("one", "two"),
        new TrustIndex<>(List.of(one, two))
            .mayAssume(
                callers().get(0),
                Action.ASSUME_ROLE,
                RequestContext.empty(),
                ApplicablePolicies.builder().build()));
  }

  private static TrustedRole<String> named(String name) {
    Statement statement =
        new Statement(
            Optional.empty(),
            Effect.ALLOW,
            Optional.of(new Matcher.In<>(List.of(new PrincipalPattern.Everyone()))),
            new Matcher.In<>(List.of(WildcardPattern.action("sts:*"))),
            Optional.empty(),
            List.of(equal("brevet:Mapping", name)));
    return new TrustedRole<>(
        name,
        RoleArn.parse("arn:aws:iam::111122223333:role/" + name).orElseThrow(),
        new Policy(V, Optional.empty(), List.of(statement)),
        RequestContext.builder().put("brevet:Mapping", name).build());
  }

  private static boolean evaluate(
      TrustedRole<Integer> role, Principal caller, Action action, RequestContext context) {
    RequestContext all = context.toBuilder().putAll(role.own()).build();
    return PolicyEvaluator.evaluate(
            new AuthorizationRequest(
                caller, action, role.role().toString(), Optional.of(role.role().account()), all),
            ApplicablePolicies.builder().identity(List.of(identity())).trust(role.trust()).build())
        .isAllowed();
  }

  private static TrustedRole<Integer> role(int i, Random random) {
    List<Statement> statements =
        IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> statement(i, random)).toList();
    String account = random.nextBoolean() ? "111122223333" : "444455556666";
    return new TrustedRole<>(
        i,
        new RoleArn("aws", new AccountId(account), "/", "role" + i),
        new Policy(V, Optional.empty(), statements),
        i % 3 == 0
            ? RequestContext.builder().put("app:n", "" + i % 40).build()
            : RequestContext.empty());
  }

  private static Statement statement(int i, Random random) {
    List<Condition> conditions = new ArrayList<>();
    if (random.nextInt(3) > 0) {
      conditions.add(equal("app:sub", "repo:" + random.nextInt(60)));
    }
    if (random.nextInt(4) == 0) {
      conditions.add(equal("app:n", "" + random.nextInt(40)));
    }
    if (random.nextInt(8) == 0) {
      conditions.add(equal("aws:ResourceAccount", "111122223333"));
    }
    String action =
        List.of("sts:AssumeRole", "sts:*", "sts:AssumeRoleWithWebIdentity").get(random.nextInt(3));
    return new Statement(
        Optional.empty(),
        random.nextInt(12) == 0 ? Effect.DENY : Effect.ALLOW,
        Optional.of(new Matcher.In<>(List.of(principal(i, random), principal(i + 1, random)))),
        new Matcher.In<>(List.of(WildcardPattern.action(action))),
        Optional.empty(),
        conditions);
  }

  private static Condition equal(String key, String value) {
    return new Condition.Text(
        new ConditionKey(key, SetOperator.NONE, false),
        TextOperator.EQUALS,
        List.of(WildcardPattern.exact(value, V)));
  }

  private static PrincipalPattern principal(int i, Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> new PrincipalPattern.Everyone();
      case 1 -> aws("111122223333");
      case 2 -> aws("arn:aws:iam::111122223333:user/u");
      case 3 -> aws("arn:aws:iam::111122223333:role/path/r");
      case 4 -> new PrincipalPattern.FederatedProvider(ISSUER);
      case 5 -> new PrincipalPattern.FederatedProvider("idp.example/tenant");
      case 6 ->
          new PrincipalPattern.FederatedProvider(
              "arn:aws:iam::111122223333:oidc-provider/idp.example/tenant");
      case 7 -> new PrincipalPattern.Service("states.amazonaws.com");
      default -> aws("arn:aws:iam::111122223333:user/other" + i);
    };
  }

  private static PrincipalPattern aws(String text) {
    return PrincipalPattern.parse("AWS", text).orElseThrow();
  }

  private static List<Principal> callers() {
    return List.of(
        Principal.parseArn("arn:aws:iam::111122223333:user/u").orElseThrow(),
        Principal.parseArn("arn:aws:iam::444455556666:user/u").orElseThrow(),
        Principal.parseArn("arn:aws:sts::111122223333:assumed-role/r/s1").orElseThrow(),
        new Principal.WebIdentity(ISSUER, "me"),
        new Principal.WebIdentity("https://evil.example/tenant", "me"),
        new Principal.Service("states.amazonaws.com"),
        new Principal.Anonymous());
  }

  private static Policy identity() {
    Statement allow =
        new Statement(
            Optional.empty(),
            Effect.ALLOW,
            Optional.empty(),
            new Matcher.In<>(List.of(WildcardPattern.action("sts:*"))),
            Optional.of(new Matcher.In<>(List.of(WildcardPattern.resource("*", V)))),
            List.of());
    return new Policy(V, Optional.empty(), List.of(allow));
  }
}
