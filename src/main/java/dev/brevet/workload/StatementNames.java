package dev.brevet.workload;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// Names for the statements of a role, each given once.
final class StatementNames {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> next = new HashMap<>();

  String unique(String sid) {
    String name = sid;
    int number = next.getOrDefault(sid, 2);
    while (!taken.add(name)) {
      name = sid + number++;
    }
    next.put(sid, number);
    return name;
  }

  /// Names made of the first action: `LambdaInvokeFunction`, then `LambdaInvokeFunction2`.
  static List<PolicyStatement> named(List<PolicyStatement> statements) {
    StatementNames names = new StatementNames();
    List<PolicyStatement> named = new ArrayList<>();
    for (PolicyStatement statement : statements) {
      named.add(withSid(statement, names.unique(sid(statement.actions().first()))));
    }
    return named;
  }

  private static String sid(String action) {
    if (action.equals("*")) {
      return "Everything";
    }
    StringBuilder sid = new StringBuilder();
    for (String word : action.split("[^A-Za-z0-9]+", -1)) {
      if (!word.isEmpty()) {
        sid.append(AsciiCase.upper(word.substring(0, 1))).append(word.substring(1));
      }
    }
    return sid.toString();
  }

  private static PolicyStatement withSid(PolicyStatement statement, String sid) {
    return new PolicyStatement(
        sid, statement.effect(), statement.actions(), statement.states(), statement.condition());
  }
}
