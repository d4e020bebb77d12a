package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.Principal;
import dev.brevet.policy.BrevetActions;
import dev.brevet.policy.Conditions;
import dev.brevet.policy.FollowingKey;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.PrincipalKind;
import dev.brevet.policy.PrincipalMatchLevel;
import dev.brevet.policy.Statement;
import dev.brevet.policy.StatementMatch;
import dev.brevet.policy.analysis.PatternExamples.Example;
import dev.brevet.policy.analysis.PolicyComparison.Answer;
import dev.brevet.policy.analysis.PolicyComparison.Knowledge;
import dev.brevet.policy.analysis.PolicyComparison.Witness;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.WorkBudget;

/// Asks both policies about one request of every cell.
public final class RequestSearch {
  /// Each is a frame of a recursion, and doubles the questions at least.
  private static final int MOST_KEYS = 64;

  private static final Answer TOO_MANY =
      new Answer.CannotTell("there are too many requests to compare");

  private static final Principal CALLER =
      new Principal.RoleSession(
          "aws", new AccountId("999999999999"), Optional.empty(), "somebody", "somebody");

  private final Policy one;
  private final Policy other;
  private final List<Example> actions;
  private final List<Example> resources;
  private final List<Optional<Principal>> principals;
  private final Map<String, ContextExamples.Found> contexts = new LinkedHashMap<>();
  private final Map<String, List<String>> fixed;
  private final PolicyType type;
  private final PolicyType otherType;
  private final WorkBudget effort;
  private boolean exact = true;
  private StatementMatch match = new StatementMatch(PolicyType.RESOURCE, false);
  private int questions;
  private Optional<String> doubt = Optional.empty();

  /// @param type of the first policy
  /// @param otherType of the second
  /// @param fixed keys whose values are given, as those of variables are
  RequestSearch(
      PolicyType type,
      PolicyType otherType,
      Policy one,
      Policy other,
      List<Example> actions,
      List<Example> resources,
      List<Statement> statements,
      Knowledge knowledge,
      Map<String, List<String>> fixed,
      WorkBudget effort) {
    this.type = type;
    this.otherType = otherType;
    this.effort = effort;
    this.one = one;
    this.other = other;
    this.actions = actions;
    this.resources = resources;
    this.fixed = fixed;
    boolean named = statements.stream().anyMatch(statement -> statement.principals().isPresent());
    this.principals =
        named
            ? PrincipalKinds.told(statements, effort).stream().map(Optional::of).toList()
            : List.of(Optional.empty());
    PolicyComparison.byKey(statements)
        .forEach(
            (key, conditions) -> {
              List<String> given = fixed.get(key);
              ContextExamples.Found examples =
                  given != null
                      ? ContextExamples.given(key, conditions, given, effort)
                      : ContextExamples.of(key, conditions, knowledge.isMultivalued(key), effort);
              contexts.put(key, examples);
              exact &= examples.exact();
            });
  }

