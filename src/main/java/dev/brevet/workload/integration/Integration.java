package dev.brevet.workload.integration;

import module java.base;

/// An optimised integration: an API that Step Functions calls in its own way, and the permissions
/// that it needs.
///
/// @param name `service:api`
/// @param access by whose permissions the service then acts
/// @param source the page that the statements come from
public record Integration(
    String name,
    Set<IntegrationPattern> patterns,
    Access access,
    String source,
    List<Permission> permissions) {
  public Integration {
    patterns = Set.copyOf(patterns);
    permissions = List.copyOf(permissions);
  }

  /// By whose permissions a called service acts on. Source: IAM User Guide,
  /// reference_policies_elements_principal and "cross-service access" in each service's guide.
  public enum Access {
    /// The machine's role itself is authorized, by IAM or (EKS) by Kubernetes.
    PRINCIPAL("principal"),
    /// A role is passed to the service, which then acts with it.
    SERVICE_ROLE("service-role"),
    /// The service acts with a service-linked role too.
    SERVICE_LINKED_ROLE("service-linked-role");

    private final String label;

    Access(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    static Access of(String label) {
      for (Access access : values()) {
        if (access.label.equals(label)) {
          return access;
        }
      }
      throw new IllegalArgumentException("not a kind of access: `" + label + "`");
    }
  }

  /// What one statement of the role must allow.
  ///
  /// @param only the only forms that need it; empty when all do
  /// @param tighter the resources of the tighter mode; empty when they are the same
  /// @param condition by operator, key and values; `${param:X}` stands for what a parameter says
  /// @param tighterCondition what the tighter mode adds
  /// @param onlyIf parameters and the values that they must have for it to be needed
  /// @param given parameters of which one must be given for it to be needed; none when it always is
  /// @param unless parameters of which none may be given
  /// @param ifPresent whether it is needed only when a parameter of its resources is given
  /// @param managedRule whether it is for the rule of EventBridge by which Step Functions learns of
  ///   a job's end
  /// @param optional whether it is needed only at times, so that the tighter mode leaves it out
  /// @param hiddenRoles roles that are passed and not named in the definition, in words
  /// @param told what a reader must know where it is needed, in words; with no actions it is all
  public record Permission(
      Optional<Only> only,
      List<String> actions,
      ResourceRule resources,
      Optional<ResourceRule> tighter,
      Map<String, Map<String, List<String>>> condition,
      Map<String, Map<String, List<String>>> tighterCondition,
      Map<String, String> onlyIf,
      List<String> given,
      List<String> unless,
      boolean ifPresent,
      boolean managedRule,
      boolean optional,
      Optional<String> hiddenRoles,
      Optional<String> told) {
    public Permission {
      actions = List.copyOf(actions);
      condition = Map.copyOf(condition);
      tighterCondition = Map.copyOf(tighterCondition);
      onlyIf = Map.copyOf(onlyIf);
      given = List.copyOf(given);
      unless = List.copyOf(unless);
    }

    /// The parameters that it looks at, without what holds them.
    Set<String> parameters() {
      return Stream.of(given.stream(), unless.stream(), resources.parameters().stream())
          .flatMap(names -> names)
          .map(name -> name.substring(name.lastIndexOf('.') + 1))
          .collect(Collectors.toSet());
    }
  }

  /// The only form of a call that needs a permission.
  public enum Only {
    /// The one that waits for a job's end.
    SYNC,
    /// The optimised integrations, which do more than the call of the same name.
    OPTIMISED
  }
}
