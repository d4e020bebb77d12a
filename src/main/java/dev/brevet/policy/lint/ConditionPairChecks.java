package dev.brevet.policy.lint;

import dev.brevet.policy.lint.LintedStatement.Condition;
import java.util.List;

/// Conditions that need another one beside them, and hosts that go on.
final class ConditionPairChecks implements Check {
  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      statement.conditions().forEach(condition -> httpEndpoint(statement, condition, report));
      pairs(statement, report);
    }
  }

  /// Source: Step Functions Developer Guide, call-https-apis: `*` matches slashes too.
  private static void httpEndpoint(LintedStatement statement, Condition condition, Report report) {
    if (!condition.is("states:HTTPEndpoint") || !condition.isLike() || !statement.allows()) {
      return;
    }
    for (Item value : condition.values()) {
      int host = value.text().indexOf("://") < 0 ? 0 : value.text().indexOf("://") + 3;
      int slash = value.text().indexOf('/', host);
      String name = slash < 0 ? value.text().substring(host) : value.text().substring(host, slash);
      if (ActionPatterns.isWild(name)) {
        report.warning(
            "HOST_WILDCARD_WITHOUT_SLASH",
            value,
            "the wildcard is in the host or directly after it, so it matches other hosts: write the"
                + " whole host and a slash before it");
      }
    }
  }

  private static void pairs(LintedStatement statement, Report report) {
    if (!statement.allows()) {
      return;
    }
    for (Condition condition : statement.conditions()) {
      if (condition.is("dynamodb:Attributes") && !statement.hasKey("dynamodb:Select")) {
        report.warning(
            "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
            condition.key(),
            "without `dynamodb:Select` a request that names no attributes gets all of them");
      }
      boolean alone =
          List.of(
                  "aws:SourceVpc",
                  "aws:SourceVpce",
                  "aws:SourceVpcArn",
                  "aws:VpceAccount",
                  "aws:VpceOrgID")
              .stream()
              .noneMatch(statement::hasKey);
      if (condition.is("aws:VpcSourceIp") && alone) {
        report.warning(
            "MISSING_PAIRED_CONDITION_KEYS",
            condition.key(),
            "other networks have the same private addresses: require `aws:SourceVpc` or"
                + " `aws:SourceVpce` too");
      }
    }
  }
}
