package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.Catalogue;
import dev.brevet.iam.AccountId;
import dev.brevet.json.JsonReader;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.element.WorkBudget;
import dev.brevet.policy.json.Malformed;
import dev.brevet.policy.json.PolicyReader;

/// Checks policies. Safe for use by several threads.
public final class PolicyLint {
  /// How a value begins, and ends with `}`, that is not known yet: of a template that is checked
  /// before it is filled. It may be of any type.
  public static final String PARAMETER = "${Brevet-Parameter-";

  /// Characters. No policy of AWS may have as many; the longest are those of KMS keys, 32 KB.
  private static final int LONGEST = 65_536;

  private final List<Check> checks;

  public PolicyLint(Catalogue catalogue) {
    KeyTypes keys = new KeyTypes(catalogue);
    ResourceShapes shapes = new ResourceShapes();
    this.checks =
        List.of(
            new ConfusedDeputyChecks(),
            new PrincipalChecks(),
            new FederationChecks(),
            new ActionChecks(catalogue),
            new DangerousActionChecks(catalogue),
            // Before those whose patterns may take all the effort there is.
            new ConditionChecks(catalogue, keys),
            new ArnChecks(catalogue, shapes),
            new ResourceChecks(catalogue, shapes),
            new ConditionPatternChecks(keys),
            new VariableChecks(keys),
            new ConditionPairChecks(),
            new RedundancyChecks(),
            new SizeChecks());
  }

  /// What there is to say about `document`, in its order. Never throws, whatever the text.
  ///
  /// @param account the account that the policy's owner lives in, where it is known: it says which
  ///   principals are of another
  public List<Finding> check(String document, PolicyType type, Optional<AccountId> account) {
    return check(document, type, account, WorkBudget.ofRequest());
  }

  /// The same within a budget, of which one policy takes a share at most.
  public List<Finding> check(
      String document, PolicyType type, Optional<AccountId> account, WorkBudget budget) {
    List<Finding> findings =
        switch (JsonReader.read(document)) {
          case JsonReader.NotJson(int line, int column, String message) ->
              List.of(syntax("JSON_SYNTAX_ERROR", message, line, column));
          case JsonReader.Read(JsonValue value) ->
              check(value, type, account, JsonText.compact(value).length(), budget);
        };
    List<Finding> all = new ArrayList<>(withRefusal(findings, document, type));
    foreignCharacter(document, type).ifPresent(all::add);
    return List.copyOf(all);
  }

  /// IAM takes the characters of Latin-1 only. Source: IAM and STS API references, the pattern of
  /// `PolicyDocument` and `Policy`.
  private static Optional<Finding> foreignCharacter(String document, PolicyType type) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < document.length() && type.isOfIam(); i++) {
      char c = document.charAt(i);
      if (c > 0xff) {
        return Optional.of(
            syntax(
                "INVALID_CHARACTER",
                String.format(
                    "IAM takes no character beyond U+00FF in a policy: write this one as `\\u%04x`",
                    (int) c),
                line,
                column));
      }
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return Optional.empty();
  }

  /// What the reader refuses is an error here too, at the same place. The checks say most of it in
  /// more detail.
  private static List<Finding> withRefusal(
      List<Finding> findings, String document, PolicyType type) {
    if (document.length() > LONGEST
        || !(PolicyReader.read(document, type)
            instanceof Malformed(int line, int column, String message))) {
      return findings;
    }
    boolean isReported =
        findings.stream()
            .anyMatch(
                each ->
                    each.severity() == Severity.ERROR
                        && each.line() == line
                        && each.column() == column);
    if (isReported) {
      return findings;
    }
    List<Finding> all = new ArrayList<>(findings);
    all.add(syntax("POLICY_SYNTAX_ERROR", message, line, column));
    return all;
  }

  private static Finding syntax(String id, String why, int line, int column) {
    return new Finding(id, Severity.ERROR, why, line, column, "", List.of());
  }

  /// The same for a policy that was read as part of another document: lines and columns are that
  /// document's, pointers begin at the policy.
  ///
  /// @param size characters that it has without white space, where that is not what is written: a
  ///   template's
  public List<Finding> check(
      JsonValue value, PolicyType type, Optional<AccountId> account, int size, WorkBudget budget) {
    Report report = new Report();
    if (!(value instanceof JsonObject object)) {
      report.error(
          "DATA_TYPE_MISMATCH",
          new Item("", value.place(), "", false),
          "a policy must be an object");
      return report.findings();
    }
    DocumentOutline outline = new DocumentOutline(type, report);
    boolean whole = size <= LONGEST;
    LintedPolicy policy =
        whole
            ? outline.read(object, account.map(AccountId::digits), size, budget)
            : outline.nothingOf(object, size);
    checks.forEach(check -> check.check(policy, report));
    if (!whole || policy.effort().isSpent()) {
      // What was found stays; that there is nothing else is not known.
      report.warning(
          "NOT_ALL_CHECKED",
          new Item("", value.place(), "", false),
          whole
              ? "there are too many wildcards to check all of it: there may be more findings"
              : "longer than any policy that AWS accepts: only its size was checked");
    }
    return report.findings();
  }
}
