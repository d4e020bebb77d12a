package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.element.ArnPattern;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// Examples of every kind of ARN that some ARN patterns distinguish: their six parts are matched
/// one by one, so each part has examples of its own.
final class ArnExamples {
  private static final int MOST = 4_096;

  private ArnExamples() {}

  /// Adds an ARN of each kind to `values`. False when there are too many kinds.
  static boolean of(List<ArnPattern> patterns, Set<String> values, WorkBudget effort) {
    if (patterns.isEmpty()) {
      return true;
    }
    List<List<WildcardPattern>> split =
        patterns.stream().map(ArnPattern::parts).filter(parts -> parts.size() == 6).toList();
    List<String> arns = List.of("");
    for (int part = 0; part < 6; part++) {
      Set<WildcardPattern> here = new LinkedHashSet<>();
      for (List<WildcardPattern> parts : split) {
        here.add(parts.get(part));
      }
      // A part before the last holds no colon, and no example does: no pattern of one has any.
      Optional<List<PatternExamples.Example>> examples =
          PatternExamples.of(here, List.of(), (_, _) -> Optional.empty(), effort);
      if (examples.isEmpty() || (long) arns.size() * examples.get().size() > MOST) {
        return false;
      }
      List<String> longer = new ArrayList<>();
      for (String arn : arns) {
        for (PatternExamples.Example example : examples.get()) {
          longer.add(part == 0 ? example.text() : arn + ":" + example.text());
        }
      }
      arns = longer;
    }
    values.addAll(arns);
    return true;
  }
}
