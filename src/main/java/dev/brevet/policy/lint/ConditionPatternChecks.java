package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.ConditionKey;
import dev.brevet.catalogue.ConditionKey.ValueType;
import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.ConditionOperator.Family;
import dev.brevet.policy.element.Restriction;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.TextOperator;
import dev.brevet.policy.lint.LintedStatement.Condition;

/// Conditions that hold more often than they seem to. Source: IAM User Guide,
/// reference_policies_condition-single-vs-multi-valued-context-keys,
/// access-analyzer-reference-policy-checks.
final class ConditionPatternChecks implements Check {
  /// Keys that identify the caller or the party that it calls for, so that a value that matches
  /// anything removes the condition.
  private static final Set<String> SENSITIVE =
      Set.of(
          "aws:principalarn",
          "aws:principalaccount",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:sourcearn",
          "aws:sourceaccount",
          "aws:sourceorgid",
          "aws:sourceorgpaths",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:userid",
          "aws:username",
          "sts:externalid",
          "iam:passedtoservice",
          "iam:awsservicename");

  /// "The use of wildcards in these condition keys does not have any valid use cases, even with a
  /// substring of the key value" (reference_policies_condition-keys, condition-keys-sensitive).
  private static final Set<String> ONE_VALUE =
      Set.of(
          "aws:principalaccount",
          "aws:principalorgid",
          "aws:resourceaccount",
          "aws:resourceorgid",
          "aws:sourceaccount",
          "aws:sourceorgid",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:vpceaccount",
          "aws:vpceorgid");

  private final KeyTypes keys;

