package dev.brevet.policy;

import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import dev.brevet.policy.element.Effect;

/// The principals that entries of `Principal` and `NotPrincipal` cover.
///
/// Source: IAM User Guide, reference_policies_elements_principal,
/// reference_policies_elements_notprincipal.
public final class PrincipalMatch {
  private static final String PROVIDER = ":oidc-provider/";

  private PrincipalMatch() {}

  /// How directly a statement with `Principal` reaches the caller; the most direct entry counts.
  public static PrincipalMatchLevel reach(
      Matcher<PrincipalPattern> principals, Principal caller, Effect effect) {
    PrincipalMatchLevel best = PrincipalMatchLevel.NONE;
    for (int i = 0; i < principals.patterns().size() && best != PrincipalMatchLevel.ITSELF; i++) {
      PrincipalMatchLevel reach = reach(principals.patterns().get(i), caller, effect);
      if (reach.compareTo(best) > 0) {
        best = reach;
      }
    }
    return best;
  }

  public static PrincipalMatchLevel reach(
      PrincipalPattern pattern, Principal caller, Effect effect) {
    return switch (pattern) {
      case PrincipalPattern.Everyone _ -> PrincipalMatchLevel.ITSELF;
      case PrincipalPattern.EveryAwsPrincipal _ ->
          effect == Effect.DENY || !PrincipalKind.of(caller).bearsToken()
              ? PrincipalMatchLevel.ITSELF
              : PrincipalMatchLevel.NONE;
      case PrincipalPattern.Account account ->
          caller.account().filter(account.account()::equals).isPresent()
              ? PrincipalMatchLevel.ACCOUNT
              : PrincipalMatchLevel.NONE;
      case PrincipalPattern.Named named -> named(named.principal(), caller, effect);
      case PrincipalPattern.FederatedProvider provider ->
          isProvider(provider.text(), caller)
              ? PrincipalMatchLevel.ITSELF
              : PrincipalMatchLevel.NONE;
      case PrincipalPattern.Service service ->
          caller instanceof Principal.Service(String name) && name.equals(service.text())
              ? PrincipalMatchLevel.ITSELF
              : PrincipalMatchLevel.NONE;
      case PrincipalPattern.Nobody _ -> PrincipalMatchLevel.NONE;
    };
  }

  /// Whether `NotPrincipal` spares the caller: AWS checks the account, then the role, then the
  /// session, so each of them must be listed.
  static boolean spares(Matcher<PrincipalPattern> listed, Principal caller) {
    boolean everyone = false;
    boolean account = false;
    boolean role = false;
    boolean itself = false;
    for (PrincipalPattern pattern : listed.patterns()) {
      switch (pattern) {
        case PrincipalPattern.Everyone _, PrincipalPattern.EveryAwsPrincipal _ -> everyone = true;
        case PrincipalPattern.Account _,
            PrincipalPattern.Named _,
            PrincipalPattern.FederatedProvider _,
            PrincipalPattern.Service _,
            PrincipalPattern.Nobody _ -> {
          PrincipalMatchLevel reach = reach(pattern, caller, Effect.ALLOW);
          account |= reach == PrincipalMatchLevel.ACCOUNT;
          role |= reach == PrincipalMatchLevel.ROLE;
          itself |= reach == PrincipalMatchLevel.ITSELF;
        }
      }
    }
    return everyone
        || switch (caller) {
          case Principal.Root _ -> account;
          case Principal.Role _ -> account && role;
          case Principal.RoleSession _ -> account && role && itself;
          case Principal.User _, Principal.FederatedUser _ -> account && itself;
          case Principal.WebIdentity _,
              Principal.SamlIdentity _,
              Principal.Service _,
              Principal.Anonymous _ ->
              itself;
        };
  }

  private static PrincipalMatchLevel named(Principal named, Principal caller, Effect effect) {
    if (named instanceof Principal.Role(RoleArn arn)) {
      return isOfRole(arn, caller, effect) ? PrincipalMatchLevel.ROLE : PrincipalMatchLevel.NONE;
    }
    if (named instanceof Principal.RoleSession session) {
      // INVARIANT: a denial binds a caller that may be the session. A token that AWS issued proves
      // a
      // role and does not say which of its sessions asked for it.
      if (effect == Effect.DENY && caller instanceof Principal.Role) {
        return isOfRole(session.role(), caller, effect)
            ? PrincipalMatchLevel.ROLE
            : PrincipalMatchLevel.NONE;
      }
      return caller instanceof Principal.RoleSession that && isSameSession(session, that)
          ? PrincipalMatchLevel.ITSELF
          : PrincipalMatchLevel.NONE;
    }
    return named.equals(caller) ? PrincipalMatchLevel.ITSELF : PrincipalMatchLevel.NONE;
  }

  // A session's ARN has no path, so where the path is not known the role's name and account tell.
  // They are enough for a denial always: a role's name is unique in its account, and one role may
  // be proved with its path and without.
  private static boolean isOfRole(RoleArn arn, Principal caller, Effect effect) {
    return switch (caller) {
      case Principal.Role(RoleArn role) ->
          role.name().equals(arn.name())
              && role.account().equals(arn.account())
              && role.partition().equals(arn.partition())
              && (effect == Effect.DENY || role.path().equals(arn.path()));
      case Principal.RoleSession session ->
          session.roleName().equals(arn.name())
              && session.ofAccount().equals(arn.account())
              && session.partition().equals(arn.partition())
              && (effect == Effect.DENY || session.rolePath().map(arn.path()::equals).orElse(true));
      case Principal.Root _,
          Principal.User _,
          Principal.FederatedUser _,
          Principal.WebIdentity _,
          Principal.SamlIdentity _,
          Principal.Service _,
          Principal.Anonymous _ ->
          false;
    };
  }

  private static boolean isSameSession(Principal.RoleSession one, Principal.RoleSession other) {
    return one.sessionName().equals(other.sessionName())
        && one.roleName().equals(other.roleName())
        && one.ofAccount().equals(other.ofAccount())
        && one.partition().equals(other.partition());
  }

  private static boolean isProvider(String text, Principal caller) {
    return switch (caller) {
      case Principal.WebIdentity(String issuer, String _) -> isIssuer(text, issuer);
      case Principal.SamlIdentity(Arn provider, String _) -> provider.toString().equals(text);
      case Principal.Root _,
          Principal.User _,
          Principal.Role _,
          Principal.RoleSession _,
          Principal.FederatedUser _,
          Principal.Service _,
          Principal.Anonymous _ ->
          false;
    };
  }

  /// The host and path of the issuer that an entry of `Federated` names by its URL, its host and
  /// path, or the ARN of an OIDC provider: how condition keys of its claims begin.
  public static String issuerName(String text) {
    int name = text.startsWith("arn:") ? text.indexOf(PROVIDER) : -1;
    if (name >= 0) {
      return text.substring(name + PROVIDER.length());
    }
    int scheme =
        text.startsWith("https://") || text.startsWith("http://") ? text.indexOf("//") : -2;
    return text.substring(scheme + 2);
  }

  // IAM names an OIDC provider by its URL without the scheme, which is always https.
  private static boolean isIssuer(String text, String issuer) {
    if (text.equals(issuer)) {
      return true;
    }
    String scheme = "https://";
    if (!issuer.startsWith(scheme)) {
      return false;
    }
    int name = text.startsWith("arn:") ? text.indexOf(PROVIDER) + PROVIDER.length() : 0;
    int length = issuer.length() - scheme.length();
    return name != PROVIDER.length() - 1
        && text.length() - name == length
        && text.startsWith(issuer.substring(scheme.length()), name);
  }
}
