package dev.brevet.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.element.ArnOperator;
import dev.brevet.policy.element.ArnPattern;
import dev.brevet.policy.element.Comparison;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.ConditionOperator;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.NumericValue;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.TextOperator;
import dev.brevet.policy.element.WildcardPattern;
import org.junit.jupiter.api.Test;

/// The engine against [PlainEvaluator] on generated policies and requests: the same decision for
/// the same reasons.
///
/// The vocabulary is small, so that statements meet requests often. A failure names the seed of its
/// world.
class GeneratedDecisionsTest {
  // Fewer where the same world is asked thousands of times over, as in mutation testing.
  private static final int WORLDS = Integer.getInteger("brevet.generated.worlds", 5_000);
  private static final int REQUESTS = 24;
  private static final PolicyVersion V = PolicyVersion.V2012_10_17;
  private static final List<String> ACTIONS =
      List.of("s:a", "s:ab", "s:b", "t:a", "t:ab", "S:A*", "s:*", "*", "*:a*", "t:?b", "s:a?");
  private static final List<String> ASKED = List.of("s:a", "s:ab", "s:b", "t:a", "t:ab", "S:AB");
  private static final List<String> RESOURCES =
      List.of(
          "arn:aws:s:::x",
          "arn:aws:s:::x/*",
          "arn:aws:s:::*/y",
          "arn:aws:s:::x/?",
          "arn:aws:s:::${app:t}/*",
          "arn:aws:s:::x${aws:PrincipalAccount}",
          "arn:aws:s:eu:111122223333:z*",
          "arn:aws:s:*",
          "*");
  private static final List<String> THINGS =
      List.of(
          "arn:aws:s:::x",
          "arn:aws:s:::x/y",
          "arn:aws:s:::q/y",
          "arn:aws:s:::x111122223333",
          "arn:aws:s:eu:111122223333:zz",
          "arn:aws:s:eu:444455556666:z",
          "*");
  private static final List<String> CALLERS =
      List.of(
          "arn:aws:iam::111122223333:user/u",
          "arn:aws:iam::444455556666:user/u",
          "arn:aws:sts::111122223333:assumed-role/r/s1",
          "arn:aws:sts::111122223333:federated-user/fu");
  private static final List<String> NAMED =
      List.of(
          "arn:aws:iam::111122223333:user/u",
          "arn:aws:iam::444455556666:user/u",
          "arn:aws:iam::111122223333:role/p/r",
          "arn:aws:sts::111122223333:assumed-role/r/s1",
          "arn:aws:sts::111122223333:federated-user/fu",
          "arn:aws:iam::111122223333:root",
          "444455556666",
          "AIDAEXAMPLE",
          "*");
  private static final List<String> VALUES =
      List.of("x", "q", "xy", "", "3", "true", "arn:a:b:c:d:e");

  @Test
  void engine_onGeneratedPolicies_decidesAsThePlainEvaluator() {
    int[] kinds = new int[3];
    for (int seed = 0; seed < WORLDS; seed++) {
      Random random = new Random(seed);
      Map<PolicyType, List<List<Policy>>> world = world(random);
      ApplicablePolicies policies = applicable(world);
      List<AuthorizationRequest> requests =
          IntStream.range(0, REQUESTS).mapToObj(_ -> request(random)).toList();
      List<Decision> expected =
          requests.stream().map(request -> new PlainEvaluator(request, world).decide()).toList();
      // Statements are asked one by one at first, and through their index when they were asked
      // often.
      for (int pass = 0; pass < 5; pass++) {
        for (int i = 0; i < REQUESTS; i++) {
          int at = i;
          int of = seed;
          assertEquals(
              expected.get(i),
              PolicyEvaluator.evaluate(requests.get(i), policies),
              () -> "seed " + of + ", request " + at + ": " + requests.get(at));
        }
      }
      expected.forEach(decision -> kinds[kind(decision)]++);
    }
    assertEquals(WORLDS * REQUESTS, IntStream.of(kinds).sum());
    assertTrue(
        IntStream.of(kinds).min().getAsInt() > 2 * WORLDS,
        () -> List.of(kinds[0], kinds[1], kinds[2]).toString());
  }

