package dev.brevet.workload.integration;

import dev.brevet.policy.WorkBudget;
import dev.brevet.workload.integration.Resolution.Gap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a walk over a machine has found so far: what its role needs, and what could not be told.
public final class Findings {
  private final WorkBudget budget;
  private final List<Need> needs = new ArrayList<>();
  private final Set<Unresolved> unresolved = new LinkedHashSet<>();

  /// @param budget what is found is bought from it: the same role or text may be found in many
  ///   states
  public Findings(WorkBudget budget) {
    this.budget = budget;
  }

  /// Something that the definition does not tell.
  ///
  /// @param state the state that says too little
  /// @param resource the `Resource` that it names
  /// @param reason in words
  /// @param granted what is allowed nevertheless; nothing when empty
  public record Unresolved(String state, String resource, String reason, List<String> granted) {
    public Unresolved {
      granted = List.copyOf(granted);
    }
  }

  /// What is needed, in the order found.
  public List<Need> needs() {
    return List.copyOf(needs);
  }

  /// What is not known, in the order found.
  public List<Unresolved> unresolved() {
    return List.copyOf(unresolved);
  }

  public void need(Need need) {
    if (!need.resources().isEmpty() && !need.actions().isEmpty()) {
      buy(need.resources());
      needs.add(need);
    }
  }

  public void gap(String state, String resource, String reason, List<String> granted) {
    budget.buyCharacters(state.length() + resource.length() + (long) reason.length());
    buy(granted);
    unresolved.add(new Unresolved(state, resource, reason, granted));
  }

  private void buy(List<String> texts) {
    long characters = 0;
    for (String text : texts) {
      characters += text.length();
    }
    budget.buyCharacters(characters);
  }

  void gaps(String state, String resource, List<Gap> gaps) {
    gaps.forEach(gap -> gap(state, resource, gap.reason(), gap.granted()));
  }
}
