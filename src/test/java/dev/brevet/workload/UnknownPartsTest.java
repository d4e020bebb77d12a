package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.workload.GeneratedDefinition.Mode;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.definition.DefinitionReader;
import dev.brevet.workload.definition.Substitutions;
import org.junit.jupiter.api.Test;

/// Definitions over service integrations of every kind, with unknown values at every argument: as
/// expressions of JSONPath and JSONata that say something of their results or nothing, and as
/// placeholders in values and names. What stands for an unknown value is found without looking at
/// how designs are made: it is what differs from the designs of two twins in which the value is
/// known, one thing in the one and another in the other.
class UnknownPartsTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final StateMachineRole ROLES = new StateMachineRole(CATALOGUE);
  private static final int DEFINITIONS = 2_000;
  private static final long SEED = Long.getLong("seed", 20_261_130L);

  /// Something that a policy of the design allows.
  private record Allowed(
      String target,
      String action,
      String resource,
      Map<String, Map<String, List<String>>> condition) {
    boolean isWild() {
      return isWild(resource)
          || condition.values().stream()
              .anyMatch(
                  keys ->
                      keys.values().stream()
                          .anyMatch(all -> all.stream().anyMatch(Allowed::isWild)));
    }

    private static boolean isWild(String text) {
      String bare = text.replace("${*}", "").replace("${?}", "");
      return bare.indexOf('*') >= 0 || bare.indexOf('?') >= 0;
    }
  }

  @Test
  void wildcardThatStandsForSomethingUnknown_isTold() {
    int wild = 0;
    for (int i = 0; i < DEFINITIONS; i++) {
      GeneratedDefinition definition = generated(i);
      RoleDesign design = design(definition.text(Mode.AT_RUN_TIME, ""), definition);
      List<Allowed> one = allowed(design(definition.text(Mode.KNOWN, "qa"), definition));
      List<Allowed> other = allowed(design(definition.text(Mode.KNOWN, "qb"), definition));
      for (Allowed each : allowed(design)) {
        if (!(isIn(one, each) && isIn(other, each))) {
          wild += each.isWild() ? 1 : 0;
          assertTrue(isTold(design, each), () -> failure(definition, design, each));
        }
      }
      one.stream()
          .filter(
              each -> allowed(design).stream().noneMatch(it -> it.action().equals(each.action())))
          .forEach(
              each ->
                  assertTrue(
                      !design.unresolved().isEmpty(), () -> failure(definition, design, each)));
    }
    assertTrue(wild > DEFINITIONS / 4, "few wildcards: " + wild);
  }

  /// What a placeholder stands for is not known, so that nothing is allowed for it, however much or
  /// little that would be.
  @Test
  void placeholder_letsNothingBeAllowedThatDependsOnIt() {
    int blocked = 0;
    for (Mode mode : List.of(Mode.PLACEHOLDER, Mode.PLACEHOLDER_IN_NAME)) {
      for (int i = 0; i < DEFINITIONS / 2; i++) {
        GeneratedDefinition definition = generated(i);
        RoleDesign design = design(definition.text(mode, ""), definition);
        List<Allowed> one = allowed(design(definition.text(Mode.KNOWN, "qa"), definition));
        // Where names are hidden, the values are there.
        List<Allowed> other =
            mode == Mode.PLACEHOLDER
                ? allowed(design(definition.text(Mode.KNOWN, "qb"), definition))
                : one;
        List<Allowed> allowed = allowed(design);
        for (Allowed each : allowed) {
          assertTrue(isIn(one, each) && isIn(other, each), () -> failure(definition, design, each));
        }
        if (allowed.size() < one.size()) {
          blocked++;
          assertTrue(
              design.unresolved().stream()
                  .anyMatch(gap -> gap.reason().contains("nothing substitutes `")),
              () -> failure(definition, design, one.getFirst()));
        }
      }
    }
    assertTrue(blocked > DEFINITIONS / 4, "few placeholders: " + blocked);
  }

  /// The function's name is known, and its version is not: the unqualified function is another.
  @Test
  void placeholderInAQualifier_allowsNotTheUnqualifiedFunction() {
    String text =
        """
        {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","End":true,
         "Resource":"arn:aws:states:::aws-sdk:lambda:deleteResourcePolicy",
         "Arguments":{"FunctionName":"thing","Qualifier":"PR${V}"}}}}
        """;
    DefinitionReader.Read read =
        assertInstanceOf(
            DefinitionReader.Read.class, DefinitionReader.read(text, new Substitutions(Map.of())));
    RoleDesign design =
        ROLES.design(
            new StateMachineRole.Request(Designs.ORDERS, false, read.definition(), Options.NONE));
    assertEquals(List.of(), allowed(design));
    assertTrue(design.unresolved().getFirst().reason().contains("`Qualifier`"));
  }

  /// With what CloudFormation would put there, a definition has the role that it would have without
  /// placeholders.
  @Test
  void substitutions_areMadeInNamesAndValues() {
    for (int i = 0; i < DEFINITIONS / 4; i++) {
      GeneratedDefinition definition = generated(i);
      RoleDesign known = design(definition.text(Mode.KNOWN, "qa"), definition);
      for (Mode mode : List.of(Mode.PLACEHOLDER, Mode.PLACEHOLDER_IN_NAME)) {
        RoleDesign design =
            Designs.linted(
                ROLES.design(
                    request(definition.text(mode, ""), definition.values("qa"), definition)));
        assertEquals(RoleText.of(known), RoleText.of(design), () -> "-Dseed=" + SEED + definition);
      }
    }
  }

  private static GeneratedDefinition generated(int i) {
    return new GeneratedDefinition(new Random(SEED + i), CATALOGUE);
  }

  /// Whether a twin allows it too, perhaps by a resource of another state that covers it.
  private static boolean isIn(List<Allowed> twin, Allowed each) {
    return twin.contains(each)
        || twin.stream()
            .anyMatch(
                other ->
                    other.target().equals(each.target())
                        && other.action().equals(each.action())
                        && other.condition().equals(each.condition())
                        && WildcardPattern.resource(other.resource(), PolicyVersion.V2012_10_17)
                            .matches(each.resource()));
  }

  /// Whether a state has an entry that says that this is allowed.
  private static boolean isTold(RoleDesign design, Allowed each) {
    return design.unresolved().stream()
        .anyMatch(gap -> !gap.state().isEmpty() && gap.granted().contains(each.resource()));
  }

  private static RoleDesign design(String text, GeneratedDefinition definition) {
    return Designs.linted(ROLES.design(request(text, Map.of(), definition)));
  }

  private static StateMachineRole.Request request(
      String text, Map<String, String> values, GeneratedDefinition definition) {
    DefinitionReader.Reading reading = DefinitionReader.read(text, new Substitutions(values));
    return new StateMachineRole.Request(
        Designs.ORDERS,
        false,
        assertInstanceOf(
                DefinitionReader.Read.class, reading, () -> definition + "\n" + text + reading)
            .definition(),
        definition.isTighter() ? Designs.TIGHTER : Options.NONE);
  }

  private static List<Allowed> allowed(RoleDesign design) {
    List<Allowed> all = new ArrayList<>();
    Map<String, List<PolicyDocument>> policies = new TreeMap<>();
    policies.put("", design.policies());
    design
        .targets()
        .forEach(
            target -> {
              if (target instanceof RoleDesign.Target.Role role) {
                policies.computeIfAbsent("target", _ -> new ArrayList<>()).addAll(role.policies());
              }
            });
    policies.forEach(
        (target, documents) ->
            documents.stream()
                .flatMap(document -> document.statements().stream())
                .flatMap(statement -> each(target, statement))
                .forEach(all::add));
    return all;
  }

  private static Stream<Allowed> each(String target, PolicyStatement statement) {
    return statement.actions().stream()
        .flatMap(
            action ->
                statement.resources().stream()
                    .map(
                        resource ->
                            new Allowed(
                                target, action, resource, new HashMap<>(statement.condition()))));
  }

  private static String failure(GeneratedDefinition definition, RoleDesign design, Allowed each) {
    return "-Dseed="
        + SEED
        + " "
        + definition
        + "\nat run time: "
        + definition.text(Mode.AT_RUN_TIME, "")
        + "\nknown: "
        + definition.text(Mode.KNOWN, "qa")
        + "\nallowed: "
        + each
        + "\n"
        + RoleText.of(design);
  }
}