  private static int kind(Decision decision) {
    return switch (decision) {
      case Decision.Allowed _ -> 0;
      case Decision.ExplicitlyDenied _ -> 1;
      case Decision.ImplicitlyDenied _ -> 2;
    };
  }

  private static Map<PolicyType, List<List<Policy>>> world(Random random) {
    Map<PolicyType, List<List<Policy>>> world = new EnumMap<>(PolicyType.class);
    if (random.nextInt(8) > 0) {
      world.put(PolicyType.IDENTITY, List.of(policies(random, PolicyType.IDENTITY, 3)));
    }
    for (PolicyType type : List.of(PolicyType.BOUNDARY, PolicyType.SESSION, PolicyType.ENDPOINT)) {
      if (random.nextInt(4) == 0) {
        world.put(type, List.of(policies(random, type, 1 + random.nextInt(2))));
      }
    }
    switch (random.nextInt(3)) {
      case 0 ->
          world.put(PolicyType.RESOURCE, List.of(List.of(policy(random, PolicyType.RESOURCE))));
      case 1 -> world.put(PolicyType.TRUST, List.of(List.of(policy(random, PolicyType.TRUST))));
      default -> {}
    }
    for (PolicyType type : List.of(PolicyType.SERVICE_CONTROL, PolicyType.RESOURCE_CONTROL)) {
      if (random.nextInt(6) == 0) {
        world.put(type, List.of(policies(random, type, 2), policies(random, type, 1)));
      }
    }
    return world;
  }

  private static List<Policy> policies(Random random, PolicyType type, int count) {
    return IntStream.range(0, count).mapToObj(_ -> policy(random, type)).toList();
  }

  // Mostly small, now and then large enough for the index.
  private static Policy policy(Random random, PolicyType type) {
    int statements = random.nextInt(4) == 0 ? 10 + random.nextInt(40) : 1 + random.nextInt(6);
    boolean limits = type != PolicyType.IDENTITY && type != PolicyType.RESOURCE;
    List<Statement> list = new ArrayList<>();
    if (limits && random.nextInt(4) > 0) {
      list.add(everything());
    }
    for (int i = 0; i < statements; i++) {
      list.add(statement(random, type));
    }
    return new Policy(V, Optional.empty(), list);
  }

  private static Statement everything() {
    return new Statement(
        Optional.empty(),
        Effect.ALLOW,
        Optional.of(new Matcher.In<>(List.of(new PrincipalPattern.Everyone()))),
        new Matcher.In<>(List.of(WildcardPattern.action("*"))),
        Optional.empty(),
        List.of());
  }

