package dev.brevet.directory.snapshot;

import dev.brevet.policy.ApplicablePolicies;
import dev.brevet.policy.NamedPolicy;
import dev.brevet.policy.PolicyType;
import java.util.List;

/// The policies that are attached to a resource, compiled.
public final class ResourcePolicies {
  private final List<NamedPolicy> policies;
  private final ApplicablePolicies applicable;
  private final ApplicablePolicies besideBoundary;

  ResourcePolicies(List<NamedPolicy> policies) {
    this.policies = List.copyOf(policies);
    this.applicable =
        ApplicablePolicies.builder().named(PolicyType.RESOURCE, this.policies).build();
    this.besideBoundary =
        ApplicablePolicies.builder()
            .besideBoundary()
            .named(PolicyType.RESOURCE, this.policies)
            .build();
  }

  /// By name, sorted by it.
  public List<NamedPolicy> policies() {
    return policies;
  }

  /// These beside those of the caller.
  ApplicablePolicies with(SubjectPolicies subject) {
    return subject.applicable().and(subject.boundary().isPresent() ? besideBoundary : applicable);
  }
}
