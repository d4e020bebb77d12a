package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.policy.element.PatternParser;

/// Whether policy variables are written as IAM writes them, and name keys that it has. Source: IAM
/// User Guide, reference_policies_variables, access-analyzer-reference-policy-checks.
final class VariableChecks implements Check {
  private final KeyTypes keys;

  VariableChecks(KeyTypes keys) {
    this.keys = keys;
  }

  @Override
  public void check(LintedPolicy policy, Report report) {
    for (LintedStatement statement : policy.statements()) {
      statement.resources().forEach(resource -> check(policy, resource, report));
      statement
          .conditions()
          .forEach(condition -> condition.values().forEach(value -> check(policy, value, report)));
    }
  }

  private void check(LintedPolicy policy, Item item, Report report) {
    if (item.text().indexOf("${") < 0) {
      return;
    }
    if (!policy.hasVariables()) {
      inOldVersion(item, report);
    } else if (PatternParser.undescribedVariable(item.text()).isPresent()) {
      // "Separate the variable text and the default value with a comma and space".
      report.error(
          "INVALID_POLICY_VARIABLE",
          item,
          Report.shown(item)
              + " has a variable in a form that IAM does not document: a default must be"
              + " in quotes after a comma and a space, `${key, 'default'}`");
    } else {
      names(item.text()).distinct().forEach(name -> known(item, name, report));
    }
  }

  private static void inOldVersion(Item item, Report report) {
    boolean meant = names(item.text()).anyMatch(name -> name.indexOf(':') > 0);
    if (meant) {
      report.error(
          "VARIABLE_UNSUPPORTED_IN_VERSION",
          item,
          "variables need the version `2012-10-17`: here "
              + Report.shown(item)
              + " is this very text, `$`, braces and all");
    }
  }

  private void known(Item item, String name, Report report) {
    if (("${" + name).startsWith(PolicyLint.PARAMETER)) {
      return;
    }
    String shown = "`${" + name + "}`";
    switch (keys.find(name)) {
      case KeyTypes.Known(var key) -> {
        if (key.multivalued()) {
          report.error(
              "INVALID_POLICY_VARIABLE",
              item,
              shown + " has several values, so it cannot be a variable: this matches nothing");
        }
      }
      case KeyTypes.NoSuchGlobalKey() ->
          report.error(
              "UNKNOWN_POLICY_VARIABLE",
              item,
              "IAM has no global key " + shown + ", so this matches nothing");
      case KeyTypes.NoSuchServiceKey() ->
          report.warning(
              "UNKNOWN_POLICY_VARIABLE",
              item,
              "the service has no condition key " + shown + ", so this may match nothing");
      case KeyTypes.Foreign() -> {
        if (name.indexOf(':') < 0) {
          report.error(
              "UNKNOWN_POLICY_VARIABLE",
              item,
              shown + " is no condition key: write it as `${service:name}`");
        }
      }
    }
  }

  /// The keys of a text's variables, without their defaults and without `${*}`, `${?}` and `${$}`.
  private static Stream<String> names(String text) {
    List<String> names = new ArrayList<>();
    for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
      int end = PatternParser.variableEnd(text, at);
      if (end < 0) {
        break;
      }
      String body = text.substring(at + 2, end);
      int comma = body.indexOf(", '");
      String name = comma < 0 ? body : body.substring(0, comma);
      if (!List.of("*", "?", "$").contains(name)) {
        names.add(name);
      }
      at = end - 1;
    }
    return names.stream();
  }
}
