package dev.brevet.policy.lint;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.Restriction;
import dev.brevet.policy.lint.LintedStatement.Principal;
import java.util.List;
import java.util.Set;

/// The principals that a policy names. Source: IAM User Guide,
/// reference_policies_elements_principal.
final class PrincipalChecks implements Check {
  /// An identity of CloudFront, which is of no account. Source: CloudFront Developer Guide,
  /// private-content-restricting-access-to-s3-oai.
  private static final String ORIGIN_ACCESS =
      "arn:aws[a-z-]*:iam::cloudfront:user/CloudFront Origin Access Identity [A-Z0-9]+";

  private static final Set<String> WEB_PROVIDERS =
      Set.of(
          "cognito-identity.amazonaws.com",
          "accounts.google.com",
          "graph.facebook.com",
          "www.amazon.com",
          "appleid.apple.com");

  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      for (Principal principal : statement.principals()) {
        principal(policy, statement, principal, report);
      }
      if (statement.notPrincipal() && statement.allows() && policy.type() != PolicyType.TRUST) {
        report.error(
            "ALLOW_WITH_NOT_PRINCIPAL",
            statement.element(),
            "`NotPrincipal` is only for `Deny`: with `Allow` it would allow everyone who is not"
                + " named, also anonymous callers");
      }
      if (policy.type() == PolicyType.RESOURCE_CONTROL) {
        ofResourceControl(statement, report);
      }
    }
  }

  /// Source: Organizations User Guide, orgs_manage_policies_rcps_syntax.
  private static void ofResourceControl(LintedStatement statement, Report report) {
    boolean everyone =
        !statement.notPrincipal()
            && statement.principals().stream().allMatch(named -> named.text().equals("*"));
    if (!everyone) {
      report.error(
          "INVALID_PRINCIPAL",
          statement.element(),
          "the principal of a resource control policy is `*`");
    }
    boolean full =
        !statement.notAction()
            && isOnlyStar(statement.actions())
            && !statement.notResource()
            && isOnlyStar(statement.resources())
            && statement.conditions().isEmpty();
    if (statement.allows() && !full) {
      report.error(
          "RCP_SYNTAX_ERROR_ALLOW",
          statement.element(),
          "a resource control policy only denies: just AWS's own `RCPFullAWSAccess` allows");
    }
  }

  private static boolean isOnlyStar(List<Item> items) {
    return items.size() == 1 && items.getFirst().text().equals("*");
  }

  private void principal(
      LintedPolicy policy, LintedStatement statement, Principal principal, Report report) {
    PolicyType type = policy.type();
    switch (principal.kind()) {
      case "*" -> {
        if (principal.text().equals("*")) {
          everyone(policy, statement, principal, report);
        }
      }
      case "AWS" -> aws(policy, statement, principal, report);
      case "Service" -> service(principal.item(), report);
      case "Federated" -> {
        if (!hasWildcard(type, principal.item(), report)) {
          federated(principal.item(), report);
        }
      }
      default -> {}
    }
  }

  private void aws(
      LintedPolicy policy, LintedStatement statement, Principal principal, Report report) {
    PolicyType type = policy.type();
    Item item = principal.item();
    String text = item.text();
    if (text.equals("*")) {
      everyone(policy, statement, principal, report);
    } else if (hasWildcard(type, item, report)) {
      return;
    } else if (AccountId.parse(text).isPresent() || text.endsWith(":root")) {
      account(type, statement, item, report);
    } else if (isUniqueId(text)) {
      report.warning(
          "UNIQUE_ID_PRINCIPAL",
          item,
          "IAM shows the unique id of a principal that was deleted: a new one with that name does"
              + " not match");
    } else {
      arn(item, report);
    }
  }

  /// Whether it has, which is reported.
  private static boolean hasWildcard(PolicyType type, Item item, Report report) {
    if (!ActionPatterns.isWild(item.text())) {
      return false;
    }
    report.error(
        type == PolicyType.TRUST
            ? "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
            : "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
        item,
        "a principal must have no wildcard except a single `*`: use a condition on"
            + " `aws:PrincipalArn`");
    return true;
  }

  private static void account(
      PolicyType type, LintedStatement statement, Item item, Report report) {
    if (Arn.parse(item.text()).flatMap(Arn::accountId).isEmpty()
        && AccountId.parse(item.text()).isEmpty()) {
      report.error("INVALID_PRINCIPAL", item, Report.shown(item) + " is not an account's ARN");
    } else if (type == PolicyType.TRUST && !statement.denies()) {
      report.info(
          "ACCOUNT_AS_PRINCIPAL",
          item,
          "names the whole account: every principal that its identity-based policies allow may"
              + " assume the role");
    }
  }

  private static void arn(Item item, Report report) {
    String resource = Arn.parse(item.text()).map(Arn::resource).orElse("");
    if (resource.startsWith("group/")) {
      report.error("GROUP_AS_PRINCIPAL", item, "a group is never a principal");
    } else if (resource.startsWith("instance-profile/")) {
      report.error(
          "INSTANCE_PROFILE_AS_PRINCIPAL",
          item,
          "an instance profile is not a principal: name the role in it");
    } else if (dev.brevet.iam.Principal.parseArn(item.text()).isEmpty()
        && !item.text().matches(ORIGIN_ACCESS)) {
      report.error(
          "INVALID_PRINCIPAL",
          item,
          Report.shown(item) + " is not the ARN of an account, user, role or session");
    }
  }

  private static boolean isUniqueId(String text) {
    return text.matches("A[A-Z]{3}[A-Z0-9]{12,}");
  }

  private static void everyone(
      LintedPolicy policy, LintedStatement statement, Principal principal, Report report) {
    PolicyType type = policy.type();
    Item item = principal.item();
    boolean ordinary =
        !statement.allows()
            || statement.notPrincipal()
            || type == PolicyType.ENDPOINT
            || type == PolicyType.RESOURCE_CONTROL;
    if (ordinary) {
      return;
    }
    boolean narrowed =
        type == PolicyType.TRUST
            ? statement.opening(principal, policy.version()).isEmpty()
            : statement.restrictions(policy.version()).stream()
                .anyMatch(Restriction::keepsStrangersOut);
    String who =
        type == PolicyType.TRUST ? "ASSUMABLE_BY_ANY_PRINCIPAL" : "ALLOWED_TO_ANY_PRINCIPAL";
    if (!narrowed
        && type == PolicyType.RESOURCE
        && policy.statements().stream().anyMatch(other -> other.sparesOnlyNamed(statement))) {
      report.warning(
          who + "_EXCEPT_DENIED",
          item,
          "everyone is allowed, in every account, and a statement of this policy denies all but"
              + " some callers: check that it is about everything that is allowed here");
    } else if (narrowed) {
      report.info(who + "_WITH_CONDITIONS", item, "everyone that meets the conditions is allowed");
    } else {
      report.error(
          who,
          item,
          "everyone is allowed, in every account: name principals, or a condition such as"
              + " `aws:PrincipalOrgID`");
    }
  }

  /// `states.amazonaws.com`; older ones have a region before the suffix.
  private static void service(Item item, Report report) {
    String text = item.text();
    // A pattern over ever so many labels would go as deep as there are.
    if (text.length() > 128
        || !text.matches(
            "[a-z0-9][a-z0-9-]*(\\.[a-z0-9][a-z0-9-]*)*\\.amazon(aws)?\\.com(\\.cn)?")) {
      report.error(
          "INVALID_SERVICE_PRINCIPAL_FORMAT",
          item,
          (text.isEmpty()
                  ? "the service principal is empty"
                  : Report.shown(item) + " is not a service principal")
              + ": write it as `states.amazonaws.com`");
    } else if (AsciiCase.lower(text)
        .matches("states\\.[a-z]{2}(-[a-z]+)+-\\d\\.amazonaws\\.com(\\.cn)?")) {
      report.info(
          "REGIONAL_SERVICE_PRINCIPAL",
          item,
          "the form with a region is old: Step Functions is `states.amazonaws.com` everywhere");
    }
  }

  private static void federated(Item item, Report report) {
    String text = item.text();
    String resource =
        Arn.parse(text).filter(arn -> arn.service().equals("iam")).map(Arn::resource).orElse("");
    boolean known =
        resource.startsWith("oidc-provider/")
            || resource.startsWith("saml-provider/")
            || WEB_PROVIDERS.contains(text)
            || text.startsWith("https://")
            || text.startsWith("http://");
    if (!known) {
      report.warning(
          "UNKNOWN_FEDERATION_SOURCE",
          item,
          Report.shown(item) + " is neither an identity provider's ARN nor a known provider");
    }
  }
}
