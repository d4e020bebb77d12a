package dev.brevet.policy.lint;

import module java.base;

import dev.brevet.catalogue.ResourceType;

/// The shapes of the ARNs of resource types, which are as many as the catalogue has.
final class ResourceShapes {
  private final Map<ResourceType, List<ArnShape>> shapes = new ConcurrentHashMap<>();

  List<ArnShape> of(ResourceType type) {
    return shapes.computeIfAbsent(
        type, each -> each.arns().stream().map(ArnShape::withoutVariables).toList());
  }
}
