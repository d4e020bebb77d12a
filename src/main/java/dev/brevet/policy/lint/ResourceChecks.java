package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.AccessLevel;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedAction.Target;
import dev.brevet.catalogue.ResourceType;
import dev.brevet.iam.Action;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;

/// Whether resources are ARNs that can exist and fit the actions. Source: IAM User Guide,
/// reference_policies_elements_resource, reference-arns; Service Authorization Reference.
final class ResourceChecks implements Check {
  /// The reference lists no resource type for it; the Step Functions Developer Guide,
  /// call-https-apis, allows it on a state machine.
  private static final Action HTTP_ENDPOINT = new Action("states", "InvokeHTTPEndpoint");

  /// The catalogue merges two pages of the reference for this service, of which the later one lost
  /// what the other says that tags can be put on (Service Authorization Reference,
  /// list_elasticloadbalancingv2).
  private static final String MERGED = "elasticloadbalancing";

  private final Catalogue catalogue;
  private final ResourceShapes shapes;

  /// Types that an action takes and the catalogue does not list for it.
  private final Map<String, List<ArnShape>> unlisted =
      Tables.rows("unlisted-targets.tsv").stream()
          .collect(
              Collectors.groupingBy(
                  List::getFirst,
                  Collectors.mapping(row -> ArnShape.of(row.get(1)), Collectors.toList())));

  ResourceChecks(Catalogue catalogue, ResourceShapes shapes) {
    this.catalogue = catalogue;
    this.shapes = shapes;
  }

  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      if (statement.notResource() && statement.allows()) {
        report.warning(
            "NOTRESOURCE_WITH_ALLOW",
            statement.element(),
            "`Allow` with `NotResource` allows every resource that is not named, future ones too");
      }
      if (statement.allows()
          && !statement.notResource()
          && !statement.notAction()
          && policy.type() != PolicyType.TRUST) {
        fit(policy, statement, report);
      }
      if (policy.type() == PolicyType.RESOURCE
          && !statement.notResource()
          && !statement.notAction()) {
        bucket(policy, statement, report);
      }
    }
  }

  /// S3 refuses a bucket's policy with an action that none of its statement's resources takes:
  /// "Action does not apply to any resource(s) in statement" (S3 User Guide,
  /// troubleshoot-403-errors; error code `MalformedPolicy`).
  private void bucket(LintedPolicy policy, LintedStatement statement, Report report) {
    List<ArnShape> arns =
        statement.resources().stream().map(item -> ArnShape.withoutVariables(item.text())).toList();
    boolean ofBuckets =
        !arns.isEmpty()
            && arns.stream().allMatch(arn -> arn.isWhole() && arn.service().equals("s3"));
    for (Item item : ofBuckets ? statement.actions() : List.<Item>of()) {
      for (CataloguedAction action :
          ActionPatterns.isWild(item.text())
              ? List.<CataloguedAction>of()
              : ActionPatterns.named(item, catalogue)) {
        if (action.hasResourceLevelPermissions() && !fits(action, arns, policy.effort())) {
          report.error(
              "RESOURCE_MISMATCH",
              item,
              "S3 refuses the policy: none of the resources is of a type that `"
                  + action.action()
                  + "` takes: "
                  + named(action));
        }
      }
    }
  }

  /// Whether some resource of `type` is named. A bucket's name has no slash, though a pattern of it
  /// would match one.
  private boolean mayName(ArnShape arn, ResourceType type, WorkBudget effort) {
    boolean bucket = type.name().equals("bucket") && type.arn().contains(":s3:");
    return shapes.of(type).stream().anyMatch(shape -> arn.meets(shape, effort))
        && !(bucket && arn.isWhole() && arn.resource().indexOf('/') >= 0);
  }

  /// Whether each action that is named whole can be allowed on one of the resources, and whether a
  /// star is needed.
  private void fit(LintedPolicy policy, LintedStatement statement, Report report) {
    PolicyType type = policy.type();
    List<ArnShape> arns =
        statement.resources().stream().map(item -> ArnShape.withoutVariables(item.text())).toList();
    boolean star =
        statement.resources().stream()
            .anyMatch(item -> item.text().chars().allMatch(c -> c == '*'));
    List<String> narrowable = new ArrayList<>();
    for (Item item : statement.actions()) {
      if (ActionPatterns.isWild(item.text())) {
        continue;
      }
      for (CataloguedAction action : ActionPatterns.named(item, catalogue)) {
        if (star && action.hasResourceLevelPermissions()) {
          narrowable.add(action.action().toString());
        } else if (!star
            && !arns.isEmpty()
            && !action.action().equals(HTTP_ENDPOINT)
            && !fits(action, arns, policy.effort())
            && type != PolicyType.RESOURCE) {
          report.warning(
              "RESOURCE_MISMATCH",
              item,
              action.hasResourceLevelPermissions()
                  ? "none of the resources is of a type that `"
                      + action.action()
                      + "` takes: "
                      + named(action)
                  : "`" + action.action() + "` can be allowed only on `*`, so this allows nothing");
        }
      }
    }
    boolean grants = type == PolicyType.IDENTITY || type == PolicyType.SESSION;
    if (grants && !narrowable.isEmpty()) {
      statement.resources().stream()
          .filter(item -> item.text().equals("*"))
          .findFirst()
          .ifPresent(
              item ->
                  report.info(
                      "RESOURCE_STAR",
                      item,
                      "`*` could be replaced by named resources for `"
                          + narrowable.getFirst()
                          + "`"
                          + (narrowable.size() > 1
                              ? " and " + (narrowable.size() - 1) + " more"
                              : "")));
    }
    if (grants) {
      effectivelyStar(statement, report);
    }
  }

  private boolean fits(CataloguedAction action, List<ArnShape> arns, WorkBudget effort) {
    String name = action.action().lowerCase();
    boolean listed =
        types(action).anyMatch(type -> arns.stream().anyMatch(arn -> mayName(arn, type, effort)));
    return listed
        || unlisted.getOrDefault(name, List.of()).stream()
            .anyMatch(shape -> arns.stream().anyMatch(arn -> arn.meets(shape, effort)))
        || (!action.hasResourceLevelPermissions()
            && arns.stream().anyMatch(arn -> isAllOf(arn, action.action().service())));
  }

  /// `arn:aws:s3:::*` does for what has no resource of its own, as in AWS's own walkthrough for
  /// `s3:ListAllMyBuckets` (S3 User Guide, example-walkthroughs-managing-access-example1).
  private static boolean isAllOf(ArnShape arn, String service) {
    return arn.isWhole() && arn.service().equals(service) && arn.resource().equals("*");
  }

  private Stream<ResourceType> types(CataloguedAction action) {
    return action.action().service().equals(MERGED)
            && action.accessLevels().contains(AccessLevel.TAGGING)
        ? catalogue.service(MERGED).stream().flatMap(service -> service.resourceTypes().stream())
        : action.targets().stream().map(Target::type);
  }

  private static String named(CataloguedAction action) {
    List<String> names =
        action.targets().stream().map(target -> target.type().name()).distinct().toList();
    return String.join(", ", names.subList(0, Math.min(4, names.size())))
        + (names.size() > 4 ? ", ..." : "");
  }

  private static void effectivelyStar(LintedStatement statement, Report report) {
    for (Item item : statement.resources()) {
      if (!item.text().equals("*")
          && item.text().matches("arn:[^:]*:[^:]*:\\*?:\\*?:\\*+(/\\*+)?")) {
        report.info(
            "RESOURCE_EFFECTIVELY_STAR",
            item,
            "matches every resource of its service, as `*` would");
      }
    }
  }
}
