package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

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
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.workload.integration.Need;
import org.junit.jupiter.api.Test;

/// What is joined, compressed, split or said again allows what was needed: nothing more, nothing
/// less.
class ExactPermissionsTest {
  private static final List<String> ACTIONS =
      List.of("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "sns:Publish");

  /// Needs of random actions, resources with and without wildcards, and conditions; asked for
  /// random requests, the policies answer as each need alone would.
  @Test
  void assembledPolicies_allowExactlyTheNeeds() {
    Random random = new Random(42);
    int split = 0;
    for (int round = 0; round < 60; round++) {
      List<Need> needs = new ArrayList<>();
      int count = round % 10 == 0 ? 400 : 1 + random.nextInt(40);
      for (int i = 0; i < count; i++) {
        needs.add(need(random, count > 100 ? "-with-a-name-that-takes-its-room-in-a-policy" : ""));
      }
      List<PolicyDocument> documents = PolicyAssembly.assemble(needs, WorkBudget.ofRequest());
      split += documents.size() > 1 ? 1 : 0;
      assertTrue(documents.getFirst().size() <= PolicyDocument.MAXIMUM_INLINE);
      documents.stream()
          .skip(1)
          .forEach(each -> assertTrue(each.size() <= PolicyDocument.MAXIMUM_MANAGED));
      List<Policy> together = documents.stream().map(each -> read(each.toJson())).toList();
      List<Policy> alone =
          needs.stream()
              .map(each -> read(new PolicyDocument(List.of(statement(each))).toJson()))
              .toList();
      for (int i = 0; i < 200; i++) {
        AuthorizationRequest request = request(random, needs);
        assertEquals(
            allows(alone, List.of(), request),
            allows(together, List.of(), request),
            () -> request + "\n" + needs + "\n" + documents);
      }
    }
    assertTrue(split >= 5, "split: " + split);
  }

  private static Need need(Random random, String more) {
    List<String> actions = new ArrayList<>();
    for (String action : ACTIONS) {
      if (random.nextInt(3) == 0) {
        actions.add(action);
      }
    }
    Map<String, Map<String, List<String>>> condition =
        random.nextInt(3) > 0
            ? Map.of()
            : Map.of("StringLike", Map.of("s3:prefix", List.of(random.nextBoolean() ? "a*" : "b")));
    return new Need(
        actions.isEmpty() ? List.of("s3:GetObject") : actions,
        List.of(resource(random, more), resource(random, more)),
        condition,
        "S" + random.nextInt(9));
  }

  private static String resource(Random random, String more) {
    String name =
        "arn:aws:s3:::b" + random.nextInt(4) + more + random.nextInt(more.isEmpty() ? 3 : 300);
    return switch (random.nextInt(6)) {
      case 0 -> name + "*";
      case 1 -> name + "/${*}";
      case 2 -> "arn:aws:s3:::b?" + more + random.nextInt(3);
      case 3 -> name + "/x*";
      default -> name;
    };
  }

  private static PolicyStatement statement(Need need) {
    Map<String, List<String>> states = new java.util.TreeMap<>();
    need.resources().forEach(resource -> states.put(resource, List.of()));
    return new PolicyStatement(
        "A",
        dev.brevet.policy.element.Effect.ALLOW,
        new TreeSet<>(need.actions()),
        states,
        need.condition());
  }

  /// Resources near what some need names.
  private static AuthorizationRequest request(Random random, List<Need> needs) {
    Need near = needs.get(random.nextInt(needs.size()));
    String resource =
        near.resources()
            .get(random.nextInt(near.resources().size()))
            .replace("${*}", random.nextBoolean() ? "*" : "y")
            .replace("?", "" + random.nextInt(4))
            .replace("*", random.nextBoolean() ? "" : "/x9");
    RequestContext.Builder context = RequestContext.builder();
    if (random.nextBoolean()) {
      context.put("s3:prefix", random.nextBoolean() ? "ab" : "b");
    }
    return request(ACTIONS.get(random.nextInt(ACTIONS.size())), resource, context.build());
  }

  /// A person with the machine's mapping is allowed what the machine's role is allowed.
  @Test
  void sessionOfAPersonMapping_isAllowedExactlyWhatTheMachineIs() {
    String tasks =
        "{\"StartAt\":\"S0\",\"States\":{\"S0\":{\"Type\":\"Task\",\"Resource\":"
            + "\"arn:aws:states:::sqs:sendMessage\",\"Parameters\":{\"QueueUrl\":"
            + "\"https://sqs.eu-west-1.amazonaws.com/111122223333/q\"}}#}}";
    StringBuilder many = new StringBuilder();
    for (int i = 1; i < 60; i++) {
      many.append(
          ",\"S%d\":{\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::dynamodb:getItem\",\"Parameters\":{\"TableName\":\"orders-of-shop-%d\"}}"
              .formatted(i, i));
    }
    for (String more : List.of("", many.toString())) {
      RoleDesign design =
          Designs.of(tasks.replace("#", more), false, StateMachineRole.Options.NONE);
      JsonObject mapping =
          new PersonMapping(
                  "m",
                  List.of("arn:aws:iam::111122223333:user/alice"),
                  "arn:aws:iam::111122223333:role/Brevet")
              .of(design, "aws", "111122223333")
              .get("mapping")
              .orElseThrow()
              .asObject()
              .orElseThrow();
      JsonObject session = mapping.get("sessionPolicy").orElseThrow().asObject().orElseThrow();
      assertTrue(JsonText.compact(session).length() <= 2_048);
      List<Policy> role = design.policies().stream().map(each -> read(each.toJson())).toList();
      Policy narrowing = read(session, PolicyType.SESSION);
      int allowed = 0;
      for (String action : List.of("sqs:SendMessage", "sqs:DeleteQueue", "dynamodb:GetItem")) {
        for (String resource :
            List.of(
                "arn:aws:sqs:eu-west-1:111122223333:q",
                "arn:aws:sqs:eu-west-1:111122223333:other",
                "arn:aws:dynamodb:eu-west-1:111122223333:table/orders-of-shop-7")) {
          AuthorizationRequest request = request(action, resource, RequestContext.empty());
          boolean machine = allows(role, List.of(), request);
          assertEquals(machine, allows(role, List.of(narrowing), request), action + resource);
          allowed += machine ? 1 : 0;
        }
      }
      assertEquals(more.isEmpty() ? 1 : 2, allowed);
    }
  }

  private static AuthorizationRequest request(
      String action, String resource, RequestContext context) {
    return new AuthorizationRequest(
        new Principal.User("aws", new AccountId("111122223333"), "/", "u"),
        Action.parse(action).orElseThrow(),
        resource,
        Optional.empty(),
        context);
  }

  private static boolean allows(
      List<Policy> identity, List<Policy> session, AuthorizationRequest request) {
    ApplicablePolicies.Builder policies = ApplicablePolicies.builder().identity(identity);
    return PolicyEvaluator.evaluate(
            request, session.isEmpty() ? policies.build() : policies.session(session).build())
        instanceof Decision.Allowed;
  }

  private static Policy read(JsonObject policy) {
    return read(policy, PolicyType.IDENTITY);
  }

  private static Policy read(JsonObject policy, PolicyType type) {
    return assertInstanceOf(Parsed.class, PolicyReader.read(JsonText.compact(policy), type))
        .policy();
  }
}
