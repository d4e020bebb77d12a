package dev.brevet.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A statement in a set of policies, where it stands, and the decision that it makes by itself:
/// made once, given often.
public final class Entry {
  private final Statement statement;
  private final PolicyType type;
  private final int level;
  private final int policyIndex;
  private final Member member;
  private final int statementIndex;
  // Made when first asked for; every thread would make an equal one.
  private @Nullable Decision alone;

  Entry(
      Statement statement,
      PolicyType type,
      int level,
      int policyIndex,
      Member member,
      int statementIndex) {
    this.statement = statement;
    this.type = type;
    this.level = level;
    this.policyIndex = policyIndex;
    this.member = member;
    this.statementIndex = statementIndex;
  }

  Statement statement() {
    return statement;
  }

  StatementReference reference() {
    return new StatementReference(
        type, level, policyIndex, member.name(), statementIndex, statement.sid());
  }

  /// What is decided where only this statement decides.
  Decision alone() {
    Decision made = alone;
    if (made == null) {
      made =
          switch (statement.effect()) {
            case ALLOW -> new Decision.Allowed(List.of(reference()));
            case DENY -> new Decision.ExplicitlyDenied(List.of(reference()), type);
          };
      alone = made;
    }
    return made;
  }
}
