package dev.brevet.api.admin;

import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonArray;
import dev.brevet.policy.lint.Finding;
import dev.brevet.policy.lint.Severity;
import java.util.List;

/// A warning about a whole statement.
final class StatementFinding {
  private StatementFinding() {}

  /// @param statements what a policy has as `Statement`: a list, or the one statement
  /// @param index which of them
  static Finding of(JsonValue statements, int index, String id, String why) {
    JsonValue at =
        statements instanceof JsonArray(List<JsonValue> all, var _) ? all.get(index) : statements;
    return new Finding(
        id,
        Severity.WARNING,
        why,
        at.place().line(),
        at.place().column(),
        "/Statement" + (statements instanceof JsonArray ? "/" + index : ""),
        List.of());
  }
}