  ConditionPatternChecks(KeyTypes keys) {
    this.keys = keys;
  }

  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      for (Condition condition : statement.conditions()) {
        Optional<ConditionKey> key =
            keys.find(condition.key().text()) instanceof KeyTypes.Known(ConditionKey known)
                ? Optional.of(known)
                : Optional.empty();
        if (policy.type() == PolicyType.TRUST && isVoid(statement, condition)) {
          withoutKey(statement, condition, key, report);
        } else {
          forAllValues(statement, condition, key, report);
        }
        key.filter(known -> known.type() == ValueType.ARN)
            .ifPresent(_ -> stringLike(statement, condition, report));
        withoutLike(condition, report);
        if (statement.allows() && !condition.isNegated()) {
          wildcard(condition, report);
          variable(policy, condition, report);
        }
        multiFactor(statement, condition, report);
      }
    }
  }

  /// Whether it lets in callers that lack the key, though it says what the key must be. Keys of the
  /// session that is asked for are none of the caller's: without them it asks for no tags or
  /// contexts. Source: IAM User Guide,
  /// reference_policies_condition-single-vs-multi-valued-context-keys (`ForAllValues` with
  /// `Allow`), id_session-tags.
  private static boolean isVoid(LintedStatement statement, Condition condition) {
    return statement.allows()
        && condition.isSet(SetOperator.FOR_ALL_VALUES)
        && !condition.isNegated()
        && !condition.is("aws:TagKeys")
        && !AsciiCase.startsWith(condition.key().text(), "sts:")
        && statement.conditions().stream()
            .noneMatch(other -> other.is(condition.key().text()) && asksForPresence(other));
  }

  private static boolean asksForPresence(Condition condition) {
    return condition.isRequired()
        || (condition.isOf(Family.NULL)
            && !condition.values().isEmpty()
            && condition.values().stream()
                .allMatch(value -> AsciiCase.equal(value.text(), "false")));
  }

  private static void withoutKey(
      LintedStatement statement, Condition condition, Optional<ConditionKey> key, Report report) {
    boolean single = key.isPresent() && !key.get().multivalued();
    report.error(
        "FORALLVALUES_WITHOUT_KEY",
        condition.key(),
        "`ForAllValues` holds for callers that do not have "
            + Report.shown(condition.key())
            + " at all: "
            + (single
                ? "the key has one value, so leave the set operator out"
                : "use `ForAnyValue`, or also require the key, with `Null` and `false`"),
        single ? withoutSet(statement, condition) : new JsonObject[0]);
  }

  /// True when the key is absent or empty, so an `Allow` with it lets such requests through.
  private static void forAllValues(
      LintedStatement statement, Condition condition, Optional<ConditionKey> key, Report report) {
    boolean single = key.isPresent() && !key.get().multivalued();
    if (!condition.isSet(SetOperator.FOR_ALL_VALUES)
        || !statement.allows()
        || !single
        || condition.key().text().endsWith(":aud")
        || condition.key().text().endsWith(":amr")) {
      return;
    }
    report.warning(
        "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
        condition.key(),
        "`ForAllValues` holds when the key is absent, and "
            + Report.shown(condition.key())
            + " has one value: leave it out",
        withoutSet(statement, condition));
  }

  /// The condition without its set operator, where the callers that the statement lets in have the
  /// key; others would be let in no more.
  private static JsonObject[] withoutSet(LintedStatement statement, Condition condition) {
    boolean principals =
        statement.principals().stream()
            .allMatch(each -> each.kind().equals("AWS") || each.kind().equals("*"));
    String operator = condition.operator().text();
    return Restriction.isSentFor(AsciiCase.lower(condition.key().text()), principals)
        ? rename(statement, condition, operator.substring(operator.indexOf(':') + 1))
        : new JsonObject[0];
  }

  /// `*` of a string operator crosses the colons of an ARN.
  private static void stringLike(LintedStatement statement, Condition condition, Report report) {
    if (!condition.isAny(TextOperator.LIKE, TextOperator.NOT_LIKE)) {
      return;
    }
    // A wildcard before the name may be meant to cross colons.
    boolean same =
        condition.isAny(TextOperator.LIKE)
            && condition.values().stream().allMatch(value -> isWrittenUpToItsName(value.text()));
    String operator = condition.operator().text().replaceFirst("(?i)stringlike", "ArnLike");
    report.warning(
        "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
        condition.operator(),
        "with a string operator `*` crosses the colons of an ARN: compare ARNs with `ArnLike`",
        same ? rename(statement, condition, operator) : new JsonObject[0]);
  }

  private static boolean isWrittenUpToItsName(String arn) {
    String[] parts = arn.split(":", 6);
    return parts.length == 6
        && parts[0].equals("arn")
        && !ActionPatterns.isWild(arn.substring(0, arn.length() - parts[5].length()))
        && arn.indexOf('$') < 0;
  }

  /// The key moved to another operator; nothing when that would need a merge, or of an operator in
  /// capitals that IAM does not have.
  private static JsonObject[] rename(
      LintedStatement statement, Condition condition, String operator) {
    boolean alone =
        statement.conditions().stream()
                .filter(other -> other.operator().pointer().equals(condition.operator().pointer()))
                .count()
            == 1;
    boolean free =
        statement.conditions().stream()
            .noneMatch(other -> AsciiCase.equal(other.operator().text(), operator));
    String to = Item.below(statement.element().pointer() + "/Condition", operator);
    return alone && free && condition.isSpelled()
        ? new JsonObject[] {Patch.move(condition.operator().pointer(), to)}
        : new JsonObject[0];
  }

  private static void withoutLike(Condition condition, Report report) {
    if (!condition.isOf(Family.STRING)
        || condition.isAny(TextOperator.LIKE, TextOperator.NOT_LIKE)) {
      return;
    }
    for (Item value : condition.values()) {
      String text = value.text().replace("${*}", "").replace("${?}", "");
      if (ActionPatterns.isWild(text)) {
        report.warning(
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            value,
            Report.shown(condition.operator())
                + " takes `*` and `?` as they are: use the `Like` form");
      }
    }
  }

  private static void wildcard(Condition condition, Report report) {
    String key = AsciiCase.lower(condition.key().text());
    if (!SENSITIVE.contains(key) && !ONE_VALUE.contains(key)) {
      return;
    }
    boolean pattern = condition.isLike() || condition.isOf(Family.ARN);
    boolean one = ONE_VALUE.contains(key);
    for (Item value : condition.values()) {
      if (one && pattern && ActionPatterns.isWild(value.text().replaceAll("\\$\\{[*?$]}", ""))) {
        report.error(
            "WILDCARD_USAGE_TOO_PERMISSIVE",
            value,
            "a wildcard in "
                + Report.shown(condition.key())
                + " also matches what belongs to others: name each value");
        continue;
      }
      boolean anything = value.text().replaceAll("[*?:]", "").replaceFirst("^arn", "").isEmpty();
      if (pattern && anything && !value.text().isEmpty()) {
        report.warning(
            "WILDCARD_USAGE_TOO_PERMISSIVE",
            value,
            Report.shown(value)
                + " matches everything, so "
                + Report.shown(condition.key())
                + " limits nothing");
      }
    }
  }

  private static void variable(LintedPolicy policy, Condition condition, Report report) {
    if (!policy.hasVariables() || !SENSITIVE.contains(AsciiCase.lower(condition.key().text()))) {
      return;
    }
    for (Item value : condition.values()) {
      String text = value.text().replace("${*}", "").replace("${?}", "").replace("${$}", "");
      if (text.contains("${")) {
        report.warning(
            "POLICY_VARIABLE_USAGE_TOO_PERMISSIVE",
            value,
            "the caller that sets the variable in "
                + Report.shown(value)
                + " chooses what "
                + Report.shown(condition.key())
                + " must be");
      }
    }
  }

  /// The key is absent for long-term credentials. Source: reference_policies_condition-keys,
  /// condition-keys-multifactorauthpresent.
  private static void multiFactor(LintedStatement statement, Condition condition, Report report) {
    if (!condition.is("aws:MultiFactorAuthPresent") || !condition.isOf(Family.BOOL)) {
      return;
    }
    boolean wantsFalse =
        condition.values().stream().anyMatch(value -> AsciiCase.equal(value.text(), "false"));
    if (statement.allows() && wantsFalse) {
      report.warning(
          "BAD_PATTERN_FOR_MFA",
          condition.key(),
          "this allows only callers that did not use multi-factor authentication");
    } else if (statement.allows() && condition.isIfExists()) {
      report.warning(
          "BAD_PATTERN_FOR_MFA",
          condition.key(),
          "long-term credentials do not have the key, and `IfExists` lets them through");
    } else if (statement.denies() && wantsFalse && !condition.isIfExists()) {
      report.warning(
          "BAD_PATTERN_FOR_MFA",
          condition.key(),
          "long-term credentials do not have the key, so this does not deny them: use"
              + " `BoolIfExists`, which ends programs that use such credentials");
    }
  }
}
