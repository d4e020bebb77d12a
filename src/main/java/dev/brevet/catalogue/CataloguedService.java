package dev.brevet.catalogue;

import module java.base;

import dev.brevet.iam.AsciiCase;

/// A service with its actions, resource types and condition keys.
///
/// Immutable. Actions are sorted by name.
public final class CataloguedService {
  private final String prefix;
  private final String name;
  private final List<CataloguedAction> actions;
  private final List<ResourceType> resourceTypes;
  private final List<ConditionKey> conditionKeys;
  private final Map<String, CataloguedAction> actionByLowerName;

  CataloguedService(
      String prefix,
      String name,
      List<CataloguedAction> actions,
      List<ResourceType> resourceTypes,
      List<ConditionKey> conditionKeys) {
    this.prefix = prefix;
    this.name = name;
    this.actions = List.copyOf(actions);
    this.resourceTypes = List.copyOf(resourceTypes);
    this.conditionKeys = List.copyOf(conditionKeys);
    this.actionByLowerName =
        actions.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    action -> AsciiCase.lower(action.action().name()), action -> action));
  }

  /// What actions begin with: `states`.
  public String prefix() {
    return prefix;
  }

  /// The service's name in words: `AWS Step Functions`.
  public String name() {
    return name;
  }

  public List<CataloguedAction> actions() {
    return actions;
  }

  public List<ResourceType> resourceTypes() {
    return resourceTypes;
  }

  public List<ConditionKey> conditionKeys() {
    return conditionKeys;
  }

  /// The action of that name without its prefix; case does not matter. Empty when the service has
  /// none.
  public Optional<CataloguedAction> action(String actionName) {
    return Optional.ofNullable(actionByLowerName.get(AsciiCase.lower(actionName)));
  }

  @Override
  public String toString() {
    return prefix;
  }
}
