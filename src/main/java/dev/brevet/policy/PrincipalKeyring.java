package dev.brevet.policy;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;

/// The keys under which principal patterns are filed, and those that lead from a caller to them.
///
/// INVARIANT: where [PrincipalMatch#reach] reaches a caller, pattern and caller share a key.
final class PrincipalKeyring {
  private static final String EVERYONE = "*";
  private static final String HTTPS = "https://";
  private static final String OIDC_PROVIDER = ":oidc-provider/";

  private PrincipalKeyring() {}

  static List<String> of(Matcher.In<PrincipalPattern> named) {
    return named.patterns().stream()
        .map(PrincipalKeyring::key)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static Optional<String> key(PrincipalPattern pattern) {
    return switch (pattern) {
      case PrincipalPattern.Everyone _, PrincipalPattern.EveryAwsPrincipal _ ->
          Optional.of(EVERYONE);
      case PrincipalPattern.Account account -> Optional.of(account.account().digits());
      case PrincipalPattern.Named named ->
          Optional.of(
              switch (named.principal()) {
                case Principal.Role(RoleArn arn) -> role(arn);
                // Under its role: a denial of it also reaches the role.
                case Principal.RoleSession session -> role(session.role());
                case Principal other -> other.identifier();
              });
      case PrincipalPattern.FederatedProvider provider -> Optional.of(provider(provider.text()));
      case PrincipalPattern.Service service -> Optional.of(service.text());
      case PrincipalPattern.Nobody _ -> Optional.empty();
    };
  }

  /// Every key under which a pattern that reaches the caller may be filed.
  static String[] of(Principal caller) {
    return switch (caller) {
      case Principal.Root root -> new String[] {EVERYONE, root.ofAccount().digits()};
      case Principal.User user ->
          new String[] {EVERYONE, user.ofAccount().digits(), user.identifier()};
      case Principal.Role(RoleArn arn) ->
          new String[] {EVERYONE, arn.account().digits(), role(arn)};
      case Principal.RoleSession session ->
          new String[] {
            EVERYONE, session.ofAccount().digits(), role(session.role()), session.identifier()
          };
      case Principal.FederatedUser user ->
          new String[] {EVERYONE, user.ofAccount().digits(), user.identifier()};
      case Principal.WebIdentity(String issuer, String _) ->
          new String[] {EVERYONE, provider(issuer)};
      case Principal.SamlIdentity saml ->
          new String[] {EVERYONE, provider(saml.provider().toString())};
      case Principal.Service(String name) -> new String[] {EVERYONE, name};
      case Principal.Anonymous _ -> new String[] {EVERYONE};
    };
  }

  // By name, as a session does not always know its role's path.
  private static String role(RoleArn arn) {
    return "role " + arn.account() + " " + arn.name();
  }

  // An issuer is named by URL, by host and path, or by its provider's ARN.
  private static String provider(String text) {
    if (text.startsWith(HTTPS)) {
      return "provider " + text.substring(HTTPS.length());
    }
    int name = text.startsWith("arn:") ? text.indexOf(OIDC_PROVIDER) : -1;
    return "provider " + (name >= 0 ? text.substring(name + OIDC_PROVIDER.length()) : text);
  }
}
