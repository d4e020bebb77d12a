package dev.brevet.catalogue;

import java.util.List;

/// A kind of resource that a service's actions can name.
///
/// @param name the reference's name of it, such as `function alias`
/// @param arns the forms of its ARN, with variables, of which most have one:
///   `arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}`
/// @param conditionKeys keys that requests upon it hold
public record ResourceType(String name, List<String> arns, List<ConditionKey> conditionKeys) {
  public ResourceType {
    arns = List.copyOf(arns);
    conditionKeys = List.copyOf(conditionKeys);
  }

  /// The first form of its ARN.
  public String arn() {
    return arns.getFirst();
  }
}
