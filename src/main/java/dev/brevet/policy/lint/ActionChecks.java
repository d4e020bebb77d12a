package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.iam.Action;
import dev.brevet.iam.AsciiCase;
import dev.brevet.iam.UntrustedText;
import dev.brevet.policy.PolicyType;

/// Whether actions exist, and whether a whole service is allowed. Source: IAM User Guide,
/// reference_policies_elements_action; Service Authorization Reference.
final class ActionChecks implements Check {
  /// Brevet's own actions, which only Brevet evaluates.
  private static final String OWN = "brevet";

  /// Names that are looked for among all others, for as many typing errors.
  private static final int MOST_GUESSES = 20;

  private final Catalogue catalogue;

  /// What AWS names in its error messages and not in its reference, in small letters.
  private final Set<String> unlisted =
      Tables.rows("unlisted-actions.tsv").stream()
          .map(List::getFirst)
          .collect(Collectors.toUnmodifiableSet());

  ActionChecks(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Override
  public void check(LintedPolicy policy, Report report) {
    int guesses = MOST_GUESSES;
    // Organizations' own policies allow everything, and others deny from it.
    boolean grants =
        policy.type() != PolicyType.SERVICE_CONTROL && policy.type() != PolicyType.RESOURCE_CONTROL;
    for (LintedStatement statement : policy.statements()) {
      boolean whole =
          grants
              && statement.allows()
              && !statement.notAction()
              && !statement.isFullAdministration(policy.version());
      for (Item action : statement.actions()) {
        boolean exists = exists(action, guesses > 0, report);
        guesses -= exists ? 0 : 1;
        if (whole) {
          wholeService(action, report);
        }
      }
    }
    dependents(policy, report);
  }

  /// Whether the action exists; where not, that is reported.
  private boolean exists(Item action, boolean guess, Report report) {
    String text = action.text();
    int colon = text.indexOf(':');
    if (text.equals("*")) {
      return true;
    }
    if (colon <= 0 || colon == text.length() - 1) {
      report.error(
          "INVALID_ACTION",
          action,
          "an action must be a service, a colon and a name, or only `*`: "
              + Report.shown(action)
              + " matches nothing");
      return false;
    }
    String service = text.substring(0, colon);
    if (ActionPatterns.isWild(service)) {
      report.error(
          "WILDCARD_IN_SERVICE_NAME",
          action,
          "the service before the colon must have no wildcards");
    } else if (AsciiCase.equal(service, OWN)) {
      return true;
    } else if (catalogue.service(service).isEmpty()) {
      report.error(
          "INVALID_SERVICE_IN_ACTION",
          action,
          "IAM knows no service `"
              + UntrustedText.shown(service)
              + "`"
              + (guess ? like(service, catalogue.prefixes()) : ""));
    } else if (unlisted.contains(AsciiCase.lower(text))) {
      report.warning(
          "INVALID_ACTION",
          action,
          "AWS's reference has no action "
              + Report.shown(action)
              + ", though AWS's own error messages name it: it may have no effect");
      return true;
    } else if (!ActionPatterns.namesAny(action, catalogue)) {
      List<String> names =
          catalogue.service(service).orElseThrow().actions().stream()
              .map(found -> found.action().name())
              .toList();
      report.error(
          "INVALID_ACTION",
          action,
          "`"
              + UntrustedText.shown(service)
              + "` has no action that "
              + Report.shown(action)
              + " names"
              + (guess ? like(text.substring(colon + 1), names) : ""));
    } else {
      return true;
    }
    return false;
  }

  /// The one name that differs in a letter or two.
  private static String like(String text, Iterable<String> names) {
    List<String> near = new ArrayList<>();
    for (String name : names) {
      if (distance(AsciiCase.lower(text), AsciiCase.lower(name)) <= 2) {
        near.add(name);
      }
    }
    return near.size() == 1 ? "; is `" + near.getFirst() + "` meant?" : "";
  }

  /// How many letters to add, drop or change; 3 for any more than 2.
  private static int distance(String one, String other) {
    if (Math.abs(one.length() - other.length()) > 2 || ActionPatterns.isWild(one)) {
      return 3;
    }
    int[] before = new int[other.length() + 1];
    for (int j = 0; j <= other.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] now = new int[other.length() + 1];
      now[0] = i;
      int least = i;
      for (int j = 1; j <= other.length(); j++) {
        int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        now[j] = Math.min(before[j - 1] + change, 1 + Math.min(before[j], now[j - 1]));
        least = Math.min(least, now[j]);
      }
      if (least > 2) {
        return 3;
      }
      before = now;
    }
    return before[other.length()];
  }

  private static void wholeService(Item action, Report report) {
    String text = action.text();
    int colon = text.indexOf(':');
    if (text.equals("*")) {
      report.warning(
          "SERVICE_WILDCARD", action, "every action of every service is allowed, future ones too");
    } else if (colon > 0 && text.substring(colon + 1).chars().allMatch(c -> c == '*')) {
      report.warning(
          "SERVICE_WILDCARD",
          action,
          "every action of `" + text.substring(0, colon) + "` is allowed, future ones too");
    }
  }

  /// An action that needs another one, which nothing in the policy allows. Only actions that are
  /// named whole: a wildcard does not say which of them are meant.
  private void dependents(LintedPolicy policy, Report report) {
    if (policy.type() != PolicyType.IDENTITY) {
      return;
    }
    List<ActionPatterns> allowed =
        policy.statements().stream()
            .filter(LintedStatement::allows)
            .map(ActionPatterns::new)
            .toList();
    for (LintedStatement statement : policy.statements()) {
      if (!statement.allows() || statement.notAction()) {
        continue;
      }
      for (Item item : statement.actions()) {
        Optional<CataloguedAction> action = Action.parse(item.text()).flatMap(catalogue::action);
        for (Action dependent : action.map(CataloguedAction::dependentActions).orElse(List.of())) {
          if (allowed.stream().noneMatch(patterns -> patterns.cover(dependent.toString()))) {
            report.info(
                "MISSING_DEPENDENT_ACTION",
                item,
                Report.shown(item) + " may need `" + dependent + "`, which nothing here allows");
          }
        }
      }
    }
  }
}
