package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.ConditionKey;
import dev.brevet.catalogue.ConditionKey.ValueType;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.element.ConditionOperator.Family;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.LintedStatement.Condition;

/// Whether operators and keys exist and fit each other. Source: IAM User Guide,
/// reference_policies_elements_condition_operators, reference_policies_condition-keys.
final class ConditionChecks implements Check {
  private final Catalogue catalogue;
  private final KeyTypes keys;

  ConditionChecks(Catalogue catalogue, KeyTypes keys) {
    this.catalogue = catalogue;
    this.keys = keys;
  }

  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      for (Condition condition : statement.conditions()) {
        Optional<ConditionKey> key = key(statement, condition, policy.effort(), report);
        if (condition.name().isPresent()) {
          Family family = condition.name().get().operation().family();
          key.ifPresent(known -> types(condition, family, known, report));
          values(condition, family, policy.version(), report);
        }
      }
    }
  }

  private Optional<ConditionKey> key(
      LintedStatement statement, Condition condition, WorkBudget effort, Report report) {
    Item item = condition.key();
    return switch (keys.find(item.text())) {
      case KeyTypes.Known(ConditionKey key) -> {
        known(statement, item, effort, report);
        yield Optional.of(key);
      }
      case KeyTypes.NoSuchGlobalKey() -> {
        report.error(
            "INVALID_GLOBAL_CONDITION_KEY", item, "IAM has no global key " + Report.shown(item));
        yield Optional.empty();
      }
      case KeyTypes.NoSuchServiceKey() -> {
        report.error(
            "INVALID_SERVICE_CONDITION_KEY",
            item,
            "the service has no condition key " + Report.shown(item));
        yield Optional.empty();
      }
      case KeyTypes.Foreign() -> {
        if (item.text().indexOf(':') < 0) {
          report.error(
              "INVALID_SERVICE_CONDITION_KEY",
              item,
              Report.shown(item) + " is not a condition key: write it as `service:name`");
        }
        yield Optional.empty();
      }
    };
  }

  /// A service's key that none of the actions' requests can hold. Only where every action is known
  /// whole.
  private void known(LintedStatement statement, Item item, WorkBudget effort, Report report) {
    if (KeyTypes.isShared(item.text()) || statement.notAction() || statement.actions().isEmpty()) {
      return;
    }
    List<CataloguedAction> actions = new ArrayList<>();
    for (Item action : statement.actions()) {
      List<CataloguedAction> named = ActionPatterns.named(action, catalogue);
      if (!effort.spend(200) || ActionPatterns.isWild(action.text()) || named.isEmpty()) {
        return;
      }
      actions.addAll(named);
    }
    // Of some actions the reference lists neither keys nor resources, though they have them.
    boolean listed =
        actions.stream()
            .noneMatch(
                action ->
                    action.conditionKeys().isEmpty() && !action.hasResourceLevelPermissions());
    if (listed && actions.stream().noneMatch(action -> KeyTypes.isOf(action, item.text()))) {
      report.warning(
          "UNKNOWN_CONDITION_FOR_ACTION",
          item,
          "requests for these actions do not have "
              + Report.shown(item)
              + ", so the condition never matches a value");
    }
  }

  private static void types(Condition condition, Family family, ConditionKey key, Report report) {
    boolean fits =
        switch (family) {
          case STRING -> key.type() == ValueType.STRING || key.type() == ValueType.ARN;
          case NUMERIC -> key.type() == ValueType.NUMERIC || key.type() == ValueType.DATE;
          case DATE -> key.type() == ValueType.DATE;
          case BOOL -> key.type() == ValueType.BOOL;
          case IP_ADDRESS -> key.type() == ValueType.IP_ADDRESS;
          // The reference calls some keys with ARNs strings.
          case ARN -> key.type() == ValueType.ARN || key.type() == ValueType.STRING;
          case BINARY, NULL -> true;
        };
    if (!fits) {
      report.error(
          "TYPE_MISMATCH",
          condition.operator(),
          Report.shown(condition.operator())
              + " does not compare `"
              + key.name()
              + "`, which is of type "
              + AsciiCase.lower(key.type().name()).replace('_', ' '));
    }
  }

  private static void values(
      Condition condition, Family family, PolicyVersion version, Report report) {
    for (Item value : condition.values()) {
      if (!value.text().contains(PolicyLint.PARAMETER) && !isOf(family, value.text(), version)) {
        report.error(
            "TYPE_MISMATCH",
            value,
            Report.shown(value)
                + " is not a value that "
                + Report.shown(condition.operator())
                + " compares");
      }
    }
  }

  /// The engine takes any text for an ARN, and matches none with what is not one.
  private static boolean isOf(Family family, String text, PolicyVersion version) {
    boolean isArn =
        text.contains("${")
            || text.equals("*")
            || (text.startsWith("arn:") && text.split(":", 6).length == 6)
            || text.startsWith("*:");
    return family.takes(text, version) && (family != Family.ARN || isArn);
  }
}
