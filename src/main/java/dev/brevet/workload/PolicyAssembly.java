package dev.brevet.workload;

import module java.base;

import dev.brevet.policy.analysis.PatternAlgebra;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.workload.integration.Need;

/// Makes policies out of needs. The policies together allow exactly what the needs name: needs are
/// joined only where they share all but the resources, or all but the actions, so that no action
/// meets a resource that the definition does not name.
final class PolicyAssembly {
  /// Half of what a request may cause, for all the policies of a design: what is not found within
  /// it stays a resource or statement of its own.
  private static final long EFFORT = WorkBudget.REQUEST / 2;

  private final WorkBudget effort;

  private PolicyAssembly(WorkBudget effort) {
    this.effort = effort;
  }

  /// What the policies of one design may be searched with for what could be left out.
  static WorkBudget effort(WorkBudget budget) {
    return budget.upTo(EFFORT);
  }

  /// The policies of a role: the first goes into the role, further ones must be managed policies.
  static List<PolicyDocument> assemble(List<Need> needs, WorkBudget effort) {
    PolicyAssembly assembly = new PolicyAssembly(effort);
    List<PolicyStatement> statements =
        StatementNames.named(assembly.withoutContained(assembly.byActions(needs)));
    if (statements.isEmpty()) {
      return List.of();
    }
    PolicyDocument whole = new PolicyDocument(statements);
    if (whole.size() <= PolicyDocument.MAXIMUM_INLINE) {
      return List.of(whole);
    }
    return PolicySplit.of(statements);
  }

  /// Needs with the same actions and condition, joined over their resources.
  private List<PolicyStatement> byActions(List<Need> needs) {
    Map<Need, Map<String, Set<String>>> joined = new LinkedHashMap<>();
    for (Need need : needs) {
      Need key = new Need(need.actions(), List.of(), need.condition(), "");
      Map<String, Set<String>> resources = joined.computeIfAbsent(key, _ -> new TreeMap<>());
      for (String resource : need.resources()) {
        Set<String> states = resources.computeIfAbsent(resource, _ -> new LinkedHashSet<>());
        if (!need.state().isEmpty()) {
          states.add(need.state());
        }
      }
    }
    List<PolicyStatement> statements = new ArrayList<>();
    joined.forEach(
        (key, resources) ->
            statements.add(
                new PolicyStatement(
                    "",
                    Effect.ALLOW,
                    new TreeSet<>(key.actions()),
                    withoutCovered(resources),
                    key.condition())));
    return statements;
  }

  /// Resources that another one covers are left out; the states that need them need the other.
  private Map<String, List<String>> withoutCovered(Map<String, Set<String>> resources) {
    Map<String, Set<String>> kept = new HashMap<>();
    resources.forEach((resource, states) -> kept.put(resource, new LinkedHashSet<>(states)));
    List<WildcardPattern> wild =
        resources.keySet().stream()
            .filter(PolicyAssembly::isWild)
            .map(PolicyAssembly::pattern)
            .toList();
    for (String resource : wild.isEmpty() ? Set.<String>of() : resources.keySet()) {
      covering(resource, wild, kept)
          .ifPresent(
              by -> {
                Set<String> states = kept.getOrDefault(resource, Set.of());
                kept.remove(resource);
                kept.getOrDefault(by.text(), new LinkedHashSet<>()).addAll(states);
              });
    }
    Map<String, List<String>> lists = new TreeMap<>();
    kept.forEach((resource, states) -> lists.put(resource, List.copyOf(states)));
    return lists;
  }

  private Optional<WildcardPattern> covering(
      String resource, List<WildcardPattern> wild, Map<String, Set<String>> kept) {
    WildcardPattern pattern = pattern(resource);
    for (WildcardPattern by : wild) {
      if (effort.isSpent()) {
        return Optional.empty();
      }
      if (!by.text().equals(resource) && covers(by, pattern) && kept.containsKey(by.text())) {
        return Optional.of(by);
      }
    }
    return Optional.empty();
  }

  /// Statements that another one contains are left out: same condition, its actions among the
  /// other's, each resource covered. Their states need the other.
  private List<PolicyStatement> withoutContained(List<PolicyStatement> statements) {
    record Key(Map<String, Map<String, List<String>>> condition, String action) {}
    List<Optional<PolicyStatement>> kept = new ArrayList<>();
    Map<Key, List<Integer>> by = new HashMap<>();
    for (PolicyStatement statement : statements) {
      for (String action : statement.actions()) {
        by.computeIfAbsent(new Key(statement.condition(), action), _ -> new ArrayList<>())
            .add(kept.size());
      }
      kept.add(Optional.of(statement));
    }
    for (int i = 0; i < kept.size(); i++) {
      PolicyStatement inner = kept.get(i).orElseThrow();
      Key key = new Key(inner.condition(), inner.actions().first());
      for (int at : by.getOrDefault(key, List.of())) {
        Optional<PolicyStatement> outer = at == i ? Optional.empty() : kept.get(at);
        Optional<PolicyStatement> joined = outer.flatMap(other -> containing(other, inner));
        if (joined.isPresent()) {
          kept.set(at, joined);
          kept.set(i, Optional.empty());
          break;
        }
      }
    }
    return kept.stream().flatMap(Optional::stream).toList();
  }

  /// `outer` with the states of `inner`; empty when it does not contain it.
  private Optional<PolicyStatement> containing(PolicyStatement outer, PolicyStatement inner) {
    if (!effort.spend(8) || !outer.actions().containsAll(inner.actions())) {
      return Optional.empty();
    }
    List<String> wild = outer.resources().stream().filter(PolicyAssembly::isWild).toList();
    Map<String, List<String>> states = new TreeMap<>(outer.states());
    for (String resource : inner.resources()) {
      Optional<String> by =
          outer.states().containsKey(resource)
              ? Optional.of(resource)
              : wild.stream()
                  .filter(other -> covers(pattern(other), pattern(resource)))
                  .findFirst();
      if (by.isEmpty()) {
        return Optional.empty();
      }
      states.merge(by.get(), inner.states().get(resource), PolicyAssembly::union);
    }
    return Optional.of(
        new PolicyStatement(
            "", outer.effect(), new TreeSet<>(outer.actions()), states, outer.condition()));
  }

  /// Whether that is certain, and within the effort.
  private boolean covers(WildcardPattern by, WildcardPattern pattern) {
    return effort.spend(16)
        && !PatternAlgebra.beginApart(by, pattern)
        && PatternAlgebra.covers(List.of(by), pattern, effort) instanceof PatternAlgebra.Answer.Yes;
  }

  private static List<String> union(List<String> one, List<String> other) {
    Set<String> all = new LinkedHashSet<>(one);
    all.addAll(other);
    return List.copyOf(all);
  }

  private static boolean isWild(String resource) {
    return resource.indexOf('*') >= 0 || resource.indexOf('?') >= 0;
  }

  private static WildcardPattern pattern(String resource) {
    return WildcardPattern.resource(resource, PolicyVersion.V2012_10_17);
  }
}
