package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.Restriction;
import dev.brevet.policy.lint.LintedStatement.Condition;
import dev.brevet.policy.lint.LintedStatement.Principal;

/// Whether another party can make a trusted party act for it. Source: IAM User Guide,
/// confused-deputy.
final class ConfusedDeputyChecks implements Check {
  private static final List<String> SOURCES =
      List.of("aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths");

  /// Services whose resources' ARNs name another service than their principal does.
  private static final Map<String, String> PRINCIPAL_OF = Map.of("execute-api", "apigateway");

  /// Services whose resources are sources only of their own principal.
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

  private final ServiceSources sources = new ServiceSources();

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

  private void services(LintedPolicy policy, LintedStatement statement, Report report) {
    List<Restriction> restrictions = statement.restrictions(policy.version());
    boolean limited = restrictions.contains(Restriction.SOURCE);
    boolean named = restrictions.contains(Restriction.SOURCE_NAME);
    for (Principal principal : statement.principals()) {
      boolean anybody = principal.text().equals("*");
      boolean service = principal.kind().equals("Service") && !principal.text().isEmpty();
      if (service && sources.sendsNothing(principal.text(), policy.type())) {
        unsent(statement, principal, report);
        continue;
      }
      if (service && !limited && !named) {
        report.warning(
            "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
            principal.item(),
            Report.shown(principal.item())
                + " may act here for any customer of the service: limit it by `aws:SourceArn` and"
                + " `aws:SourceAccount`"
                + (SOURCES.stream().anyMatch(statement::hasKey)
                    ? ", in every request and with the account or organization written out"
                    : ""),
            limit(policy, statement).toArray(JsonObject[]::new));
      }
      if ((service || anybody) && named && !limited) {
        withoutAccount(statement, report);
      }
      if (service) {
        ofOtherService(statement, principal, report);
        ofOtherAccount(policy, statement, report);
      }
    }
  }

  /// A service that sends no source is let in by no condition on one.
  private static void unsent(LintedStatement statement, Principal principal, Report report) {
    for (Condition condition : statement.conditions()) {
      if (condition.isRequired() && SOURCES.stream().anyMatch(condition::is)) {
        report.warning(
            "SOURCE_NOT_SENT",
            condition.key(),
            Report.shown(principal.item())
                + " does not send "
                + Report.shown(condition.key())
                + ", so this never matches for it: give it a statement of its own");
      }
    }
  }

  /// Adds `aws:SourceAccount` to what conditions there are; nothing where another principal of the
  /// statement may not have it, or where there is a condition on it already.
  private List<JsonObject> limit(LintedPolicy policy, LintedStatement statement) {
    boolean sent =
        statement.principals().stream()
            .allMatch(
                principal ->
                    principal.kind().equals("Service")
                        && sources
                            .sends(principal.text(), policy.type(), "aws:SourceAccount")
                            .orElse(false));
    if (policy.account().isEmpty() || !sent || statement.hasKey("aws:SourceAccount")) {
      return List.of();
    }
    JsonValue value = JsonValue.of(policy.account().get());
    List<Item> equals =
        statement.conditions().stream()
            .map(Condition::operator)
            .filter(operator -> AsciiCase.equal(operator.text(), "StringEquals"))
            .distinct()
            .toList();
    if (equals.size() == 1) {
      return List.of(
          Patch.add(Item.below(equals.getFirst().pointer(), "aws:SourceAccount"), value));
    }
    JsonObject key = JsonValue.of(Map.of("aws:SourceAccount", value));
    String pointer = statement.element().pointer() + "/Condition";
    if (!statement.conditions().isEmpty()) {
      return equals.isEmpty() ? List.of(Patch.add(pointer + "/StringEquals", key)) : List.of();
    }
    return statement.hasCondition()
        ? List.of()
        : List.of(Patch.add(pointer, JsonValue.of(Map.of("StringEquals", key))));
  }

  /// What cfn-lint knows as W3663, of permissions of Lambda functions.
  private static void withoutAccount(LintedStatement statement, Report report) {
    for (Item source : statement.required("aws:SourceArn")) {
      Optional<Arn> arn = Arn.parse(source.text());
      if (arn.isPresent() && AccountId.parse(arn.get().account()).isEmpty()) {
        boolean bucket = arn.get().service().equals("s3");
        report.warning(
            bucket ? "W3663" : "MISSING_PAIRED_CONDITION_KEYS",
            source,
            "this ARN has no account, so the next owner of the name is admitted: add"
                + " `aws:SourceAccount`");
      }
    }
  }

  /// What cfn-lint knows as W3664, of permissions of Lambda functions.
  private static void ofOtherService(
      LintedStatement statement, Principal principal, Report report) {
    for (Item source : statement.required("aws:SourceArn")) {
      String service = Arn.parse(source.text()).map(Arn::service).orElse("");
      String expected = PRINCIPAL_OF.getOrDefault(service, service);
      // Parts of a service have principals of their own: `delivery.logs`, `logging.s3`.
      boolean own = List.of(principal.text().split("\\.", -1)).contains(expected);
      if (TELLING.contains(service) && !own) {
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

  /// A source of another account than the policy's: its owner makes the service act here. A
  /// resource's policy that names the other account's resource and the account means it; roles are
  /// not passed to services of other accounts.
  private static void ofOtherAccount(
      LintedPolicy policy, LintedStatement statement, Report report) {
    boolean meant =
        policy.type() == PolicyType.RESOURCE
            && !statement.required("aws:SourceArn").isEmpty()
            && !statement.required("aws:SourceAccount").isEmpty();
    if (policy.account().isEmpty() || meant) {
      return;
    }
    for (String key : List.of("aws:SourceAccount", "aws:SourceArn")) {
      for (Item source : statement.required(key)) {
        String account =
            key.equals("aws:SourceAccount")
                ? source.text()
                : ArnShape.of(source.text()).parts().size() == 6
                    ? ArnShape.of(source.text()).account()
                    : "";
        if (AccountId.parse(account).isPresent() && !policy.account().get().equals(account)) {
          report.warning(
              "SOURCE_OF_OTHER_ACCOUNT",
              source,
              "account "
                  + account
                  + " is not the policy's account: resources of that account may make the"
                  + " service act here");
        }
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

  /// A principal of another account should prove which party it acts for.
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
                : "if this account is not the role's own, require `sts:ExternalId`: a party that"
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
