package dev.brevet.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds, of many statements, those that could match a request, so that a decision costs what they
/// cost.
///
/// Each statement is filed once, by the property that it shares with the fewest others (an action's
/// or resource's literal prefix, a principal, a condition's operand); a request asks every property
/// that files something.
final class StatementIndex {
  private final int[] unfiled;
  private final @Nullable PrefixTrie byAction;
  private final @Nullable PrefixTrie byResource;
  private final Map<String, int[]> byPrincipal;
  private final String[] conditionKeys;
  private final PrefixTrie[] byConditionKey;

  /// What is asked of a request and a candidate; made once for an index, so that asking allocates
  /// nothing.
  interface Visitor {
    /// Called for each candidate below the bound, in no order, some twice; gives the new bound.
    int visit(int number, int bound, AuthorizationRequest request, Reach atLeast);
  }

  StatementIndex(List<List<AccessPath>> pathsByStatement) {
    Map<String, Map<String, Integer>> popularity = popularity(pathsByStatement);
    Map<String, Map<String, List<Integer>>> filed = new TreeMap<>();
    List<Integer> rest = new ArrayList<>();
    for (int number = 0; number < pathsByStatement.size(); number++) {
      AccessPath best = best(pathsByStatement.get(number), popularity);
      if (best == null) {
        rest.add(number);
        continue;
      }
      Map<String, List<Integer>> byKey =
          filed.computeIfAbsent(best.property(), _ -> new HashMap<>());
      for (String key : best.keys()) {
        byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
      }
    }
    this.unfiled = ints(rest);
    this.byAction = trie(filed.remove(AccessPath.ACTION));
    this.byResource = trie(filed.remove(AccessPath.RESOURCE));
    Map<String, List<Integer>> principals = filed.remove(AccessPath.PRINCIPAL);
    this.byPrincipal = principals == null ? Map.of() : arrays(principals);
    this.conditionKeys =
        filed.keySet().stream()
            .map(property -> property.substring(AccessPath.KEY.length()))
            .toArray(String[]::new);
    this.byConditionKey =
        filed.values().stream()
            .map(byKey -> new PrefixTrie(arrays(byKey)))
            .toArray(PrefixTrie[]::new);
  }

  /// Visits every statement that could match, as long as its number is below the bound, which
  /// starts at `from`.
  int visit(AuthorizationRequest request, Reach atLeast, Visitor visitor, int from) {
    int bound = visitAll(unfiled, request, atLeast, visitor, from);
    if (byAction != null) {
      String action = request.action().lowerCase();
      bound = visitPrefixes(byAction, action, request, atLeast, visitor, bound);
    }
    if (byResource != null) {
      bound = visitPrefixes(byResource, request.resource(), request, atLeast, visitor, bound);
    }
    if (!byPrincipal.isEmpty()) {
      bound = visitPrincipals(request, atLeast, visitor, bound);
    }
    for (int i = 0; i < conditionKeys.length; i++) {
      List<String> values = request.values(conditionKeys[i]);
      for (int v = 0; v < values.size(); v++) {
        bound = visitPrefixes(byConditionKey[i], values.get(v), request, atLeast, visitor, bound);
      }
    }
    return bound;
  }

  private int visitPrincipals(
      AuthorizationRequest request, Reach atLeast, Visitor visitor, int from) {
    int bound = from;
    for (String key : request.principalKeyring()) {
      int[] numbers = byPrincipal.get(key);
      if (numbers != null) {
        bound = visitAll(numbers, request, atLeast, visitor, bound);
      }
    }
    return bound;
  }

  private static int visitPrefixes(
      PrefixTrie trie,
      String value,
      AuthorizationRequest request,
      Reach atLeast,
      Visitor visitor,
      int from) {
    int bound = from;
    int at = 0;
    PrefixTrie.Node node = trie.root();
    while (node != null) {
      bound = visitAll(node.numbers(), request, atLeast, visitor, bound);
      node = node.next(value, at);
      at += node == null ? 0 : node.length();
    }
    return bound;
  }

  private static int visitAll(
      int[] numbers, AuthorizationRequest request, Reach atLeast, Visitor visitor, int from) {
    int bound = from;
    for (int number : numbers) {
      if (number >= bound) {
        break;
      }
      bound = visitor.visit(number, bound, request, atLeast);
    }
    return bound;
  }

  private static Map<String, Map<String, Integer>> popularity(List<List<AccessPath>> paths) {
    Map<String, Map<String, Integer>> popularity = new HashMap<>();
    for (List<AccessPath> ofStatement : paths) {
      for (AccessPath path : ofStatement) {
        Map<String, Integer> counts =
            popularity.computeIfAbsent(path.property(), _ -> new HashMap<>());
        path.keys().forEach(key -> counts.merge(key, 1, Integer::sum));
      }
    }
    return popularity;
  }

  // The fewest statements under its keys; none where every key would be empty, which says nothing
  // about a request.
  private static @Nullable AccessPath best(
      List<AccessPath> paths, Map<String, Map<String, Integer>> popularity) {
    AccessPath best = null;
    long least = Long.MAX_VALUE;
    for (AccessPath path : paths) {
      Map<String, Integer> counts = popularity.getOrDefault(path.property(), Map.of());
      long cost = 0;
      for (String key : path.keys()) {
        cost += key.isEmpty() ? Integer.MAX_VALUE : counts.getOrDefault(key, 0);
      }
      if (cost < least && cost < Integer.MAX_VALUE) {
        least = cost;
        best = path;
      }
    }
    return best;
  }

  private static @Nullable PrefixTrie trie(@Nullable Map<String, List<Integer>> byKey) {
    return byKey == null ? null : new PrefixTrie(arrays(byKey));
  }

  private static Map<String, int[]> arrays(Map<String, List<Integer>> byKey) {
    Map<String, int[]> arrays = new HashMap<>(byKey.size() * 2);
    byKey.forEach((key, numbers) -> arrays.put(key, ints(numbers)));
    return arrays;
  }

  private static int[] ints(List<Integer> numbers) {
    int[] ints = numbers.stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(ints);
    return ints;
  }
}
