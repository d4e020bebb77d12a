package dev.brevet.catalogue;

import module java.base;

import dev.brevet.iam.Action;

/// An action as the Service Authorization Reference describes it.
///
/// @param action spelled as IAM spells it
/// @param accessLevels one or two
/// @param targets the resource types that it can be allowed on; empty when it needs `"Resource":
///   "*"`
/// @param conditionKeys keys that its requests hold, besides those of its targets
/// @param dependentActions what a principal must also be allowed for it to work, where the
///   reference tells
public record CataloguedAction(
    Action action,
    Set<AccessLevel> accessLevels,
    List<Target> targets,
    List<ConditionKey> conditionKeys,
    List<Action> dependentActions) {

  /// A resource type of an action.
  ///
  /// @param required whether a request always names one
  /// @param conditionKeys keys that the action's requests hold when they name one
  public record Target(ResourceType type, boolean required, List<ConditionKey> conditionKeys) {
    public Target {
      conditionKeys = List.copyOf(conditionKeys);
    }
  }

  public CataloguedAction {
    accessLevels = Set.copyOf(accessLevels);
    targets = List.copyOf(targets);
    conditionKeys = List.copyOf(conditionKeys);
    dependentActions = List.copyOf(dependentActions);
  }

  /// Whether a statement may name resources for it. Where not, only `*` allows it.
  public boolean hasResourceLevelPermissions() {
    return !targets.isEmpty();
  }
}
