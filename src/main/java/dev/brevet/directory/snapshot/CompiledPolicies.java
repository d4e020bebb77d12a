package dev.brevet.directory.snapshot;

import module java.base;

import dev.brevet.directory.ItemKey;
import dev.brevet.directory.ItemKind;
import dev.brevet.directory.ManagedPolicy;
import dev.brevet.directory.PolicyName;
import dev.brevet.policy.NamedPolicy;
import org.jspecify.annotations.Nullable;

/// Managed policies by name, and the sets of them that subjects have, each compiled once.
final class CompiledPolicies {
  // A directory that had more sets of policies than this forgets them all, and makes them again.
  private static final int MOST_SETS = 100_000;

  private final Map<PolicyName, ManagedPolicy> byName;
  private final Map<Held, SubjectPolicies> sets = new ConcurrentHashMap<>();

  /// The policies of a subject by name; `refusing` are the names of those that stand in for what is
  /// broken.
  private record Held(
      List<PolicyName> names, Optional<PolicyName> boundary, List<String> refusing) {
    boolean isOf(Set<PolicyName> some) {
      return names.stream().anyMatch(some::contains) || boundary.filter(some::contains).isPresent();
    }
  }

  /// Takes the map as its own.
  CompiledPolicies(Map<PolicyName, ManagedPolicy> byName) {
    this.byName = byName;
  }

  /// These policies with some others in their places; what is not of those stays compiled.
  ///
  /// @param changed the policies that are put or, where `now` has none of that name, removed
  CompiledPolicies changed(Set<PolicyName> changed, Map<PolicyName, ManagedPolicy> now) {
    CompiledPolicies shelf = new CompiledPolicies(now);
    if (sets.size() <= MOST_SETS) {
      sets.forEach(
          (held, policies) -> {
            if (!held.isOf(changed)) {
              shelf.sets.put(held, policies);
            }
          });
    }
    return shelf;
  }

  @Nullable ManagedPolicy get(PolicyName name) {
    return byName.get(name);
  }

  List<NamedPolicy> all() {
    return byName.values().stream()
        .map(policy -> new NamedPolicy(policy.name().value(), policy.policy()))
        .toList();
  }

  Map<PolicyName, ManagedPolicy> copy() {
    return new HashMap<>(byName);
  }

  /// `names` sorted.
  SubjectPolicies subject(
      Set<PolicyName> names, Optional<PolicyName> boundary, List<NamedPolicy> refusing) {
    if (names.isEmpty() && boundary.isEmpty() && refusing.isEmpty()) {
      return SubjectPolicies.NONE;
    }
    Held held =
        new Held(List.copyOf(names), boundary, refusing.stream().map(NamedPolicy::name).toList());
    return sets.computeIfAbsent(held, _ -> compiled(names, boundary, refusing));
  }

  ResourcePolicies resource(Set<PolicyName> names, Optional<ItemKey> broken) {
    List<NamedPolicy> policies = new ArrayList<>();
    broken.ifPresent(key -> policies.add(DenyAllPolicies.resource(key)));
    for (PolicyName name : names) {
      ManagedPolicy policy = byName.get(name);
      policies.add(
          policy != null && policy.type() == ManagedPolicy.Type.RESOURCE
              ? new NamedPolicy(name.value(), policy.policy())
              : DenyAllPolicies.resource(new ItemKey(ItemKind.POLICY, name.value())));
    }
    return new ResourcePolicies(policies);
  }

  private SubjectPolicies compiled(
      Set<PolicyName> names, Optional<PolicyName> boundary, List<NamedPolicy> refusing) {
    List<NamedPolicy> identity = new ArrayList<>(refusing);
    names.forEach(name -> identity.add(identity(name)));
    return new SubjectPolicies(identity, boundary.map(this::identity));
  }

  // A boundary that denies everything limits to nothing, as it should.
  private NamedPolicy identity(PolicyName name) {
    ManagedPolicy policy = byName.get(name);
    return policy != null && policy.type() == ManagedPolicy.Type.IDENTITY
        ? new NamedPolicy(name.value(), policy.policy())
        : DenyAllPolicies.identity(new ItemKey(ItemKind.POLICY, name.value()));
  }
}
