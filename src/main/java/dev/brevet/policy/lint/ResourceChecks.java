package dev.brevet.policy.lint;

import module java.base;

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

  private static final String LINKED = "role/aws-service-role/";

  private final Catalogue catalogue;

  /// Of the ARNs of resource types, which are as many as the catalogue has.
  private final Map<String, ArnShape> shapes = new ConcurrentHashMap<>();

  ResourceChecks(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      for (Item resource : statement.resources()) {
        if (!resource.text().equals("*") && !isRelative(policy.type(), resource.text())) {
          form(resource, policy.effort(), report);
        }
      }
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
    }
  }

  /// The policy of an API may leave out what is before the stage.
  private static boolean isRelative(PolicyType type, String text) {
    return type == PolicyType.RESOURCE && text.startsWith("execute-api:/");
  }

  private void form(Item item, WorkBudget effort, Report report) {
    ArnShape arn = ArnShape.of(item.text());
    if (!item.text().startsWith("arn:")) {
      report.error(
          "INVALID_ARN_PREFIX",
          item,
          "a resource must be an ARN, which begins with `arn:`, or only `*`");
      return;
    }
    if (!arn.isWhole() || arn.service().isEmpty() || arn.resource().isEmpty()) {
      // A star may stand for all that is left.
      if (!item.text().endsWith("*") || arn.parts().size() < 3 || item.text().indexOf('[') >= 0) {
        report.error(
            "MISSING_ARN_FIELD",
            item,
            "an ARN must have six parts: `arn:partition:service:region:account:resource`");
      }
      return;
    }
    account(item, arn, effort, report);
    linkedRole(item, arn, report);
  }

  private void account(Item item, ArnShape arn, WorkBudget effort, Report report) {
    String account = arn.account();
    boolean digits = account.matches("\\d{12}");
    boolean word =
        account.equals("aws") || account.startsWith("aws-") || account.equals("cloudfront");
    boolean wild = ActionPatterns.isWild(account) || account.contains("${");
    if (!account.isEmpty() && !digits && !word && !wild) {
      report.error(
          "INVALID_ARN_ACCOUNT",
          item,
          "`" + account + "` is not an account: an account has twelve digits");
      return;
    }
    List<ResourceType> types = types(item, arn, effort);
    if (types.isEmpty()) {
      return;
    }
    if (account.isEmpty() && types.stream().allMatch(type -> has(type, 4))) {
      report.error(
          "INVALID_ARN_ACCOUNT",
          item,
          "the account is missing: ARNs of `"
              + arn.service()
              + "` have one here, so this matches nothing");
    }
    if (digits && types.stream().noneMatch(type -> has(type, 4))) {
      report.error(
          "ARN_ACCOUNT_NOT_ALLOWED",
          item,
          "ARNs of `" + arn.service() + "` have no account here, so this matches nothing");
    }
    boolean region = !arn.region().isEmpty() && !ActionPatterns.isWild(arn.region());
    if (region && types.stream().noneMatch(type -> has(type, 3))) {
      report.error(
          "ARN_REGION_NOT_ALLOWED",
          item,
          "ARNs of `" + arn.service() + "` have no region here, so this matches nothing");
    }
  }

  /// The types of the service whose ARNs end as this one does.
  private List<ResourceType> types(Item item, ArnShape arn, WorkBudget effort) {
    ArnShape known = ArnShape.withoutVariables(item.text());
    return catalogue.service(arn.service()).stream()
        .flatMap(service -> service.resourceTypes().stream())
        .filter(
            type -> {
              ArnShape other = shape(type);
              return other.isWhole()
                  && known.isWhole()
                  && other.service().equals(arn.service())
                  && known.endsAs(other, effort);
            })
        .toList();
  }

  private ArnShape shape(ResourceType type) {
    return shapes.computeIfAbsent(type.arn(), ArnShape::withoutVariables);
  }

  private boolean has(ResourceType type, int part) {
    return !shape(type).parts().get(part).isEmpty();
  }

  /// Whether some resource of `type` is named. A bucket's name has no slash, though a pattern of it
  /// would match one.
  private boolean mayName(ArnShape arn, ResourceType type, WorkBudget effort) {
    boolean bucket = type.name().equals("bucket") && type.arn().contains(":s3:");
    return arn.meets(shape(type), effort)
        && !(bucket && arn.isWhole() && arn.resource().indexOf('/') >= 0);
  }

  /// Step Functions' page on EMR on EKS once wrote such a name with letters before it.
  private static void linkedRole(Item item, ArnShape arn, Report report) {
    int name = arn.resource().lastIndexOf('/') + 1;
    String role = arn.resource().substring(name);
    if (!arn.service().equals("iam")
        || !arn.resource().startsWith(LINKED)
        || ActionPatterns.isWild(role)
        || role.startsWith("AWSServiceRoleFor")) {
      return;
    }
    report.error(
        "SERVICE_LINKED_ROLE_NAME",
        item,
        "the name of a service-linked role begins with `AWSServiceRoleFor`, so this matches"
            + " nothing");
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
                      + types(action)
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
    return action.targets().stream()
        .map(Target::type)
        .anyMatch(type -> arns.stream().anyMatch(arn -> mayName(arn, type, effort)));
  }

  private static String types(CataloguedAction action) {
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
