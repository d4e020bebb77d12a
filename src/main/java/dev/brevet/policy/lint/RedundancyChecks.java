package dev.brevet.policy.lint;

import dev.brevet.policy.PatternAlgebra;
import dev.brevet.policy.PatternAlgebra.Answer;
import dev.brevet.policy.PolicyVersion;
import dev.brevet.policy.WildcardPattern;
import dev.brevet.policy.lint.LintedStatement.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// What could be left out without any change.
final class RedundancyChecks implements Check {
  @Override
  public void check(LintedPolicy policy, Report report) {
    PolicyVersion version =
        policy.hasVariables() ? PolicyVersion.V2012_10_17 : PolicyVersion.V2008_10_17;
    for (LintedStatement statement : policy.statements()) {
      items(statement.actions(), WildcardPattern::action, "REDUNDANT_ACTION", report);
      items(
          statement.resources(),
          text -> WildcardPattern.resource(text, version),
          "REDUNDANT_RESOURCE",
          report);
      for (Condition condition : statement.conditions()) {
        values(condition, version, report);
      }
    }
    statements(policy, version, report);
  }

  /// Entries that another entry of the list covers. Of two that cover each other the later one is
  /// redundant.
  private static void items(
      List<Item> items, Function<String, WildcardPattern> compile, String id, Report report) {
    // Only a wildcard covers anything but its equal.
    List<WildcardPattern> patterns =
        items.stream().map(item -> compile.apply(item.text())).toList();
    for (int i = 0; i < items.size(); i++) {
      for (int j = 0; j < items.size(); j++) {
        boolean equal = items.get(i).text().equals(items.get(j).text());
        boolean candidate = i != j && (equal ? j < i : ActionPatterns.isWild(items.get(j).text()));
        if (!candidate || !covers(patterns.get(j), patterns.get(i))) {
          continue;
        }
        if (j > i && covers(patterns.get(i), patterns.get(j))) {
          continue;
        }
        Item item = items.get(i);
        String why = Report.shown(items.get(j)) + " covers " + Report.shown(item) + " already";
        if (item.inList()) {
          report.info(id, item, why, Patch.remove(item.pointer()));
        } else {
          report.info(id, item, why);
        }
        break;
      }
    }
  }

  private static boolean covers(WildcardPattern outer, WildcardPattern inner) {
    return PatternAlgebra.covers(List.of(outer), inner) instanceof Answer.Yes;
  }

  private static void values(Condition condition, PolicyVersion version, Report report) {
    if (condition.isLike()) {
      items(
          condition.values(),
          text -> WildcardPattern.like(text, version),
          "REDUNDANT_CONDITION_VALUE",
          report);
    } else {
      items(
          condition.values(),
          text -> WildcardPattern.exact(text, version),
          "REDUNDANT_CONDITION_VALUE",
          report);
    }
  }

  /// A statement that says what another one says: same effect, principals and conditions, and
  /// within its actions and resources.
  private static void statements(LintedPolicy policy, PolicyVersion version, Report report) {
    List<LintedStatement> all = policy.statements();
    List<LintedStatement> gone = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      LintedStatement inner = all.get(i);
      for (LintedStatement outer : all) {
        if (!outer.equals(inner) && !gone.contains(outer) && within(inner, outer, version)) {
          gone.add(inner);
          report.info(
              "REDUNDANT_STATEMENT",
              inner.element(),
              "the statement at `" + outer.element().pointer() + "` says all of this already");
          break;
        }
      }
    }
  }

  private static boolean within(
      LintedStatement inner, LintedStatement outer, PolicyVersion version) {
    return inner.effect().isPresent()
        && inner.effect().equals(outer.effect())
        && !inner.notAction()
        && !outer.notAction()
        && !inner.notResource()
        && !outer.notResource()
        && inner.notPrincipal() == outer.notPrincipal()
        && texts(inner).equals(texts(outer))
        && allCovered(inner.actions(), outer.actions(), WildcardPattern::action)
        && (inner.hasResource() == outer.hasResource())
        && allCovered(
            inner.resources(), outer.resources(), text -> WildcardPattern.resource(text, version));
  }

  /// Principals and conditions, in an order of their own.
  private static List<String> texts(LintedStatement statement) {
    List<String> texts = new ArrayList<>();
    statement.principals().forEach(p -> texts.add("p " + p.kind() + " " + p.text()));
    statement
        .conditions()
        .forEach(
            c ->
                texts.add(
                    "c "
                        + c.operator().text().toLowerCase(Locale.ROOT)
                        + " "
                        + c.key().text().toLowerCase(Locale.ROOT)
                        + " "
                        + c.values().stream().map(Item::text).sorted().toList()));
    return texts.stream().sorted().toList();
  }

  private static boolean allCovered(
      List<Item> inner, List<Item> outer, Function<String, WildcardPattern> compile) {
    List<WildcardPattern> patterns =
        outer.stream().map(item -> compile.apply(item.text())).toList();
    return inner.stream()
        .allMatch(
            item ->
                outer.stream().anyMatch(other -> other.text().equals(item.text()))
                    || (outer.stream().anyMatch(other -> ActionPatterns.isWild(other.text()))
                        && PatternAlgebra.covers(patterns, compile.apply(item.text()))
                            instanceof Answer.Yes));
  }
}
