package dev.brevet.policy.lint;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.Effect;
import dev.brevet.policy.PolicyVersion;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.Restriction;
import dev.brevet.policy.TrustScope;
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
/// @param hasCondition whether there is a `Condition`, be there any in it or not
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
    boolean hasCondition,
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
      return compiled(PolicyVersion.V2012_10_17).filter(Restriction::isRequired).isPresent();
    }

    /// As the engine has it; empty for what is no condition.
    Optional<dev.brevet.policy.Condition> compiled(PolicyVersion version) {
      return ConditionReader.read(this, version);
    }

    /// Whether the operator is written as IAM writes it.
    boolean isSpelled() {
      return compiled(PolicyVersion.V2012_10_17)
          .filter(condition -> condition.operator().equals(operator.text()))
          .isPresent();
    }

    /// What it restricts requests to.
    Optional<Restriction> restriction(PolicyVersion version) {
      return compiled(version).flatMap(Restriction::of);
    }

    /// The set operator with its colon; empty without one.
    String setPrefix() {
      return operator.text().substring(0, operator.text().indexOf(':') + 1);
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
        ? entry.flatMap(pattern -> TrustScope.opening(pattern, compiled(version)))
        : Optional.empty();
  }

  /// Its conditions, as the engine has them.
  List<dev.brevet.policy.Condition> compiled(PolicyVersion version) {
    return conditions.stream().flatMap(condition -> condition.compiled(version).stream()).toList();
  }

  /// The values of which `key` must have one, in every request that passes.
  List<Item> required(String key) {
    return conditions.stream()
        .filter(condition -> condition.is(key) && condition.isRequired())
        .flatMap(condition -> condition.values().stream())
        .toList();
  }

  /// What its conditions restrict requests to.
  List<Restriction> restrictions(PolicyVersion version) {
    return conditions.stream()
        .flatMap(condition -> condition.restriction(version).stream())
        .toList();
  }

  boolean hasStarResource() {
    return !notResource && resources.stream().anyMatch(resource -> resource.text().equals("*"));
  }
}
