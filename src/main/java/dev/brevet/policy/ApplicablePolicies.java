package dev.brevet.policy;

import module java.base;

import org.jspecify.annotations.Nullable;

/// All policies that bear on a request, by type. Immutable and compiled: make it once, ask it
/// often, from any thread.
///
/// A type that is absent does not limit. For identity-based policies absent means "not known here"
/// and an empty list "there are none": either way they grant nothing, but absent ones do not stop
/// what a resource-based policy of another account grants to the caller itself. No session policy,
/// boundary or endpoint policy (absent or an empty list) means no such limit, as in AWS; a level of
/// service control policies that holds none allows nothing.
public final class ApplicablePolicies {
  // The sets of each type that is present, from the root down where it has levels.
  private final EnumMap<PolicyType, List<PolicySet>> sets;
  private final boolean onlyIdentity;

  private ApplicablePolicies(EnumMap<PolicyType, List<PolicySet>> sets) {
    this.sets = sets;
    this.onlyIdentity = sets.size() == 1 && sets.containsKey(PolicyType.IDENTITY);
  }

  public static Builder builder() {
    return new Builder();
  }

  boolean has(PolicyType type) {
    return sets.containsKey(type);
  }

  /// Whether there are identity-based policies and no others.
  boolean isOnlyIdentity() {
    return onlyIdentity;
  }

  /// The one set of a type that has no levels; null when the type is absent.
  @Nullable PolicySet set(PolicyType type) {
    List<PolicySet> levels = sets.get(type);
    return levels == null ? null : levels.get(0);
  }

  /// From the root down; empty when the type is absent.
  List<PolicySet> levels(PolicyType type) {
    List<PolicySet> levels = sets.get(type);
    return levels == null ? List.of() : levels;
  }

  /// These, with one set instead of what there is of its type.
  ApplicablePolicies with(PolicySet set) {
    EnumMap<PolicyType, List<PolicySet>> changed = new EnumMap<>(sets);
    changed.put(set.type(), List.of(set));
    return new ApplicablePolicies(changed);
  }

  /// These with those of `others` beside them; where both have a type, the others' count. Nothing
  /// is compiled again: policies that shall stand beside a permissions boundary of `others` must
  /// have been [Builder#besideBoundary()].
  public ApplicablePolicies and(ApplicablePolicies others) {
    EnumMap<PolicyType, List<PolicySet>> both = new EnumMap<>(sets);
    both.putAll(others.sets);
    return new ApplicablePolicies(both);
  }

  /// Collects policies by type.
  public static final class Builder {
    private final Map<PolicyType, List<List<Member>>> members = new EnumMap<>(PolicyType.class);

    private boolean besideBoundary;

    private Builder() {}

    /// Says that a permissions boundary will stand beside these policies, which is not among them.
    public Builder besideBoundary() {
      besideBoundary = true;
      return this;
    }

    /// Managed and inline policies of the principal and its groups. An empty list says that there
    /// are none.
    public Builder identity(List<Policy> policies) {
      return only(PolicyType.IDENTITY, policies);
    }

    /// The policies that the session was made with.
    public Builder session(List<Policy> policies) {
      return policies.isEmpty() ? this : only(PolicyType.SESSION, policies);
    }

    /// The permissions boundary.
    public Builder boundary(List<Policy> policies) {
      return policies.isEmpty() ? this : only(PolicyType.BOUNDARY, policies);
    }

    /// The policy of the resource.
    public Builder resource(Policy policy) {
      return only(PolicyType.RESOURCE, List.of(policy));
    }

    /// The trust policy of the role that is the resource.
    public Builder trust(Policy policy) {
      return only(PolicyType.TRUST, List.of(policy));
    }

    /// Service control policies, a list for each level of the organization from the root down to
    /// the account.
    public Builder serviceControl(List<List<Policy>> levels) {
      return levels(PolicyType.SERVICE_CONTROL, levels);
    }

    /// Resource control policies by level; `RCPFullAWSAccess` is always among them and need not be
    /// given.
    public Builder resourceControl(List<List<Policy>> levels) {
      return levels(PolicyType.RESOURCE_CONTROL, levels);
    }

    /// The policies of the VPC endpoint that the request came through.
    public Builder endpoint(List<Policy> policies) {
      return policies.isEmpty() ? this : only(PolicyType.ENDPOINT, policies);
    }

    /// Adds policies under the names that explanations call them by. For the types without levels.
    public Builder named(PolicyType type, List<NamedPolicy> policies) {
      List<Member> own =
          members.computeIfAbsent(type, _ -> new ArrayList<>(List.of(new ArrayList<>()))).get(0);
      policies.forEach(p -> own.add(new Member(Optional.of(p.name()), p.policy())));
      return this;
    }

    private Builder only(PolicyType type, List<Policy> policies) {
      members.put(type, new ArrayList<>(List.of(new ArrayList<>(unnamed(policies)))));
      return this;
    }

    private Builder levels(PolicyType type, List<List<Policy>> levels) {
      if (!levels.isEmpty()) {
        members.put(type, levels.stream().map(Builder::unnamed).toList());
      }
      return this;
    }

    private static List<Member> unnamed(List<Policy> policies) {
      return policies.stream().map(p -> new Member(Optional.empty(), p)).toList();
    }

    public ApplicablePolicies build() {
      EnumMap<PolicyType, List<PolicySet>> sets = new EnumMap<>(PolicyType.class);
      boolean bounded = besideBoundary || members.containsKey(PolicyType.BOUNDARY);
      members.forEach((type, levels) -> sets.put(type, compiled(type, bounded, levels)));
      return new ApplicablePolicies(sets);
    }

    private static List<PolicySet> compiled(
        PolicyType type, boolean bounded, List<List<Member>> levels) {
      List<PolicySet> compiled = new ArrayList<>(levels.size());
      for (int level = 0; level < levels.size(); level++) {
        compiled.add(new PolicySet(type, level, bounded, List.copyOf(levels.get(level))));
      }
      return List.copyOf(compiled);
    }
  }
}
