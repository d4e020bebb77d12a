package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.json.JsonText;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.analysis.PolicyComparison;
import dev.brevet.policy.analysis.PolicyComparison.Answer;
import dev.brevet.policy.analysis.PolicyComparison.Side;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.CatalogueKnowledge;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Substitutions;
import dev.brevet.workload.integration.Machine;
import dev.brevet.workload.integration.Need;
import org.junit.jupiter.api.Test;

/// Definitions that nobody wrote: arbitrary JSON, real definitions with characters changed and
/// parts exchanged, and needs in any number. Whatever comes, a design is made or the definition
/// refused; every action is in the catalogue, every policy within its size and readable, and what
/// the policies allow is what was needed, no more and no less.
class RandomDefinitionTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final StateMachineRole ROLES = new StateMachineRole(CATALOGUE);
  private static final CatalogueKnowledge KNOWLEDGE = new CatalogueKnowledge(CATALOGUE);
  private static final String CHARACTERS = "{}[]\",:*?$ax/.%\\ 0";
  private static final Machine MACHINE =
      new Machine(
          "aws", Optional.of("eu-west-1"), new AccountId("111122223333"), Optional.of("Orders"));

  @Test
  void arbitraryJson_isDesignedOrRefused() {
    Random random = new Random(41);
    for (int i = 0; i < 4_000; i++) {
      design(json(random, 0), random);
    }
  }

  @Test
  void statesOfArbitraryParts_areDesignedOrRefused() {
    Random random = new Random(42);
    int designed = 0;
    for (int i = 0; i < 4_000; i++) {
      StringBuilder states = new StringBuilder();
      for (int s = 0; s <= random.nextInt(4); s++) {
        states
            .append(s > 0 ? "," : "")
            .append("\"S")
            .append(s)
            .append("\":")
            .append(state(random, s + "."));
      }
      designed += design("{\"StartAt\":\"S0\",\"States\":{" + states + "}}", random);
    }
    assertTrue(designed > 1_000, "few are state machines: " + designed);
  }

  @Test
  void realDefinitionsWithChanges_areDesignedOrRefused() throws IOException {
    Random random = new Random(43);
    List<String> real = real();
    int designed = 0;
    for (int i = 0; i < 2_500; i++) {
      StringBuilder text = new StringBuilder(real.get(random.nextInt(real.size())));
      for (int change = random.nextInt(5); change >= 0; change--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
          case 1 -> text.deleteCharAt(at);
          default -> {
            String other = real.get(random.nextInt(real.size()));
            int from = random.nextInt(other.length());
            text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(40)));
          }
        }
      }
      designed += design(text.toString(), random);
    }
    assertTrue(designed > 300, "few are still state machines: " + designed);
  }

  /// Joined, split and repeated, the policies allow what a statement for each need would.
  @Test
  void assembledPolicies_allowWhatIsNeeded() {
    Random random = new Random(44);
    int split = 0;
    for (int i = 0; i < 150; i++) {
      List<Need> needs = new ArrayList<>();
      int count = 1 + random.nextInt(i % 10 == 0 ? 400 : 12);
      for (int n = 0; n < count; n++) {
        needs.add(need(random, count > 12));
      }
      List<PolicyDocument> documents = PolicyAssembly.assemble(needs, WorkBudget.ofRequest());
      checkSizes(documents);
      split += documents.size() > 1 ? 1 : 0;
      Policy assembled = together(documents);
      Policy needed =
          together(
              needs.stream()
                  .map(
                      need ->
                          new PolicyDocument(
                              List.of(
                                  new PolicyStatement(
                                      "",
                                      Effect.ALLOW,
                                      new TreeSet<>(need.actions()),
                                      states(need),
                                      need.condition()))))
                  .toList());
      if (count <= 12) {
        assertInstanceOf(Answer.No.class, more(assembled, needed), () -> "wider: " + needs);
        assertInstanceOf(Answer.No.class, more(needed, assembled), () -> "narrower: " + needs);
      } else {
        assertWithin(assembled, needed);
        assertWithin(needed, assembled);
      }
    }
    assertTrue(split > 5, "none was split");
  }

  /// Whether each action on each resource of the first is allowed by the second: of hundreds of
  /// statements a comparison as a whole could not be told.
  private static void assertWithin(Policy one, Policy other) {
    for (Statement statement : one.statements()) {
      for (WildcardPattern action : statement.actions().patterns()) {
        List<Statement> same =
            other.statements().stream()
                .filter(
                    each ->
                        each.actions().patterns().contains(action)
                            && each.conditions().equals(statement.conditions()))
                .toList();
        Policy narrowed = new Policy(other.version(), Optional.empty(), same);
        for (WildcardPattern resource : statement.resources().orElseThrow().patterns()) {
          Statement single =
              new Statement(
                  Optional.empty(),
                  statement.effect(),
                  Optional.empty(),
                  new Matcher.In<>(List.of(action)),
                  Optional.of(new Matcher.In<>(List.of(resource))),
                  statement.conditions());
          assertInstanceOf(
              Answer.No.class,
              more(new Policy(one.version(), Optional.empty(), List.of(single)), narrowed),
              () -> action + " on " + resource);
        }
      }
    }
  }

  private static Map<String, List<String>> states(Need need) {
    Map<String, List<String>> states = new TreeMap<>();
    need.resources().forEach(resource -> states.put(resource, List.of(need.state())));
    return states;
  }

  private static Answer more(Policy one, Policy other) {
    return PolicyComparison.allowsMore(
        new Side(one, PolicyType.IDENTITY), new Side(other, PolicyType.IDENTITY), KNOWLEDGE);
  }

  /// 1 where it is a state machine.
  private static int design(String definition, Random random) {
    Substitutions substitutions =
        new Substitutions(random.nextBoolean() ? Map.of() : Map.of("A", "a*", "B", "${A}"));
    switch (DefinitionReader.read(definition.getBytes(StandardCharsets.UTF_8), substitutions)) {
      case DefinitionReader.NotADefinition not -> {
        assertFalse(not.message().isEmpty());
        return 0;
      }
      case DefinitionReader.Read(var read) -> {
        StateMachineRole.Options options =
            new StateMachineRole.Options(
                random.nextBoolean(),
                random.nextBoolean(),
                Optional.empty(),
                Optional.empty(),
                random.nextBoolean(),
                Map.of());
        RoleDesign design =
            Designs.linted(
                ROLES.design(
                    new StateMachineRole.Request(MACHINE, random.nextBoolean(), read, options)));
        checkSizes(design.policies());
        for (PolicyDocument policy : design.policies()) {
          for (PolicyStatement statement : policy.statements()) {
            for (String action : statement.actions()) {
              assertTrue(
                  statement.effect() == Effect.DENY
                      || Action.parse(action).flatMap(CATALOGUE::action).isPresent(),
                  () -> action + " " + definition);
            }
          }
        }
        together(design.policies());
        assertFalse(JsonText.compact(design.toJson()).isEmpty());
        return 1;
      }
    }
  }

  private static void checkSizes(List<PolicyDocument> documents) {
    for (int i = 0; i < documents.size(); i++) {
      int most = i == 0 ? PolicyDocument.MAXIMUM_INLINE : PolicyDocument.MAXIMUM_MANAGED;
      int size = JsonText.compact(documents.get(i).toJson()).length();
      assertTrue(size <= most, "policy " + i + " has " + size + " characters");
    }
  }

  /// All policies of a role as one, read as IAM would read them.
  private static Policy together(List<PolicyDocument> documents) {
    List<Statement> statements = new ArrayList<>();
    for (PolicyDocument document : documents) {
      String json = JsonText.compact(document.toJson());
      statements.addAll(
          assertInstanceOf(Parsed.class, PolicyReader.read(json, PolicyType.IDENTITY), json)
              .policy()
              .statements());
    }
    return new Policy(PolicyVersion.V2012_10_17, Optional.empty(), statements);
  }

  private static Need need(Random random, boolean many) {
    List<String> services =
        List.of("s3:GetObject", "s3:PutObject", "sqs:SendMessage", "sns:Publish");
    List<String> actions = new ArrayList<>(List.of(pick(random, services)));
    if (random.nextInt(3) == 0) {
      actions.add(pick(random, services));
    }
    List<String> resources = new ArrayList<>();
    for (int r = 0; r <= random.nextInt(3); r++) {
      resources.add(
          many
              ? "arn:aws:s3:::a-bucket-with-a-rather-long-name-" + random.nextInt(600) + "/*"
              : pick(
                  random,
                  List.of(
                      "*",
                      "arn:aws:s3:::a",
                      "arn:aws:s3:::a/*",
                      "arn:aws:s3:::a/b*",
                      "arn:aws:s3:::?/b",
                      "arn:aws:s3:::a/${*}",
                      "arn:aws:sqs:eu-west-1:111122223333:q")));
    }
    Map<String, Map<String, List<String>>> condition =
        random.nextInt(4) == 0
            ? Map.of(
                "StringEquals",
                Map.of("aws:ResourceTag/t", List.of(pick(random, List.of("a", "b")))))
            : Map.of();
    return new Need(List.copyOf(actions), resources, condition, "S" + random.nextInt(5));
  }

  /// @param name how the names of states within begin
  private static String state(Random random, String name) {
    String resource =
        pick(
            random,
            List.of(
                "arn:aws:states:::lambda:invoke",
                "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                "arn:aws:states:::states:startExecution.sync:2",
                "arn:aws:states:::http:invoke",
                "arn:aws:states:::aws-sdk:s3:getObject",
                "arn:aws:states:::dynamodb:putItem",
                "arn:aws:states:::ecs:runTask.sync",
                "arn:aws:states:::athena:startQueryExecution",
                "arn:aws:states:::bedrock:invokeModel",
                "arn:aws:states:::glue:startJobRun.sync",
                "arn:${A}:states:::${B}:invoke",
                "arn:aws:lambda:eu-west-1:111122223333:function:f",
                "arn:aws:states:::x:y.z:9",
                "${A}"));
    return switch (random.nextInt(6)) {
      case 0 ->
          "{\"Type\":\"Map\",\"ItemProcessor\":{\"ProcessorConfig\":{\"Mode\":\"DISTRIBUTED\"},\"StartAt\":\"M#\",\"States\":{\"M#\":"
                  .replace("#", name)
              + (random.nextBoolean() ? "{\"Type\":\"Succeed\"}" : state(random, name + "."))
              + "}},\"ItemReader\":"
              + json(random, 3)
              + ",\"ResultWriter\":"
              + json(random, 3)
              + "}";
      case 1 ->
          "{\"Type\":\"Parallel\",\"Branches\":[{\"StartAt\":\"P#\",\"States\":{\"P#\":{\"Type\":\"Pass\"}}}]}"
              .replace("#", name);
      default ->
          "{\"Type\":\"Task\",\"Resource\":\""
              + resource
              + "\",\""
              + (random.nextBoolean() ? "Parameters" : "Arguments")
              + "\":"
              + parameters(random)
              + (random.nextInt(4) == 0 ? ",\"Credentials\":" + json(random, 3) : "")
              + "}";
    };
  }

  private static String parameters(Random random) {
    List<String> names =
        List.of(
            "FunctionName",
            "Qualifier",
            "QueueUrl",
            "StateMachineArn",
            "TableName",
            "Bucket",
            "Key",
            "ApiEndpoint",
            "Method",
            "Authentication",
            "TaskDefinition",
            "ModelId",
            "JobName",
            "WorkGroup");
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < random.nextInt(5); i++) {
      out.append(i > 0 ? "," : "")
          .append('"')
          .append(names.get((i * 5 + random.nextInt(3)) % names.size()))
          .append(i)
          .append(random.nextInt(3) == 0 ? ".$" : "")
          .append("\":")
          .append(json(random, 2));
    }
    return out.append('}').toString().replaceAll("(\"[A-Za-z]+)\\d(\\.\\$)?\":", "$1$2\":");
  }

  private static String json(Random random, int depth) {
    return switch (random.nextInt(depth > 4 ? 5 : 8)) {
      case 0 -> "null";
      case 1 -> Boolean.toString(random.nextBoolean());
      case 2 -> Integer.toString(random.nextInt());
      case 3, 4 ->
          "\""
              + pick(
                  random,
                  List.of(
                      "",
                      "a",
                      "*",
                      "${A}",
                      "$.x",
                      "{% $x & '/a' %}",
                      "{% ((( %}",
                      "States.Format('{}/b', $.x)",
                      "arn:aws:s3:::b",
                      "arn:aws:sqs:eu-west-1:111122223333:q",
                      "https://sqs.eu-west-1.amazonaws.com/111122223333/q",
                      "https://*.example.com/x",
                      "\\u0000",
                      "StartAt"))
              + "\"";
      case 5 -> "[" + json(random, depth + 1) + "," + json(random, depth + 1) + "]";
      default ->
          "{\""
              + pick(random, List.of("States", "StartAt", "Type", "Resource", "RoleArn", "x"))
              + "\":"
              + json(random, depth + 1)
              + ",\"y\":"
              + json(random, depth + 1)
              + "}";
    };
  }

  private static List<String> real() throws IOException {
    try (Stream<Path> files =
        Files.list(Path.of(RandomDefinitionTest.class.getResource("asl").toURI()))) {
      List<String> texts = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".asl.json")).sorted().toList()) {
        texts.add(Files.readString(file));
      }
      assertEquals(69, texts.size());
      return texts;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
