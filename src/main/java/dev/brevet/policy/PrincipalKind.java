package dev.brevet.policy;

import dev.brevet.iam.Principal;

/// The kinds of principals, one for each that IAM distinguishes. The engine and the comparison of
/// policies both ask it, so that neither knows a kind that the other does not: a new one compiles
/// in neither until it is answered for.
///
/// Source: IAM User Guide, reference_policies_elements_principal.
public enum PrincipalKind {
  USER,
  ROLE_SESSION,
  ROLE,
  FEDERATED_USER,
  WEB_IDENTITY,
  SAML_IDENTITY,
  SERVICE,
  ANONYMOUS,
  // Last, as the example of a difference where there is no other: it may do the least of all.
  ROOT;

  public static PrincipalKind of(Principal principal) {
    return switch (principal) {
      case Principal.Root _ -> ROOT;
      case Principal.User _ -> USER;
      case Principal.Role _ -> ROLE;
      case Principal.RoleSession _ -> ROLE_SESSION;
      case Principal.FederatedUser _ -> FEDERATED_USER;
      case Principal.WebIdentity _ -> WEB_IDENTITY;
      case Principal.SamlIdentity _ -> SAML_IDENTITY;
      case Principal.Service _ -> SERVICE;
      case Principal.Anonymous _ -> ANONYMOUS;
    };
  }

  /// Whether it belongs to an account and signs its requests with the account's credentials.
  public boolean isOfAccount() {
    return switch (this) {
      case ROOT, USER, ROLE, ROLE_SESSION, FEDERATED_USER -> true;
      case WEB_IDENTITY, SAML_IDENTITY, SERVICE, ANONYMOUS -> false;
    };
  }

  /// Whether it can have a permissions boundary.
  boolean isBounded() {
    return switch (this) {
      case USER, ROLE, ROLE_SESSION, FEDERATED_USER -> true;
      case ROOT, WEB_IDENTITY, SAML_IDENTITY, SERVICE, ANONYMOUS -> false;
    };
  }

  /// Whether it comes with a token or an assertion of an identity provider.
  boolean bearsToken() {
    return switch (this) {
      case WEB_IDENTITY, SAML_IDENTITY -> true;
      case ROOT, USER, ROLE, ROLE_SESSION, FEDERATED_USER, SERVICE, ANONYMOUS -> false;
    };
  }
}
