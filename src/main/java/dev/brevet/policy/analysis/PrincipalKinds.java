package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.Principal;
import dev.brevet.policy.FollowingKey;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PrincipalKeys;
import dev.brevet.policy.PrincipalKind;
import dev.brevet.policy.PrincipalMatchLevel;
import dev.brevet.policy.Statement;
import dev.brevet.policy.StatementMatch;
import dev.brevet.policy.element.WorkBudget;

/// Of the principals that [PrincipalExamples] has, one for each answer that the engine may give
/// about them: how each statement reaches them, and which condition keys follow from them.
final class PrincipalKinds {
  /// Beyond so many comparisons it costs more to tell them apart than to ask about each.
  private static final long MOST = 1_000_000;

  private PrincipalKinds() {}

  private record Answers(List<PrincipalMatchLevel> reach, Set<FollowingKey> keys) {}

  /// The principals to ask about; none where they are too many.
  static List<Principal> told(List<Statement> statements, WorkBudget effort) {
    List<Principal> all = PrincipalExamples.of(statements);
    long patterns = 0;
    for (Statement statement : statements) {
      patterns += statement.principals().map(named -> named.patterns().size()).orElse(0);
    }
    if (all.size() * patterns > MOST || !effort.spend(all.size() * patterns)) {
      return all;
    }
    Map<Answers, Principal> told = new LinkedHashMap<>();
    all.forEach(principal -> told.putIfAbsent(answers(principal, statements), principal));
    return List.copyOf(told.values());
  }

  private static Answers answers(Principal principal, List<Statement> statements) {
    List<PrincipalMatchLevel> reach = new ArrayList<>();
    for (boolean bounded : List.of(false, true)) {
      StatementMatch match = new StatementMatch(PolicyType.RESOURCE, bounded);
      statements.forEach(statement -> reach.add(match.reach(statement, principal)));
    }
    PrincipalKeys keys = PrincipalKeys.of(principal, Optional.empty());
    Set<FollowingKey> following =
        Arrays.stream(FollowingKey.values())
            .filter(
                key ->
                    !keys.values(key.lowerName()).isEmpty()
                        || (key == FollowingKey.USER_ID
                            && PrincipalKind.of(principal).isOfAccount()))
            .collect(Collectors.toSet());
    return new Answers(reach, following);
  }
}
