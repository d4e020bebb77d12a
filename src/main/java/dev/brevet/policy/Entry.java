package dev.brevet.policy;

import java.util.List;

/// A statement in a set of policies, where it stands, and the decision that it alone makes: made
/// once, given often.
final class Entry {
  private final Statement statement;
  private final StatementReference reference;
  private final Decision alone;

  Entry(Statement statement, StatementReference reference) {
    this.statement = statement;
    this.reference = reference;
    this.alone =
        switch (statement.effect()) {
          case ALLOW -> new Decision.Allowed(List.of(reference));
          case DENY -> new Decision.ExplicitlyDenied(List.of(reference), reference.type());
        };
  }

  Statement statement() {
    return statement;
  }

  StatementReference reference() {
    return reference;
  }

  /// What is decided where this statement alone decides.
  Decision alone() {
    return alone;
  }
}
