package dev.brevet.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.Action;
import dev.brevet.workload.StateMachineRole.Options;
import dev.brevet.workload.integration.SdkTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// AWS SDK calls whose arguments imply more than the action of the call's name, each with the page
/// of AWS that says so.
class SdkCallsTest {
  private static final Catalogue CATALOGUE = Catalogue.bundled();

  /// @param told a part of a reason that is told; nothing is told where it is `-`
  record Case(String call, String parameters, String expected, String told, String source) {}

  static Stream<Case> cases() throws IOException {
    try (InputStream in =
        SdkCallsTest.class.getResourceAsStream("/dev/brevet/workload/sdk-cases.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split("\t", -1))
              .map(field -> new Case(field[0], field[1], field[2], field[3], field[4]))
              .toList()
              .stream();
    }
  }

  /// In both modes: AWS has no usual width for these calls.
  @ParameterizedTest
  @MethodSource("cases")
  void call_isAllowedWhatItsArgumentsImply(Case row) {
    for (Options options : List.of(Options.NONE, Designs.TIGHTER)) {
      RoleDesign design =
          Designs.ofTask(
              "'Resource':'arn:aws:states:::" + row.call() + "','Parameters':" + row.parameters(),
              options);
      assertEquals(row.expected(), allowed(design), () -> row + "\n" + RoleText.of(design));
      assertTrue(
          row.told().equals("-")
              ? design.unresolved().isEmpty()
              : design.unresolved().stream().anyMatch(gap -> gap.reason().contains(row.told())),
          () -> row + "\n" + RoleText.of(design));
      assertTrue(row.source().length() > 5, row::toString);
    }
  }

  /// `action on resource, resource if key=value; ...`, sorted, without the account's usual parts.
  private static String allowed(RoleDesign design) {
    return design.policies().stream()
        .flatMap(policy -> policy.statements().stream())
        .flatMap(
            statement ->
                statement.actions().stream()
                    .map(
                        action ->
                            action
                                + " on "
                                + String.join(", ", statement.resources())
                                + condition(statement)))
        .map(SdkCallsTest::brief)
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private static String condition(PolicyStatement statement) {
    return statement.condition().values().stream()
        .flatMap(keys -> keys.entrySet().stream())
        .map(key -> " if " + key.getKey() + "=" + String.join(",", key.getValue()))
        .collect(Collectors.joining());
  }

  private static String brief(String text) {
    return text.replace("eu-west-1:111122223333", "~").replace("111122223333", "~~");
  }

  /// Source: Amazon S3 User Guide, using-with-s3-policy-actions, s3-express-security-iam.
  @Test
  void mapThatReadsAVersionOrADirectoryBucket_isAllowedThat() {
    String map =
        "{'StartAt':'M','States':{'M':{'Type':'Map','End':true,'ItemReader':{'Resource':"
            + "'arn:aws:states:::s3:getObject','Parameters':{'Bucket':'#','Key':'k','VersionId':'1'}},"
            + "'ItemProcessor':{'ProcessorConfig':{'Mode':'DISTRIBUTED'},'StartAt':'P','States':{"
            + "'P':{'Type':'Pass','End':true}}}}}}";
    String definition = map.replace('\'', '"');
    assertEquals(
        List.of("arn:aws:s3:::films/k"),
        Designs.resources(
            Designs.of(definition.replace("#", "films"), false, Options.NONE),
            "s3:GetObjectVersion"));
    String directory = "films--euw1-az1--x-s3";
    assertEquals(
        List.of("arn:aws:s3express:eu-west-1:111122223333:bucket/" + directory),
        Designs.resources(
            Designs.of(definition.replace("#", directory), false, Options.NONE),
            "s3express:CreateSession"));
  }

  /// Rows of the table say what IAM knows, and where AWS says it.
  @Test
  void everyAction_isInTheCatalogue_andEveryCallIsOne() {
    SdkTable.bundled(CATALOGUE)
        .calls()
        .forEach(
            call -> {
              assertTrue(call.source().length() > 5, call.name());
              call.permissions().stream()
                  .flatMap(permission -> permission.actions().stream())
                  .forEach(
                      action ->
                          assertEquals(
                              Optional.of(action),
                              Action.parse(action)
                                  .flatMap(CATALOGUE::action)
                                  .map(found -> found.action().toString()),
                              call.name()));
            });
  }
}
