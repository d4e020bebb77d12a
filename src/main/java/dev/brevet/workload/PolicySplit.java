package dev.brevet.workload;

import module java.base;

/// Statements that are too long for one policy, in as few policies as they take: what shares its
/// resources is joined first, and a statement that fits nowhere becomes several.
final class PolicySplit {
  private PolicySplit() {}

  /// Fills the inline policy, then as many managed ones as it takes.
  static List<PolicyDocument> of(List<PolicyStatement> unsplit) {
    List<PolicyStatement> statements = StatementNames.named(byResources(unsplit));
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
    StatementNames names = new StatementNames();
    statements.forEach(statement -> names.unique(statement.sid()));
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
          sid = names.unique(statement.sid() + "Part");
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

  /// Statements with the same resources and condition, joined over their actions.
  private static List<PolicyStatement> byResources(List<PolicyStatement> statements) {
    record Key(List<String> resources, Map<String, Map<String, List<String>>> condition) {}
    Map<Key, PolicyStatement> joined = new LinkedHashMap<>();
    for (PolicyStatement statement : statements) {
      joined.merge(
          new Key(statement.resources(), statement.condition()), statement, PolicySplit::join);
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
}
