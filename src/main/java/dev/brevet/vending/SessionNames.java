package dev.brevet.vending;

import dev.brevet.iam.Principal;
import dev.brevet.iam.SessionName;
import dev.brevet.iam.Sha256;
import dev.brevet.iam.SourceIdentity;
import dev.brevet.iam.VendedName;
import dev.brevet.identity.VerifiedIdentity;

/// Names a caller where STS takes 64 characters of `[\w+=,.@-]`: a [VendedName] of up to 23
/// characters of the caller's own name and a hash of the kind of principal, its whole identifier
/// and all else that distinguishes it from others of that identifier.
///
/// The hash makes it injective: two callers never share a name, however alike they look. Brevet
/// sets both names itself, so that, unlike in AWS, they can be authorized on.
final class SessionNames {
  private SessionNames() {}

  /// The role session name for `caller`.
  static SessionName sessionName(VerifiedIdentity caller) {
    Principal principal = caller.principal();
    // What follows begins with a line break, which no identifier has.
    String among =
        caller.distinguishing().isEmpty()
            ? ""
            : "\n" + IdentityDigest.text(caller.distinguishing());
    return VendedName.of(readable(principal), Sha256.ofUnits(named(principal) + among));
  }

  /// The source identity of the caller with this session name: the same text.
  static SourceIdentity sourceIdentity(SessionName name) {
    return new SourceIdentity(name.value());
  }

  /// The kind of principal and its whole identifier.
  static String named(Principal principal) {
    return kind(principal) + "\n" + principal.identifier();
  }

  private static String readable(Principal caller) {
    return switch (caller) {
      case Principal.User user -> user.name();
      case Principal.RoleSession session -> session.sessionName();
      case Principal.FederatedUser federated -> federated.name();
      case Principal.WebIdentity web -> web.subject();
      case Principal.SamlIdentity saml -> saml.subject();
      case Principal.Role(var arn) -> arn.name();
      case Principal.Service(String name) -> name;
      case Principal.Root _, Principal.Anonymous _ -> "caller";
    };
  }

  private static String kind(Principal caller) {
    return switch (caller) {
      case Principal.Root _ -> "root";
      case Principal.User _ -> "user";
      case Principal.Role _ -> "role";
      case Principal.RoleSession _ -> "role-session";
      case Principal.FederatedUser _ -> "federated-user";
      case Principal.WebIdentity _ -> "web-identity";
      case Principal.SamlIdentity _ -> "saml-identity";
      case Principal.Service _ -> "service";
      case Principal.Anonymous _ -> "anonymous";
    };
  }
}
