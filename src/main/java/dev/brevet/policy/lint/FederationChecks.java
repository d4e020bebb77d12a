package dev.brevet.policy.lint;

import dev.brevet.policy.PolicyType;
import dev.brevet.policy.lint.LintedStatement.Condition;
import dev.brevet.policy.lint.LintedStatement.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether a trust policy's actions and conditions fit the identities that it lets in. Source: IAM
/// User Guide, id_roles_create_for-idp_oidc, id_roles_create_for-idp_saml,
/// access-analyzer-reference-policy-checks.
final class FederationChecks implements Check {
  private static final String GITHUB = "token.actions.githubusercontent.com";

  /// Claims that tell whose workflow it is. Source: GitHub's OpenID Connect reference.
  private static final List<String> GITHUB_OWNERS =
      List.of(
          "sub",
          "repository",
          "repository_id",
          "repository_owner",
          "repository_owner_id",
          "job_workflow_ref",
          "enterprise",
          "enterprise_id");

  private static final List<String> ALWAYS =
      List.of("sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext");

  @Override
  public void check(LintedPolicy policy, Report report) {
    if (policy.type() != PolicyType.TRUST) {
      return;
    }
    for (LintedStatement statement : policy.statements()) {
      if (statement.notPrincipal() || statement.principals().isEmpty()) {
        continue;
      }
      actions(statement, report);
      if (statement.allows()) {
        providers(statement, report);
      }
      audience(statement, report);
    }
  }

  /// The action by which a kind of principal assumes roles; empty when it is not certain.
  private static Optional<String> expected(Principal principal) {
    return switch (principal.kind()) {
      case "AWS", "Service" -> Optional.of("sts:AssumeRole");
      case "Federated" ->
          Optional.of(
              principal.text().contains(":saml-provider/")
                  ? "sts:AssumeRoleWithSAML"
                  : "sts:AssumeRoleWithWebIdentity");
      default -> Optional.empty();
    };
  }

  private static void actions(LintedStatement statement, Report report) {
    if (statement.notAction()) {
      return;
    }
    for (Item action : statement.actions()) {
      if (ActionPatterns.isWild(action.text())
          || ALWAYS.stream().anyMatch(action.text()::equalsIgnoreCase)
          || action.text().indexOf(':') < 0) {
        continue;
      }
      List<String> expected =
          statement.principals().stream()
              .flatMap(principal -> expected(principal).stream())
              .distinct()
              .toList();
      if (!expected.isEmpty() && expected.stream().noneMatch(action.text()::equalsIgnoreCase)) {
        report.error(
            "MISMATCHED_ACTION_FOR_PRINCIPAL",
            action,
            "the principals named here assume roles by `"
                + String.join("` or `", expected)
                + "`, not by "
                + Report.shown(action));
      }
    }
  }

  private static void providers(LintedStatement statement, Report report) {
    for (Principal principal : statement.principals()) {
      boolean oidc =
          principal.kind().equals("Federated")
              && !principal.text().contains(":saml-provider/")
              && !principal.text().isEmpty();
      if (!oidc) {
        continue;
      }
      String issuer = issuer(principal.text());
      if (issuer.equals(GITHUB)) {
        gitHub(statement, principal, report);
      } else if (claims(statement, issuer).isEmpty()) {
        report.warning(
            "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
            principal.item(),
            "whoever holds a token of this provider is let in: ask for `"
                + issuer
                + ":sub` or `"
                + issuer
                + ":aud`");
      }
    }
  }

  private static void gitHub(LintedStatement statement, Principal principal, Report report) {
    List<Item> subjects =
        claims(statement, GITHUB).stream()
            .filter(
                condition ->
                    GITHUB_OWNERS.stream().anyMatch(claim -> condition.is(GITHUB + ":" + claim)))
            .flatMap(condition -> condition.values().stream())
            .toList();
    if (subjects.isEmpty()) {
      report.error(
          "MISSING_GITHUB_REPO_CONDITION_KEY",
          principal.item(),
          "every workflow on GitHub, whosever it is, is let in: ask for `" + GITHUB + ":sub`");
    }
    for (Item subject : subjects) {
      String text = subject.text();
      String owner = text.startsWith("repo:") ? text.substring(5) : text;
      if (owner.isEmpty() || ActionPatterns.isWild(owner.substring(0, 1))) {
        report.error(
            "MISSING_GITHUB_REPO_CONDITION_KEY",
            subject,
            Report.shown(subject) + " lets in repositories of every owner");
      } else if (text.startsWith("repo:") && !text.matches("repo:[^*?/]+/[^*?:]+:[^*?]+")) {
        report.info(
            "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
            subject,
            "name the repository and the branch or environment");
      }
    }
  }

  /// Conditions on claims of the issuer that must hold.
  private static List<Condition> claims(LintedStatement statement, String issuer) {
    String prefix = issuer.toLowerCase(Locale.ROOT) + ":";
    return statement.conditions().stream()
        .filter(condition -> condition.key().text().toLowerCase(Locale.ROOT).startsWith(prefix))
        .filter(condition -> !condition.isNegated() && !condition.isIfExists())
        .toList();
  }

  private static String issuer(String principal) {
    int provider = principal.indexOf(":oidc-provider/");
    if (provider >= 0) {
      return principal.substring(provider + ":oidc-provider/".length());
    }
    String text =
        principal.startsWith("https://") ? principal.substring("https://".length()) : principal;
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /// A token has one audience, as far as IAM is concerned.
  private static void audience(LintedStatement statement, Report report) {
    for (Condition condition : statement.conditions()) {
      if (!condition.key().text().toLowerCase(Locale.ROOT).endsWith(":aud")
          || !condition.hasSet()) {
        continue;
      }
      if (condition.isSet("ForAnyValue")) {
        report.warning(
            "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
            condition.key(),
            "the audience has one value: a set operator is not meant for it");
      } else {
        report.warning(
            "CONFIRM_AUDIENCE_CLAIM_TYPE",
            condition.key(),
            "`ForAllValues` holds for a token without an audience");
      }
    }
  }
}
