package dev.brevet.policy.lint;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.LintedStatement.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Whether somebody else can make a trusted party act for them. Source: IAM User Guide,
/// confused-deputy.
final class ConfusedDeputyChecks implements Check {
  private static final List<String> SOURCES =
      List.of("aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths");

  /// EC2 passes on no source when an instance takes its role.
  private static final Set<String> WITHOUT_SOURCE = Set.of("ec2.amazonaws.com");

  /// Services whose resources' ARNs name another service than their principal does.
  private static final Map<String, String> PRINCIPAL_OF = Map.of("execute-api", "apigateway");

  /// Services whose resources are sources of their own principal alone.
  private static final Set<String> TELLING =
      Set.of(
          "cloudformation",
          "codecommit",
          "cognito-idp",
          "elasticloadbalancing",
          "events",
          "execute-api",
          "iot",
          "logs",
          "s3",
          "scheduler",
          "ses",
          "sns",
          "sqs",
          "states");

  @Override
  public void check(LintedPolicy policy, Report report) {
    if (policy.type() != PolicyType.TRUST && policy.type() != PolicyType.RESOURCE) {
      return;
    }
    for (LintedStatement statement : policy.statements()) {
      samePair(statement, report);
      if (statement.allows() && !statement.notPrincipal()) {
        services(policy, statement, report);
        accounts(policy, statement, report);
      }
    }
  }

  private static void services(LintedPolicy policy, LintedStatement statement, Report report) {
    for (Principal principal : statement.principals()) {
      if (!principal.kind().equals("Service") || principal.text().isEmpty()) {
        continue;
      }
      boolean limited = SOURCES.stream().anyMatch(key -> !statement.required(key).isEmpty());
      if (!limited && !WITHOUT_SOURCE.contains(principal.text())) {
        report.warning(
            "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
            principal.item(),
            Report.shown(principal.item())
                + " may act here for anybody who can make it: limit it by `aws:SourceArn` and"
                + " `aws:SourceAccount`",
            policy.account().map(account -> limit(statement, account)).stream()
                .flatMap(List::stream)
                .toArray(JsonObject[]::new));
      }
      source(statement, principal, report);
    }
  }

  /// Adds `aws:SourceAccount` to what conditions there are.
  private static List<JsonObject> limit(LintedStatement statement, String account) {
    String pointer = statement.element().pointer();
    boolean condition = !statement.conditions().isEmpty();
    boolean equals =
        statement.conditions().stream()
            .anyMatch(each -> each.operator().text().equals("StringEquals"));
    JsonValue value = JsonValue.of(account);
    if (equals) {
      return List.of(Patch.add(pointer + "/Condition/StringEquals/aws:SourceAccount", value));
    }
    JsonObject key = JsonValue.of(Map.of("aws:SourceAccount", value));
    return List.of(
        condition
            ? Patch.add(pointer + "/Condition/StringEquals", key)
            : Patch.add(pointer + "/Condition", JsonValue.of(Map.of("StringEquals", key))));
  }

  /// What cfn-lint knows as W3663 and W3664, of permissions of Lambda functions.
  private static void source(LintedStatement statement, Principal principal, Report report) {
    for (Item source : statement.required("aws:SourceArn")) {
      Optional<Arn> arn = Arn.parse(source.text());
      if (arn.isEmpty()) {
        continue;
      }
      if (arn.get().account().isEmpty() && statement.required("aws:SourceAccount").isEmpty()) {
        boolean bucket = arn.get().service().equals("s3");
        report.warning(
            bucket ? "W3663" : "MISSING_PAIRED_CONDITION_KEYS",
            source,
            "this ARN holds no account, so whoever gets the name next is let in: add"
                + " `aws:SourceAccount`");
      }
      String service = arn.get().service();
      String expected = PRINCIPAL_OF.getOrDefault(service, service);
      if (TELLING.contains(service) && !principal.text().startsWith(expected + ".")) {
        report.warning(
            "W3664",
            source,
            Report.shown(principal.item())
                + " does not act for a resource of `"
                + service
                + "`, so this never matches");
      }
    }
  }

  /// AWS's pairing rule: an account in `aws:SourceArn` must be the one in `aws:SourceAccount`.
  private static void samePair(LintedStatement statement, Report report) {
    Set<String> accounts = new TreeSet<>();
    statement.required("aws:SourceAccount").forEach(item -> accounts.add(item.text()));
    if (accounts.isEmpty()) {
      return;
    }
    for (Item source : statement.required("aws:SourceArn")) {
      String[] part = source.text().split(":", 6);
      String account = part.length == 6 ? part[4] : "";
      if (AccountId.parse(account).isPresent() && !accounts.contains(account)) {
        report.error(
            "SOURCE_ACCOUNT_MISMATCH",
            source,
            "`aws:SourceArn` is of account "
                + account
                + " and `aws:SourceAccount` of another: both must hold, so nothing matches");
      }
    }
  }

  /// A principal of another account should prove that it acts for whom it says.
  private static void accounts(LintedPolicy policy, LintedStatement statement, Report report) {
    if (policy.type() != PolicyType.TRUST
        || !statement.required("sts:ExternalId").isEmpty()
        || !new ActionPatterns(statement).cover("sts:AssumeRole")) {
      return;
    }
    for (Principal principal : statement.principals()) {
      Optional<String> account = account(principal);
      boolean other =
          account.isPresent() && policy.account().filter(account.get()::equals).isEmpty();
      if (other) {
        report.warning(
            "CROSS_ACCOUNT_WITHOUT_EXTERNAL_ID",
            principal.item(),
            policy.account().isPresent()
                ? "a principal of another account may assume the role without `sts:ExternalId`:"
                    + " one that serves several customers can be made to act for the wrong one"
                : "if this account is not the role's own, ask for `sts:ExternalId`: a party that"
                    + " serves several customers can be made to act for the wrong one");
      }
    }
  }

  private static Optional<String> account(Principal principal) {
    if (!principal.kind().equals("AWS")) {
      return Optional.empty();
    }
    return AccountId.parse(principal.text())
        .or(() -> Arn.parse(principal.text()).flatMap(Arn::accountId))
        .map(AccountId::digits);
  }
}
