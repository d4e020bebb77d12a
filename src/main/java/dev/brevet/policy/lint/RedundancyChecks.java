package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.analysis.PatternAlgebra;
import dev.brevet.policy.analysis.PatternAlgebra.Answer;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.TextOperator;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.lint.LintedStatement.Condition;

/// What could be left out without any change.
final class RedundancyChecks implements Check {
  @Override
  public void check(LintedPolicy policy, Report report) {
    PolicyVersion version = policy.version();
    for (LintedStatement statement : policy.statements()) {
      // Where everyone is let in, the entry that covers the other may be the one to leave out.
      boolean open =
          statement.principals().stream()
              .anyMatch(principal -> statement.opening(principal, version).isPresent());
      Lists lists = new Lists(policy.effort(), !open, report);
      lists.items(statement.actions(), WildcardPattern::action, "REDUNDANT_ACTION");
      lists.items(
          statement.resources(),
          text -> WildcardPattern.resource(text, version),
          "REDUNDANT_RESOURCE");
      for (Condition condition : statement.conditions()) {
        lists.items(
            condition.values(),
            // Those of ARNs do not cross colons.
            condition.isAny(TextOperator.LIKE, TextOperator.NOT_LIKE)
                ? text -> WildcardPattern.like(text, version)
                : text -> WildcardPattern.exact(text, version),
            "REDUNDANT_CONDITION_VALUE");
      }
    }
    statements(policy, version, report);
  }

  /// Entries that another entry of their list covers. Of two that cover each other the later one is
  /// redundant. Only a wildcard covers anything but its equal.
  private record Lists(WorkBudget effort, boolean repairs, Report report) {
    void items(List<Item> items, Function<String, WildcardPattern> compile, String id) {
      List<WildcardPattern> patterns =
          items.stream().map(item -> compile.apply(item.text())).toList();
      Map<String, Integer> first = new HashMap<>();
      List<Integer> wild = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        if (first.putIfAbsent(items.get(i).text(), i) == null
            && ActionPatterns.isWild(items.get(i).text())) {
          wild.add(i);
        }
      }
      for (int i = 0; i < items.size(); i++) {
        int equal = first.getOrDefault(items.get(i).text(), i);
        OptionalInt by = equal < i ? OptionalInt.of(equal) : covering(i, wild, patterns);
        if (by.isPresent()) {
          report(items.get(i), items.get(by.getAsInt()), id);
        }
      }
    }

    private OptionalInt covering(int i, List<Integer> wild, List<WildcardPattern> patterns) {
      for (int j : wild) {
        if (i != j
            && covers(patterns.get(j), patterns.get(i))
            && !(j > i && covers(patterns.get(i), patterns.get(j)))) {
          return OptionalInt.of(j);
        }
      }
      return OptionalInt.empty();
    }

    private boolean covers(WildcardPattern outer, WildcardPattern inner) {
      return effort.spend(16)
          && !PatternAlgebra.beginApart(outer, inner)
          && PatternAlgebra.covers(List.of(outer), inner, effort) instanceof Answer.Yes;
    }

    private void report(Item item, Item by, String id) {
      String why = Report.shown(by) + " covers " + Report.shown(item) + " already";
      if (item.inList() && repairs) {
        report.info(id, item, why, Patch.remove(item.pointer()));
      } else {
        report.info(id, item, why);
      }
    }
  }

  /// A statement that says what another one says: same effect, principals and conditions, and
  /// within its actions and resources.
  private static void statements(LintedPolicy policy, PolicyVersion version, Report report) {
    List<LintedStatement> all = policy.statements();
    List<List<String>> texts = all.stream().map(RedundancyChecks::texts).toList();
    boolean[] gone = new boolean[all.size()];
    for (int i = all.size() - 1; i >= 0; i--) {
      for (int j = 0; j < all.size() && !gone[i]; j++) {
        gone[i] =
            i != j
                && !gone[j]
                && policy.effort().spend(4)
                && texts.get(i).equals(texts.get(j))
                && within(all.get(i), all.get(j), version, policy.effort());
        if (gone[i]) {
          report.info(
              "REDUNDANT_STATEMENT",
              all.get(i).element(),
              "the statement at `" + all.get(j).element().pointer() + "` already says all of this");
        }
      }
    }
  }

  private static boolean within(
      LintedStatement inner, LintedStatement outer, PolicyVersion version, WorkBudget effort) {
    return inner.effect().isPresent()
        && inner.effect().equals(outer.effect())
        && !inner.notAction()
        && !outer.notAction()
        && !inner.notResource()
        && !outer.notResource()
        && inner.notPrincipal() == outer.notPrincipal()
        && allCovered(inner.actions(), outer.actions(), WildcardPattern::action, effort)
        && (inner.hasResource() == outer.hasResource())
        && allCovered(
            inner.resources(),
            outer.resources(),
            text -> WildcardPattern.resource(text, version),
            effort);
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
                        + AsciiCase.lower(c.operator().text())
                        + " "
                        + AsciiCase.lower(c.key().text())
                        + " "
                        + c.values().stream().map(Item::text).sorted().toList()));
    return texts.stream().sorted().toList();
  }

  private static boolean allCovered(
      List<Item> inner,
      List<Item> outer,
      Function<String, WildcardPattern> compile,
      WorkBudget effort) {
    Set<String> same = outer.stream().map(Item::text).collect(Collectors.toSet());
    List<WildcardPattern> wild =
        outer.stream().map(Item::text).filter(ActionPatterns::isWild).map(compile).toList();
    return effort.spend(inner.size() + outer.size())
        && inner.stream()
            .allMatch(
                item ->
                    same.contains(item.text())
                        || (!wild.isEmpty()
                            && PatternAlgebra.covers(wild, compile.apply(item.text()), effort)
                                instanceof Answer.Yes));
  }
}
