package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.iam.AsciiCase;
import dev.brevet.policy.PrincipalPattern;
import dev.brevet.policy.analysis.TrustScope;
import dev.brevet.policy.element.ArnOperator;
import dev.brevet.policy.element.ConditionOperator;
import dev.brevet.policy.element.Effect;
import dev.brevet.policy.element.OperatorName;
import dev.brevet.policy.element.PolicyVersion;
import dev.brevet.policy.element.Restriction;
import dev.brevet.policy.element.SetOperator;
import dev.brevet.policy.element.TextOperator;

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
  /// @param name the operator in whatever case it is written; empty for one that IAM does not have
  /// @param key its text, and where the key stands
  record Condition(Item operator, Optional<OperatorName> name, Item key, List<Item> values) {
    Condition {
      values = List.copyOf(values);
    }

    boolean isSet(SetOperator set) {
      return name.filter(known -> known.set() == set).isPresent();
    }

    boolean isIfExists() {
      return name.filter(OperatorName::ifExists).isPresent();
    }

    boolean isNegated() {
      return name.filter(known -> known.operation().isNegated()).isPresent();
    }

    boolean isAny(ConditionOperator... operations) {
      return name.filter(known -> List.of(operations).contains(known.operation())).isPresent();
    }

    boolean isLike() {
      return isAny(
          TextOperator.LIKE, TextOperator.NOT_LIKE, ArnOperator.LIKE, ArnOperator.NOT_LIKE);
    }

    boolean isOf(ConditionOperator.Family family) {
      return name.filter(known -> known.operation().family() == family).isPresent();
    }

    boolean is(String key) {
      return AsciiCase.equal(key().text(), key);
    }

    /// Whether no request passes in which the key is absent or has none of the values.
    boolean isRequired() {
      return compiled(PolicyVersion.V2012_10_17).filter(Restriction::isRequired).isPresent();
    }

    /// As the engine has it; empty for what is no condition.
    Optional<dev.brevet.policy.element.Condition> compiled(PolicyVersion version) {
      List<String> operands = values.stream().map(Item::text).toList();
      return name.flatMap(known -> known.condition(key.text(), operands, version, Effect.ALLOW));
    }

    /// Whether a denial by it spares only callers that it names, or services of AWS.
    boolean sparesOnlyNamed() {
      boolean services =
          (is("aws:PrincipalIsAWSService") || is("aws:ViaAWSService"))
              && isOf(ConditionOperator.Family.BOOL)
              && values.stream().allMatch(value -> AsciiCase.equal(value.text(), "false"));
      String opposite =
          operator.text().replace("Not", "").replace("IfExists", "").replace("ForAllV", "ForAnyV");
      return services
          || (isNegated()
              && new Condition(operator, OperatorName.parseInAnyCase(opposite), key, values)
                  .restriction(PolicyVersion.V2012_10_17)
                  .filter(Restriction::keepsStrangersOut)
                  .isPresent());
    }

    /// Whether the operator is written as IAM writes it.
    boolean isSpelled() {
      return name.filter(known -> known.text().equals(operator.text())).isPresent();
    }

    /// What it restricts requests to.
    Optional<Restriction> restriction(PolicyVersion version) {
      return compiled(version).flatMap(Restriction::of);
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

  /// The principals that an entry of `Principal` lets in and the statement does not name, as far as
  /// it allows.
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
  List<dev.brevet.policy.element.Condition> compiled(PolicyVersion version) {
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

  /// Whether it denies what `allowing` allows to all but callers that it names: by `NotPrincipal`,
  /// or by conditions that all name the principals that they spare. Of an API it may be about some
  /// of its methods.
  boolean sparesOnlyNamed(LintedStatement allowing) {
    ActionPatterns denied = new ActionPatterns(this);
    boolean everyone =
        notPrincipal || principals.stream().anyMatch(principal -> principal.text().equals("*"));
    boolean ofApi =
        allowing.actions.stream()
            .allMatch(action -> AsciiCase.startsWith(action.text(), "execute-api:"));
    List<String> texts = resources.stream().map(Item::text).toList();
    boolean onAll =
        ofApi
            || (!notResource
                && (hasStarResource()
                    || texts.containsAll(allowing.resources.stream().map(Item::text).toList())));
    return denies()
        && everyone
        && onAll
        && !allowing.notAction
        && allowing.actions.stream().allMatch(action -> denied.cover(action.text()))
        && (notPrincipal || !conditions.isEmpty())
        && conditions.stream().allMatch(Condition::sparesOnlyNamed);
  }

  /// Whether it allows everything, to whatever principals: the one finding that says so stands for
  /// all others.
  boolean isFullAdministration(PolicyVersion version) {
    return allows()
        && !notAction
        && !notResource
        && resources.stream().anyMatch(resource -> isEverything(resource.text()))
        && actions.stream().anyMatch(action -> isEverything(action.text()))
        && restrictions(version).stream().noneMatch(Restriction::bindsHolders);
  }

  /// `*`, `**`, and of actions `*:*`.
  private static boolean isEverything(String text) {
    return text.startsWith("*") && text.chars().allMatch(c -> c == '*' || c == ':');
  }

  boolean hasStarResource() {
    return !notResource && resources.stream().anyMatch(resource -> resource.text().equals("*"));
  }
}
