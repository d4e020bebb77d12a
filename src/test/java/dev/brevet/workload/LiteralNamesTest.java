package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedAction.Target;
import dev.brevet.iam.AsciiCase;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.integration.IntegrationTable;
import dev.brevet.workload.integration.SdkTable;
import org.junit.jupiter.api.Test;

/// Calls of every service whose arguments name a resource that their action requires, as literals
/// or at run time, in the capitals of either SDK: the Service Authorization Reference says what the
/// resource's ARN is made of.
class LiteralNamesTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]+)}");
  private static final Set<String> SCOPE = Set.of("Partition", "Region", "Account");
  private static final int CALLS = 1_500;
  private static final long SEED = Long.getLong("seed", 20_261_201L);

  private record Call(String service, CataloguedAction action) {
    String resource() {
      String name = action.action().name();
      return "arn:aws:states:::aws-sdk:"
          + service
          + ":"
          + AsciiCase.lower(name.substring(0, 1))
          + name.substring(1);
    }
  }

  @Test
  void literalName_isNeverAnsweredByEveryResource() throws IOException {
    Random random = new Random(SEED);
    List<Call> calls = calls();
    assertTrue(calls.size() > CALLS, () -> "calls: " + calls.size());
    int named = 0;
    for (int i = 0; i < CALLS; i++) {
      Call call = calls.get(random.nextInt(calls.size()));
      List<Target> required = call.action().targets().stream().filter(Target::required).toList();
      Target target = required.get(random.nextInt(required.size()));
      List<String> variables = variables(target);
      if (variables.isEmpty()) {
        continue;
      }
      boolean atRunTime = random.nextInt(3) == 0;
      StringBuilder parameters = new StringBuilder();
      for (String variable : variables) {
        String name = random.nextBoolean() ? variable : sdk(variable);
        parameters
            .append(parameters.isEmpty() ? "" : ",")
            .append(
                atRunTime
                    ? "'%s.$':'$.x'".formatted(name)
                    : "'%s':'lit%d'".formatted(name, random.nextInt(9)));
      }
      String task = "'Resource':'" + call.resource() + "','Parameters':{" + parameters + "}";
      RoleDesign design =
          Designs.ofTask(task, random.nextBoolean() ? Options.NONE : Designs.TIGHTER);
      List<String> resources = Designs.resources(design, call.action().action().toString());
      Supplier<String> failure = () -> "-Dseed=" + SEED + " " + task + "\n" + RoleText.of(design);
      assertFalse(resources.contains("*"), failure);
      assertFalse(resources.isEmpty(), failure);
      assertTrue(
          atRunTime
              ? !design.unresolved().isEmpty()
              : resources.stream().anyMatch(arn -> arn.contains("lit")),
          failure);
      named++;
    }
    int all = named;
    assertTrue(all > CALLS / 2, () -> "named: " + all);
  }

  private static String sdk(String variable) {
    return variable.replaceFirst("^DB", "Db").replaceFirst("^SSM", "Ssm");
  }

  private static List<String> variables(Target target) {
    return VARIABLE
        .matcher(target.type().arn())
        .results()
        .map(found -> found.group(1))
        .filter(name -> !SCOPE.contains(name))
        .distinct()
        .toList();
  }

  /// Calls of which no table says more than the reference, and whose operation is spelled as their
  /// action is.
  private static List<Call> calls() throws IOException {
    List<Call> calls = new ArrayList<>();
    Set<String> tables = Set.of("s3", "apigateway", "apigatewayv2", "s3control");
    Set<String> known = new HashSet<>();
    SdkTable.bundled(CATALOGUE).calls().forEach(call -> known.add(AsciiCase.lower(call.name())));
    IntegrationTable.bundled().all().forEach(call -> known.add(AsciiCase.lower(call.name())));
    try (InputStream in =
        StateMachineRole.class.getResourceAsStream("integration/sdk-services.tsv")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .filter(pair -> !tables.contains(pair[0]))
          .forEach(
              pair ->
                  CATALOGUE
                      .service(pair[1])
                      .ifPresent(
                          service ->
                              service.actions().stream()
                                  .filter(
                                      action ->
                                          action.targets().stream().anyMatch(Target::required))
                                  .filter(
                                      action ->
                                          !known.contains(
                                                  AsciiCase.lower(action.action().toString()))
                                              && !known.contains(
                                                  AsciiCase.lower(
                                                      pair[0] + ":" + action.action().name())))
                                  .forEach(action -> calls.add(new Call(pair[0], action)))));
    }
    return calls;
  }
}
