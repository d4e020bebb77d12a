package dev.brevet.policy.lint;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.ConditionKey;
import dev.brevet.catalogue.ConditionKey.ValueType;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.DateValue;
import dev.brevet.policy.IpRange;
import dev.brevet.policy.NumericValue;
import dev.brevet.policy.WorkBudget;
import dev.brevet.policy.lint.LintedStatement.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether operators and keys exist and fit each other. Source: IAM User Guide,
/// reference_policies_elements_condition_operators, reference_policies_condition-keys.
final class ConditionChecks implements Check {
  private static final Map<String, Family> OPERATORS =
      Map.ofEntries(
          Map.entry("stringequals", Family.STRING),
          Map.entry("stringnotequals", Family.STRING),
          Map.entry("stringequalsignorecase", Family.STRING),
          Map.entry("stringnotequalsignorecase", Family.STRING),
          Map.entry("stringlike", Family.STRING),
          Map.entry("stringnotlike", Family.STRING),
          Map.entry("numericequals", Family.NUMERIC),
          Map.entry("numericnotequals", Family.NUMERIC),
          Map.entry("numericlessthan", Family.NUMERIC),
          Map.entry("numericlessthanequals", Family.NUMERIC),
          Map.entry("numericgreaterthan", Family.NUMERIC),
          Map.entry("numericgreaterthanequals", Family.NUMERIC),
          Map.entry("dateequals", Family.DATE),
          Map.entry("datenotequals", Family.DATE),
          Map.entry("datelessthan", Family.DATE),
          Map.entry("datelessthanequals", Family.DATE),
          Map.entry("dategreaterthan", Family.DATE),
          Map.entry("dategreaterthanequals", Family.DATE),
          Map.entry("bool", Family.BOOL),
          Map.entry("binaryequals", Family.BINARY),
          Map.entry("ipaddress", Family.IP),
          Map.entry("notipaddress", Family.IP),
          Map.entry("arnequals", Family.ARN),
          Map.entry("arnnotequals", Family.ARN),
          Map.entry("arnlike", Family.ARN),
          Map.entry("arnnotlike", Family.ARN),
          Map.entry("null", Family.NULL));

  private enum Family {
    STRING,
    NUMERIC,
    DATE,
    BOOL,
    BINARY,
    IP,
    ARN,
    NULL
  }

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
        Optional<Family> family = operator(condition, report);
        Optional<ConditionKey> key = key(statement, condition, policy.effort(), report);
        if (family.isPresent()) {
          key.ifPresent(known -> types(condition, family.get(), known, report));
          values(condition, family.get(), report);
        }
      }
    }
  }

  private static Optional<Family> operator(Condition condition, Report report) {
    String text = condition.operator().text();
    int colon = text.indexOf(':');
    String set = colon < 0 ? "" : AsciiCase.lower(text.substring(0, colon));
    Optional<Family> family = Optional.ofNullable(OPERATORS.get(AsciiCase.lower(condition.base())));
    boolean setIsKnown = set.isEmpty() || set.equals("forallvalues") || set.equals("foranyvalue");
    boolean nullWithMore =
        family.filter(Family.NULL::equals).isPresent()
            && (condition.isIfExists() || condition.hasSet());
    if (family.isEmpty() || !setIsKnown || nullWithMore) {
      report.error(
          "INVALID_CONDITION_OPERATOR",
          condition.operator(),
          "IAM has no operator " + Report.shown(condition.operator()));
      return Optional.empty();
    }
    return family;
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
              Report.shown(item) + " is no condition key: it has the form `service:name`");
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
          "requests of these actions do not hold "
              + Report.shown(item)
              + ", so the condition looks at nothing");
    }
  }

  private static void types(Condition condition, Family family, ConditionKey key, Report report) {
    boolean fits =
        switch (family) {
          case STRING -> key.type() == ValueType.STRING || key.type() == ValueType.ARN;
          case NUMERIC -> key.type() == ValueType.NUMERIC || key.type() == ValueType.DATE;
          case DATE -> key.type() == ValueType.DATE;
          case BOOL -> key.type() == ValueType.BOOL;
          case IP -> key.type() == ValueType.IP_ADDRESS;
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

  private static void values(Condition condition, Family family, Report report) {
    for (Item value : condition.values()) {
      if (!value.text().contains(PolicyLint.PARAMETER) && !isOf(family, value.text())) {
        report.error(
            "TYPE_MISMATCH",
            value,
            Report.shown(value)
                + " is not what "
                + Report.shown(condition.operator())
                + " compares");
      }
    }
  }

  /// As the engine reads them. Variables are texts: numbers, dates and addresses have none.
  private static boolean isOf(Family family, String text) {
    boolean variable = text.contains("${");
    return switch (family) {
      case STRING -> true;
      case BINARY -> dev.brevet.policy.Condition.Binary.canonical(text).isPresent();
      case NUMERIC -> NumericValue.parse(text).isPresent();
      case DATE -> DateValue.parse(text).isPresent();
      case BOOL -> variable || isBoolean(text);
      case NULL -> isBoolean(text);
      case IP -> IpRange.parse(text).isPresent();
      case ARN ->
          variable
              || text.equals("*")
              || (text.startsWith("arn:") && text.split(":", 6).length == 6)
              || text.startsWith("*:");
    };
  }

  private static boolean isBoolean(String text) {
    return AsciiCase.equal(text, "true") || AsciiCase.equal(text, "false");
  }
}
