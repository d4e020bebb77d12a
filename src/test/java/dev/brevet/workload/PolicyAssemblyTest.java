package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.integration.Need;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class PolicyAssemblyTest {
  private static final String ARN = "arn:aws:lambda:eu-west-1:111122223333:function:f";

  @Test
  void needs_areJoinedOnlyWhereNothingNewIsAllowed() {
    List<PolicyDocument> policies =
        PolicyAssembly.assemble(
            List.of(
                Need.of(List.of("s3:GetObject"), List.of("arn:aws:s3:::a/*"), "A"),
                Need.of(List.of("s3:GetObject"), List.of("arn:aws:s3:::b/*"), "B"),
                Need.of(List.of("s3:PutObject"), List.of("arn:aws:s3:::b/*"), "B")),
            WorkBudget.ofRequest());
    assertEquals(
        Set.of(
            "s3:GetObject arn:aws:s3:::a/*",
            "s3:GetObject arn:aws:s3:::b/*",
            "s3:PutObject arn:aws:s3:::b/*"),
        allowed(policies));
  }

  @Test
  void coveredResource_isLeftOutAndItsStateKept() {
    List<PolicyDocument> policies =
        PolicyAssembly.assemble(
            List.of(
                Need.of(List.of("sns:Publish"), List.of("arn:aws:sns:eu-west-1:1:t"), "A"),
                Need.of(List.of("sns:Publish"), List.of("*"), "B")),
            WorkBudget.ofRequest());
    PolicyStatement statement = policies.getFirst().statements().getFirst();
    assertEquals(List.of("*"), statement.resources());
    assertEquals(List.of("B", "A"), statement.allStates());
  }

  @Test
  void machineOfTwoHundredTasks_isWithinTheLimitsAndAllowsExactlyWhatTheyNeed() {
    String states =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    "\"S"
                        + i
                        + "\":{\"Type\":\"Task\",\"End\":true,\"Resource\":\""
                        + ARN
                        + i
                        + "\"}")
            .collect(Collectors.joining(","));
    RoleDesign design =
        Designs.of("{\"StartAt\":\"S0\",\"States\":{" + states + "}}", false, Options.NONE);
    assertTrue(design.policies().getFirst().size() <= PolicyDocument.MAXIMUM_INLINE);
    assertEquals(2, design.policies().size());
    assertTrue(design.policies().get(1).size() <= PolicyDocument.MAXIMUM_MANAGED);
    assertEquals(
        IntStream.range(0, 200)
            .mapToObj(i -> "lambda:InvokeFunction " + ARN + i)
            .collect(Collectors.toSet()),
        allowed(design.policies()));
    Set<String> sids = new TreeSet<>();
    design.policies().forEach(policy -> policy.statements().forEach(s -> sids.add(s.sid())));
    assertEquals(2, sids.size(), sids::toString);
  }

  @Test
  void tooLongPolicy_isFirstJoinedByResources() {
    List<Need> needs = new ArrayList<>();
    for (int i = 0; i < 75; i++) {
      String bucket = "arn:aws:s3:::bucket-with-a-name-of-some-length-" + i + "/*";
      needs.add(Need.of(List.of("s3:GetObject"), List.of(bucket), "G" + i));
      needs.add(
          new Need(
              List.of("s3:PutObject"),
              List.of(bucket),
              Map.of("StringEquals", Map.of("s3:x-amz-acl", List.of("private"))),
              "P" + i));
      needs.add(Need.of(List.of("s3:DeleteObject"), List.of(bucket), "D" + i));
    }
    List<PolicyDocument> policies = PolicyAssembly.assemble(needs, WorkBudget.ofRequest());
    assertEquals(1, policies.size());
    assertEquals(225, allowed(policies).size());
    assertTrue(
        policies.getFirst().statements().stream()
            .anyMatch(
                s ->
                    s.actions().equals(new TreeSet<>(List.of("s3:DeleteObject", "s3:GetObject")))));
  }

  @Test
  void manyManagedPolicies_areTold() {
    String states =
        IntStream.range(0, 2_000)
            .mapToObj(
                i ->
                    "\"S"
                        + i
                        + "\":{\"Type\":\"Task\",\"End\":true,\"Resource\":\""
                        + ARN
                        + i
                        + "\"}")
            .collect(Collectors.joining(","));
    RoleDesign design =
        Designs.of("{\"StartAt\":\"S0\",\"States\":{" + states + "}}", false, Options.NONE);
    assertEquals(2_000, allowed(design.policies()).size());
    design.policies().stream()
        .skip(1)
        .forEach(policy -> assertTrue(policy.size() <= PolicyDocument.MAXIMUM_MANAGED));
    assertTrue(design.unresolved().getLast().reason().contains("managed policies"));
  }

  @Test
  void formats_sayTheSame() throws IOException {
    RoleDesign design =
        Designs.ofTask(
            "'Resource':'arn:aws:states:::dynamodb:getItem','Parameters':{'TableName':'it*s'}");
    RoleFormats formats = new RoleFormats(design);
    Object yaml = new Load(LoadSettings.builder().build()).loadFromString(formats.cloudFormation());
    Map<?, ?> role = (Map<?, ?>) ((Map<?, ?>) ((Map<?, ?>) yaml).get("Resources")).get("Role");
    Map<?, ?> properties = (Map<?, ?>) role.get("Properties");
    assertEquals("StepFunctions-Orders-role", properties.get("RoleName"));
    Map<?, ?> policy = (Map<?, ?>) ((List<?>) properties.get("Policies")).getFirst();
    assertEquals(
        JsonText.compact(design.policies().getFirst().toJson()),
        json(policy.get("PolicyDocument")));
    assertTrue(formats.terraform().contains("table/it$${*}s"));
    assertTrue(
        formats
            .cli()
            .contains(
                "--policy-document '"
                    + JsonText.compact(design.policies().getFirst().toJson())
                    + "'"));
  }

  /// IAM takes U+0020 to U+00FF in a policy, tabs and line ends: the pattern of
  /// `policyDocumentType` in its service model.
  @Test
  void generatedNames_areWrittenAsIamTakesThem() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String letters = "a\u00e9\u58f2\u4e0a\ud83d\ude00\u0130 \u2019";
    for (int i = 0; i < 300; i++) {
      int[] name =
          random
              .ints(4, 0, letters.codePointCount(0, letters.length()))
              .map(at -> letters.codePointAt(letters.offsetByCodePoints(0, at)))
              .toArray();
      String key = new String(name, 0, name.length);
      RoleDesign design =
          Designs.ofTask(
              "'Resource':'arn:aws:states:::aws-sdk:s3:getObject','Parameters':{'Bucket':'b','Key':'"
                  + key
                  + "'}");
      String where = "seed " + seed + ": " + key;
      RoleFormats formats = new RoleFormats(design);
      PolicyDocument policy = design.policies().getFirst();
      String json = JsonText.compact(policy.toJson());
      assertEquals(json.length(), policy.size(), where);
      for (String text : List.of(json, JsonText.indented(policy.toJson()), formats.cli())) {
        assertTrue(text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c <= '~')), where);
      }
      assertTrue(formats.cli().contains("'" + json + "'"), where);
      boolean beyond = json.contains("\\u");
      assertEquals(beyond, formats.cloudFormation().startsWith("# A policy has"), where);
      assertEquals(beyond, formats.terraform().startsWith("# A policy has"), where);
      assertEquals(beyond, formats.terraform().contains("policy = \"{\\\"Version\\\""), where);
    }
  }

  /// What a YAML parser read, written as JSON.
  private static String json(Object value) {
    return switch (value) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(e -> JsonText.quoted((String) e.getKey()) + ":" + json(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(PolicyAssemblyTest::json).collect(Collectors.joining(",", "[", "]"));
      case String text -> JsonText.quoted(text);
      default -> value.toString();
    };
  }

  @Test
  void names_areOfRolesAndDifferent() {
    List<String> names =
        List.of("Orders", "o".repeat(80), "o".repeat(79) + "p", "Bestellungen-für-2026", "a b")
            .stream()
            .map(name -> RoleName.ofStateMachine(Optional.of(name)))
            .toList();
    assertEquals(5, Set.copyOf(names).size());
    names.forEach(name -> assertTrue(name.matches("[\\w+=,.@-]{1,64}"), name));
    assertEquals("StepFunctions-Orders-role", names.getFirst());
    assertEquals("StepFunctionsLambdaRole", RoleName.ofStateMachine(Optional.empty()));
  }

  @Test
  void answer_isJsonThatReadsBack() {
    String text = JsonText.indented(Designs.ofTask("'Resource':'" + ARN + "'").toJson());
    assertInstanceOf(JsonReader.Read.class, JsonReader.read(text));
  }

  private static Set<String> allowed(List<PolicyDocument> policies) {
    Set<String> allowed = new TreeSet<>();
    for (PolicyDocument policy : policies) {
      for (PolicyStatement statement : policy.statements()) {
        for (String action : statement.actions()) {
          statement.resources().forEach(resource -> allowed.add(action + " " + resource));
        }
      }
    }
    return allowed;
  }
}