  /// @param most requests to ask about
  /// @param bounded whether users and roles have a permissions boundary
  Answer compare(int most, boolean bounded) {
    this.match = new StatementMatch(PolicyType.RESOURCE, bounded);
    if (principals.isEmpty()) {
      return TOO_MANY;
    }
    for (Example action : actions) {
      for (Example resource : resources) {
        if (!effort.spend(one.statements().size())) {
          return TOO_MANY;
        }
        List<Statement> ours = about(one, type, action, resource);
        if (ours.stream().noneMatch(statement -> statement.effect() == Effect.ALLOW)) {
          continue;
        }
        List<Statement> theirs = about(other, otherType, action, resource);
        List<Statement> both = new ArrayList<>(ours);
        both.addAll(theirs);
        List<String> keys = List.copyOf(PolicyComparison.byKey(both).keySet());
        if (keys.size() > MOST_KEYS) {
          return TOO_MANY;
        }
        for (Optional<Principal> principal : principals) {
          Situation situation =
              new Situation(
                  action,
                  resource,
                  principal,
                  ours,
                  theirs,
                  keys,
                  Lacking.of(type, principal.orElse(CALLER), resource, keys),
                  weight(both));
          Optional<Answer> answer =
              contexts(situation, new TreeMap<>(), new ArrayList<>(), Optional.empty(), most);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    }
    if (doubt.isPresent()) {
      return new Answer.CannotTell("it depends on " + doubt.get());
    }
    return exact
        ? new Answer.No()
        : new Answer.CannotTell("a condition compares its key in too many ways");
  }

  /// What it costs to ask all of them.
  private static long weight(List<Statement> statements) {
    long weight = 0;
    for (Statement statement : statements) {
      weight += 8 + statement.principals().map(named -> named.patterns().size()).orElse(0);
    }
    return weight;
  }

  private static List<Statement> about(
      Policy policy, PolicyType type, Example action, Example resource) {
    String lowerAction = AsciiCase.lower(action.text());
    return policy.statements().stream()
        .filter(statement -> BrevetActions.counts(type, statement, lowerAction))
        .filter(statement -> action.covers(statement.actions()))
        .filter(statement -> statement.resources().map(resource::covers).orElse(true))
        .toList();
  }

  /// Goes through the values of the keys that matter; an answer ends it.
  private Optional<Answer> contexts(
      Situation situation,
      Map<String, List<String>> chosen,
      List<Set<Condition>> holding,
      Optional<String> unsure,
      int most) {
    if (holding.size() == situation.keys.size()) {
      if (++questions > most || !effort.spend(situation.weight * (1 + holding.size()))) {
        return Optional.of(TOO_MANY);
      }
      return difference(situation, chosen, holding, unsure);
    }
    String key = situation.keys.get(holding.size());
    ContextExamples.Found examples =
        contexts.getOrDefault(key, new ContextExamples.Found(List.of(), false));
    for (ContextExamples.Example example : examples.examples()) {
      boolean absent = example.values().isEmpty();
      if (absent && situation.lacking.never().contains(key)) {
        continue;
      }
      Optional<String> here =
          absent && situation.lacking.unsure().contains(key)
              ? Optional.of(Lacking.lacks(key))
              : example.doubt();
      if (!example.values().isEmpty()) {
        chosen.put(key, example.values());
      }
      holding.add(example.holding());
      Optional<Answer> answer = contexts(situation, chosen, holding, unsure.or(() -> here), most);
      holding.removeLast();
      chosen.remove(key);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private Optional<Answer> difference(
      Situation situation,
      Map<String, List<String>> chosen,
      List<Set<Condition>> holding,
      Optional<String> unsure) {
    PrincipalMatchLevel ours = allowed(situation.ours, situation.principal, holding, false);
    if (ours == PrincipalMatchLevel.NONE) {
      return Optional.empty();
    }
    if (allowed(situation.theirs, situation.principal, holding, false).compareTo(ours) >= 0) {
      if (allowed(situation.theirs, situation.principal, holding, true).compareTo(ours) < 0) {
        doubt = doubt.or(() -> Optional.of("whether the path of a role is known"));
      }
      return Optional.empty();
    }
    Optional<String> open = unsure.or(() -> Lacking.owner(type, ours, situation.keys, chosen));
    if (open.isPresent()) {
      doubt = doubt.or(() -> open);
      return Optional.empty();
    }
    Map<String, List<String>> context = new TreeMap<>(fixed);
    context.putAll(chosen);
    return Optional.of(
        new Answer.Yes(
            new Witness(
                situation.principal.map(Principal::identifier),
                situation.action.text(),
                situation.resource.text(),
                context)));
  }

  /// How directly statements allow: not at all where one denies.
  ///
  /// @param otherwise whether values are spelled so that everything that may count against the
  ///   caller does
  private PrincipalMatchLevel allowed(
      List<Statement> statements,
      Optional<Principal> principal,
      List<Set<Condition>> holding,
      boolean otherwise) {
    PrincipalMatchLevel best = PrincipalMatchLevel.NONE;
    for (Statement statement : statements) {
      PrincipalMatchLevel reach =
          principal.isEmpty() || statement.principals().isEmpty()
              ? PrincipalMatchLevel.ITSELF
              : match.reach(statement, principal.get());
      boolean holds =
          reach != PrincipalMatchLevel.NONE
              && statement.conditions().stream()
                  .allMatch(
                      condition ->
                          (otherwise && isAgainst(statement, condition, principal))
                              ? statement.effect() == Effect.DENY
                              : holding.stream().anyMatch(held -> held.contains(condition)));
      if (holds && statement.effect() == Effect.DENY) {
        return PrincipalMatchLevel.NONE;
      }
      if (holds && reach.compareTo(best) > 0) {
        best = reach;
      }
    }
    return best == PrincipalMatchLevel.NONE || type.weighsReach()
        ? best
        : PrincipalMatchLevel.ITSELF;
  }

  /// Whether the condition is matched with other spellings of its key's value too, as the engine
  /// does for callers whose role's path it does not know ([Conditions#holds]).
  private static boolean isAgainst(
      Statement statement, Condition condition, Optional<Principal> principal) {
    ConditionKey key = condition.key();
    return key.mayBeSpelledOtherwise()
        && !(condition instanceof Condition.Null)
        && ((statement.effect() == Effect.DENY) != condition.isNegated())
        && (FollowingKey.of(key.lowerName()) == null
            || principal
                .map(caller -> PrincipalKind.of(caller) == PrincipalKind.ROLE_SESSION)
                .orElse(true));
  }

  private record Situation(
      Example action,
      Example resource,
      Optional<Principal> principal,
      List<Statement> ours,
      List<Statement> theirs,
      List<String> keys,
      Lacking lacking,
      long weight) {}
}
