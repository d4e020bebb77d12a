package dev.brevet.policy.lint;

import dev.brevet.catalogue.AccessLevel;
import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.policy.PolicyType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
      if (statement.allows()) {
        star(statement, "iam:PassRole", "PASS_ROLE", "iam:PassedToService", report);
        star(statement, "iam:CreateServiceLinkedRole", "CREATE_SLR", "iam:AWSServiceName", report);
        onEverything(statement, report);
      }
    }
    escalation(policy, report);
  }

  /// A statement that lets any role be passed, or any service-linked role be made.
  private static void star(
      LintedStatement statement, String action, String id, String limit, Report report) {
    if (!new ActionPatterns(statement).cover(action) || !statement.required(limit).isEmpty()) {
      return;
    }
    boolean starAction =
        statement.actions().stream().anyMatch(item -> ActionPatterns.isWild(item.text()));
    String resource =
        statement.notResource() ? "NOT_RESOURCE" : isEveryRole(statement) ? "STAR_IN_RESOURCE" : "";
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
        id + "_WITH_" + found,
        statement.element(),
        "`" + action + "` is allowed on every role: name the roles, or ask for `" + limit + "`");
  }

  private static boolean isEveryRole(LintedStatement statement) {
    return statement.resources().stream()
        .anyMatch(
            item ->
                item.text().equals("*")
                    || item.text().matches("arn:[^:]*:(iam|\\*):[^:]*:[^:]*:(\\*|role/\\*)"));
  }

  private void onEverything(LintedStatement statement, Report report) {
    boolean everything =
        statement.notResource()
            || statement.resources().stream().anyMatch(item -> isEverything(item.text()));
    if (!everything || !statement.conditions().isEmpty()) {
      return;
    }
    ActionPatterns patterns = new ActionPatterns(statement);
    covered(patterns, credentials)
        .ifPresent(
            actions ->
                report.warning(
                    "CREDENTIALS_EXPOSURE",
                    statement.element(),
                    "on every resource it allows what hands out credentials: " + actions));
    covered(patterns, data)
        .ifPresent(
            actions ->
                report.warning(
                    "DATA_EXFILTRATION",
                    statement.element(),
                    "on every resource it allows what reads stored data: " + actions));
    permissionsManagement(statement)
        .ifPresent(
            actions ->
                report.warning(
                    "PERMISSIONS_MANAGEMENT_ACTIONS",
                    statement.element(),
                    "on every resource it allows what changes who may use it: " + actions));
  }

  private static boolean isEverything(String resource) {
    return resource.chars().allMatch(c -> c == '*')
        || resource.matches("arn:[^:]*:[^:]+:\\*?:\\*?:\\**(/\\*+)?");
  }

  private static Optional<String> covered(ActionPatterns patterns, List<String> actions) {
    return several(actions.stream().filter(patterns::cover).toList());
  }

  private Optional<String> permissionsManagement(LintedStatement statement) {
    List<String> found = new ArrayList<>();
    for (Item item : statement.notAction() ? List.<Item>of() : statement.actions()) {
      if (item.text().equals("*")) {
        return Optional.of("all that there is");
      }
      for (CataloguedAction action : ActionPatterns.named(item, catalogue)) {
        if (action.accessLevels().contains(AccessLevel.PERMISSIONS_MANAGEMENT)) {
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

  /// Ways for which every action is allowed without a condition, on every resource or on roles and
  /// users by wildcard.
  private void escalation(LintedPolicy policy, Report report) {
    List<LintedStatement> wide =
        policy.statements().stream().filter(statement -> statement.conditions().isEmpty()).toList();
    List<ActionPatterns> allowed =
        wide.stream()
            .filter(LintedStatement::allows)
            .filter(DangerousActionChecks::isWide)
            .map(ActionPatterns::new)
            .toList();
    List<ActionPatterns> denied =
        wide.stream()
            .filter(LintedStatement::denies)
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
                                allowed.stream().anyMatch(patterns -> patterns.cover(action))
                                    && denied.stream()
                                        .noneMatch(patterns -> patterns.cover(action))))
            .map(Map.Entry::getKey)
            .toList();
    Optional<String> names = several(ways);
    if (names.isPresent()) {
      List<String> first = escalations.getOrDefault(ways.getFirst(), List.of());
      LintedStatement place =
          wide.stream()
              .filter(LintedStatement::allows)
              .filter(DangerousActionChecks::isWide)
              .filter(statement -> first.stream().anyMatch(new ActionPatterns(statement)::cover))
              .findFirst()
              .orElseThrow();
      report.warning(
          "PRIVILEGE_ESCALATION",
          place.element(),
          "who has this can get permissions that it does not grant, by " + names.get());
    }
  }

  private static boolean isWide(LintedStatement statement) {
    return statement.notResource()
        || statement.resources().stream()
            .anyMatch(
                item ->
                    item.text().chars().allMatch(c -> c == '*')
                        || item.text().matches("arn:[^:]*:[^:]*:[^:]*:[^:]*:([a-z-]+[:/])?\\*+"));
  }
}
