package dev.brevet.policy;

import dev.brevet.iam.AccountId;
import dev.brevet.iam.Action;
import dev.brevet.iam.Principal;
import dev.brevet.iam.RequestContext;
import dev.brevet.policy.PatternCells.Cell;
import dev.brevet.policy.PolicyComparison.Answer;
import dev.brevet.policy.PolicyComparison.Knowledge;
import dev.brevet.policy.PolicyComparison.Witness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Asks both policies about one request of every cell.
final class Requests {
  /// Each is a frame of a recursion, and doubles the questions at least.
  private static final int MOST_KEYS = 64;

  private static final Answer TOO_MANY =
      new Answer.CannotTell("there are too many requests to ask about");

  private static final Principal CALLER =
      new Principal.RoleSession(
          "aws", new AccountId("999999999999"), Optional.empty(), "somebody", "somebody");

  private final Policy one;
  private final Policy other;
  private final List<Cell> actions;
  private final List<Cell> resources;
  private final List<Optional<Principal>> principals;
  private final Map<String, ContextCells.Cells> contexts = new LinkedHashMap<>();
  private final Map<String, List<String>> fixed;
  private final Effort effort;
  private boolean exact = true;
  private StatementMatch match = new StatementMatch(PolicyType.RESOURCE, false);
  private int questions;
  private Optional<Witness> doubtful = Optional.empty();

  /// @param fixed keys whose values are given, as those of variables are
  Requests(
      Policy one,
      Policy other,
      List<Cell> actions,
      List<Cell> resources,
      List<Statement> statements,
      Knowledge knowledge,
      Map<String, List<String>> fixed,
      Effort effort) {
    this.effort = effort;
    this.one = one;
    this.other = other;
    this.actions = actions;
    this.resources = resources;
    this.fixed = fixed;
    boolean named = statements.stream().anyMatch(statement -> statement.principals().isPresent());
    this.principals =
        named
            ? PrincipalCells.of(statements).stream().map(Optional::of).toList()
            : List.of(Optional.empty());
    PolicyComparison.byKey(statements)
        .forEach(
            (key, conditions) -> {
              List<String> given = fixed.get(key);
              ContextCells.Cells cells =
                  given != null
                      ? ContextCells.given(key, conditions, given, effort)
                      : ContextCells.of(key, conditions, knowledge.isMultivalued(key), effort);
              contexts.put(key, cells);
              exact &= cells.exact();
            });
  }

  /// @param most requests to ask about
  /// @param bounded whether users and roles have a permissions boundary
  Answer compare(int most, boolean bounded) {
    this.match = new StatementMatch(PolicyType.RESOURCE, bounded);
    for (Cell action : actions) {
      for (Cell resource : resources) {
        if (!effort.spend(one.statements().size())) {
          return TOO_MANY;
        }
        List<Statement> ours = about(one, action, resource);
        if (ours.stream().noneMatch(statement -> statement.effect() == Effect.ALLOW)) {
          continue;
        }
        List<Statement> theirs = about(other, action, resource);
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
                  following(principal, resource, keys),
                  weight(both));
          Optional<Answer> answer =
              contexts(situation, new TreeMap<>(), new ArrayList<>(), true, most);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    }
    if (doubtful.isPresent()) {
      return new Answer.CannotTell(
          "it depends on whether requests may hold several values of "
              + String.join(", ", doubtful.get().context().keySet()));
    }
    return exact
        ? new Answer.No()
        : new Answer.CannotTell("a condition compares its key in more ways than can be told apart");
  }

  /// What it costs to ask all of them.
  private static long weight(List<Statement> statements) {
    long weight = 0;
    for (Statement statement : statements) {
      weight += 8 + statement.principals().map(named -> named.patterns().size()).orElse(0);
    }
    return weight;
  }

  /// The keys that such a request never lacks, as they follow from who asks and for what. Who has
  /// no name here is a user or role.
  private static Set<String> following(
      Optional<Principal> principal, Cell resource, List<String> keys) {
    AuthorizationRequest bare =
        new AuthorizationRequest(
            principal.orElse(CALLER),
            new Action("none", "None"),
            resource.text(),
            Optional.empty(),
            RequestContext.empty());
    boolean signed = bare.principal().account().isPresent();
    return keys.stream()
        .filter(key -> !bare.values(key).isEmpty() || (signed && key.equals("aws:userid")))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Statement> about(Policy policy, Cell action, Cell resource) {
    return policy.statements().stream()
        .filter(statement -> action.covers(statement.actions()))
        .filter(statement -> statement.resources().map(resource::covers).orElse(true))
        .toList();
  }

  /// Goes through the values of the keys that matter; an answer ends it.
  private Optional<Answer> contexts(
      Situation situation,
      Map<String, List<String>> chosen,
      List<Set<Condition>> holding,
      boolean certain,
      int most) {
    if (holding.size() == situation.keys.size()) {
      if (++questions > most || !effort.spend(situation.weight * (1 + holding.size()))) {
        return Optional.of(TOO_MANY);
      }
      return difference(situation, chosen, holding, certain);
    }
    String key = situation.keys.get(holding.size());
    ContextCells.Cells cells = contexts.getOrDefault(key, new ContextCells.Cells(List.of(), false));
    for (ContextCells.Cell cell : cells.cells()) {
      if (cell.values().isEmpty() && situation.following.contains(key)) {
        continue;
      }
      if (!cell.values().isEmpty()) {
        chosen.put(key, cell.values());
      }
      holding.add(cell.holding());
      Optional<Answer> answer =
          contexts(situation, chosen, holding, certain && cell.certain(), most);
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
      boolean certain) {
    Reach ours = allowed(situation.ours, situation.principal, holding);
    if (ours == Reach.NONE
        || allowed(situation.theirs, situation.principal, holding).compareTo(ours) >= 0) {
      return Optional.empty();
    }
    Map<String, List<String>> context = new TreeMap<>(fixed);
    context.putAll(chosen);
    Witness witness =
        new Witness(
            situation.principal.map(Principal::identifier),
            situation.action.text(),
            situation.resource.text(),
            context);
    if (certain) {
      return Optional.of(new Answer.Yes(witness));
    }
    doubtful = doubtful.or(() -> Optional.of(witness));
    return Optional.empty();
  }

  /// How directly statements allow: not at all where one denies.
  private Reach allowed(
      List<Statement> statements, Optional<Principal> principal, List<Set<Condition>> holding) {
    Reach best = Reach.NONE;
    for (Statement statement : statements) {
      Reach reach =
          principal.isEmpty() || statement.principals().isEmpty()
              ? Reach.ITSELF
              : match.reach(statement, principal.get());
      boolean holds =
          reach != Reach.NONE
              && statement.conditions().stream()
                  .allMatch(
                      condition -> holding.stream().anyMatch(held -> held.contains(condition)));
      if (holds && statement.effect() == Effect.DENY) {
        return Reach.NONE;
      }
      if (holds && reach.compareTo(best) > 0) {
        best = reach;
      }
    }
    return best;
  }

  private record Situation(
      Cell action,
      Cell resource,
      Optional<Principal> principal,
      List<Statement> ours,
      List<Statement> theirs,
      List<String> keys,
      Set<String> following,
      long weight) {}
}
