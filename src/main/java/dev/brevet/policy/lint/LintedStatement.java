package dev.brevet.policy.lint;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.ArnOperator;
import dev.brevet.policy.ArnPattern;
import dev.brevet.policy.ConditionKey;
import dev.brevet.policy.Effect;
import dev.brevet.policy.PolicyVersion;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.SetOperator;
import dev.brevet.policy.TextOperator;
import dev.brevet.policy.TrustScope;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A statement as far as it can be made sense of.
///
/// @param element the statement itself
/// @param effect empty when it has none that IAM knows
/// @param actions of `Action` or `NotAction`
/// @param resources of `Resource` or `NotResource`
/// @param hasResource whether either is there
/// @param principals of `Principal` or `NotPrincipal`
record LintedStatement(
    Item element,
    Optional<Effect> effect,
    List<Item> actions,
    boolean notAction,
    List<Item> resources,
    boolean notResource,
    boolean hasResource,
    List<Principal> principals,
    boolean notPrincipal,
    boolean hasPrincipal,
    List<Condition> conditions) {
  LintedStatement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    principals = List.copyOf(principals);
    conditions = List.copyOf(conditions);
  }

  /// An entry of `Principal`.
  ///
  /// @param kind `AWS`, `Service`, `Federated`, `CanonicalUser`, or `*` for `"Principal": "*"`
  record Principal(String kind, Item item) {
    String text() {
      return item.text();
    }
  }

  /// A key of an operator.
  ///
  /// @param operator as written
  /// @param key its text, and where the key stands
  record Condition(Item operator, Item key, List<Item> values) {
    Condition {
      values = List.copyOf(values);
    }

    boolean hasSet() {
      return operator.text().indexOf(':') >= 0;
    }

    boolean isSet(String set) {
      return AsciiCase.lower(operator.text()).startsWith(AsciiCase.lower(set) + ":");
    }

    boolean isIfExists() {
      return AsciiCase.lower(operator.text()).endsWith("ifexists");
    }

    /// The operator without set operator and `IfExists`.
    String base() {
      String text = operator.text().substring(operator.text().indexOf(':') + 1);
      return isIfExists() ? text.substring(0, text.length() - "IfExists".length()) : text;
    }

    boolean isNegated() {
      return AsciiCase.lower(base()).contains("not");
    }

    boolean isLike() {
      return AsciiCase.lower(base()).endsWith("like");
    }

    boolean is(String name) {
      return AsciiCase.equal(key.text(), name);
    }

    /// Whether no request passes in which the key is absent or has none of the values.
    boolean isRequired() {
      return !isNegated()
          && !isIfExists()
          && !isSet("ForAllValues")
          && !AsciiCase.equal(base(), "Null");
    }

    /// As the engine has it; empty for operators that compare neither strings nor ARNs.
    Optional<dev.brevet.policy.Condition> compiled(PolicyVersion version) {
      Optional<SetOperator> set =
          Arrays.stream(SetOperator.values())
              .filter(each -> hasSet() ? isSet(bare(each.prefix())) : each == SetOperator.NONE)
              .findFirst();
      if (set.isEmpty()) {
        return Optional.empty();
      }
      ConditionKey asked = new ConditionKey(key.text(), set.get(), isIfExists());
      List<String> operands = values.stream().map(Item::text).toList();
      return Arrays.stream(TextOperator.values())
          .filter(each -> AsciiCase.equal(each.text(), base()))
          .findFirst()
          .<dev.brevet.policy.Condition>map(
              each ->
                  new dev.brevet.policy.Condition.Text(
                      asked,
                      each,
                      operands.stream().map(o -> each.operand(asked, o, version)).toList()))
          .or(
              () ->
                  Arrays.stream(ArnOperator.values())
                      .filter(each -> AsciiCase.equal(each.text(), base()))
                      .findFirst()
                      .map(
                          each ->
                              new dev.brevet.policy.Condition.Arn(
                                  asked,
                                  each,
                                  operands.stream()
                                      .map(o -> new ArnPattern(o, version))
                                      .toList())));
    }

    private static String bare(String prefix) {
      return prefix.isEmpty() ? "-" : prefix.substring(0, prefix.length() - 1);
    }
  }

  boolean allows() {
    return effect.filter(Effect.ALLOW::equals).isPresent();
  }

  boolean denies() {
    return effect.filter(Effect.DENY::equals).isPresent();
  }

  /// Whether a condition asks for `key`.
  boolean hasKey(String key) {
    return conditions.stream().anyMatch(condition -> condition.is(key));
  }

  /// Whom an entry of `Principal` lets in that the statement does not name, as far as it allows.
  Optional<TrustScope.Opening> opening(Principal principal, PolicyVersion version) {
    Optional<PrincipalPattern> entry =
        principal.kind().equals("*")
            ? Optional.of(new PrincipalPattern.Everyone())
            : PrincipalPattern.parse(principal.kind(), principal.text());
    return allows() && !notPrincipal
        ? entry.flatMap(
            pattern ->
                TrustScope.opening(
                    pattern,
                    conditions.stream()
                        .flatMap(condition -> condition.compiled(version).stream())
                        .toList()))
        : Optional.empty();
  }

  /// The values of which `key` must have one, in every request that passes.
  List<Item> required(String key) {
    return conditions.stream()
        .filter(condition -> condition.is(key) && condition.isRequired())
        .flatMap(condition -> condition.values().stream())
        .toList();
  }

  boolean hasStarResource() {
    return !notResource && resources.stream().anyMatch(resource -> resource.text().equals("*"));
  }
}