  private static Statement statement(Random random, PolicyType type) {
    Effect effect = random.nextInt(12) == 0 ? Effect.DENY : Effect.ALLOW;
    Matcher<WildcardPattern> actions =
        matcher(random, pick(random, ACTIONS, 3).stream().map(WildcardPattern::action).toList());
    Optional<Matcher<WildcardPattern>> resources =
        random.nextInt(10) == 0
            ? Optional.empty()
            : Optional.of(
                matcher(
                    random,
                    pick(random, RESOURCES, 3).stream()
                        .map(r -> WildcardPattern.resource(r, V))
                        .toList()));
    List<Condition> conditions = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      conditions.add(condition(random));
    }
    return new Statement(
        random.nextInt(3) == 0 ? Optional.of("Sid" + random.nextInt(5)) : Optional.empty(),
        effect,
        principals(random, type, effect),
        actions,
        resources,
        conditions);
  }

  private static Optional<Matcher<PrincipalPattern>> principals(
      Random random, PolicyType type, Effect effect) {
    if (random.nextInt(12) == 0) {
      return Optional.empty();
    }
    List<PrincipalPattern> patterns =
        type == PolicyType.ENDPOINT && random.nextBoolean()
            ? List.of(new PrincipalPattern.Everyone())
            : pick(random, NAMED, 4).stream()
                .map(text -> PrincipalPattern.parse("AWS", text).orElseThrow())
                .toList();
    boolean not = effect == Effect.DENY && random.nextInt(3) == 0;
    return Optional.of(not ? new Matcher.NotIn<>(patterns) : new Matcher.In<>(patterns));
  }

  private static Condition condition(Random random) {
    SetOperator set = pick(random, List.of(SetOperator.values()));
    boolean ifExists = random.nextInt(4) == 0;
    String name = pick(random, List.of("app:t", "app:u", "App:T", "aws:PrincipalAccount"));
    ConditionKey key = new ConditionKey(name, set, ifExists);
    List<String> operands =
        pick(random, List.of("x", "q", "x*", "*", "?", "${app:t}", "111122223333", "X"), 2);
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> {
        TextOperator operator = pick(random, List.of(TextOperator.values()));
        yield new Condition.Text(
            key, operator, operands.stream().map(o -> operator.operand(key, o, V)).toList());
      }
      case 3 ->
          new Condition.Null(
              new ConditionKey(name, SetOperator.NONE, false),
              List.of(new Condition.Operand<>("true", true)));
      case 4 ->
          new Condition.Numeric(
              key,
              new ConditionOperator.Numeric(Comparison.LESS_THAN),
              List.of(new Condition.Operand<>("5", NumericValue.parse("5").orElseThrow())));
      default ->
          new Condition.Arn(key, ArnOperator.LIKE, List.of(new ArnPattern("arn:*:b:*:d:e", V)));
    };
  }

  private static Matcher<WildcardPattern> matcher(Random random, List<WildcardPattern> patterns) {
    return random.nextInt(6) == 0 ? new Matcher.NotIn<>(patterns) : new Matcher.In<>(patterns);
  }

  private static AuthorizationRequest request(Random random) {
    RequestContext.Builder context = RequestContext.builder();
    for (String key : List.of("app:t", "app:u")) {
      if (random.nextInt(3) > 0) {
        context.put(key, pick(random, VALUES, 2));
      }
    }
    return new AuthorizationRequest(
        caller(random),
        Action.parse(pick(random, ASKED)).orElseThrow(),
        pick(random, THINGS),
        random.nextBoolean() ? AccountId.parse("111122223333") : Optional.empty(),
        context.build());
  }

  private static Principal caller(Random random) {
    return random.nextInt(12) == 0
        ? new Principal.Anonymous()
        : Principal.parseArn(pick(random, CALLERS)).orElseThrow();
  }

  private static ApplicablePolicies applicable(Map<PolicyType, List<List<Policy>>> world) {
    ApplicablePolicies.Builder builder = ApplicablePolicies.builder();
    world.forEach(
        (type, levels) -> {
          switch (type) {
            case IDENTITY -> builder.identity(levels.get(0));
            case SESSION -> builder.session(levels.get(0));
            case BOUNDARY -> builder.boundary(levels.get(0));
            case ENDPOINT -> builder.endpoint(levels.get(0));
            case RESOURCE -> builder.resource(levels.get(0).get(0));
            case TRUST -> builder.trust(levels.get(0).get(0));
            case SERVICE_CONTROL -> builder.serviceControl(levels);
            case RESOURCE_CONTROL -> builder.resourceControl(levels);
          }
        });
    return builder.build();
  }

  private static <T> T pick(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static <T> List<T> pick(Random random, List<T> list, int most) {
    return IntStream.rangeClosed(0, random.nextInt(most))
        .mapToObj(_ -> pick(random, list))
        .toList();
  }
}
