package dev.brevet.mapping;

import dev.brevet.iam.RoleArn;
import dev.brevet.policy.Policy;
import java.util.List;

/// A role mapping: a role, which callers may have it, and what a session of it may do. An instance
/// that exists is valid.
///
/// `trustPolicy` says which callers may have the role, in IAM's language and with IAM's meaning.
/// `version` is the store's, 0 for one that was never stored; the mapping's document does not have
/// it. A disabled mapping is answered like one that does not exist.
public record RoleMapping(
    MappingId id,
    String description,
    boolean enabled,
    RoleArn role,
    Policy trustPolicy,
    CallerRequirements requirements,
    List<MappingParameter> parameters,
    SessionTemplate session,
    long version) {
  public RoleMapping {
    parameters = List.copyOf(parameters);
    if (role.isServiceLinked()) {
      throw new IllegalArgumentException("a service-linked role belongs to its service");
    }
  }

  /// The same mapping as the store's version `stored`.
  public RoleMapping withVersion(long stored) {
    return new RoleMapping(
        id, description, enabled, role, trustPolicy, requirements, parameters, session, stored);
  }
}
