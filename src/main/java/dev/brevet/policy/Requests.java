package dev.brevet.policy;

import dev.brevet.iam.Principal;
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

/// Asks both policies about one request of every cell.
final class Requests {
  private static final Answer TOO_MANY =
      new Answer.CannotTell("there are too many requests to ask about");

  private final Policy one;
  private final Policy other;
  private final List<Cell> actions;
  private final List<Cell> resources;
  private final List<Optional<Principal>> principals;
  private final Map<String, ContextCells.Cells> contexts = new LinkedHashMap<>();
  private final Map<String, List<String>> fixed;
  private final Effort effort;
  private boolean exact = true;
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
              ContextCells.Cells cells =
                  ContextCells.of(key, conditions, knowledge.isMultivalued(key), effort);
              contexts.put(key, given(key, cells));
              exact &= cells.exact();
            });
  }

  /// Of a key whose value is given, the cells with that value alone.
  private ContextCells.Cells given(String key, ContextCells.Cells cells) {
    List<String> values = fixed.get(key);
    if (values == null) {
      return cells;
    }
    exact = false;
    return new ContextCells.Cells(
        cells.cells().stream().filter(cell -> cell.values().equals(values)).toList(), false);
  }

  /// @param most requests to ask about
  Answer compare(int most) {
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
        for (Optional<Principal> principal : principals) {
          Situation situation = new Situation(action, resource, principal, ours, theirs, keys);
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
      long cost = 8L * (situation.ours.size() + situation.theirs.size()) * (1 + holding.size());
      if (++questions > most || !effort.spend(cost)) {
        return Optional.of(TOO_MANY);
      }
      return difference(situation, chosen, holding, certain);
    }
    String key = situation.keys.get(holding.size());
    ContextCells.Cells cells = contexts.getOrDefault(key, new ContextCells.Cells(List.of(), false));
    for (ContextCells.Cell cell : cells.cells()) {
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
  private static Reach allowed(
      List<Statement> statements, Optional<Principal> principal, List<Set<Condition>> holding) {
    Reach best = Reach.NONE;
    for (Statement statement : statements) {
      Reach reach =
          principal.map(who -> PolicyComparison.reach(statement, who)).orElse(Reach.ITSELF);
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
      List<String> keys) {}
}
