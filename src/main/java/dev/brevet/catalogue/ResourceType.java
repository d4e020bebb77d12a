package dev.brevet.catalogue;

import java.util.List;

/// A kind of resource that a service's actions can name.
///
/// @param name the reference's name of it, such as `function alias`
/// @param arn its ARN with variables:
///   `arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}`
/// @param conditionKeys keys that requests upon it hold
public record ResourceType(String name, String arn, List<ConditionKey> conditionKeys) {
  public ResourceType {
    conditionKeys = List.copyOf(conditionKeys);
  }
}
