package dev.brevet.policy;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Arn;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RoleArn;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A principal of every kind that the principals of some statements tell apart.
final class PrincipalCells {
  private static final String NAME = "somebody";

  private PrincipalCells() {}

  static List<Principal> of(List<Statement> statements) {
    Set<Principal> found = new LinkedHashSet<>();
    Set<String> accounts = new LinkedHashSet<>(List.of("999999999999"));
    for (Statement statement : statements) {
      for (PrincipalPattern pattern :
          statement.principals().map(Matcher::patterns).orElse(List.of())) {
        switch (pattern) {
          case PrincipalPattern.Named(Principal principal, _) -> {
            found.addAll(named(principal));
            principal.account().map(AccountId::digits).ifPresent(accounts::add);
          }
          case PrincipalPattern.Account(AccountId account, _) -> accounts.add(account.digits());
          case PrincipalPattern.Service(String name) -> found.add(new Principal.Service(name));
          case PrincipalPattern.FederatedProvider(String provider) -> found.add(token(provider));
          case PrincipalPattern.Everyone _,
              PrincipalPattern.EveryAwsPrincipal _,
              PrincipalPattern.Nobody _ -> {}
        }
      }
    }
    for (String account : accounts) {
      found.add(new Principal.User("aws", new AccountId(account), "/", NAME));
    }
    found.add(new Principal.Service(NAME + ".amazonaws.com"));
    found.add(token("https://" + NAME + ".invalid"));
    found.add(new Principal.Anonymous());
    // NotPrincipal spares the root user with the account alone.
    for (String account : accounts) {
      found.add(new Principal.Root("aws", new AccountId(account)));
    }
    return List.copyOf(found);
  }

  /// A role acts through sessions: of one that is named, a session of no special name stands for
  /// them. A session's ARN does not tell its role's path.
  private static List<Principal> named(Principal principal) {
    List<Principal> found = new ArrayList<>(List.of(principal));
    if (principal instanceof Principal.RoleSession session && session.rolePath().isEmpty()) {
      found.add(
          new Principal.RoleSession(
              session.partition(),
              session.ofAccount(),
              Optional.of("/" + NAME + "/"),
              session.roleName(),
              session.sessionName()));
    }
    if (principal instanceof Principal.Role(RoleArn role)) {
      found.add(
          new Principal.RoleSession(
              role.partition(), role.account(), Optional.of(role.path()), role.name(), NAME));
    }
    return found;
  }

  /// The bearer of a token, or of an assertion, of that provider.
  private static Principal token(String provider) {
    if (provider.contains(":saml-provider/")) {
      return Arn.parse(provider)
          .<Principal>map(arn -> new Principal.SamlIdentity(arn, NAME))
          .orElseGet(Principal.Anonymous::new);
    }
    int name = provider.indexOf(":oidc-provider/");
    String host = name < 0 ? provider : provider.substring(name + ":oidc-provider/".length());
    return new Principal.WebIdentity(host.startsWith("https://") ? host : "https://" + host, NAME);
  }
}
