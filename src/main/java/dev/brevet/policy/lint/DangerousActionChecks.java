package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.AccessLevel;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.iam.Action;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.OpenPattern;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.Restriction;
import dev.brevet.policy.element.WildcardPattern;

/// Allowed actions that lead further than they seem to: passing roles, getting permissions,
/// credentials, data.
///
/// Only for policies that grant: an identity-based policy, or a session policy of one.
final class DangerousActionChecks implements Check {
  private final Catalogue catalogue;
  private final Map<String, List<String>> escalations = new LinkedHashMap<>();
  private final List<String> credentials;
  private final List<String> data;

  DangerousActionChecks(Catalogue catalogue) {
    this.catalogue = catalogue;
    Tables.rows("privilege-escalation.tsv")
        .forEach(row -> escalations.put(row.get(0), List.of(row.get(1).split(" ", -1))));
    this.credentials = exposing("credentials");
    this.data = exposing("data");
  }

  private static List<String> exposing(String kind) {
    return Tables.rows("exposing-actions.tsv").stream()
        .filter(row -> row.get(0).equals(kind))
        .map(row -> row.get(1))
        .toList();
  }

  @Override
  public void check(LintedPolicy policy, Report report) {
    if (policy.type() != PolicyType.IDENTITY && policy.type() != PolicyType.SESSION) {
      return;
    }
    for (LintedStatement statement : policy.statements()) {
      if (statement.isFullAdministration(policy.version())) {
        report.warning(
            "FULL_ADMINISTRATION",
            statement.element(),
            "everything is allowed on every resource, future ones too: who has this is an"
                + " administrator");
      } else if (statement.allows()) {
        Reached reached = new Reached(policy, statement, catalogue);
        star(policy, reached, Star.PASS_ROLE, report);
        star(policy, reached, Star.CREATE_SLR, report);
        onEverything(policy, statement, report);
      }
    }
    escalation(policy, report);
  }

  /// Actions that are about any role, unless a condition limits the service.
  private enum Star {
    PASS_ROLE("iam:PassRole", "iam:PassedToService", "role/${RoleNameWithPath}"),
    CREATE_SLR(
        "iam:CreateServiceLinkedRole", "iam:AWSServiceName", "role/aws-service-role/${Role}");

    private final String action;
    private final String limit;
    private final String type;

    Star(String action, String limit, String type) {
      this.action = action;
      this.limit = limit;
      this.type = "arn:${Partition}:iam::${Account}:" + type;
    }
  }

  /// A statement that lets any role be passed, or any service-linked role be made.
  private static void star(LintedPolicy policy, Reached reached, Star star, Report report) {
    LintedStatement statement = reached.statement();
    boolean limited =
        statement.conditions().stream()
            .anyMatch(
                condition ->
                    condition.is(star.limit)
                        && condition.restriction(policy.version()).isPresent());
    if (limited || !reached.names(star.action)) {
      return;
    }
    boolean starAction =
        statement.actions().stream().anyMatch(item -> ActionPatterns.isWild(item.text()));
    String resource =
        statement.notResource()
            ? "NOT_RESOURCE"
            : reached.isEvery(star.type) ? "STAR_IN_RESOURCE" : "";
    if (resource.isEmpty()) {
      return;
    }
    String found;
    if (statement.notAction()) {
      found =
          statement.notResource()
              ? "NOT_ACTION_AND_NOT_RESOURCE"
              : "STAR_IN_RESOURCE_AND_NOT_ACTION";
    } else if (starAction) {
      found =
          statement.notResource()
              ? "STAR_IN_ACTION_AND_NOT_RESOURCE"
              : "STAR_IN_ACTION_AND_RESOURCE";
    } else {
      found = resource;
    }
    report.warning(
        star + "_WITH_" + found,
        statement.element(),
        "`"
            + star.action
            + "` is allowed on every role: name the roles, or ask for one service by `"
            + star.limit
            + "`");
  }

  /// Whether a condition of the statement takes something from the holders of the policy.
  private static boolean isRestricted(LintedPolicy policy, LintedStatement statement) {
    return statement.restrictions(policy.version()).stream().anyMatch(Restriction::bindsHolders);
  }

  private void onEverything(LintedPolicy policy, LintedStatement statement, Report report) {
    List<Item> anywhere =
        statement.resources().stream()
            .filter(item -> isAnywhere(item.text(), policy.version()))
            .toList();
    if ((!statement.notResource() && anywhere.isEmpty()) || isRestricted(policy, statement)) {
      return;
    }
    Reached reached = new Reached(policy, statement, catalogue).on(anywhere);
    List<String> handingOut = credentials.stream().filter(reached::onEvery).toList();
    several(handingOut)
        .ifPresent(
            actions ->
                report.add(
                    "CREDENTIALS_EXPOSURE",
                    isOnlyOnStar(statement, handingOut) ? Severity.INFO : Severity.WARNING,
                    statement.element(),
                    "on every resource it allows what hands out credentials: " + actions));
    covered(reached, data)
        .ifPresent(
            actions ->
                report.warning(
                    "DATA_EXFILTRATION",
                    statement.element(),
                    "on every resource it allows what reads stored data: " + actions));
    permissionsManagement(reached)
        .ifPresent(
            actions ->
                report.warning(
                    "PERMISSIONS_MANAGEMENT_ACTIONS",
                    statement.element(),
                    "on every resource it allows what changes who may use it: " + actions));
  }

