package dev.brevet.workload;

import dev.brevet.policy.Effect;
import dev.brevet.policy.PatternAlgebra;
import dev.brevet.policy.PolicyVersion;
import dev.brevet.policy.WildcardPattern;
import dev.brevet.workload.integration.Need;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes policies out of needs. The policies together allow exactly what the needs name: needs are
/// joined only where they share all but the resources, or all but the actions, so that no action
/// meets a resource that nobody asked for.
final class PolicyAssembly {
  private PolicyAssembly() {}

  /// The policies of a role: the first goes into the role, further ones must be managed policies.
  static List<PolicyDocument> assemble(List<Need> needs) {
    List<PolicyStatement> statements = named(withoutContained(byActions(needs)));
    if (statements.isEmpty()) {
      return List.of();
    }
    PolicyDocument whole = new PolicyDocument(statements);
    if (whole.size() <= PolicyDocument.MAXIMUM_INLINE) {
      return List.of(whole);
    }
    return split(named(byResources(statements)));
  }

  /// Needs with the same actions and condition, joined over their resources.
  private static List<PolicyStatement> byActions(List<Need> needs) {
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

  /// Resources that others cover are left out; the states that need them need the others.
  private static Map<String, List<String>> withoutCovered(Map<String, Set<String>> resources) {
    Map<String, List<String>> kept = new TreeMap<>();
    List<WildcardPattern> patterns =
        resources.keySet().stream().map(PolicyAssembly::pattern).toList();
    // Only a wildcard covers anything else, so most lists need no search.
    boolean wild =
        patterns.size() > 1 && resources.keySet().stream().anyMatch(PolicyAssembly::isWild);
    List<WildcardPattern> needed = wild ? PatternAlgebra.withoutCovered(patterns) : patterns;
    needed.forEach(pattern -> kept.put(pattern.text(), List.copyOf(resources.get(pattern.text()))));
    for (WildcardPattern pattern : patterns) {
      for (String by :
          kept.containsKey(pattern.text()) ? List.<String>of() : List.copyOf(kept.keySet())) {
        if (PatternAlgebra.covers(List.of(pattern(by)), pattern)
            instanceof PatternAlgebra.Answer.Yes) {
          Set<String> states = new LinkedHashSet<>(kept.get(by));
          states.addAll(resources.get(pattern.text()));
          kept.put(by, List.copyOf(states));
          break;
        }
      }
    }
    return kept;
  }

  /// Statements that another one contains are left out: same condition, its actions among the
  /// other's, each resource covered. Their states need the other.
  private static List<PolicyStatement> withoutContained(List<PolicyStatement> statements) {
    List<PolicyStatement> kept = new ArrayList<>(statements);
    for (PolicyStatement inner : statements) {
      for (int i = 0; i < kept.size(); i++) {
        PolicyStatement outer = kept.get(i);
        if (!outer.equals(inner)
            && outer.condition().equals(inner.condition())
            && outer.actions().containsAll(inner.actions())
            && coverings(inner, outer).values().stream().noneMatch(List::isEmpty)) {
          Map<String, List<String>> states = new TreeMap<>(outer.states());
          coverings(inner, outer)
              .forEach(
                  (resource, by) ->
                      states.merge(
                          by.getFirst(), inner.states().get(resource), PolicyAssembly::union));
          kept.set(
              i,
              new PolicyStatement(
                  "", outer.effect(), new TreeSet<>(outer.actions()), states, outer.condition()));
          kept.remove(inner);
          break;
        }
      }
    }
    return kept;
  }

  /// For each resource of `inner`, one of `outer` that covers it; none where there is none.
  private static Map<String, List<String>> coverings(PolicyStatement inner, PolicyStatement outer) {
    Map<String, List<String>> coverings = new TreeMap<>();
    for (String resource : inner.resources()) {
      coverings.put(
          resource,
          outer.resources().stream()
              .filter(
                  by ->
                      by.equals(resource)
                          || (isWild(by)
                              && PatternAlgebra.covers(List.of(pattern(by)), pattern(resource))
                                  instanceof PatternAlgebra.Answer.Yes))
              .limit(1)
              .toList());
    }
    return coverings;
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

  /// Statements with the same resources and condition, joined over their actions.
  private static List<PolicyStatement> byResources(List<PolicyStatement> statements) {
    record Key(List<String> resources, Map<String, Map<String, List<String>>> condition) {}
    Map<Key, PolicyStatement> joined = new LinkedHashMap<>();
    for (PolicyStatement statement : statements) {
      joined.merge(
          new Key(statement.resources(), statement.condition()), statement, PolicyAssembly::join);
    }
    return List.copyOf(joined.values());
  }

  private static PolicyStatement join(PolicyStatement one, PolicyStatement other) {
    SortedSet<String> actions = new TreeSet<>(one.actions());
    actions.addAll(other.actions());
    Map<String, List<String>> states = new TreeMap<>();
    one.states()
        .forEach(
            (resource, first) -> {
              Set<String> all = new LinkedHashSet<>(first);
              all.addAll(other.states().getOrDefault(resource, List.of()));
              states.put(resource, List.copyOf(all));
            });
    return new PolicyStatement("", one.effect(), actions, states, one.condition());
  }

  /// Names made of the first action: `LambdaInvokeFunction`, then `LambdaInvokeFunction2`.
  private static List<PolicyStatement> named(List<PolicyStatement> statements) {
    Set<String> taken = new HashSet<>();
    List<PolicyStatement> named = new ArrayList<>();
    for (PolicyStatement statement : statements) {
      named.add(withSid(statement, unique(sid(statement.actions().first()), taken)));
    }
    return named;
  }

  private static String unique(String sid, Set<String> taken) {
    String name = sid;
    for (int i = 2; !taken.add(name); i++) {
      name = sid + i;
    }
    return name;
  }

  private static String sid(String action) {
    if (action.equals("*")) {
      return "Everything";
    }
    StringBuilder sid = new StringBuilder();
    for (String word : action.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        sid.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
      }
    }
    return sid.toString();
  }

  private static PolicyStatement withSid(PolicyStatement statement, String sid) {
    return new PolicyStatement(
        sid, statement.effect(), statement.actions(), statement.states(), statement.condition());
  }

  /// Fills the inline policy, then as many managed ones as it takes.
  private static List<PolicyDocument> split(List<PolicyStatement> statements) {
    List<PolicyDocument> documents = new ArrayList<>();
    List<PolicyStatement> current = new ArrayList<>();
    for (PolicyStatement statement : pieces(statements)) {
      int limit =
          documents.isEmpty() ? PolicyDocument.MAXIMUM_INLINE : PolicyDocument.MAXIMUM_MANAGED;
      current.add(statement);
      if (new PolicyDocument(current).size() > limit && current.size() > 1) {
        current.removeLast();
        documents.add(new PolicyDocument(current));
        current = new ArrayList<>(List.of(statement));
      }
    }
    documents.add(new PolicyDocument(current));
    return List.copyOf(documents);
  }

  /// Statements that fit into any policy: a longer one becomes several of fewer resources each.
  private static List<PolicyStatement> pieces(List<PolicyStatement> statements) {
    Set<String> taken = new HashSet<>();
    statements.forEach(statement -> taken.add(statement.sid()));
    List<PolicyStatement> pieces = new ArrayList<>();
    for (PolicyStatement statement : statements) {
      Map<String, List<String>> part = new TreeMap<>();
      String sid = statement.sid();
      int size =
          new PolicyDocument(List.of(withResources(statement, sid, Map.of("", List.of())))).size()
              + 8;
      int length = size;
      for (Map.Entry<String, List<String>> resource : statement.states().entrySet()) {
        int more = resource.getKey().length() + 3;
        if (length + more > PolicyDocument.MAXIMUM_MANAGED && !part.isEmpty()) {
          pieces.add(withResources(statement, sid, part));
          part = new TreeMap<>();
          sid = unique(statement.sid() + "Part", taken);
          length = size;
        }
        part.put(resource.getKey(), resource.getValue());
        length += more;
      }
      pieces.add(withResources(statement, sid, part));
    }
    return pieces;
  }

  private static PolicyStatement withResources(
      PolicyStatement statement, String sid, Map<String, List<String>> states) {
    return new PolicyStatement(
        sid, statement.effect(), statement.actions(), states, statement.condition());
  }
}
