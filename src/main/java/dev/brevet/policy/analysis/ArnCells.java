package dev.brevet.policy.analysis;

import module java.base;

import dev.brevet.policy.element.ArnPattern;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;

/// ARNs of every kind that some ARN patterns tell apart: their six parts are matched one by one, so
/// each part is cut into cells of its own.
final class ArnCells {
  private static final int MOST = 4_096;

  private ArnCells() {}

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
      Optional<List<PatternCells.Cell>> cells =
          PatternCells.of(here, List.of(), (_, _) -> Optional.empty(), effort);
      if (cells.isEmpty() || (long) arns.size() * cells.get().size() > MOST) {
        return false;
      }
      List<String> longer = new ArrayList<>();
      for (String arn : arns) {
        for (PatternCells.Cell cell : cells.get()) {
          longer.add(part == 0 ? cell.text() : arn + ":" + cell.text());
        }
      }
      arns = longer;
    }
    values.addAll(arns);
    return true;
  }
}