  /// Whether it is in every region and account.
  private static boolean isAnywhere(String resource, PolicyVersion version) {
    String[] parts = resource.split(":", 6);
    return parts.length < 6
        || (isAnything(parts[3], version) && isAnything(parts[4], version) && !parts[2].isEmpty());
  }

  private static boolean isAnything(String part, PolicyVersion version) {
    return part.isEmpty() || OpenPattern.isOpen(WildcardPattern.like(part, version));
  }

  private static Optional<String> covered(Reached reached, List<String> actions) {
    return several(actions.stream().filter(reached::onEvery).toList());
  }

  /// Whether the actions are named, and `*` is the only resource that each of them has.
  private boolean isOnlyOnStar(LintedStatement statement, List<String> actions) {
    return !statement.notAction()
        && statement.actions().stream().noneMatch(item -> ActionPatterns.isWild(item.text()))
        && actions.stream()
            .flatMap(action -> Action.parse(action).stream())
            .flatMap(action -> catalogue.action(action).stream())
            .noneMatch(CataloguedAction::hasResourceLevelPermissions);
  }

  private Optional<String> permissionsManagement(Reached reached) {
    LintedStatement statement = reached.statement();
    List<String> found = new ArrayList<>();
    for (Item item : statement.notAction() ? List.<Item>of() : statement.actions()) {
      boolean everyAction = item.text().chars().allMatch(c -> c == '*');
      if (everyAction && (statement.notResource() || statement.hasStarResource())) {
        return Optional.of("all that there is");
      }
      // On the resources of some services, everything is what those services have.
      List<CataloguedAction> actions =
          everyAction
              ? statement.resources().stream()
                  .map(resource -> ArnShape.of(resource.text()).parts())
                  .filter(parts -> parts.size() > 2)
                  .map(parts -> parts.get(2))
                  .distinct()
                  .flatMap(service -> catalogue.service(service).stream())
                  .flatMap(service -> service.actions().stream())
                  .toList()
              : ActionPatterns.named(item, catalogue);
      for (CataloguedAction action : actions) {
        if (action.accessLevels().contains(AccessLevel.PERMISSIONS_MANAGEMENT)
            && reached.onEvery(action.action().toString())) {
          found.add(action.action().toString());
        }
      }
    }
    return several(found);
  }

  /// Names of up to three, and how many more.
  private static Optional<String> several(List<String> all) {
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String first = "`" + String.join("`, `", all.subList(0, Math.min(3, all.size()))) + "`";
    return Optional.of(all.size() > 3 ? first + " and " + (all.size() - 3) + " more" : first);
  }

  /// Ways for which every action is allowed without a condition that restricts, on every resource
  /// of a type that it takes.
  private void escalation(LintedPolicy policy, Report report) {
    List<Reached> allowed =
        policy.statements().stream()
            .filter(LintedStatement::allows)
            .filter(statement -> !statement.isFullAdministration(policy.version()))
            .filter(statement -> !isRestricted(policy, statement))
            .map(statement -> new Reached(policy, statement, catalogue))
            .toList();
    List<ActionPatterns> denied =
        policy.statements().stream()
            .filter(LintedStatement::denies)
            .filter(statement -> statement.conditions().isEmpty())
            .filter(LintedStatement::hasStarResource)
            .map(ActionPatterns::new)
            .toList();
    List<String> ways =
        escalations.entrySet().stream()
            .filter(
                way ->
                    way.getValue().stream()
                        .allMatch(
                            action ->
                                allowed.stream().anyMatch(reached -> reached.onEvery(action))
                                    && denied.stream()
                                        .noneMatch(patterns -> patterns.cover(action))))
            .map(Map.Entry::getKey)
            .toList();
    Optional<String> names = several(ways);
    if (names.isPresent()) {
      List<String> first = escalations.getOrDefault(ways.getFirst(), List.of());
      LintedStatement place =
          allowed.stream()
              .filter(reached -> first.stream().anyMatch(reached::onEvery))
              .findFirst()
              .map(Reached::statement)
              .orElseThrow();
      report.warning(
          "PRIVILEGE_ESCALATION",
          place.element(),
          "its holder can get permissions that it does not grant, by " + names.get());
    }
  }
}
