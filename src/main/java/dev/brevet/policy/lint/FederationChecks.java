package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.analysis.SharedIssuer;
import dev.brevet.policy.analysis.TrustScope;
import dev.brevet.policy.element.ConditionOperator;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.lint.LintedStatement.Condition;
import dev.brevet.policy.lint.LintedStatement.Principal;

/// Whether a trust policy's actions and conditions fit the identities that it lets in. Source: IAM
/// User Guide, id_roles_create_for-idp_oidc, id_roles_create_for-idp_saml,
/// access-analyzer-reference-policy-checks.
final class FederationChecks implements Check {
  private static final List<String> ALWAYS =
      List.of("sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext");

  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      if (statement.notPrincipal() || statement.principals().isEmpty()) {
        continue;
      }
      if (policy.type() == PolicyType.TRUST) {
        actions(statement, report);
        audience(statement, report);
      }
      if (policy.type().namesPrincipals() && statement.allows()) {
        providers(policy, statement, report);
      }
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
          || ALWAYS.stream().anyMatch(each -> AsciiCase.equal(action.text(), each))
          || action.text().indexOf(':') < 0) {
        continue;
      }
      List<String> expected =
          statement.principals().stream()
              .flatMap(principal -> expected(principal).stream())
              .distinct()
              .toList();
      if (!expected.isEmpty()
          && expected.stream().noneMatch(each -> AsciiCase.equal(action.text(), each))) {
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

  private static void providers(LintedPolicy policy, LintedStatement statement, Report report) {
    for (Principal principal : statement.principals()) {
      boolean oidc =
          principal.kind().equals("Federated")
              && !principal.text().contains(":saml-provider/")
              && !principal.text().isEmpty();
      if (!oidc) {
        continue;
      }
      boolean trust = policy.type() == PolicyType.TRUST;
      Optional<SharedIssuer> shared = SharedIssuer.find(principal.text());
      if (statement.opening(principal, policy.version()).isPresent()) {
        everyOwner(policy, statement, principal, shared.orElseThrow(), report);
      } else if (trust && shared.isPresent()) {
        control(statement, principal, shared.get(), report);
        if (isGitHub(shared.get())) {
          branches(statement, principal, report);
        }
      } else if (trust) {
        ofOneParty(policy, statement, principal, report);
      }
    }
  }

  /// An issuer that is one party's: which of its tokens are let in.
  private static void ofOneParty(
      LintedPolicy policy, LintedStatement statement, Principal principal, Report report) {
    String issuer = TrustScope.issuer(principal.text());
    Optional<SharedIssuer> cluster = SharedIssuer.ofWorkloads(principal.text());
    if (cluster.isPresent()) {
      if (!TrustScope.isPinned(
          cluster.get(), principal.text(), statement.compiled(policy.version()))) {
        report.warning(
            "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
            principal.item(),
            "every service account of the cluster is admitted, with any audience: require `"
                + issuer
                + ":sub` as `system:serviceaccount:NAMESPACE:NAME`");
      }
    } else if (!isAsked(policy, statement, principal.text())) {
      report.warning(
          "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
          principal.item(),
          "every token of this provider is admitted: require `"
              + issuer
              + ":sub` or `"
              + issuer
              + ":aud`");
    }
  }

  /// What IAM calls an identity-provider control.
  private static void control(
      LintedStatement statement, Principal principal, SharedIssuer issuer, Report report) {
    String key = TrustScope.issuer(principal.text()) + ":" + issuer.asked();
    boolean evaluated =
        statement.conditions().stream()
            .anyMatch(
                condition ->
                    condition.is(key)
                        && !condition.isNegated()
                        && condition.isOf(ConditionOperator.Family.STRING));
    if (!issuer.asked().isEmpty() && !evaluated) {
      report.error(
          "MISSING_IDENTITY_PROVIDER_CONTROL",
          principal.item(),
          "IAM refuses a new role, and any change of the trust policy of one, without a condition"
              + " on `"
              + key
              + "`");
    }
  }

  /// Names the values that let every owner in, or the provider where no condition is about owners.
  private static void everyOwner(
      LintedPolicy policy,
      LintedStatement statement,
      Principal principal,
      SharedIssuer issuer,
      Report report) {
    String id =
        isGitHub(issuer)
            ? "MISSING_GITHUB_REPO_CONDITION_KEY"
            : "SHARED_PROVIDER_WITHOUT_OWNER_CONDITION";
    String ask =
        ": one condition, without `IfExists` and set operator, must name an owner by all of its"
            + " values. With the prefix `"
            + TrustScope.issuer(principal.text())
            + ":` these do: "
            + issuer.wanted();
    boolean named = false;
    for (Condition condition : statement.conditions()) {
      List<String> open =
          condition
              .compiled(policy.version())
              .map(compiled -> TrustScope.open(principal.text(), compiled))
              .orElse(List.of());
      for (Item value : condition.values()) {
        if (open.contains(value.text())) {
          named = true;
          report.error(id, value, Report.shown(value) + " admits tokens of every owner" + ask);
        }
      }
    }
    if (!named) {
      report.error(
          id,
          principal.item(),
          "many parties get tokens of this provider, and all of them are admitted" + ask);
    }
  }

  private static void branches(LintedStatement statement, Principal principal, Report report) {
    for (Item subject : statement.required(TrustScope.issuer(principal.text()) + ":sub")) {
      String text = subject.text();
      if (text.startsWith("repo:") && !text.matches("repo:[^*?/]+/[^*?:]+:[^*?]+")) {
        report.info(
            "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED",
            subject,
            "name the repository and the branch or environment");
      }
    }
  }

  private static boolean isGitHub(SharedIssuer issuer) {
    return issuer.name().endsWith("actions.githubusercontent.com");
  }

  /// Whether a claim of the provider must have a value.
  private static boolean isAsked(LintedPolicy policy, LintedStatement statement, String provider) {
    String prefix = AsciiCase.lower(TrustScope.issuer(provider));
    // IAM leaves out the last slash of a provider's URL.
    String bare = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    return statement.conditions().stream()
        .filter(condition -> condition.restriction(policy.version()).isPresent())
        .map(condition -> AsciiCase.lower(condition.key().text()))
        .anyMatch(key -> key.startsWith(prefix + ":") || key.startsWith(bare + ":"));
  }

  /// A token has one audience, as far as IAM is concerned.
  private static void audience(LintedStatement statement, Report report) {
    for (Condition condition : statement.conditions()) {
      if (!AsciiCase.lower(condition.key().text()).endsWith(":aud")
          || condition.isSet(SetOperator.NONE)) {
        continue;
      }
      if (condition.isSet(SetOperator.FOR_ANY_VALUE)) {
        report.warning(
            "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE",
            condition.key(),
            "the audience has one value: do not use a set operator");
      } else {
        report.warning(
            "CONFIRM_AUDIENCE_CLAIM_TYPE",
            condition.key(),
            "`ForAllValues` holds for a token without an audience");
      }
    }
  }
}
