package dev.brevet.workload.integration;

import module java.base;

import dev.brevet.catalogue.CataloguedAction;
import dev.brevet.catalogue.CataloguedAction.Target;
import dev.brevet.catalogue.ResourceType;

/// What is allowed in the place of resources that a call's arguments do not tell: those of the
/// action's own types in the machine's own account and region.
record UntoldResources(CataloguedAction action, Scope scope) {
  /// More types than these stand as the ARNs that they have in common.
  private static final int MOST_TYPES = 8;

  /// Every resource of types that an action requires beside others that are known.
  List<Filled> types(List<ResourceType> missing) {
    String reason = reason(missing);
    return ArnTemplate.wild(missing, MOST_TYPES, scope).stream()
        .map(each -> each.because(reason))
        .toList();
  }

  /// Every resource of the action's types. An action that requires none is asked for without one
  /// too, which only `*` allows.
  Resolution all(String reason) {
    boolean required = action.targets().stream().anyMatch(Target::required);
    return Resolution.instead(
        required
            ? ArnTemplate.wild(
                action.targets().stream().map(Target::type).toList(), MOST_TYPES, scope)
            : List.of(Filled.table("*")),
        reason);
  }

  String reason(List<ResourceType> missing) {
    return "the arguments of `"
        + action.action()
        + "` do not tell its "
        + missing.stream()
            .limit(MOST_TYPES)
            .map(ResourceType::name)
            .collect(Collectors.joining(" and its "));
  }
}
