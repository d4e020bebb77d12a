package dev.brevet.policy;

import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.Shortfall;
import java.util.List;

/// What became of one statement: it matched, or fell short.
public record StatementOutcome(
    StatementReference reference, Effect effect, List<Shortfall> shortfalls) {
  public StatementOutcome {
    shortfalls = List.copyOf(shortfalls);
  }

  /// Whether the statement is about the request.
  public boolean isMatch() {
    return shortfalls.isEmpty();
  }

  /// Whether only one thing kept it from matching.
  public boolean isNearMatch() {
    return shortfalls.size() == 1;
  }
}
