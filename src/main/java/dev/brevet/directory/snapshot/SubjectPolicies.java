package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.PolicyType;

/// The policies that bear on a subject wherever it goes: those attached to it and to its groups,
/// and its permissions boundary. Compiled; subjects with the same policies share one of these, so
/// that what does not depend on the caller can be decided once for all of them.
public final class SubjectPolicies {
  static final SubjectPolicies NONE = new SubjectPolicies(List.of(), Optional.empty());

  private final List<NamedPolicy> identity;
  private final Optional<NamedPolicy> boundary;
  private final ApplicablePolicies applicable;

  SubjectPolicies(List<NamedPolicy> identity, Optional<NamedPolicy> boundary) {
    this.identity = List.copyOf(identity);
    this.boundary = boundary;
    ApplicablePolicies.Builder all =
        ApplicablePolicies.builder().named(PolicyType.IDENTITY, this.identity);
    boundary.ifPresent(policy -> all.named(PolicyType.BOUNDARY, List.of(policy)));
    this.applicable = all.build();
  }

  /// Identity-based policies by name, sorted by it, each once however often it is attached.
  public List<NamedPolicy> identity() {
    return identity;
  }

  public Optional<NamedPolicy> boundary() {
    return boundary;
  }

  /// All of them, ready to be evaluated. Resource-based ones are not among them: see
  /// [DirectorySnapshot#policies].
  public ApplicablePolicies applicable() {
    return applicable;
  }
}
