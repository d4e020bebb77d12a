package dev.brevet.policy;

/// How a statement's `Principal` reaches the caller, from not at all to by itself.
public enum PrincipalMatchLevel {
  NONE,
  /// Through its account: the account's identity-based policies must allow too.
  ACCOUNT,
  /// Through its role: boundary and session policies still limit.
  ROLE,
  /// By its own ARN, as the bearer of a token or a service, or because everyone is meant: in the
  /// same account nothing that merely does not allow limits it.
  ITSELF
}
