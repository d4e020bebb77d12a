package dev.brevet.policy;

import module java.base;

import org.jspecify.annotations.Nullable;

/// Numbers filed under texts, found again for every text that is a prefix of a value. Immutable
/// once made.
final class PrefixTrie implements TextFinder {
  private static final int[] NONE = {};

  private final Node root;

  /// A node and what is filed under the text that leads to it, ascending.
  private static final class Node {
    private final String label;
    private final int[] numbers;
    private final char[] firsts;
    private final Node[] children;

    private Node(String label, int[] numbers, List<Node> children) {
      this.label = label;
      this.numbers = numbers;
      this.children = children.toArray(Node[]::new);
      this.firsts = new char[this.children.length];
      for (int i = 0; i < firsts.length; i++) {
        firsts[i] = this.children[i].label.charAt(0);
      }
    }

    /// The child whose label `value` holds at `at`; null when there is none.
    @Nullable Node next(String value, int at) {
      if (firsts.length == 0 || at >= value.length()) {
        return null;
      }
      int found = find(value.charAt(at));
      return found >= 0 && value.startsWith(children[found].label, at) ? children[found] : null;
    }

    private int find(char first) {
      if (firsts.length > 8) {
        return Arrays.binarySearch(firsts, first);
      }
      for (int i = 0; i < firsts.length; i++) {
        if (firsts[i] == first) {
          return i;
        }
      }
      return -1;
    }
  }

  PrefixTrie(Map<String, int[]> filed) {
    List<Map.Entry<String, int[]>> sorted = List.copyOf(new TreeMap<>(filed).entrySet());
    this.root = node("", sorted, 0, sorted.size(), 0);
  }

  @Override
  public int visit(
      String value,
      AuthorizationRequest request,
      PrincipalMatchLevel atLeast,
      StatementIndex.Visitor visitor,
      int from) {
    int bound = from;
    int at = 0;
    Node node = root;
    while (node != null) {
      bound = StatementIndex.visitAll(node.numbers, request, atLeast, visitor, bound);
      node = node.next(value, at);
      at += node == null ? 0 : node.label.length();
    }
    return bound;
  }

  // Builds the node of all entries in [from, to), which share their first `depth` characters, the
  // last of them `label`.
  private static Node node(
      String label, List<Map.Entry<String, int[]>> sorted, int from, int to, int depth) {
    int[] own = NONE;
    int next = from;
    if (next < to && sorted.get(next).getKey().length() == depth) {
      own = sorted.get(next).getValue();
      next++;
    }
    List<Node> children = new ArrayList<>();
    while (next < to) {
      int end = next + 1;
      char first = sorted.get(next).getKey().charAt(depth);
      while (end < to && sorted.get(end).getKey().charAt(depth) == first) {
        end++;
      }
      String low = sorted.get(next).getKey();
      String high = sorted.get(end - 1).getKey();
      int common = depth + 1;
      while (common < low.length()
          && common < high.length()
          && low.charAt(common) == high.charAt(common)) {
        common++;
      }
      children.add(node(low.substring(depth, common), sorted, next, end, common));
      next = end;
    }
    return new Node(label, own, children);
  }
}
