package dev.brevet.policy.lint;

import dev.brevet.policy.Effect;
import java.util.List;
import java.util.Locale;
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
      return operator
          .text()
          .toLowerCase(Locale.ROOT)
          .startsWith(set.toLowerCase(Locale.ROOT) + ":");
    }

    boolean isIfExists() {
      return operator.text().toLowerCase(Locale.ROOT).endsWith("ifexists");
    }

    /// The operator without set operator and `IfExists`.
    String base() {
      String text = operator.text().substring(operator.text().indexOf(':') + 1);
      return isIfExists() ? text.substring(0, text.length() - "IfExists".length()) : text;
    }

    boolean isNegated() {
      return base().toLowerCase(Locale.ROOT).contains("not");
    }

    boolean isLike() {
      return base().toLowerCase(Locale.ROOT).endsWith("like");
    }

    boolean is(String name) {
      return key.text().equalsIgnoreCase(name);
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

  /// The values that `key` must have, of operators that are not negated.
  List<Item> required(String key) {
    return conditions.stream()
        .filter(
            condition ->
                condition.is(key)
                    && !condition.isNegated()
                    && !condition.base().equalsIgnoreCase("Null"))
        .flatMap(condition -> condition.values().stream())
        .toList();
  }

  boolean hasStarResource() {
    return !notResource && resources.stream().anyMatch(resource -> resource.text().equals("*"));
  }
}
