package dev.brevet.policy;

import module java.base;

/// The answer to an authorization request.
///
/// Source: IAM User Guide, reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.
public sealed interface Decision {
  /// The statements that decided: of each kind of policy that had to allow, the first that did; or
  /// the denying one. Empty for an implicit denial.
  List<StatementReference> statements();

  /// `Allowed`, `ExplicitlyDenied` or `ImplicitlyDenied`: the word for answers and logs.
  default String name() {
    return switch (this) {
      case Allowed _ -> "Allowed";
      case ExplicitlyDenied _ -> "ExplicitlyDenied";
      case ImplicitlyDenied _ -> "ImplicitlyDenied";
    };
  }

  /// Whether the request may proceed.
  default boolean isAllowed() {
    return this instanceof Allowed;
  }

  /// The type of policy that denies, or that would have had to allow; empty when the request is
  /// allowed.
  default Optional<PolicyType> blockedBy() {
    return switch (this) {
      case Allowed _ -> Optional.empty();
      case ExplicitlyDenied(var _, PolicyType type) -> Optional.of(type);
      case ImplicitlyDenied(PolicyType type) -> Optional.of(type);
    };
  }

  /// Every kind of policy that had to allow did, and none denies. Without statements only for what
  /// needs no permission: `sts:GetCallerIdentity`, a user's `sts:GetSessionToken`, and an account's
  /// root user in its own account.
  record Allowed(List<StatementReference> statements) implements Decision {
    public Allowed {
      statements = List.copyOf(statements);
    }
  }

  /// A statement denies; no allow changes that.
  record ExplicitlyDenied(List<StatementReference> statements, PolicyType type)
      implements Decision {
    public ExplicitlyDenied {
      statements = List.copyOf(statements);
    }
  }

  /// Nothing denies, but policies of this type would have had to allow and did not.
  record ImplicitlyDenied(PolicyType type) implements Decision {
    @Override
    public List<StatementReference> statements() {
      return List.of();
    }
  }
}
