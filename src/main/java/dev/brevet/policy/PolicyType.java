package dev.brevet.policy;

import module java.base;

/// What a policy is attached to, and so what it can do. Source: IAM User Guide, access_policies.
public enum PolicyType {
  /// Of a user, its groups or a role: grants.
  IDENTITY("identity"),
  /// Of a resource: grants to the principals it names.
  RESOURCE("resource"),
  /// Of a role: names the principals that may assume it, and must always allow.
  TRUST("trust"),
  /// Passed when a session is made: limits the session.
  SESSION("session"),
  /// A permissions boundary: limits a user or role.
  BOUNDARY("boundary"),
  /// Of an organization, organizational unit or account: limits the principals of member accounts.
  SERVICE_CONTROL("scp"),
  /// Of an organization, organizational unit or account: limits what is done to the resources of
  /// member accounts.
  RESOURCE_CONTROL("rcp"),
  /// Of a VPC endpoint: limits what passes through it.
  ENDPOINT("endpoint");

  private final String label;

  PolicyType(String label) {
    this.label = label;
  }

  /// The short name used in statement references, answers and logs, such as `trust`.
  public String label() {
    return label;
  }

  /// The type with that short name. Empty when there is none.
  public static Optional<PolicyType> parse(String label) {
    return Arrays.stream(values()).filter(type -> type.label.equals(label)).findFirst();
  }

  /// All short names, for people to read.
  public static String labels() {
    return Arrays.stream(values()).map(PolicyType::label).collect(Collectors.joining(", "));
  }

  /// Whether it is one of IAM's own policies, not another service's: IAM's stricter grammar holds.
  public boolean isOfIam() {
    return this == IDENTITY || this == TRUST || this == SESSION || this == BOUNDARY;
  }

  /// Whether it counts how directly its statements reach a caller: what a resource's policy allows
  /// a caller by name needs nothing beside it.
  public boolean weighsReach() {
    return switch (this) {
      case RESOURCE, TRUST -> true;
      case IDENTITY, SESSION, BOUNDARY, SERVICE_CONTROL, RESOURCE_CONTROL, ENDPOINT -> false;
    };
  }

  /// Whether the element `Id` is allowed: "it must not be included in identity-based policies"
  /// (reference_policies_grammar).
  public boolean mayHaveId() {
    return this != IDENTITY && this != BOUNDARY;
  }

  /// Whether statements of such a policy name principals.
  public boolean namesPrincipals() {
    return this == RESOURCE || this == TRUST || this == RESOURCE_CONTROL || this == ENDPOINT;
  }
}
