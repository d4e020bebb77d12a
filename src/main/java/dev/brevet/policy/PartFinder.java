package dev.brevet.policy;

import module java.base;

/// Numbers filed under texts, found again for every text that stands anywhere in a value: one walk
/// over the value finds all of them (Aho and Corasick, 1975). Immutable once made.
final class PartFinder implements TextFinder {
  private static final int NONE = -1;

  // The states of the walk; state 0 is where no text has begun. Its edges lie together, by
  // character.
  private final int[] firstEdge;
  private final char[] edgeCharacters;
  private final int[] edgeTargets;
  // Where the walk goes on when no edge fits, and the next shorter text that ends here too.
  private final int[] fallback;
  private final int[] shorter;
  private final int[][] numbers;

  PartFinder(Map<String, int[]> filed) {
    List<Map<Character, Integer>> edges = new ArrayList<>(List.of(new TreeMap<>()));
    List<int[]> filedAt = new ArrayList<>(List.of(new int[0]));
    filed.forEach((text, of) -> filedAt.set(end(text, edges, filedAt), of));
    int states = edges.size();
    this.numbers = filedAt.toArray(int[][]::new);
    this.firstEdge = new int[states + 1];
    this.edgeCharacters = new char[states - 1];
    this.edgeTargets = new int[states - 1];
    int edge = 0;
    for (int state = 0; state < states; state++) {
      firstEdge[state] = edge;
      for (Map.Entry<Character, Integer> each : edges.get(state).entrySet()) {
        edgeCharacters[edge] = each.getKey();
        edgeTargets[edge++] = each.getValue();
      }
    }
    firstEdge[states] = edge;
    this.fallback = new int[states];
    this.shorter = new int[states];
    link();
  }

  // The state at which `text` ends, made where it is missing.
  private static int end(String text, List<Map<Character, Integer>> edges, List<int[]> filedAt) {
    int state = 0;
    for (int i = 0; i < text.length(); i++) {
      Integer next = edges.get(state).get(text.charAt(i));
      if (next == null) {
        next = edges.size();
        edges.get(state).put(text.charAt(i), next);
        edges.add(new TreeMap<>());
        filedAt.add(new int[0]);
      }
      state = next;
    }
    return state;
  }

  // Breadth first, so that what a state falls back to is linked before it.
  private void link() {
    Arrays.fill(shorter, NONE);
    Queue<Integer> next = new ArrayDeque<>(List.of(0));
    while (!next.isEmpty()) {
      int state = next.remove();
      for (int edge = firstEdge[state]; edge < firstEdge[state + 1]; edge++) {
        int target = edgeTargets[edge];
        int back = state == 0 ? 0 : step(fallback[state], edgeCharacters[edge]);
        fallback[target] = back;
        shorter[target] = numbers[back].length > 0 ? back : shorter[back];
        next.add(target);
      }
    }
  }

  @Override
  public int visit(
      String value,
      AuthorizationRequest request,
      PrincipalMatchLevel atLeast,
      StatementIndex.Visitor visitor,
      int from) {
    int bound = from;
    int state = 0;
    for (int i = 0; i < value.length(); i++) {
      state = step(state, value.charAt(i));
      for (int ending = state; ending != NONE; ending = shorter[ending]) {
        bound = StatementIndex.visitAll(numbers[ending], request, atLeast, visitor, bound);
      }
    }
    return bound;
  }

  private int step(int from, char character) {
    int state = from;
    while (true) {
      int edge = edge(state, character);
      if (edge >= 0) {
        return edgeTargets[edge];
      }
      if (state == 0) {
        return 0;
      }
      state = fallback[state];
    }
  }

  private int edge(int state, char character) {
    return Arrays.binarySearch(edgeCharacters, firstEdge[state], firstEdge[state + 1], character);
  }
}
