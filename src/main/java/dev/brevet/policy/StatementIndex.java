package dev.brevet.policy;

import module java.base;

import dev.brevet.policy.AccessPath.Aspect;
import dev.brevet.policy.AccessPath.Property;
import org.jspecify.annotations.Nullable;

/// Finds, of many statements, those that could match a request, so that a decision costs what they
/// cost.
///
/// Each statement is filed once, by the property that it shares with the fewest others: how an
/// action, a resource or a condition's value begins or what it holds, or a principal. A request
/// asks every property that files something.
final class StatementIndex {
  private static final Set<Aspect> WALKS =
      Set.of(Aspect.ACTION_HOLDS, Aspect.RESOURCE_HOLDS, Aspect.VALUE_HOLDS);

  private final int[] unfiled;
  private final Map<String, int[]> byPrincipal;
  private final TextFinder[] byAction;
  private final TextFinder[] byResource;
  // Side by side: a condition key and what is filed by its values.
  private final String[] conditionKeys;
  private final TextFinder[] byValue;

  /// What is asked of a request and a candidate; made once for an index, so that asking allocates
  /// nothing.
  interface Visitor {
    /// Called for each candidate below the bound, in no order, some twice; gives the new bound.
    int visit(int number, int bound, AuthorizationRequest request, PrincipalMatchLevel atLeast);
  }

  /// A way to find a statement with the keys that it is filed under, and how many statements share
  /// those.
  private record Choice(Property property, List<String> keys, long shared) {}

  StatementIndex(List<List<AccessPath>> pathsByStatement) {
    Map<Property, Map<String, Integer>> popularity = popularity(pathsByStatement);
    Comparator<Property> order =
        Comparator.comparing(Property::aspect).thenComparing(Property::conditionKey);
    Map<Property, Map<String, List<Integer>>> filed = new TreeMap<>(order);
    List<Integer> rest = new ArrayList<>();
    for (int number = 0; number < pathsByStatement.size(); number++) {
      Choice best = best(pathsByStatement.get(number), popularity);
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
    Map<Property, Map<String, int[]>> arrays = new TreeMap<>(order);
    filed.forEach((property, byKey) -> arrays.put(property, arrays(byKey)));
    this.byPrincipal = arrays.getOrDefault(new Property(Aspect.PRINCIPAL_IS, ""), Map.of());
    this.byAction = finders(arrays, Set.of(Aspect.ACTION_BEGINS, Aspect.ACTION_HOLDS));
    this.byResource = finders(arrays, Set.of(Aspect.RESOURCE_BEGINS, Aspect.RESOURCE_HOLDS));
    Set<Aspect> ofValues = Set.of(Aspect.VALUE_BEGINS, Aspect.VALUE_HOLDS);
    this.byValue = finders(arrays, ofValues);
    this.conditionKeys =
        arrays.keySet().stream()
            .filter(property -> ofValues.contains(property.aspect()))
            .map(Property::conditionKey)
            .toArray(String[]::new);
  }

  private static TextFinder[] finders(
      Map<Property, Map<String, int[]>> filed, Set<Aspect> aspects) {
    return filed.entrySet().stream()
        .filter(each -> aspects.contains(each.getKey().aspect()))
        .map(
            each ->
                WALKS.contains(each.getKey().aspect())
                    ? new PartFinder(each.getValue())
                    : new PrefixTrie(each.getValue()))
        .toArray(TextFinder[]::new);
  }

  /// Visits every statement that could match, as long as its number is below the bound, which
  /// starts at `from`.
  int visit(AuthorizationRequest request, PrincipalMatchLevel atLeast, Visitor visitor, int from) {
    int bound = visitAll(unfiled, request, atLeast, visitor, from);
    for (TextFinder finder : byAction) {
      bound = finder.visit(request.action().lowerCase(), request, atLeast, visitor, bound);
    }
    for (TextFinder finder : byResource) {
      bound = finder.visit(request.resource(), request, atLeast, visitor, bound);
    }
    if (!byPrincipal.isEmpty()) {
      bound = visitPrincipals(request, atLeast, visitor, bound);
    }
    for (int i = 0; i < conditionKeys.length; i++) {
      List<String> values = request.values(conditionKeys[i]);
      for (int v = 0; v < values.size(); v++) {
        bound = byValue[i].visit(values.get(v), request, atLeast, visitor, bound);
      }
    }
    return bound;
  }

  private int visitPrincipals(
      AuthorizationRequest request, PrincipalMatchLevel atLeast, Visitor visitor, int from) {
    int bound = from;
    for (String key : request.principalKeyring()) {
      int[] numbers = byPrincipal.get(key);
      if (numbers != null) {
        bound = visitAll(numbers, request, atLeast, visitor, bound);
      }
    }
    return bound;
  }

  static int visitAll(
      int[] numbers,
      AuthorizationRequest request,
      PrincipalMatchLevel atLeast,
      Visitor visitor,
      int from) {
    int bound = from;
    for (int number : numbers) {
      if (number >= bound) {
        break;
      }
      bound = visitor.visit(number, bound, request, atLeast);
    }
    return bound;
  }

  private static Map<Property, Map<String, Integer>> popularity(List<List<AccessPath>> paths) {
    Map<Property, Map<String, Integer>> popularity = new HashMap<>();
    for (List<AccessPath> ofStatement : paths) {
      for (AccessPath path : ofStatement) {
        Map<String, Integer> counts =
            popularity.computeIfAbsent(path.property(), _ -> new HashMap<>());
        path.keysByEntry().forEach(keys -> keys.forEach(key -> counts.merge(key, 1, Integer::sum)));
      }
    }
    return popularity;
  }

  // Where several share as few, the first: it is the cheapest to ask.
  private static @Nullable Choice best(
      List<AccessPath> paths, Map<Property, Map<String, Integer>> popularity) {
    Choice best = null;
    for (AccessPath path : paths) {
      Map<String, Integer> counts = popularity.getOrDefault(path.property(), Map.of());
      List<String> keys = new ArrayList<>();
      long shared = 0;
      for (List<String> ofEntry : path.keysByEntry()) {
        String rarest =
            ofEntry.stream()
                .min(Comparator.comparing(key -> counts.getOrDefault(key, 0)))
                .orElseThrow();
        keys.add(rarest);
        shared += counts.getOrDefault(rarest, 0);
      }
      if (best == null || shared < best.shared()) {
        best = new Choice(path.property(), keys.stream().distinct().toList(), shared);
      }
    }
    return best;
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
