package dev.brevet.api.admin;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.json.JsonText;
import dev.brevet.json.JsonValue;
import dev.brevet.json.JsonValue.JsonObject;
import dev.brevet.policy.Matcher;
import dev.brevet.policy.Policy;
import dev.brevet.policy.PolicyType;
import dev.brevet.policy.Statement;
import dev.brevet.policy.element.Condition;
import dev.brevet.policy.element.ConditionKey;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.WildcardPattern;
import dev.brevet.policy.json.Parsed;
import dev.brevet.policy.json.PolicyReader;
import dev.brevet.policy.lint.Finding;

/// What a policy that delegates administration leaves to the delegate: it bounds how things are
/// called, and only the keys of their content ([ContentKeys]) bound what is in them.
final class DelegationFindings {
  private static final Pattern POLICY_IN_ARN = Pattern.compile(":attachment/[^/*?$]+/");
  private static final Pattern TARGET_IN_ARN =
      Pattern.compile(":attachment/[^/]+/(entity|resource|token|principal|group)/");

  /// What must be bounded of a kind: by one of `keys`, or (`inArn`) by how it is called.
  ///
  /// @param several whether a thing of the kind may have several values of them, or none
  private record Bound(String action, List<String> keys, boolean several, Optional<Pattern> inArn) {
    static Bound one(String kind, String... keys) {
      return new Bound("brevet:put" + kind, List.of(keys), false, Optional.empty());
    }

    static Bound each(String kind, String... keys) {
      return new Bound("brevet:put" + kind, List.of(keys), true, Optional.empty());
    }

    Bound orIn(Pattern arn) {
      return new Bound(action, keys, several, Optional.of(arn));
    }
  }

  private static final List<Bound> BOUNDS =
      List.of(
          Bound.one("mapping", "RoleArn"),
          Bound.each("mapping", "Principal"),
          Bound.each("mapping", "TrustedIssuer", "IssuerHost"),
          Bound.each("group", "TargetKind", "Target"),
          Bound.each("policy", "PolicyAction"),
          Bound.one("attachment", "Policy").orIn(POLICY_IN_ARN),
          Bound.one(
                  "attachment",
                  "Target",
                  "TargetKind",
                  "Principal",
                  "TrustedIssuer",
                  "IssuerHost",
                  "EntityType",
                  "Group")
              .orIn(TARGET_IN_ARN),
          Bound.one("boundary", "Policy"),
          Bound.one(
              "enforcementpoint",
              "Target",
              "TargetKind",
              "Principal",
              "TrustedIssuer",
              "IssuerHost"),
          Bound.one("api", "Api"));

  private DelegationFindings() {}

  /// One finding for each statement that leaves something open. None of a policy that cannot be
  /// read, which other checks are about.
  static List<Finding> of(JsonValue policy) {
    return PolicyReader.read(JsonText.compact(policy), PolicyType.IDENTITY)
                instanceof Parsed(Policy parsed)
            && policy instanceof JsonObject object
        ? of(parsed, object.get("Statement").orElse(policy))
        : List.of();
  }

  private static List<Finding> of(Policy policy, JsonValue statements) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < policy.statements().size(); i++) {
      Statement statement = policy.statements().get(i);
      List<String> open =
          statement.effect() == Effect.DENY
              ? List.of()
              : BOUNDS.stream()
                  .filter(bound -> covers(statement, bound.action()))
                  .filter(bound -> !isBounded(statement, bound))
                  .filter(bound -> policy.statements().stream().noneMatch(s -> denies(s, bound)))
                  .map(bound -> "`brevet:" + bound.keys().getFirst() + "`")
                  .distinct()
                  .toList();
      if (!open.isEmpty()) {
        findings.add(
            StatementFinding.of(
                statements,
                i,
                "DELEGATION_LEAVES_CONTENT_OPEN",
                "this limits the name of what is written and not its content: no"
                    + " condition limits "
                    + String.join(", ", open)));
      }
    }
    return findings;
  }

  /// Whether the statement's allowance of Brevet's own actions has this one.
  private static boolean covers(Statement statement, String action) {
    return statement.actions() instanceof Matcher.In<WildcardPattern>(var patterns)
        && patterns.stream()
            .anyMatch(
                pattern ->
                    AsciiCase.lower(pattern.text()).startsWith("brevet:")
                        && pattern.matches(action));
  }

  private static boolean isBounded(Statement statement, Bound bound) {
    return statement.conditions().stream()
            .anyMatch(condition -> isOf(condition, bound) && allowsOnly(condition, bound))
        || (bound.inArn().isPresent()
            && statement.resources().orElse(null)
                instanceof Matcher.In<WildcardPattern>(var patterns)
            && patterns.stream()
                .allMatch(pattern -> bound.inArn().get().matcher(pattern.text()).find()));
  }

  private static boolean isOf(Condition condition, Bound bound) {
    return bound.keys().stream()
        .anyMatch(key -> AsciiCase.equal(condition.key().name(), "brevet:" + key));
  }

  // Of several values each must be among those that are named; of one, it must be there.
  private static boolean allowsOnly(Condition condition, Bound bound) {
    ConditionKey key = condition.key();
    return !condition.isNegated()
        && !(condition instanceof Condition.Null)
        && !key.ifExists()
        && (key.set() == SetOperator.FOR_ALL_VALUES) == bound.several()
        && namesSomething(condition);
  }

  private static boolean denies(Statement statement, Bound bound) {
    return statement.effect() == Effect.DENY
        && statement.actions() instanceof Matcher.In<WildcardPattern>(var patterns)
        && patterns.stream().anyMatch(pattern -> pattern.matches(bound.action()))
        && statement.resources().stream()
            .allMatch(
                resources ->
                    resources instanceof Matcher.In<WildcardPattern>(var all)
                        && all.stream().anyMatch(WildcardPattern::matchesEverything))
        && statement.conditions().size() == 1
        && isOf(statement.conditions().getFirst(), bound)
        && statement.conditions().getFirst().isNegated()
        && (statement.conditions().getFirst().key().set() == SetOperator.FOR_ANY_VALUE)
            == bound.several()
        && namesSomething(statement.conditions().getFirst());
  }

  private static boolean namesSomething(Condition condition) {
    return condition.operandTexts().stream()
        .noneMatch(text -> text.chars().allMatch(c -> c == '*' || c == '?'));
  }
}
