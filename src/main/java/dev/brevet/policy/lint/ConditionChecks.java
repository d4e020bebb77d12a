package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.ConditionKey;
import dev.brevet.catalogue.ConditionKey.ValueType;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.element.ConditionOperator.Family;
import dev.brevet.policy.element.IpRange;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.LintedStatement.Condition;

/// Whether operators and keys exist and fit each other. Source: IAM User Guide,
/// reference_policies_elements_condition_operators, reference_policies_condition-keys.
final class ConditionChecks implements Check {
  /// Source: RFC 1918, RFC 4193; loopback and link-local addresses, RFC 6890.
  private static final List<IpRange> PRIVATE =
      Stream.of(
              "10.0.0.0/8",
              "172.16.0.0/12",
              "192.168.0.0/16",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "fc00::/7",
              "fe80::/10",
              "::1")
          .flatMap(text -> IpRange.parse(text).stream())
          .toList();

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
          key.ifPresent(known -> quantity(condition, family, known, report));
          privateAddresses(condition, family, report);
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
        known(statement, condition, effort, report);
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

  /// A key that requests of the actions, or of some of them, cannot hold. Only where every action
  /// is known whole. Source: access-analyzer-reference-policy-checks,
  /// unsupported-action-for-condition-key.
  private void known(
      LintedStatement statement, Condition condition, WorkBudget effort, Report report) {
    Item item = condition.key();
    if (keys.isShared(item.text()) || statement.notAction() || statement.actions().isEmpty()) {
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
    List<CataloguedAction> without =
        actions.stream().filter(action -> !KeyTypes.isOf(action, item.text())).toList();
    if (without.isEmpty()) {
      return;
    }
    // Of some actions the reference lists neither keys nor resources, though they have them.
    boolean listed =
        actions.stream()
            .noneMatch(
                action ->
                    action.conditionKeys().isEmpty() && !action.hasResourceLevelPermissions());
    if (without.size() < actions.size()) {
      ofSome(statement, condition, without, report);
    } else if (listed) {
      report.warning(
          "UNKNOWN_CONDITION_FOR_ACTION",
          item,
          "requests for these actions do not have "
              + Report.shown(item)
              + ", so the condition never matches a value");
    }
  }

  private static void ofSome(
      LintedStatement statement,
      Condition condition,
      List<CataloguedAction> without,
      Report report) {
    if (!condition.isRequired()) {
      return;
    }
    String names =
        without.stream()
            .limit(3)
            .map(action -> "`" + action.action() + "`")
            .collect(Collectors.joining(", "));
    report.warning(
        "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
        condition.key(),
        "requests for "
            + names
            + (without.size() > 3 ? " and " + (without.size() - 3) + " more" : "")
            + " do not have "
            + Report.shown(condition.key())
            + ", so this statement never "
            + (statement.denies() ? "denies" : "allows")
            + " them: move them to a statement without it");
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
      // Access Analyzer calls it a warning: IAM takes the policy.
      report.warning(
          "TYPE_MISMATCH",
          condition.operator(),
          Report.shown(condition.operator())
              + " does not compare `"
              + key.name()
              + "`, which is of type "
              + AsciiCase.lower(key.type().name()).replace('_', ' '));
    }
  }

  /// Several values on either side where there can be one. Source:
  /// access-analyzer-reference-policy-checks, missing-qualifier,
  /// invalid-condition-multiple-boolean.
  private static void quantity(
      Condition condition, Family family, ConditionKey key, Report report) {
    if (key.multivalued() && condition.isSet(SetOperator.NONE) && family != Family.NULL) {
      // Which keys of services have several values, pages of AWS's contradict the reference on.
      boolean global = AsciiCase.startsWith(key.name(), "aws:");
      report.add(
          "MISSING_QUALIFIER",
          global ? Severity.ERROR : Severity.WARNING,
          condition.key(),
          "requests may have several values of "
              + Report.shown(condition.key())
              + ": say by `ForAllValues:` or `ForAnyValue:` whether all of them must match, or"
              + " one");
    }
    long different =
        condition.values().stream().map(value -> AsciiCase.lower(value.text())).distinct().count();
    if ((family == Family.BOOL || family == Family.NULL) && different > 1) {
      report.error(
          "INVALID_CONDITION_MULTIPLE_BOOLEAN",
          condition.key(),
          "`true` and `false` together always hold: name one of them");
    }
  }

  /// `aws:SourceIp` is the address that AWS sees on the internet. Source:
  /// access-analyzer-reference-policy-checks, private-ip-address, private-not-ip-address.
  private static void privateAddresses(Condition condition, Family family, Report report) {
    boolean all =
        family == Family.IP_ADDRESS
            && condition.is("aws:SourceIp")
            && !condition.values().isEmpty()
            && condition.values().stream().allMatch(value -> isPrivate(value.text()));
    if (all) {
      report.error(
          condition.isNegated() ? "PRIVATE_NOT_IP_ADDRESS" : "PRIVATE_IP_ADDRESS",
          condition.key(),
          "`aws:SourceIp` is a public address, or absent: of private ones alone this "
              + (condition.isNegated() ? "always" : "never")
              + " holds. `aws:VpcSourceIp` is the address within a network");
    }
  }

  private static boolean isPrivate(String text) {
    Optional<IpRange> range = IpRange.parse(text);
    return range.isPresent()
        && PRIVATE.stream()
            .anyMatch(
                each ->
                    each.prefix() <= range.get().prefix() && each.contains(range.get().network()));
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
