package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.policy.element.OpenPattern;
import dev.brevet.policy.element.WildcardPattern;

/// What a statement's actions can be used upon.
final class Reached {
  private final LintedPolicy policy;
  private final LintedStatement statement;
  private final Catalogue catalogue;
  private final ActionPatterns actions;
  private final List<WildcardPattern> resources;
  private final Map<String, Boolean> every = new HashMap<>();

  Reached(LintedPolicy policy, LintedStatement statement, Catalogue catalogue) {
    this(policy, statement, catalogue, statement.resources());
  }

  private Reached(
      LintedPolicy policy, LintedStatement statement, Catalogue catalogue, List<Item> resources) {
    this.policy = policy;
    this.statement = statement;
    this.catalogue = catalogue;
    this.actions = new ActionPatterns(statement);
    this.resources =
        resources.stream()
            .map(item -> WildcardPattern.resource(item.text(), policy.version()))
            .toList();
  }

  /// The same by some of its resources.
  Reached on(List<Item> some) {
    return new Reached(policy, statement, catalogue, some);
  }

  LintedStatement statement() {
    return statement;
  }

  /// Whether it covers an action, such as `iam:PassRole`.
  boolean names(String action) {
    return actions.cover(action);
  }

  /// Whether it covers an action, and every resource of a type that the action takes.
  boolean onEvery(String action) {
    if (!names(action)) {
      return false;
    }
    int colon = action.indexOf(':');
    Optional<CataloguedAction> known =
        catalogue
            .service(action.substring(0, colon))
            .flatMap(service -> service.action(action.substring(colon + 1)));
    return statement.notResource()
        || resources.stream().anyMatch(WildcardPattern::matchesEverything)
        || known.stream()
            .flatMap(found -> found.targets().stream())
            .flatMap(target -> target.type().arns().stream())
            .filter(arn -> isOwn(arn, action))
            .anyMatch(this::isEvery);
  }

  /// Whether a type is what the action is about: a bucket beside what another service acts upon is
  /// where its output goes (`ssm:SendCommand`).
  private static boolean isOwn(String arn, String action) {
    return action.startsWith("s3:") || !arn.startsWith("arn:${Partition}:s3:::");
  }

  /// Whether it covers every resource of a type. What takes more effort than there is does not, and
  /// is told otherwise.
  boolean isEvery(String type) {
    return every.computeIfAbsent(
        type,
        arn ->
            resources.stream().anyMatch(each -> OpenPattern.isEveryName(each, arn, policy.effort()))
                && !policy.effort().isSpent());
  }
}
